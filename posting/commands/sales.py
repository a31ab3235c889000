"""Commands of the sales side: customers, products, orders, packing slips, runs."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ...models.vocabulary import CustomerBlock
from .base import WHY, Command, CustomerRef, LineQuantityInput, OrderRef, ProductRef, about
from .texts import (
    CURRENCY,
    CUSTOMER_NAME,
    GIVEN_TAX_CODE,
    NEW_TAX_NUMBER,
    NUMBER,
    OTHERS_REFERENCE,
    PRODUCT_NAME,
    REASON,
    TAX_NUMBER,
    UNIT,
    EmptyList,
)

Day = date  # a field below is called date


@dataclass(kw_only=True)
class CreateCustomer(Command):
    """A new customer."""

    number: str | None = field(
        default=None, metadata=about("Your own number; the next of the series when left out.", NUMBER)
    )
    name: str = field(metadata=about("The name that documents are addressed to.", CUSTOMER_NAME))
    currency: str = field(
        metadata=about("ISO 4217 code, e.g. NOK. All orders and invoices of the customer are in it.", CURRENCY)
    )
    tax_registration_number: str | None = field(
        default=None, metadata=about("VAT or other tax registration number.", TAX_NUMBER)
    )
    payment_terms_days: int | None = field(
        default=30, metadata=about("Invoices are due this many days after their date; 0 to 365.")
    )


@dataclass(kw_only=True)
class UpdateCustomer(Command):
    """Changes a customer; what is left out stays."""

    customer: CustomerRef = field(metadata=about("The customer."))
    name: str | None = field(default=None, metadata=about("The name that documents are addressed to.", CUSTOMER_NAME))
    tax_registration_number: str | None = field(
        default=None,
        metadata=about("VAT or other tax registration number; an empty text takes it away.", NEW_TAX_NUMBER),
    )
    payment_terms_days: int | None = field(
        default=None, metadata=about("Later invoices are due this many days after their date; 0 to 365.")
    )
    blocked: CustomerBlock | None = field(default=None, metadata=about("What the customer is blocked for."))


@dataclass(kw_only=True)
class CreateProduct(Command):
    """A new product."""

    number: str | None = field(
        default=None, metadata=about("Your own number; the next of the series when left out.", NUMBER)
    )
    name: str = field(metadata=about("What order and invoice lines call it.", PRODUCT_NAME))
    unit: str | None = field(default="ea", metadata=about("Unit of measure.", UNIT))
    sales_price: Decimal = field(metadata=about("Price a unit, without tax."))
    cost_price: Decimal | None = field(default=Decimal(0), metadata=about("Cost a unit."))
    tax_rate: Decimal | None = field(default=Decimal(0), metadata=about("Per cent: 25 means 25 %."))


@dataclass(kw_only=True)
class SalesOrderLineInput:
    """A line of a new sales order."""

    product: ProductRef = field(metadata=about("What is sold."))
    quantity: Decimal = field(metadata=about("How many; above zero, at most six places."))
    unit_price: Decimal | None = field(
        default=None,
        metadata=about("Price a unit without tax; the product's when left out."),
    )
    discount_percent: Decimal | None = field(
        default=Decimal(0),
        metadata=about("Line discount in per cent: 12.5 means 12.5 %."),
    )
    tax_rate: Decimal | None = field(default=None, metadata=about("Per cent; the product's when left out."))
    tax_code: str | None = field(default=None, metadata=about("Tax code, in place of taxRate.", GIVEN_TAX_CODE))


@dataclass(kw_only=True)
class CreateSalesOrder(Command):
    """A new sales order, open for delivery."""

    customer: CustomerRef = field(metadata=about("Who buys."))
    lines: list[SalesOrderLineInput] = field(metadata=about("At least one line."))


@dataclass(kw_only=True)
class PostPackingSlip(Command):
    """Posts the physical update of an order."""

    order: OrderRef = field(metadata=about("A sales order (goods go out) or a return order (goods come in)."))
    lines: list[LineQuantityInput] | None = field(
        default=None,
        metadata=about("Only these lines; all that can be posted when left out.", empty=EmptyList.REFUSED),
    )
    date: Day | None = field(default=None, metadata=about("The day that the goods moved; today when left out."))
    customer_reference: str | None = field(
        default=None, metadata=about("The customer's own packing slip number.", OTHERS_REFERENCE)
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))
