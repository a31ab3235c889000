"""What the planners of the project side need to know, as plain frozen values; the service loads them.

What a draft can have ten thousands of are named tuples, which are made in a tenth of the time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from ....models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    DetailKind,
    DispositionAction,
    InvoiceStatus,
    NotToExceedStatus,
    RefundStatus,
    TransactionClass,
    TransactionType,
)


class ReturnLineMoves(NamedTuple):
    """A line of a return order, with the quantities that move when less of it is credited."""

    id: int
    invoiced: Decimal
    released: Decimal


class LedgerRow(NamedTuple):
    """An actual that exists."""

    id: int
    transaction_type: TransactionType
    transaction_class: TransactionClass
    billing_type: BillingType
    description: str
    transaction_date: date
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    tax_amount: Decimal
    rule: str
    order_id: int
    customer_id: int
    currency: str
    contract_line_id: int | None
    reverses_id: int | None
    root_id: int
    billing_status: BillingStatus | None
    adjustment_status: AdjustmentStatus | None
    reversed_by_id: int | None
    draft_detail_id: int | None
    milestone_id: int | None
    retainer_id: int | None
    not_to_exceed_status: NotToExceedStatus | None
    invoice_line_detail_id: int | None = None  # the detail that it was written for


class GoodsSide(Enum):
    """What a detail of goods corrects."""

    SALE = "a line of a sales invoice, or a product line of a project invoice"
    CREDIT = "a line of a credit note"
    CHARGE = "a charge"


class Standing(NamedTuple):
    """What stands of goods or of a charge: the live row, less what returns took of it (putting-right 1.3)."""

    quantity: Decimal
    amount: Decimal
    tax_amount: Decimal
    discount_amount: Decimal


class Goods(NamedTuple):
    """What a correction of goods or of a charge needs to know besides the row that it corrects.

    Quantities but those of `standing` and `taken` are sizes, without the sign of a credit. `sold` are the pieces of the
    first line, sold or credited. `most` is the largest right quantity: `sold` less what returns took; None where it has no
    limit. `cost_amount` is the cost of the first line, `costed` how many of its pieces gave it back. `share` is the net
    that a credit note's line took of the sale, None where it took nothing, `successors` the documents that corrected the
    sale's line since, and `returnable` what can be returned of it besides.
    """

    side: GoodsSide
    name: str
    standing: Standing
    taken: Standing
    unit_price: Decimal
    discount_percent: Decimal | None
    tax_rate: Decimal | None
    most: Decimal | None = None
    sold: Decimal = Decimal(0)
    claimed: Decimal = Decimal(0)
    claimed_by: tuple[str, ...] = ()
    cost_amount: Decimal = Decimal(0)
    costed: Decimal = Decimal(0)
    action: DispositionAction | None = None  # of a credit note's line
    cleared: bool = True  # whether its packing slip put the cost on the clearing account
    share: Decimal | None = None
    successors: tuple[str, ...] = ()
    returnable: Decimal | None = None
    return_line: ReturnLineMoves | None = None
    line_id: int = 0  # the line that is corrected
    product_id: int | None = None


class DraftDetail(NamedTuple):
    """A detail of a draft. `source` is the unbilled row that it bills, or the billed row that it corrects.

    Milestones, retainers, products and details entered by hand have no source until they are corrected. The quantity
    and amount of an applied or refunded retainer are negative.
    """

    id: int
    kind: DetailKind
    transaction_class: TransactionClass
    billing_type: BillingType
    description: str
    start_date: date | None
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    tax_amount: Decimal
    correction: bool
    source: LedgerRow | None
    contract_line_id: int | None
    fixed_price: bool  # on a fixed-price contract line, where there is no unbilled sales
    milestone_id: int | None = None
    retainer_id: int | None = None
    open_remainder: Decimal = Decimal(0)  # quantity of open unbilled rows in the lineage, for corrections
    usual_tax: Decimal = Decimal(0)  # of its source, work or milestone
    starts_billed: bool = False  # a correction that began with what stands
    corrected_invoice_id: int | None = None
    discount_percent: Decimal | None = None
    tax_rate: Decimal | None = None
    goods: Goods | None = None  # of a correction of goods or of a charge
    line_id: int = 0  # of the draft

    @property
    def billed_before(self) -> LedgerRow | None:
        """The row that a correction corrects; of goods as much of it as stands."""
        if not self.correction or self.source is None or self.goods is None:
            return self.source if self.correction else None
        quantity, amount, tax_amount, _ = self.goods.standing
        return self.source._replace(quantity=quantity, amount=amount, tax_amount=tax_amount)

    @property
    def backing(self) -> LedgerRow | None:
        """The unbilled row that a first-time detail bills."""
        return None if self.correction else self.source


@dataclass(frozen=True)
class Retainer:
    """A retainer; `open_row` is the unbilled row of what is available, None where nothing is."""

    id: int
    description: str
    billed: Decimal
    used: Decimal
    refunded: Decimal
    invoice_status: BillingStatus
    refund_status: RefundStatus | None
    open_row: LedgerRow | None

    @property
    def available(self) -> Decimal:
        """What can be applied or refunded."""
        return self.billed - self.used - self.refunded


@dataclass(frozen=True)
class Limit:
    """A not-to-exceed limit of a contract (`contract_line_id` is None) or of one of its lines, and what takes it up."""

    name: str
    contract_line_id: int | None
    limit: Decimal
    consumed: Decimal  # chargeable billed sales of work, and open ones that are committed, without tax


@dataclass(frozen=True)
class Draft:
    """A draft project invoice with its details in order."""

    id: int
    name: str
    status: InvoiceStatus
    posted: bool
    version: int
    contract_id: int | None  # none on the sales side
    customer_id: int
    currency: str
    places: int
    corrects: tuple[int, ...]
    details: tuple[DraftDetail, ...]
    terms_days: int = 0
    retainers: tuple[Retainer, ...] = ()
    limits: tuple[Limit, ...] = ()

    @cached_property
    def _by_retainer(self) -> Mapping[int, tuple[DraftDetail, ...]]:
        found: dict[int, list[DraftDetail]] = {}
        for detail in self.details:
            if detail.retainer_id is not None:
                found.setdefault(detail.retainer_id, []).append(detail)
        return {key: tuple(details) for key, details in found.items()}

    def details_of(self, retainer: Retainer) -> tuple[DraftDetail, ...]:
        """The details that bill, apply or refund a retainer."""
        return self._by_retainer.get(retainer.id, ())
