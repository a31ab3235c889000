"""Tables of project contracts: their lines and customers, milestones and retainers.

The header of a contract is an order (see `orders`). Milestones, retainers and product-based lines bear the status of
their own way to the invoice; what a retainer has been billed, applied and refunded for is kept beside it, and a law
holds it to the ledger.
"""

from datetime import date
from decimal import Decimal

from sqlmodel import Field, SQLModel, UniqueConstraint

from .exact import Amount, Quantity

Day = date  # a field below is called date


class ContractLine(SQLModel, table=True):
    """A line of a project contract: project work, or a product."""

    __tablename__ = "contract_line"
    __table_args__ = (UniqueConstraint("order_id", "line_number"),)
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id")
    line_number: int
    name: str
    type: str
    billing_method: str | None = None
    amount: Decimal = Field(default=Decimal(0), sa_type=Amount)
    product_id: int | None = Field(default=None, foreign_key="product.id")
    quantity: Decimal | None = Field(default=None, sa_type=Quantity)
    unit_price: Decimal | None = Field(default=None, sa_type=Quantity)
    tax_amount: Decimal | None = Field(default=None, sa_type=Amount)
    billing_status: str | None = None
    not_to_exceed_limit: Decimal | None = Field(default=None, sa_type=Amount)


class ContractCustomer(SQLModel, table=True):
    """A customer's share of a contract that several customers pay for."""

    __tablename__ = "contract_customer"
    __table_args__ = (UniqueConstraint("order_id", "customer_id"),)
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id")
    customer_id: int = Field(foreign_key="customer.id")
    percent: Decimal = Field(sa_type=Quantity)
    takes_rounding: bool


class Milestone(SQLModel, table=True):
    """A part of a fixed price, and the customer who pays it."""

    __tablename__ = "milestone"
    id: int | None = Field(default=None, primary_key=True)
    contract_line_id: int = Field(foreign_key="contract_line.id", index=True)
    customer_id: int = Field(foreign_key="customer.id")
    name: str
    date: Day | None = None
    amount: Decimal = Field(sa_type=Amount)
    tax_amount: Decimal = Field(sa_type=Amount)
    invoice_status: str


class Retainer(SQLModel, table=True):
    """An advance, billed on its own and applied to later invoices."""

    __tablename__ = "retainer"
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id", index=True)
    customer_id: int = Field(foreign_key="customer.id")
    description: str
    invoice_date: Day | None = None
    contract_amount: Decimal = Field(sa_type=Amount)
    invoice_status: str
    refund_status: str | None = None
    billed_amount: Decimal = Field(default=Decimal(0), sa_type=Amount)
    used_amount: Decimal = Field(default=Decimal(0), sa_type=Amount)
    refunded_amount: Decimal = Field(default=Decimal(0), sa_type=Amount)
