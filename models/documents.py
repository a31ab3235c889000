"""Tables of invoices and the ledger of actuals.

A posted document and an actual are facts (see `facts`). The few columns of an actual that do move are its billing,
adjustment and not-to-exceed status, who reversed it, and the draft that holds it.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import false, text
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from . import columns
from .exact import Amount, Quantity
from .facts import Moving, Since, Status, Within, facts, may
from .vocabulary import AdjustmentStatus, BillingStatus, InvoiceStatus

IS_OPEN = text("settled_amount <> total_amount")
KEYS_ONCE = True  # on SQLite the id of a deleted draft must never be another one's
PAYING = Status(((InvoiceStatus.CONFIRMED, InvoiceStatus.PAID), (InvoiceStatus.PAID, InvoiceStatus.CONFIRMED)))
BILLING = Status(
    (
        (BillingStatus.NOT_READY, BillingStatus.READY_TO_INVOICE),
        (BillingStatus.READY_TO_INVOICE, BillingStatus.NOT_READY),
        (BillingStatus.READY_TO_INVOICE, BillingStatus.CUSTOMER_INVOICE_CREATED),
        (BillingStatus.CUSTOMER_INVOICE_CREATED, BillingStatus.READY_TO_INVOICE),
        (BillingStatus.CUSTOMER_INVOICE_CREATED, BillingStatus.CUSTOMER_INVOICE_POSTED),
        (BillingStatus.READY_TO_INVOICE, BillingStatus.CUSTOMER_INVOICE_POSTED),  # of a retainer, without a draft
        (BillingStatus.NOT_READY, BillingStatus.CUSTOMER_INVOICE_POSTED),  # what a canceled credit had given back
        (BillingStatus.NOT_READY, BillingStatus.CANCELED),
        (BillingStatus.READY_TO_INVOICE, BillingStatus.CANCELED),
    )
)
ADJUSTING = Status(
    (
        (None, AdjustmentStatus.IN_PROCESS),
        (AdjustmentStatus.IN_PROCESS, None),
        (None, AdjustmentStatus.ADJUSTED),
        (AdjustmentStatus.IN_PROCESS, AdjustmentStatus.ADJUSTED),
    )
)


class Invoice(SQLModel, table=True):
    """An invoice or a credit note, draft or posted, of the sales side or of a project contract."""

    __tablename__ = "invoice"
    __table_args__ = (
        Index("ix_invoice_customer", "customer_id", "id"),
        Index("ix_invoice_status", "status", "id"),
        Index("ix_invoice_open", "customer_id", "due_date", "id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
        facts(Since.POSTED, sqlite_autoincrement=KEYS_ONCE),
    )
    id: int | None = columns.key()
    number: str | None = columns.optional_text(unique=True)
    document_type: str
    status: str = Field(sa_column_kwargs=may(PAYING))
    version: int = 1
    contract_id: int | None = columns.optional_reference("orders.id", index=True)
    customer_id: int = columns.reference("customer.id")
    currency: str
    invoice_date: date | None = Field(default=None, index=True)
    document_date: date | None = None
    created_at: datetime = columns.instant(index=True)
    posted_at: datetime | None = columns.optional_instant(index=True)
    net_amount: Decimal = columns.exact(Amount)
    tax_amount: Decimal = columns.exact(Amount)
    total_amount: Decimal = columns.exact(Amount, index=True)
    corrected_total: Decimal | None = columns.optional_exact(Amount)
    previous_total: Decimal | None = columns.optional_exact(Amount)
    has_corrections: bool = False
    reason: str | None = None
    due_date: date | None = None
    bill_to_number: str | None = None  # the customer as it was when the document was posted (putting-right 6.6)
    bill_to_name: str | None = None
    bill_to_tax_number: str | None = None
    bill_to_terms_days: int | None = None
    settled_amount: Decimal = Field(default=Decimal(0), sa_type=Amount, sa_column_kwargs=may(Within("total_amount")))
    cancels_id: int | None = columns.optional_reference("invoice.id", index=True, unique=True)
    created_by_id: int | None = columns.optional_reference("actor.id")
    posted_by_id: int | None = columns.optional_reference("actor.id")


class InvoiceOrder(SQLModel, table=True):
    """The orders that an invoice bills."""

    __tablename__ = "invoice_order"
    __table_args__ = (Index("ix_invoice_order_order", "order_id", "invoice_id"), facts(Since.INVOICE_POSTED))
    invoice_id: int = columns.part_of_key("invoice.id")
    order_id: int = columns.part_of_key("orders.id")


class InvoiceCorrection(SQLModel, table=True):
    """Which invoice corrects or credits which; `predated` where it is dated before that, as once was allowed."""

    __tablename__ = "invoice_correction"
    __table_args__ = (facts(Since.INVOICE_POSTED),)
    invoice_id: int = columns.part_of_key("invoice.id")
    corrects_id: int = columns.part_of_key("invoice.id", index=True)
    predated: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class InvoiceLine(SQLModel, table=True):
    """A line of an invoice; signed, so that a document's total is the plain sum of its lines."""

    __tablename__ = "invoice_line"
    __table_args__ = (
        UniqueConstraint("invoice_id", "line_number"),
        facts(Since.INVOICE_POSTED, sqlite_autoincrement=KEYS_ONCE),
    )
    id: int | None = columns.key()
    invoice_id: int = columns.reference("invoice.id")
    line_number: int
    description: str
    product_id: int | None = columns.optional_reference("product.id", index=True)
    quantity: Decimal | None = columns.optional_exact(Quantity)
    unit_price: Decimal | None = columns.optional_exact(Quantity)
    discount_percent: Decimal | None = columns.optional_exact(Quantity)
    tax_rate: Decimal | None = columns.optional_exact(Quantity)
    net_amount: Decimal = columns.exact(Amount)
    tax_amount: Decimal = columns.exact(Amount)
    total_amount: Decimal = columns.exact(Amount)
    discount_amount: Decimal = columns.exact_from_zero(Amount)
    cost_amount: Decimal = columns.exact_from_zero(Amount)
    contract_line_id: int | None = columns.optional_reference("contract_line.id")
    sales_order_line_id: int | None = columns.optional_reference("sales_order_line.id")
    return_order_line_id: int | None = Field(default=None, index=True)  # no key: return lines already point here
    # of that return line: the pieces that the document credits or sends back, and those that it gives up
    returned_quantity: Decimal | None = columns.optional_exact(Quantity)
    released_quantity: Decimal | None = columns.optional_exact(Quantity)
    credits_line_id: int | None = columns.optional_reference("invoice_line.id", index=True)
    tax_code_id: int | None = columns.optional_reference("tax_code.id")
    supplied_on: date | None = None  # the day that decided the rate of its tax code


class InvoiceCharge(SQLModel, table=True):
    """A charge on a posted document; signed, positive where the customer owes it (returns 1.8)."""

    __tablename__ = "invoice_charge"
    __table_args__ = (facts(Since.INVOICE_POSTED),)
    id: int | None = columns.key()
    invoice_id: int = columns.reference("invoice.id", index=True)
    invoice_line_id: int | None = columns.optional_reference("invoice_line.id")
    return_charge_id: int = columns.reference("return_charge.id", index=True)
    description: str
    amount: Decimal = columns.exact(Amount)
    tax_amount: Decimal = columns.exact(Amount)
    tax_code_id: int | None = columns.optional_reference("tax_code.id")
    tax_rate: Decimal | None = columns.optional_exact(Quantity)


class InvoiceLineDetail(SQLModel, table=True):
    """What one source is billed at, or what a billed one is corrected to; an applied retainer is negative.

    Of a document of the sales side there is one for each line, and one for each charge; a charge of the whole document
    stands with its first line.
    """

    __tablename__ = "invoice_line_detail"
    __table_args__ = (
        Index("ix_detail_first", "first_detail_id", "id"),
        facts(Since.INVOICE_POSTED, sqlite_autoincrement=KEYS_ONCE),
    )
    id: int | None = columns.key()
    invoice_id: int = columns.reference("invoice.id", index=True)
    invoice_line_id: int = columns.reference("invoice_line.id", index=True)
    kind: str
    transaction_class: str
    billing_type: str
    description: str
    start_date: date | None = None
    quantity: Decimal = columns.exact(Quantity)
    unit_price: Decimal = columns.exact(Quantity)
    amount: Decimal = columns.exact(Amount)
    tax_amount: Decimal = columns.exact(Amount)
    extended_amount: Decimal = columns.exact(Amount)
    invoice_amount: Decimal = columns.exact(Amount)
    invoice_tax_amount: Decimal = columns.exact(Amount)
    correction: bool = False
    original_detail_id: int | None = columns.optional_reference("invoice_line_detail.id", index=True)
    first_detail_id: int | None = columns.optional_reference("invoice_line_detail.id")
    previous_quantity: Decimal | None = columns.optional_exact(Quantity)
    previous_amount: Decimal | None = columns.optional_exact(Amount)
    previous_tax_amount: Decimal | None = columns.optional_exact(Amount)
    source_actual_id: int | None = columns.optional_reference("actual.id", index=True)
    milestone_id: int | None = columns.optional_reference("milestone.id", index=True)
    retainer_id: int | None = columns.optional_reference("retainer.id", index=True)
    discount_percent: Decimal | None = columns.optional_exact(Quantity)  # of goods alone, like the rate
    tax_rate: Decimal | None = columns.optional_exact(Quantity)
    tax_code_id: int | None = columns.optional_reference("tax_code.id")
    previous_tax_code_id: int | None = columns.optional_reference("tax_code.id")
    previous_tax_rate: Decimal | None = columns.optional_exact(Quantity)
    supplied_on: date | None = None  # the day that decided the rate of its tax code
    tax_entered: bool = columns.flag()  # typed or kept as billed, and not worked out
    starts_billed: bool = False  # a correction that began with what stands; left so, it is taken off


class Actual(SQLModel, table=True):
    """A row of the ledger. Its id is its gapless position in it."""

    __tablename__ = "actual"
    __table_args__ = (
        Index("ix_actual_root", "root_id", "id"),
        Index("ix_actual_order", "order_id", "id"),
        Index("ix_actual_invoice", "invoice_id", "id"),
        Index("ix_actual_transaction_date", "transaction_date", "id"),
        Index("ix_actual_amount", "amount", "id"),
        facts(Since.WRITTEN),
    )
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    transaction_type: str
    transaction_class: str
    billing_type: str
    description: str
    transaction_date: date
    accounting_date: date | None = None  # of billed sales: the invoice date of the document that wrote them
    recorded_at: datetime = columns.instant()
    quantity: Decimal = columns.exact(Quantity)
    unit_price: Decimal = columns.exact(Quantity)
    amount: Decimal = columns.exact(Amount)
    tax_amount: Decimal = columns.exact(Amount)
    currency: str
    customer_id: int = columns.reference("customer.id")
    order_id: int = columns.reference("orders.id")
    contract_line_id: int | None = columns.optional_reference("contract_line.id")
    invoice_id: int | None = columns.optional_reference("invoice.id")
    invoice_line_id: int | None = columns.optional_reference("invoice_line.id", index=True)
    invoice_line_detail_id: int | None = Field(default=None, index=True)
    reverses_id: int | None = columns.optional_reference("actual.id", unique=True)
    root_id: int
    rule: str
    billing_status: str | None = columns.optional_text(BILLING)
    adjustment_status: str | None = columns.optional_text(ADJUSTING)
    reversed_by_id: int | None = Field(default=None, sa_column_kwargs=may(Moving.ONCE))
    draft_detail_id: int | None = Field(default=None, index=True, sa_column_kwargs=may(Moving.FREELY))
    milestone_id: int | None = columns.optional_reference("milestone.id", index=True)
    retainer_id: int | None = columns.optional_reference("retainer.id", index=True)
    not_to_exceed_status: str | None = columns.optional_text(Moving.FREELY)
    # of a row that a cancellation restored: the row of before any cancellation that it stands in for
    stands_for_id: int | None = columns.optional_reference("actual.id", index=True)
    tax_code_id: int | None = None  # not looked up for each of ten thousand rows, nor its rate
    tax_rate: Decimal | None = columns.optional_exact(Quantity)
    posted_by_id: int | None = None  # an actor; not looked up for each of ten thousand rows


class ActualConnection(SQLModel, table=True):
    """A typed link between two actuals, stored once and shown at both ends."""

    __tablename__ = "actual_connection"
    __table_args__ = (UniqueConstraint("actual_id", "other_id", "role"), facts(Since.WRITTEN))
    id: int | None = columns.key()
    actual_id: int = columns.reference("actual.id")
    role: str
    other_id: int = columns.reference("actual.id", index=True)
    other_role: str
