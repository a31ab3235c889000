"""Tables of customers, products and orders.

Sales orders, return orders and project contracts share one header table, because users see them in one list and page
through it; what only one type has is null on the others. Lines differ too much and have a table for each type.

What users call things is kept a second time, folded, for searches (see `texts`). An insert folds by itself; whoever
changes a name, or copies rows in, folds it along.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from . import columns
from .exact import Amount, Quantity
from .facts import Since, facts
from .texts import folded

IS_RETURN = text("return_status IS NOT NULL")
TO_INVOICE = text("quantity > invoiced_quantity")


def _folded(column: str) -> str:
    """A column that holds another one, folded."""

    def fold(context: DefaultExecutionContext) -> str:
        given = context.get_current_parameters()  # type: ignore[no-untyped-call]  # SQLAlchemy has no types for it
        return folded(given.get(column) or "")

    filled: str = Field(default="", sa_column_kwargs={"default": fold, "server_default": ""})
    return filled


class Customer(SQLModel, table=True):
    """Whom orders and invoices are addressed to."""

    __tablename__ = "customer"
    id: int | None = columns.key()
    number: str = columns.unique_text()
    name: str
    currency: str
    tax_registration_number: str | None = None
    payment_terms_days: int = 30
    blocked: str = "NO"
    balance: Decimal = columns.exact_from_zero(Amount)
    trading_name: str | None = None
    registration_number: str | None = None
    address: dict[str, str] | None = columns.optional_json()
    delivery_address: dict[str, str] | None = columns.optional_json()
    electronic_address: dict[str, str] | None = columns.optional_json()
    buyer_reference: str | None = None
    contact_name: str | None = None
    phone: str | None = None
    email: str | None = None
    language: str | None = None
    tax_code_id: int | None = columns.optional_reference("tax_code.id")
    require_electronic_document: bool = columns.flag()
    electronic_format: str = Field(default="UBL", sa_column_kwargs={"server_default": "UBL"})
    electronic_profile: str = Field(default="EN16931", sa_column_kwargs={"server_default": "EN16931"})
    folded_number: str = _folded("number")
    folded_name: str = _folded("name")


class Product(SQLModel, table=True):
    """What sales orders sell."""

    __tablename__ = "product"
    id: int | None = columns.key()
    number: str = columns.unique_text()
    name: str
    unit: str
    sales_price: Decimal = columns.exact(Quantity)
    cost_price: Decimal = columns.exact(Quantity)
    tax_rate: Decimal = columns.exact(Quantity)
    tax_code_id: int | None = columns.optional_reference("tax_code.id")
    on_hand: Decimal = columns.exact_from_zero(Quantity)
    folded_number: str = _folded("number")
    folded_name: str = _folded("name")


class Order(SQLModel, table=True):
    """The header of a sales order, a return order or a project contract."""

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_type", "type", "id"),
        Index("ix_orders_status", "status", "id"),
        Index("ix_orders_return_status", "return_status", "id", sqlite_where=IS_RETURN, postgresql_where=IS_RETURN),
    )
    id: int | None = columns.key()
    type: str
    number: str = columns.unique_text()
    status: str
    customer_id: int = columns.reference("customer.id", index=True)
    currency: str
    created_at: datetime = columns.instant(index=True)
    name: str | None = None
    rma_number: str | None = columns.optional_text(unique=True)
    return_status: str | None = None
    reason_code: str | None = None
    deadline: date | None = None
    replaces_for_id: int | None = columns.optional_reference("orders.id", index=True)
    replaced_up_front: bool = False
    created_by_id: int | None = columns.optional_reference("actor.id")
    not_to_exceed_limit: Decimal | None = columns.optional_exact(Amount)
    purchase_order_number: str | None = None
    buyer_reference: str | None = None
    delivery_address: dict[str, str] | None = columns.optional_json()
    folded_name: str = _folded("name")


class SalesOrderLine(SQLModel, table=True):
    """A line of a sales order; quantities move as it is delivered, invoiced and returned."""

    __tablename__ = "sales_order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "line_number"),
        Index("ix_sales_order_line_to_invoice", "order_id", sqlite_where=TO_INVOICE, postgresql_where=TO_INVOICE),
    )
    id: int | None = columns.key()
    order_id: int = columns.reference("orders.id")
    line_number: int
    product_id: int = columns.reference("product.id")
    description: str
    quantity: Decimal = columns.exact(Quantity)
    unit_price: Decimal = columns.exact(Quantity)
    unit_cost: Decimal = columns.exact(Quantity)
    discount_percent: Decimal = columns.exact(Quantity)
    tax_rate: Decimal = columns.exact(Quantity)
    tax_code_id: int | None = columns.optional_reference("tax_code.id")
    net_amount: Decimal = columns.exact(Amount)
    delivered_quantity: Decimal = columns.exact_from_zero(Quantity)
    invoiced_quantity: Decimal = columns.exact_from_zero(Quantity)
    returned_quantity: Decimal = columns.exact_from_zero(Quantity)


class ReturnOrderLine(SQLModel, table=True):
    """A line of a return order; quantities are positive magnitudes per stage (returns 1.2)."""

    __tablename__ = "return_order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "line_number"),
        Index("ix_return_order_line_status", "return_status", "order_id"),
    )
    id: int | None = columns.key()
    order_id: int = columns.reference("orders.id")
    line_number: int
    product_id: int = columns.reference("product.id")
    description: str
    return_status: str
    disposition_code_id: int | None = columns.optional_reference("disposition_code.id")
    expected_quantity: Decimal = columns.exact(Quantity)
    registered_quantity: Decimal = columns.exact_from_zero(Quantity)
    received_quantity: Decimal = columns.exact_from_zero(Quantity)
    invoiced_quantity: Decimal = columns.exact_from_zero(Quantity)
    released_quantity: Decimal = columns.exact_from_zero(Quantity)
    closed_on: date | None = None
    unit_price: Decimal = columns.exact(Quantity)
    price_entered: bool = False  # the price of a linked line is somebody's, and no longer what stands billed
    unit_cost: Decimal = columns.exact(Quantity)
    discount_percent: Decimal = columns.exact(Quantity)
    tax_rate: Decimal = columns.exact(Quantity)
    tax_code_id: int | None = columns.optional_reference("tax_code.id")
    original_invoice_line_id: int | None = columns.optional_reference("invoice_line.id", index=True)
    parent_line_id: int | None = columns.optional_reference("return_order_line.id")
    inspected: bool = False
    arrived_on: date | None = None
    replacement_product_id: int | None = columns.optional_reference("product.id")
    replacement_quantity: Decimal | None = columns.optional_exact(Quantity)


class ReturnCharge(SQLModel, table=True):
    """A charge of a return order, or of one of its lines (returns 1.8)."""

    __tablename__ = "return_charge"
    id: int | None = columns.key()
    order_id: int = columns.reference("orders.id", index=True)
    line_id: int | None = columns.optional_reference("return_order_line.id", index=True)
    description: str
    category: str
    value: Decimal = columns.exact(Quantity)
    tax_rate: Decimal = columns.exact(Quantity)
    tax_code_id: int | None = columns.optional_reference("tax_code.id")
    origin: str
    posted: bool = False  # has stood on a document; a FIXED charge does so once
    ended: bool = False  # stands on none from now on: others took its place


class DispositionCode(SQLModel, table=True):
    """What is to become of returned goods, as a code that users give at arrival."""

    __tablename__ = "disposition_code"
    id: int | None = columns.key()
    code: str = columns.unique_text()
    description: str
    action: str


class ReasonCodeGroup(SQLModel, table=True):
    """Reasons that are counted together."""

    __tablename__ = "reason_code_group"
    id: int | None = columns.key()
    code: str = columns.unique_text()
    description: str


class ReasonCode(SQLModel, table=True):
    """Why goods come back, as a code that users give to a return order."""

    __tablename__ = "reason_code"
    id: int | None = columns.key()
    code: str = columns.unique_text()
    description: str
    group_id: int | None = columns.optional_reference("reason_code_group.id")


class AutomaticCharge(SQLModel, table=True):
    """A charge that comes with a reason code (on the order) or a disposition code (on the line)."""

    __tablename__ = "automatic_charge"
    id: int | None = columns.key()
    reason_code_id: int | None = columns.optional_reference("reason_code.id", index=True)
    disposition_code_id: int | None = columns.optional_reference("disposition_code.id", index=True)
    description: str
    category: str
    value: Decimal = columns.exact(Quantity)
    tax_rate: Decimal = columns.exact(Quantity)
    tax_code_id: int | None = columns.optional_reference("tax_code.id")
    currency: str | None = None


class PackingSlip(SQLModel, table=True):
    """The physical update of an order: goods sent out, or taken back."""

    __tablename__ = "packing_slip"
    __table_args__ = (facts(Since.WRITTEN),)
    id: int | None = columns.key()
    number: str = columns.unique_text()
    order_id: int = columns.reference("orders.id", index=True)
    date: date
    customer_reference: str | None = None
    posted_by_id: int | None = columns.optional_reference("actor.id")


class PackingSlipLine(SQLModel, table=True):
    """What a packing slip moved: positive out to the customer, negative back from the customer.

    `on_hand_change` is what stock gained, `cost_amount` its value or, of scrapped goods, the loss.
    """

    __tablename__ = "packing_slip_line"
    __table_args__ = (facts(Since.WRITTEN),)
    id: int | None = columns.key()
    packing_slip_id: int = columns.reference("packing_slip.id", index=True)
    sales_order_line_id: int | None = columns.optional_reference("sales_order_line.id")
    return_order_line_id: int | None = columns.optional_reference("return_order_line.id", index=True)
    quantity: Decimal = columns.exact(Quantity)
    product_id: int | None = columns.optional_reference("product.id", index=True)
    action: str | None = None
    on_hand_change: Decimal = columns.exact_from_zero(Quantity)
    cost_amount: Decimal = columns.exact_from_zero(Amount)
