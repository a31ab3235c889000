"""Commands of the sales side: customers, products, orders, packing slips, runs."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ...models.vocabulary import CustomerBlock, ElectronicFormat, ElectronicProfile, Language
from .base import WHY, Command, CustomerRef, LineQuantityInput, OrderRef, ProductRef, about
from .papers import ElectronicAddressInput, PostalAddressInput
from .texts import (
    CURRENCY,
    CUSTOMER_NAME,
    GIVEN_TAX_CODE,
    NEW_TAX_CODE,
    NEW_TAX_NUMBER,
    NUMBER,
    OTHERS_REFERENCE,
    PARTY_TEXT,
    PRODUCT_NAME,
    REASON,
    TAX_NUMBER,
    UNIT,
    WHOLE_TEXT,
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
    trading_name: str | None = field(default=None, metadata=about("Name it trades under.", WHOLE_TEXT))
    registration_number: str | None = field(
        default=None, metadata=about("Registration number: in the company register.", WHOLE_TEXT)
    )
    address: PostalAddressInput | None = field(default=None, metadata=about("Postal address."))
    delivery_address: PostalAddressInput | None = field(
        default=None, metadata=about("Where goods go when an order names no place.")
    )
    electronic_address: ElectronicAddressInput | None = field(
        default=None, metadata=about("Where electronic documents go.")
    )
    buyer_reference: str | None = field(
        default=None, metadata=about("What the buyer wants to find on each document.", WHOLE_TEXT)
    )
    contact_name: str | None = field(default=None, metadata=about("Person or department.", WHOLE_TEXT))
    phone: str | None = field(default=None, metadata=about("Telephone.", WHOLE_TEXT))
    email: str | None = field(default=None, metadata=about("E-mail, for documents.", WHOLE_TEXT))
    language: Language | None = field(default=None, metadata=about("Language of its documents."))
    tax_code: str | None = field(default=None, metadata=about("The tax code of all its lines.", GIVEN_TAX_CODE))
    require_electronic_document: bool | None = field(
        default=False,
        metadata=about("Nothing is posted for this customer unless its electronic document passes every rule."),
    )
    electronic_format: ElectronicFormat | None = field(
        default=ElectronicFormat.UBL, metadata=about("The syntax that this customer takes.")
    )
    electronic_profile: ElectronicProfile | None = field(
        default=ElectronicProfile.EN16931, metadata=about("The rules that its documents must pass.")
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
    trading_name: str | None = field(default=None, metadata=about("Name it trades under.", PARTY_TEXT))
    registration_number: str | None = field(
        default=None, metadata=about("Registration number: in the company register.", PARTY_TEXT)
    )
    address: PostalAddressInput | None = field(default=None, metadata=about("Postal address, whole."))
    delivery_address: PostalAddressInput | None = field(
        default=None, metadata=about("Where goods go when an order names no place, whole.")
    )
    electronic_address: ElectronicAddressInput | None = field(
        default=None, metadata=about("Where electronic documents go.")
    )
    buyer_reference: str | None = field(
        default=None, metadata=about("What the buyer wants to find on each document.", PARTY_TEXT)
    )
    contact_name: str | None = field(default=None, metadata=about("Person or department.", PARTY_TEXT))
    phone: str | None = field(default=None, metadata=about("Telephone.", PARTY_TEXT))
    email: str | None = field(default=None, metadata=about("E-mail, for documents.", PARTY_TEXT))
    language: Language | None = field(default=None, metadata=about("Language of its documents."))
    tax_code: str | None = field(default=None, metadata=about("The tax code of all its lines.", NEW_TAX_CODE))
    require_electronic_document: bool | None = field(
        default=None,
        metadata=about("Nothing is posted for this customer unless its electronic document passes every rule."),
    )
    electronic_format: ElectronicFormat | None = field(
        default=None, metadata=about("The syntax that this customer takes.")
    )
    electronic_profile: ElectronicProfile | None = field(
        default=None, metadata=about("The rules that its documents must pass.")
    )


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
    tax_code: str | None = field(default=None, metadata=about("Tax code, in place of taxRate.", GIVEN_TAX_CODE))


@dataclass(kw_only=True)
class UpdateProduct(Command):
    """Changes what it names."""

    product: ProductRef = field(metadata=about("Which product."))
    name: str | None = field(default=None, metadata=about("Name.", PRODUCT_NAME))
    unit: str | None = field(
        default=None,
        metadata=about("Unit, as printed; documents need one that stands for a UN/ECE code.", UNIT),
    )
    tax_code: str | None = field(default=None, metadata=about("Tax code.", NEW_TAX_CODE))


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
    purchase_order_number: str | None = field(
        default=None, metadata=about("Purchase order number: the buyer's own (BT-13).", WHOLE_TEXT)
    )
    buyer_reference: str | None = field(
        default=None, metadata=about("Buyer reference, in place of the customer's (BT-10).", WHOLE_TEXT)
    )
    delivery_address: PostalAddressInput | None = field(default=None, metadata=about("Where these goods go."))


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
