"""A plan: everything that a posting will write, before it is written.

Planners make plans, the `plan…` queries show them, their hash is what a caller can hold a posting to, and the writer
commits exactly what stands in them. Rows that do not exist yet are named by their position in the plan.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    ConnectionRole,
    DispositionAction,
    DocumentType,
    NotToExceedStatus,
    PostingType,
    TransactionClass,
    TransactionType,
    WarningCode,
)
from .rules.names import Rule

Value = str | int | bool | Decimal | date | None


@dataclass(frozen=True)
class Warned:
    """Something that its user should know; nothing is stopped by it."""

    code: WarningCode
    message: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedLine:
    """A line of the document; `credits_line_id` names the invoice line that it credits."""

    line_number: int
    order_line_number: int | None
    description: str
    product_id: int | None
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    tax_rate: Decimal
    net_amount: Decimal
    tax_amount: Decimal
    discount_amount: Decimal
    cost_amount: Decimal
    sales_order_line_id: int | None = None
    return_order_line_id: int | None = None
    credits_line_id: int | None = None


@dataclass(frozen=True)
class PlannedActual:
    """A ledger row to be. Of `reverses` and `reverses_position` at most one is set; likewise of the two roots."""

    position: int
    transaction_type: TransactionType
    transaction_class: TransactionClass
    billing_type: BillingType
    description: str
    transaction_date: date
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    tax_amount: Decimal
    rule: Rule
    order_id: int
    contract_line_id: int | None = None
    detail_id: int | None = None
    document_line: int | None = None
    reverses: int | None = None
    reverses_position: int | None = None
    reversed_by_position: int | None = None
    root: int | None = None
    root_position: int | None = None
    billing_status: BillingStatus | None = None
    adjustment_status: AdjustmentStatus | None = None
    milestone_id: int | None = None
    retainer_id: int | None = None
    not_to_exceed_status: NotToExceedStatus | None = None


@dataclass(frozen=True)
class Link:
    """A connection from a planned row to an existing actual (`other`) or another planned row (`other_position`)."""

    position: int
    role: ConnectionRole
    other: int | None
    other_position: int | None
    other_role: ConnectionRole


@dataclass(frozen=True)
class Change:
    """One column of one existing row, from the value it was read with to the value it gets."""

    subject: str  # the API's type name: Invoice, ReturnOrderLine, Actual …
    key: int
    field: str  # the column's name
    before: Value
    after: Value


@dataclass(frozen=True)
class PlannedCharge:
    """A charge on the document, signed; `document_line` is the place of the line that it belongs to."""

    return_charge_id: int
    description: str
    amount: Decimal
    tax_amount: Decimal
    document_line: int | None


@dataclass(frozen=True)
class Entry:
    """A line of a voucher: a debit is positive, a credit negative. A correction shows in the other column, negated."""

    posting_type: PostingType
    amount: Decimal
    is_correction: bool = False


@dataclass(frozen=True)
class PlannedSettlement:
    """An amount, above zero, of this document matched with one of an open document."""

    invoice_id: int
    amount: Decimal


@dataclass(frozen=True)
class SlipLine:
    """What a packing slip moves: positive out to the customer, negative back."""

    product_id: int
    quantity: Decimal
    on_hand_change: Decimal
    cost_amount: Decimal
    action: DispositionAction | None = None
    sales_order_line_id: int | None = None
    return_order_line_id: int | None = None


@dataclass(frozen=True)
class SoldLine:
    """What a line of a sales order sells."""

    product_id: int
    description: str
    quantity: Decimal
    unit_price: Decimal
    unit_cost: Decimal
    discount_percent: Decimal
    tax_rate: Decimal


@dataclass(frozen=True)
class SlipPlan:
    """The exact effect of a packing slip."""

    order_id: int
    customer_id: int
    currency: str
    date: date
    lines: tuple[SlipLine, ...]
    entries: tuple[Entry, ...]
    changes: tuple[Change, ...]
    returned: tuple[tuple[int, Decimal], ...] = ()  # sales order line, and how much of it came back to stay
    replacements: tuple[SoldLine, ...] = ()
    customer_reference: str | None = None


@dataclass(frozen=True)
class Plan:
    """The exact effect of one posting. `document_type` is None where no document is written."""

    document_type: DocumentType | None
    order_ids: tuple[int, ...]
    customer_id: int
    currency: str
    invoice_date: date | None
    document_date: date | None
    net_amount: Decimal
    tax_amount: Decimal
    draft_id: int | None = None
    lines: tuple[PlannedLine, ...] = ()
    actuals: tuple[PlannedActual, ...] = ()
    links: tuple[Link, ...] = ()
    changes: tuple[Change, ...] = ()
    reversed_existing: tuple[tuple[int, int], ...] = ()  # (existing actual, position of its reversal)
    corrects: tuple[int, ...] = ()
    due_date: date | None = None
    charges: tuple[PlannedCharge, ...] = ()
    entries: tuple[Entry, ...] = ()
    settlements: tuple[PlannedSettlement, ...] = ()
    slips: tuple[SlipPlan, ...] = ()  # the packing slips that are posted with the document
    warnings: tuple[Warned, ...] = ()

    @property
    def total_amount(self) -> Decimal:
        """Net and tax together, signed."""
        return self.net_amount + self.tax_amount

    @property
    def settled_amount(self) -> Decimal:
        """What of the total is settled at once, with the sign of the total."""
        settled = sum((one.amount for one in self.settlements), Decimal(0))
        return -settled if self.total_amount < 0 else settled

    @property
    def all_entries(self) -> tuple[Entry, ...]:
        """The entries of every voucher that the plan writes."""
        return (*(entry for slip in self.slips for entry in slip.entries), *self.entries)

    @property
    def hash(self) -> str:
        """SHA-256 over everything the plan would write, in hexadecimal."""
        return hashlib.sha256(canonical(self).encode()).hexdigest()


def document_type_of(total: Decimal, *, credits_something: bool) -> DocumentType:
    """By the sign of the total; zero is a credit note where something is credited (returns 1.11, 3.10).

    >>> document_type_of(Decimal(0), credits_something=True).value
    'CREDIT_NOTE'
    """
    if total < 0 or (total == 0 and credits_something):
        return DocumentType.CREDIT_NOTE
    return DocumentType.INVOICE


def plain(value: Decimal) -> str:
    """Canonical text of a number: 1.50 and 1.5 are the same.

    >>> plain(Decimal("1.50")), plain(Decimal("100")), plain(Decimal("-0.00"))
    ('1.5', '100', '0')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def how_many(number: int, what: str) -> str:
    """A count with what is counted.

    >>> how_many(1, "line"), how_many(2, "line")
    ('1 line', '2 lines')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def canonical(value: object) -> str:
    """One text for equal values, in any process: made for plans of a hundred thousand rows.

    >>> canonical(Entry(PostingType.BANK, Decimal("1.50"))) == canonical(Entry(PostingType.BANK, Decimal("1.5")))
    True
    """
    if value is None or isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return str.__repr__(value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return f"[{','.join(map(canonical, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    return f"{{{','.join(map(canonical, vars(value).values()))}}}"


def as_json(value: object) -> object:
    """A number, date or text as a plain JSON value, the same for equal values on every run."""
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value
