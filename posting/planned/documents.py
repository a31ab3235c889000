"""The document that a command posts: lines, charges, addressee, and what one that cancels another has besides."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ...models.vocabulary import BillingType, DetailKind, DocumentType, TransactionClass
from ..amounts import ZERO
from ..taxes.codes import Taxed, bare


class PlannedLine(NamedTuple):
    """A line of the document; `credits_line_id` names the invoice line that it credits.

    There is no tax rate where tax was entered as an amount: of a product on a project invoice. `taxed` is None where
    the rate is bare, and `is_prorated` says that its tax is a part of another one's, and not spread (documents 2.4).
    """

    line_number: int
    order_line_number: int | None
    description: str
    product_id: int | None
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    tax_rate: Decimal | None
    net_amount: Decimal
    tax_amount: Decimal
    discount_amount: Decimal
    cost_amount: Decimal
    sales_order_line_id: int | None = None
    return_order_line_id: int | None = None
    credits_line_id: int | None = None
    contract_line_id: int | None = None
    taxed: Taxed | None = None
    is_prorated: bool = False

    @property
    def taxed_as(self) -> Taxed:
        """What it is taxed as."""
        return bare(self.tax_rate) if self.taxed is None else self.taxed


@dataclass(frozen=True)
class PlannedCharge:
    """A charge on the document, signed; `document_line` is the place of the line that it belongs to."""

    return_charge_id: int
    description: str
    amount: Decimal
    tax_amount: Decimal
    document_line: int | None
    tax_rate: Decimal = ZERO
    taxed: Taxed | None = None  # None where the rate is bare

    @property
    def taxed_as(self) -> Taxed:
        """What it is taxed as."""
        return bare(self.tax_rate) if self.taxed is None else self.taxed


class PlannedDetail(NamedTuple):
    """A detail of a document that cancels another: the canceled one, back at what it was before.

    `line` is its place among the lines of the document; `before` has the quantity, amount and tax that are taken back.
    """

    line: int
    kind: DetailKind
    transaction_class: TransactionClass
    billing_type: BillingType
    description: str
    start_date: date | None
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    tax_amount: Decimal
    before: tuple[Decimal, Decimal, Decimal]
    original_id: int
    first_id: int
    source_id: int | None
    milestone_id: int | None
    retainer_id: int | None
    discount_percent: Decimal | None
    tax_rate: Decimal | None
    tax_code_id: int | None = None
    supplied_on: date | None = None
    previous_tax: tuple[int | None, Decimal | None] = (None, None)  # code and rate of what is taken back

    @property
    def net_change(self) -> Decimal:
        """What it adds to its document."""
        return self.amount - self.before[1]

    @property
    def tax_change(self) -> Decimal:
        """The tax that it adds."""
        return self.tax_amount - self.before[2]


@dataclass(frozen=True)
class PlannedCancellation:
    """What a document that cancels another one has besides: the one that it takes back, its lines and details."""

    document_id: int
    contract_id: int | None = None
    reason: str = ""
    lines: tuple[PlannedLine, ...] = ()
    details: tuple[PlannedDetail, ...] = ()
    corrected_total: Decimal = ZERO
    previous_total: Decimal = ZERO


@dataclass(frozen=True)
class BillTo:
    """Whom a document is addressed to, as it stands when the document is posted (putting-right 6.6)."""

    number: str
    name: str
    tax_number: str | None
    terms_days: int


def document_type_of(total: Decimal, *, credits_something: bool) -> DocumentType:
    """By the sign of the total; zero is a credit note where something is credited (returns 1.11, 3.10).

    >>> document_type_of(Decimal(0), credits_something=True).value
    'CREDIT_NOTE'
    """
    if total < 0 or (total == 0 and credits_something):
        return DocumentType.CREDIT_NOTE
    return DocumentType.INVOICE
