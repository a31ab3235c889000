"""Tables of project contracts: their lines and customers, milestones and retainers.

The header of a contract is an order (see `orders`). Milestones, retainers and product-based lines bear the status of
their own way to the invoice; what a retainer has been billed, applied and refunded for is kept beside it, and a law
holds it to the ledger.
"""

from datetime import date
from decimal import Decimal

from sqlmodel import SQLModel, UniqueConstraint

from . import columns
from .exact import Amount, Quantity

Day = date  # a field below is called date


class ContractLine(SQLModel, table=True):
    """A line of a project contract: project work, or a product."""

    __tablename__ = "contract_line"
    __table_args__ = (UniqueConstraint("order_id", "line_number"),)
    id: int | None = columns.key()
    order_id: int = columns.reference("orders.id")
    line_number: int
    name: str
    type: str
    billing_method: str | None = None
    amount: Decimal = columns.exact_from_zero(Amount)
    product_id: int | None = columns.optional_reference("product.id")
    quantity: Decimal | None = columns.optional_exact(Quantity)
    unit_price: Decimal | None = columns.optional_exact(Quantity)
    tax_amount: Decimal | None = columns.optional_exact(Amount)
    billing_status: str | None = None
    not_to_exceed_limit: Decimal | None = columns.optional_exact(Amount)
    tax_code_id: int | None = columns.optional_reference("tax_code.id")
    tax_entered: bool = columns.flag()  # of a product: typed, and not worked out


class ContractCustomer(SQLModel, table=True):
    """A customer's share of a contract that several customers pay for."""

    __tablename__ = "contract_customer"
    __table_args__ = (UniqueConstraint("order_id", "customer_id"),)
    id: int | None = columns.key()
    order_id: int = columns.reference("orders.id")
    customer_id: int = columns.reference("customer.id")
    percent: Decimal = columns.exact(Quantity)
    takes_rounding: bool


class Milestone(SQLModel, table=True):
    """A part of a fixed price, and the customer who pays it."""

    __tablename__ = "milestone"
    id: int | None = columns.key()
    contract_line_id: int = columns.reference("contract_line.id", index=True)
    customer_id: int = columns.reference("customer.id")
    name: str
    date: Day | None = None
    amount: Decimal = columns.exact(Amount)
    tax_amount: Decimal = columns.exact(Amount)
    tax_code_id: int | None = columns.optional_reference("tax_code.id")
    tax_entered: bool = columns.flag()  # typed, and not worked out
    invoice_status: str


class Retainer(SQLModel, table=True):
    """An advance, billed on its own and applied to later invoices."""

    __tablename__ = "retainer"
    id: int | None = columns.key()
    order_id: int = columns.reference("orders.id", index=True)
    customer_id: int = columns.reference("customer.id")
    description: str
    invoice_date: Day | None = None
    contract_amount: Decimal = columns.exact(Amount)
    invoice_status: str
    refund_status: str | None = None
    billed_amount: Decimal = columns.exact_from_zero(Amount)
    used_amount: Decimal = columns.exact_from_zero(Amount)
    refunded_amount: Decimal = columns.exact_from_zero(Amount)
    tax_code_id: int | None = columns.optional_reference("tax_code.id")
    tax_rate: Decimal | None = columns.optional_exact(Quantity)  # of the day on which it was billed
    billed_tax_amount: Decimal = columns.exact_from_zero(Amount)
    used_tax_amount: Decimal = columns.exact_from_zero(Amount)
    refunded_tax_amount: Decimal = columns.exact_from_zero(Amount)
