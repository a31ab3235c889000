"""Tables of invoices and the ledger of actuals.

A posted document and an actual are facts (see `facts`). The few columns of an actual that do move are its billing,
adjustment and not-to-exceed status, who reversed it, and the draft that holds it.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import text
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from .exact import Amount, Quantity
from .facts import Moving, Since, Status, Towards, facts, may
from .instant import Instant
from .vocabulary import AdjustmentStatus, BillingStatus, InvoiceStatus

IS_OPEN = text("settled_amount <> total_amount")
KEYS_ONCE = True  # on SQLite the id of a deleted draft must never be another one's
PAYING = Status(((InvoiceStatus.CONFIRMED, InvoiceStatus.PAID),))
BILLING = Status(
    (
        (BillingStatus.NOT_READY, BillingStatus.READY_TO_INVOICE),
        (BillingStatus.READY_TO_INVOICE, BillingStatus.NOT_READY),
        (BillingStatus.READY_TO_INVOICE, BillingStatus.CUSTOMER_INVOICE_CREATED),
        (BillingStatus.CUSTOMER_INVOICE_CREATED, BillingStatus.READY_TO_INVOICE),
        (BillingStatus.CUSTOMER_INVOICE_CREATED, BillingStatus.CUSTOMER_INVOICE_POSTED),
        (BillingStatus.READY_TO_INVOICE, BillingStatus.CUSTOMER_INVOICE_POSTED),  # of a retainer, without a draft
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
        Index("ix_invoice_open", "customer_id", "due_date", "id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
        facts(Since.POSTED, sqlite_autoincrement=KEYS_ONCE),
    )
    id: int | None = Field(default=None, primary_key=True)
    number: str | None = Field(default=None, unique=True)
    document_type: str
    status: str = Field(sa_column_kwargs=may(PAYING))
    version: int = 1
    contract_id: int | None = Field(default=None, foreign_key="orders.id", index=True)
    customer_id: int = Field(foreign_key="customer.id")
    currency: str
    invoice_date: date | None = Field(default=None, index=True)
    document_date: date | None = None
    created_at: datetime = Field(sa_type=Instant, index=True)
    posted_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    net_amount: Decimal = Field(sa_type=Amount)
    tax_amount: Decimal = Field(sa_type=Amount)
    total_amount: Decimal = Field(sa_type=Amount, index=True)
    corrected_total: Decimal | None = Field(default=None, sa_type=Amount)
    previous_total: Decimal | None = Field(default=None, sa_type=Amount)
    has_corrections: bool = False
    reason: str | None = None
    due_date: date | None = None
    settled_amount: Decimal = Field(default=Decimal(0), sa_type=Amount, sa_column_kwargs=may(Towards("total_amount")))


class InvoiceOrder(SQLModel, table=True):
    """The orders that an invoice bills."""

    __tablename__ = "invoice_order"
    __table_args__ = (Index("ix_invoice_order_order", "order_id", "invoice_id"), facts(Since.INVOICE_POSTED))
    invoice_id: int = Field(foreign_key="invoice.id", primary_key=True)
    order_id: int = Field(foreign_key="orders.id", primary_key=True)


class InvoiceCorrection(SQLModel, table=True):
    """Which invoice corrects or credits which."""

    __tablename__ = "invoice_correction"
    __table_args__ = (facts(Since.INVOICE_POSTED),)
    invoice_id: int = Field(foreign_key="invoice.id", primary_key=True)
    corrects_id: int = Field(foreign_key="invoice.id", primary_key=True, index=True)


class InvoiceLine(SQLModel, table=True):
    """A line of an invoice; signed, so that a document's total is the plain sum of its lines."""

    __tablename__ = "invoice_line"
    __table_args__ = (
        UniqueConstraint("invoice_id", "line_number"),
        facts(Since.INVOICE_POSTED, sqlite_autoincrement=KEYS_ONCE),
    )
    id: int | None = Field(default=None, primary_key=True)
    invoice_id: int = Field(foreign_key="invoice.id")
    line_number: int
    description: str
    product_id: int | None = Field(default=None, foreign_key="product.id")
    quantity: Decimal | None = Field(default=None, sa_type=Quantity)
    unit_price: Decimal | None = Field(default=None, sa_type=Quantity)
    discount_percent: Decimal | None = Field(default=None, sa_type=Quantity)
    tax_rate: Decimal | None = Field(default=None, sa_type=Quantity)
    net_amount: Decimal = Field(sa_type=Amount)
    tax_amount: Decimal = Field(sa_type=Amount)
    total_amount: Decimal = Field(sa_type=Amount)
    discount_amount: Decimal = Field(default=Decimal(0), sa_type=Amount)
    cost_amount: Decimal = Field(default=Decimal(0), sa_type=Amount)
    contract_line_id: int | None = Field(default=None, foreign_key="contract_line.id")
    sales_order_line_id: int | None = Field(default=None, foreign_key="sales_order_line.id")
    return_order_line_id: int | None = Field(default=None, index=True)  # no key: return lines already point here
    credits_line_id: int | None = Field(default=None, foreign_key="invoice_line.id", index=True)


class InvoiceCharge(SQLModel, table=True):
    """A charge on a posted document; signed, positive where the customer owes it (returns 1.8)."""

    __tablename__ = "invoice_charge"
    __table_args__ = (facts(Since.INVOICE_POSTED),)
    id: int | None = Field(default=None, primary_key=True)
    invoice_id: int = Field(foreign_key="invoice.id", index=True)
    invoice_line_id: int | None = Field(default=None, foreign_key="invoice_line.id")
    return_charge_id: int = Field(foreign_key="return_charge.id", index=True)
    description: str
    amount: Decimal = Field(sa_type=Amount)
    tax_amount: Decimal = Field(sa_type=Amount)


class InvoiceLineDetail(SQLModel, table=True):
    """What one source is billed at, or what a billed one is corrected to; an applied retainer is negative."""

    __tablename__ = "invoice_line_detail"
    __table_args__ = (
        Index("ix_detail_first", "first_detail_id", "id"),
        facts(Since.INVOICE_POSTED, sqlite_autoincrement=KEYS_ONCE),
    )
    id: int | None = Field(default=None, primary_key=True)
    invoice_id: int = Field(foreign_key="invoice.id", index=True)
    invoice_line_id: int = Field(foreign_key="invoice_line.id", index=True)
    kind: str
    transaction_class: str
    billing_type: str
    description: str
    start_date: date | None = None
    quantity: Decimal = Field(sa_type=Quantity)
    unit_price: Decimal = Field(sa_type=Quantity)
    amount: Decimal = Field(sa_type=Amount)
    tax_amount: Decimal = Field(sa_type=Amount)
    extended_amount: Decimal = Field(sa_type=Amount)
    invoice_amount: Decimal = Field(sa_type=Amount)
    invoice_tax_amount: Decimal = Field(sa_type=Amount)
    correction: bool = False
    original_detail_id: int | None = Field(default=None, foreign_key="invoice_line_detail.id", index=True)
    first_detail_id: int | None = Field(default=None, foreign_key="invoice_line_detail.id")
    previous_quantity: Decimal | None = Field(default=None, sa_type=Quantity)
    previous_amount: Decimal | None = Field(default=None, sa_type=Amount)
    previous_tax_amount: Decimal | None = Field(default=None, sa_type=Amount)
    source_actual_id: int | None = Field(default=None, foreign_key="actual.id", index=True)
    milestone_id: int | None = Field(default=None, foreign_key="milestone.id", index=True)
    retainer_id: int | None = Field(default=None, foreign_key="retainer.id", index=True)


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
    recorded_at: datetime = Field(sa_type=Instant)
    quantity: Decimal = Field(sa_type=Quantity)
    unit_price: Decimal = Field(sa_type=Quantity)
    amount: Decimal = Field(sa_type=Amount)
    tax_amount: Decimal = Field(sa_type=Amount)
    currency: str
    customer_id: int = Field(foreign_key="customer.id")
    order_id: int = Field(foreign_key="orders.id")
    contract_line_id: int | None = Field(default=None, foreign_key="contract_line.id")
    invoice_id: int | None = Field(default=None, foreign_key="invoice.id")
    invoice_line_id: int | None = Field(default=None, foreign_key="invoice_line.id", index=True)
    invoice_line_detail_id: int | None = Field(default=None, index=True)
    reverses_id: int | None = Field(default=None, foreign_key="actual.id", unique=True)
    root_id: int
    rule: str
    billing_status: str | None = Field(default=None, sa_column_kwargs=may(BILLING))
    adjustment_status: str | None = Field(default=None, sa_column_kwargs=may(ADJUSTING))
    reversed_by_id: int | None = Field(default=None, sa_column_kwargs=may(Moving.ONCE))
    draft_detail_id: int | None = Field(default=None, index=True, sa_column_kwargs=may(Moving.FREELY))
    milestone_id: int | None = Field(default=None, foreign_key="milestone.id", index=True)
    retainer_id: int | None = Field(default=None, foreign_key="retainer.id", index=True)
    not_to_exceed_status: str | None = Field(default=None, sa_column_kwargs=may(Moving.FREELY))


class ActualConnection(SQLModel, table=True):
    """A typed link between two actuals, stored once and shown at both ends."""

    __tablename__ = "actual_connection"
    __table_args__ = (UniqueConstraint("actual_id", "other_id", "role"), facts(Since.WRITTEN))
    id: int | None = Field(default=None, primary_key=True)
    actual_id: int = Field(foreign_key="actual.id")
    role: str
    other_id: int = Field(foreign_key="actual.id", index=True)
    other_role: str
