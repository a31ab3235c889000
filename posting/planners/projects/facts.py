"""What the planners of the project side need to know, as plain frozen values; the service loads them.

What a draft can have ten thousands of are named tuples, which are made in a tenth of the time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from ....models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    DetailKind,
    InvoiceStatus,
    NotToExceedStatus,
    RefundStatus,
    TaxRounding,
    TransactionClass,
    TransactionType,
)
from ...saying import Phrase
from ...taxes.codes import Codes
from ..dates import Earlier
from ..settlements import OpenItem
from .goods_facts import Goods


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
    stands_for_id: int | None = None  # what a cancellation restored: the row that it stands in for
    tax_code_id: int | None = None
    tax_rate: Decimal | None = None  # of its tax code

    @property
    def since(self) -> int:
        """The row that it counts as: itself, or the one that it stands in for since a cancellation."""
        return self.id if self.stands_for_id is None else self.stands_for_id


class DraftDetail(NamedTuple):
    """A detail of a draft. `source` is the unbilled row that it bills, or the billed row that it corrects.

    Milestones, retainers, products and details entered by hand have no source until they are corrected. The quantity,
    amount and tax of an applied or refunded retainer are negative. `supplied_on` is the day that decides the rate of a
    tax code, None where that is the day of the document.
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
    family: int | None = None  # the invoice that its chain of corrections began with
    tax_code_id: int | None = None
    supplied_on: date | None = None
    tax_entered: bool = False  # its tax was typed, or kept as it was billed: it is neither worked out nor spread

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
    tax_code_id: int | None = None
    tax_rate: Decimal | None = None  # of the day on which it was billed
    billed_tax: Decimal = Decimal(0)
    used_tax: Decimal = Decimal(0)
    refunded_tax: Decimal = Decimal(0)

    @property
    def available(self) -> Decimal:
        """What can be applied or refunded."""
        return self.billed - self.used - self.refunded

    @property
    def available_tax(self) -> Decimal:
        """The tax that was billed with what is available."""
        return self.billed_tax - self.used_tax - self.refunded_tax


@dataclass(frozen=True)
class Limit:
    """A not-to-exceed limit of a contract (`contract_line_id` is None) or of one of its lines, and what takes it up."""

    name: Phrase | str
    contract_line_id: int | None
    limit: Decimal
    consumed: Decimal  # chargeable billed sales of work, and open ones that are committed, without tax


@dataclass(frozen=True)
class Draft:
    """A draft project invoice with its details in order."""

    id: int
    name: Phrase | str
    status: InvoiceStatus
    posted: bool
    version: int
    contract_id: int | None  # none on the sales side
    customer_id: int
    currency: str
    places: int
    corrected: tuple[Earlier, ...]  # the documents that its details correct
    details: tuple[DraftDetail, ...]
    document_date: date | None = None  # this and the due date as entered
    due_date: date | None = None
    terms_days: int = 0
    retainers: tuple[Retainer, ...] = ()
    limits: tuple[Limit, ...] = ()
    open_items: tuple[OpenItem, ...] = ()  # that it may be matched with
    renamed: bool = False  # it corrects whole documents, and all of them to a customer of another name or VAT number
    codes: Codes = field(default_factory=dict)  # tax codes
    rounding: TaxRounding = TaxRounding.LINE

    @property
    def corrects(self) -> tuple[int, ...]:
        """The documents that its details correct, by key."""
        return tuple(one.id for one in self.corrected)

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
