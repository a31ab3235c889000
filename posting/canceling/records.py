"""Rows of a document that is to be canceled, as they are read (`models.rows`)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from ...models.vocabulary import (
    BillingType,
    DetailKind,
    DispositionAction,
    OrderStatus,
    OrderType,
    PostingType,
    ReturnLineStatus,
    ReturnStatus,
    TaxCategory,
    TransactionClass,
)

Day = date  # a field below is called date


@dataclass(frozen=True)
class DetailRow:
    """A detail with its chain, and what it says besides what the corrected one did."""

    id: int
    invoice_line_id: int
    kind: DetailKind
    transaction_class: TransactionClass
    billing_type: BillingType
    description: str
    start_date: date | None
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    tax_amount: Decimal
    invoice_amount: Decimal
    invoice_tax_amount: Decimal
    correction: bool
    first_id: int
    previous_quantity: Decimal | None
    previous_amount: Decimal | None
    previous_tax_amount: Decimal | None
    milestone_id: int | None
    retainer_id: int | None
    discount_percent: Decimal | None
    tax_rate: Decimal | None
    tax_code_id: int | None
    supplied_on: date | None
    description_before: str | None
    unit_price_before: Decimal | None
    discount_before: Decimal | None
    rate_before: Decimal | None
    code_before: int | None
    sold: Decimal
    first_line_id: int
    return_line_id: int | None
    family: int


@dataclass(frozen=True)
class TaxOfDocument:
    """A row of its breakdown, as `TaxRow` has it."""

    tax_code_id: int | None
    category: TaxCategory | None
    rate: Decimal | None
    base: Decimal
    amount: Decimal
    exemption_reason: str | None
    exemption_reason_code: str | None
    first_supply: date | None
    last_supply: date | None
    account: str | None


@dataclass(frozen=True)
class BillingLink:
    """A billed row, and the unbilled row that it bills."""

    actual_id: int
    other_id: int


@dataclass(frozen=True)
class ReversingRow:
    """A row that reverses another, and the document that wrote it, if one did."""

    id: int
    recorded_at: datetime
    invoice_id: int | None
    number: str | None


@dataclass(frozen=True)
class CreditedRow:
    """A return line that the document credits, or whose credit it corrects."""

    id: int
    order_id: int
    return_status: ReturnLineStatus
    action: DispositionAction | None
    expected_quantity: Decimal
    invoiced_quantity: Decimal
    released_quantity: Decimal
    closed_on: date | None


@dataclass(frozen=True)
class OrderLineRow:
    """A return line, with what becomes of its goods."""

    id: int
    order_id: int
    return_status: ReturnLineStatus
    action: DispositionAction | None


@dataclass(frozen=True)
class OrderRow:
    """An order of the document."""

    id: int
    type: OrderType
    status: OrderStatus
    return_status: ReturnStatus | None


@dataclass(frozen=True)
class SettledRow:
    """A settlement of the document that was not released, with the reference of its payment."""

    id: int
    date: date
    amount: Decimal
    debit_invoice_id: int | None
    credit_invoice_id: int | None
    payment_id: int | None
    reference: str | None
    releases_id: int | None


@dataclass(frozen=True)
class SettledEntry:
    """An entry of the voucher of a settlement."""

    settlement_id: int
    posting_type: PostingType
    amount: Decimal
    is_correction: bool
    account: str | None
    account_name: str | None


@dataclass(frozen=True)
class NamedRow:
    """Something that builds on the document, and since when."""

    name: str
    since: datetime


@dataclass(frozen=True)
class StandingClaim:
    """Pieces of a line that return orders claimed after the document was posted."""

    line_id: int
    name: str
    since: datetime
