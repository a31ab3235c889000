"""A plan: the whole effect on the books of a command that writes them, before it is written.

Planners make plans, the `plan…` queries show them, their hash is what a caller can hold a posting to, and the door
(`posting.ledger`) writes exactly what stands in them. Rows that do not exist yet are named by their position. What a
plan can have ten thousands of are named tuples: they are made, and handed to the driver, in a fraction of the time.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from ..models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    ConnectionRole,
    DetailKind,
    DispositionAction,
    DocumentType,
    InvoiceStatus,
    NotToExceedStatus,
    PostingType,
    TransactionClass,
    TransactionType,
)
from .amounts import ZERO
from .canonical import canonical
from .rules.names import Rule
from .warned import Warned as Warned

Value = str | int | bool | Decimal | date | None


class PlannedLine(NamedTuple):
    """A line of the document; `credits_line_id` names the invoice line that it credits.

    There is no tax rate where tax was entered as an amount: of a product on a project invoice.
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


class PlannedActual(NamedTuple):
    """A ledger row to be. Of `reverses` and `reverses_position` at most one is set; likewise of the two roots.

    `document_line` and `document_charge` are places among those that the plan adds; `detail_id` is one of its draft.
    """

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
    customer_id: int
    currency: str
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
    document_charge: int | None = None
    document_detail: int | None = None  # its place among the details of a cancellation
    stands_for: int | None = None  # the row that it stands in for, of before any cancellation


class Link(NamedTuple):
    """A connection from a planned row to an existing actual (`other`) or another planned row (`other_position`)."""

    position: int
    role: ConnectionRole
    other: int | None
    other_position: int | None
    other_role: ConnectionRole


class Change(NamedTuple):
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
    tax_rate: Decimal = ZERO


@dataclass(frozen=True)
class Entry:
    """A line of a voucher: a debit is positive, a credit negative. A correction shows in the other column, negated.

    What takes another entry back names its account, as it was then; others are posted as the profile says.
    """

    posting_type: PostingType
    amount: Decimal
    is_correction: bool = False
    account: str | None = None
    account_name: str | None = None


@dataclass(frozen=True)
class PlannedSettlement:
    """An amount of a debit matched with one of a credit, two documents by key; below zero where it is released.

    None stands for what the plan itself posts: its document, or where it has none its payment, or what it writes off.
    `day` is given where it is not the plan's: nothing is matched with a document before that is dated.
    """

    amount: Decimal
    debit_id: int | None
    credit_id: int | None
    day: date | None = None
    releases: int | None = None
    reason: str | None = None
    write_off_limit: Decimal | None = None  # as it is when something is written off
    entries: tuple[Entry, ...] = ()  # of its own voucher, where it takes a write-off back with a document

    @property
    def is_of_plan(self) -> bool:
        """Whether one of its sides is what the plan posts."""
        return self.releases is None and (self.debit_id is None or self.credit_id is None)

    @property
    def invoice_id(self) -> int:
        """The document that is there already; the debit where both are."""
        known = self.credit_id if self.debit_id is None else self.debit_id
        assert known is not None, "what a plan posts is matched with something that is there"
        return known


@dataclass(frozen=True)
class PlannedPayment:
    """Money that came in (positive) or was paid back (negative), taken off an open document."""

    invoice_id: int
    customer_id: int
    amount: Decimal
    reference: str | None


@dataclass(frozen=True)
class PlannedRefund:
    """What of the credit of the plan's document is paid back with it: an amount above zero, and its own voucher."""

    amount: Decimal
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class BalanceChange:
    """What a customer's account goes up by, or with a negative amount down."""

    customer_id: int
    amount: Decimal


class VoucherOwner(StrEnum):
    """What a voucher is of: the column of the table that holds its owner's key."""

    PACKING_SLIP = "packing_slip_id"
    DOCUMENT = "invoice_id"
    PAYMENT = "payment_id"
    SETTLEMENT = "settlement_id"


@dataclass(frozen=True)
class PlannedVoucher:
    """A balanced voucher; `position` is its owner's place among the packing slips, or the settlements, or 0."""

    owner: VoucherOwner
    position: int
    date: date
    currency: str
    entries: tuple[Entry, ...]


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
class BillTo:
    """Whom a document is addressed to, as it stands when the document is posted (putting-right 6.6)."""

    number: str
    name: str
    tax_number: str | None
    terms_days: int


@dataclass(frozen=True)
class Plan:
    """The exact effect on the books of one command.

    `document_type` is None where no document is written. `customer_id` and `currency` are those of its document,
    packing slip or settlement; a journal of several contracts has none, and each ledger row its own. `posting_date` is
    that of a payment, of what is written off or released, or of documents that are matched by hand.
    """

    customer_id: int | None = None
    currency: str | None = None
    document_type: DocumentType | None = None
    order_ids: tuple[int, ...] = ()
    invoice_date: date | None = None
    document_date: date | None = None
    posting_date: date | None = None
    net_amount: Decimal = ZERO
    tax_amount: Decimal = ZERO
    draft_id: int | None = None
    taken_off: tuple[int, ...] = ()  # details of the draft that do not go on the document
    lines: tuple[PlannedLine, ...] = ()
    actuals: tuple[PlannedActual, ...] = ()
    links: tuple[Link, ...] = ()
    changes: tuple[Change, ...] = ()
    reversed_existing: tuple[tuple[int, int], ...] = ()  # (existing actual, position of its reversal)
    corrects: tuple[int, ...] = ()
    due_date: date | None = None
    charges: tuple[PlannedCharge, ...] = ()
    entries: tuple[Entry, ...] = ()  # of the document, the payment, or what is written off
    settlements: tuple[PlannedSettlement, ...] = ()
    slips: tuple[SlipPlan, ...] = ()  # the packing slips that are posted with the document, or alone
    payment: PlannedPayment | None = None
    refund: PlannedRefund | None = None
    bill_to: BillTo | None = None  # of a document; the door enters it
    balances: tuple[BalanceChange, ...] = ()
    warnings: tuple[Warned, ...] = ()
    cancellation: PlannedCancellation | None = None

    @property
    def total_amount(self) -> Decimal:
        """Net and tax together, signed."""
        return self.net_amount + self.tax_amount

    @property
    def settled_amount(self) -> Decimal:
        """What of the document is settled at once, with the sign of its total."""
        paid_back = ZERO if self.refund is None else self.refund.amount
        settled = sum((one.amount for one in self.settlements if one.is_of_plan), paid_back)
        return -settled if self.total_amount < 0 else settled

    @property
    def posted_status(self) -> InvoiceStatus:
        """The status of the document: PAID where what is paid back of it closes it (putting-right 5.7)."""
        is_closed = self.refund is not None and self.settled_amount == self.total_amount
        return InvoiceStatus.PAID if is_closed else InvoiceStatus.CONFIRMED

    @property
    def in_currency(self) -> str:
        """The currency of its document, packing slip or payment."""
        assert self.currency is not None, "the rows of a journal are each in their own currency"
        return self.currency

    @property
    def of_customer(self) -> int:
        """The customer of its document, packing slip or payment."""
        assert self.customer_id is not None, "the rows of a journal are each of their own customer"
        return self.customer_id

    @property
    def day(self) -> date | None:
        """The date of the document, or of what is written without one."""
        return self.posting_date if self.invoice_date is None else self.invoice_date

    @property
    def vouchers(self) -> tuple[PlannedVoucher, ...]:
        """Every voucher that the plan writes, in the order of numbering: packing slips first."""
        slips = enumerate(self.slips)
        owned = [
            PlannedVoucher(VoucherOwner.PACKING_SLIP, at, slip.date, slip.currency, slip.entries) for at, slip in slips
        ]
        if self.entries:
            assert self.day is not None, "what has a voucher has a date"
            owned.append(PlannedVoucher(self._owner, 0, self.day, self.in_currency, self.entries))
        for at, one in enumerate(self.settlements):
            if one.entries:
                day = one.day or self.day
                assert day is not None, "what has a voucher has a date"
                owned.append(PlannedVoucher(VoucherOwner.SETTLEMENT, at, day, self.in_currency, one.entries))
        if self.refund is not None:
            assert self.day is not None, "what has a voucher has a date"
            owned.append(PlannedVoucher(VoucherOwner.PAYMENT, 0, self.day, self.in_currency, self.refund.entries))
        return tuple(one for one in owned if one.entries)

    def other_side(self, settlement: PlannedSettlement) -> int:
        """The document that something is matched with, or was: of what is canceled the other one."""
        canceled = None if self.cancellation is None else self.cancellation.document_id
        others = [one for one in (settlement.debit_id, settlement.credit_id) if one is not None and one != canceled]
        return others[0] if others else settlement.invoice_id

    @property
    def _owner(self) -> VoucherOwner:
        if self.payment is not None:
            return VoucherOwner.PAYMENT
        return VoucherOwner.SETTLEMENT if self.document_type is None else VoucherOwner.DOCUMENT

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
