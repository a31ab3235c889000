"""Tables of customers, products and orders.

Sales orders, return orders and project contracts share one header table, because users see them in one list and page
through it; what only one type has is null on the others. Lines differ too much and have a table for each type.

What users call things is kept a second time, folded, for searches (see `texts`). An insert folds by itself; whoever
changes a name, or copies rows in, folds it along.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.engine.default import DefaultExecutionContext
from sqlmodel import Field, SQLModel, UniqueConstraint

from .exact import Amount, Quantity
from .facts import Since, facts
from .instant import Instant
from .texts import folded


def _folded(column: str) -> dict[str, Any]:
    """How a column is filled that holds another one, folded."""

    def fold(context: DefaultExecutionContext) -> str:
        given = context.get_current_parameters()  # type: ignore[no-untyped-call]  # SQLAlchemy has no types for it
        return folded(given.get(column) or "")

    return {"default": fold, "server_default": ""}


class Customer(SQLModel, table=True):
    """Whom orders and invoices are addressed to."""

    __tablename__ = "customer"
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    name: str
    currency: str
    tax_registration_number: str | None = None
    payment_terms_days: int = 30
    blocked: str = "NO"
    balance: Decimal = Field(default=Decimal(0), sa_type=Amount)
    folded_number: str = Field(default="", sa_column_kwargs=_folded("number"))
    folded_name: str = Field(default="", sa_column_kwargs=_folded("name"))


class Product(SQLModel, table=True):
    """What sales orders sell."""

    __tablename__ = "product"
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    name: str
    unit: str
    sales_price: Decimal = Field(sa_type=Quantity)
    cost_price: Decimal = Field(sa_type=Quantity)
    tax_rate: Decimal = Field(sa_type=Quantity)
    on_hand: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    folded_number: str = Field(default="", sa_column_kwargs=_folded("number"))
    folded_name: str = Field(default="", sa_column_kwargs=_folded("name"))


class Order(SQLModel, table=True):
    """The header of a sales order, a return order or a project contract."""

    __tablename__ = "orders"
    id: int | None = Field(default=None, primary_key=True)
    type: str
    number: str = Field(unique=True)
    status: str
    customer_id: int = Field(foreign_key="customer.id", index=True)
    currency: str
    created_at: datetime = Field(sa_type=Instant, index=True)
    name: str | None = None
    rma_number: str | None = Field(default=None, unique=True)
    return_status: str | None = None
    reason_code: str | None = None
    deadline: date | None = None
    replaces_for_id: int | None = Field(default=None, foreign_key="orders.id", index=True)
    replaced_up_front: bool = False
    not_to_exceed_limit: Decimal | None = Field(default=None, sa_type=Amount)
    folded_name: str = Field(default="", sa_column_kwargs=_folded("name"))


class SalesOrderLine(SQLModel, table=True):
    """A line of a sales order; quantities move as it is delivered, invoiced and returned."""

    __tablename__ = "sales_order_line"
    __table_args__ = (UniqueConstraint("order_id", "line_number"),)
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id")
    line_number: int
    product_id: int = Field(foreign_key="product.id")
    description: str
    quantity: Decimal = Field(sa_type=Quantity)
    unit_price: Decimal = Field(sa_type=Quantity)
    unit_cost: Decimal = Field(sa_type=Quantity)
    discount_percent: Decimal = Field(sa_type=Quantity)
    tax_rate: Decimal = Field(sa_type=Quantity)
    net_amount: Decimal = Field(sa_type=Amount)
    delivered_quantity: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    invoiced_quantity: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    returned_quantity: Decimal = Field(default=Decimal(0), sa_type=Quantity)


class ReturnOrderLine(SQLModel, table=True):
    """A line of a return order; quantities are positive magnitudes per stage (returns 1.2)."""

    __tablename__ = "return_order_line"
    __table_args__ = (UniqueConstraint("order_id", "line_number"),)
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id")
    line_number: int
    product_id: int = Field(foreign_key="product.id")
    description: str
    return_status: str
    disposition_code_id: int | None = Field(default=None, foreign_key="disposition_code.id")
    expected_quantity: Decimal = Field(sa_type=Quantity)
    registered_quantity: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    received_quantity: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    invoiced_quantity: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    released_quantity: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    closed_on: date | None = None
    unit_price: Decimal = Field(sa_type=Quantity)
    unit_cost: Decimal = Field(sa_type=Quantity)
    discount_percent: Decimal = Field(sa_type=Quantity)
    tax_rate: Decimal = Field(sa_type=Quantity)
    original_invoice_line_id: int | None = Field(default=None, foreign_key="invoice_line.id", index=True)
    parent_line_id: int | None = Field(default=None, foreign_key="return_order_line.id")
    inspected: bool = False
    arrived_on: date | None = None
    replacement_product_id: int | None = Field(default=None, foreign_key="product.id")
    replacement_quantity: Decimal | None = Field(default=None, sa_type=Quantity)


class ReturnCharge(SQLModel, table=True):
    """A charge of a return order, or of one of its lines (returns 1.8)."""

    __tablename__ = "return_charge"
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id", index=True)
    line_id: int | None = Field(default=None, foreign_key="return_order_line.id", index=True)
    description: str
    category: str
    value: Decimal = Field(sa_type=Quantity)
    tax_rate: Decimal = Field(sa_type=Quantity)
    origin: str
    posted: bool = False  # has stood on a document; a FIXED charge does so once


class DispositionCode(SQLModel, table=True):
    """What is to become of returned goods, as a code that users give at arrival."""

    __tablename__ = "disposition_code"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    description: str
    action: str


class ReasonCodeGroup(SQLModel, table=True):
    """Reasons that are counted together."""

    __tablename__ = "reason_code_group"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    description: str


class ReasonCode(SQLModel, table=True):
    """Why goods come back, as a code that users give to a return order."""

    __tablename__ = "reason_code"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    description: str
    group_id: int | None = Field(default=None, foreign_key="reason_code_group.id")


class AutomaticCharge(SQLModel, table=True):
    """A charge that comes with a reason code (on the order) or a disposition code (on the line)."""

    __tablename__ = "automatic_charge"
    id: int | None = Field(default=None, primary_key=True)
    reason_code_id: int | None = Field(default=None, foreign_key="reason_code.id", index=True)
    disposition_code_id: int | None = Field(default=None, foreign_key="disposition_code.id", index=True)
    description: str
    category: str
    value: Decimal = Field(sa_type=Quantity)
    tax_rate: Decimal = Field(sa_type=Quantity)
    currency: str | None = None


class PackingSlip(SQLModel, table=True):
    """The physical update of an order: goods sent out, or taken back."""

    __tablename__ = "packing_slip"
    __table_args__ = (facts(Since.WRITTEN),)
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    order_id: int = Field(foreign_key="orders.id", index=True)
    date: date
    customer_reference: str | None = None


class PackingSlipLine(SQLModel, table=True):
    """What a packing slip moved: positive out to the customer, negative back from the customer.

    `on_hand_change` is what stock gained, `cost_amount` its value or, of scrapped goods, the loss.
    """

    __tablename__ = "packing_slip_line"
    __table_args__ = (facts(Since.WRITTEN),)
    id: int | None = Field(default=None, primary_key=True)
    packing_slip_id: int = Field(foreign_key="packing_slip.id", index=True)
    sales_order_line_id: int | None = Field(default=None, foreign_key="sales_order_line.id")
    return_order_line_id: int | None = Field(default=None, foreign_key="return_order_line.id", index=True)
    quantity: Decimal = Field(sa_type=Quantity)
    product_id: int | None = Field(default=None, foreign_key="product.id", index=True)
    action: str | None = None
    on_hand_change: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    cost_amount: Decimal = Field(default=Decimal(0), sa_type=Amount)
