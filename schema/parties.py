"""Customers and products."""

from decimal import Decimal

import strawberry

from ..models import tables
from ..models.vocabulary import CustomerBlock, ElectronicFormat, ElectronicProfile, Language
from ..resolvers.computed import letters
from ..resolvers.filters import InvoiceFilter, OrderFilter
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import computed, connected, embedded, enumerated, measured, money, parent, stored
from .addresses import ElectronicAddress, PostalAddress
from .lazy import LazyInvoice, LazyOrder
from .nodes import Connection, Node
from .renderings import PrintedDocument
from .taxes import TaxCode

CUSTOMER, PRODUCT = tables.customer, tables.product


@strawberry.type(description="Whom orders and invoices are addressed to.")
class Customer(Node):
    """A customer."""

    number: str = stored(CUSTOMER.c.number, "Number, e.g. C-000001.")
    name: str = stored(CUSTOMER.c.name, "Name that documents are addressed to.")
    currency: str = stored(CUSTOMER.c.currency, "ISO 4217 code; all orders and invoices are in it.")
    tax_registration_number: str | None = stored(
        CUSTOMER.c.tax_registration_number, "VAT or other tax registration number."
    )
    payment_terms_days: int = stored(CUSTOMER.c.payment_terms_days, "Invoices are due this many days after their date.")
    blocked: CustomerBlock = enumerated(CUSTOMER.c.blocked, CustomerBlock, "What the customer is blocked for.")
    tax_code: TaxCode | None = parent(
        CUSTOMER.c.tax_code_id,
        "TaxCode",
        "The tax code of all its lines, in place of the products' codes: export, intra-community, reverse charge.",
    )
    balance: Decimal = money(
        CUSTOMER.c.balance,
        CUSTOMER.c.currency,
        "What the customer owes: positive. What is owed to the customer: negative.",
    )
    trading_name: str | None = stored(CUSTOMER.c.trading_name, "Name it trades under.")
    registration_number: str | None = stored(
        CUSTOMER.c.registration_number, "Registration number: in the company register."
    )
    address: PostalAddress | None = embedded(CUSTOMER.c.address, "Postal address; null until it is entered.")
    delivery_address: PostalAddress | None = embedded(
        CUSTOMER.c.delivery_address, "Where goods go when an order names no place; null: to address."
    )
    electronic_address: ElectronicAddress | None = embedded(
        CUSTOMER.c.electronic_address, "Where electronic documents go."
    )
    buyer_reference: str | None = stored(
        CUSTOMER.c.buyer_reference,
        "What the buyer wants to find on each document (BT-10), when the order names nothing else.",
    )
    contact_name: str | None = stored(CUSTOMER.c.contact_name, "Person or department.")
    phone: str | None = stored(CUSTOMER.c.phone, "Telephone.")
    email: str | None = stored(CUSTOMER.c.email, "E-mail, for documents.")
    language: Language | None = enumerated(
        CUSTOMER.c.language, Language, "Language of its documents; null: the company's."
    )
    require_electronic_document: bool = stored(
        CUSTOMER.c.require_electronic_document,
        "True: nothing is posted for this customer unless its electronic document passes every rule.",
    )
    electronic_format: ElectronicFormat = enumerated(
        CUSTOMER.c.electronic_format, ElectronicFormat, "The syntax that this customer takes."
    )
    electronic_profile: ElectronicProfile = enumerated(
        CUSTOMER.c.electronic_profile, ElectronicProfile, "The rules that its documents must pass."
    )
    statement_of_account: PrintedDocument = computed(
        "The statement of account from one day to another, for print: balance before, each document and payment, "
        "balance after, what is open.",
        resolver=letters.statement_of_account,
    )
    orders: Connection[LazyOrder] = connected(
        CUSTOMER.c.id,
        "Order",
        tables.order.c.customer_id,
        "The customer's orders.",
        filter=OrderFilter,
        which="Which orders.",
    )
    invoices: Connection[LazyInvoice] = connected(
        CUSTOMER.c.id,
        "Invoice",
        tables.invoice.c.customer_id,
        "The customer's invoices and credit notes, drafts included.",
        filter=InvoiceFilter,
        which="Which invoices.",
    )


@strawberry.type(description="What sales orders sell.")
class Product(Node):
    """A product."""

    number: str = stored(PRODUCT.c.number, "Number, e.g. P-000001.")
    name: str = stored(PRODUCT.c.name, "What order and invoice lines call it.")
    unit: str = stored(PRODUCT.c.unit, "Unit of measure.")
    sales_price: Decimal = measured(PRODUCT.c.sales_price, "Price a unit, without tax.")
    cost_price: Decimal = measured(PRODUCT.c.cost_price, "Cost a unit.")
    tax_rate: Decimal = measured(PRODUCT.c.tax_rate, "Per cent: 25 means 25 %.")
    tax_code: TaxCode | None = parent(PRODUCT.c.tax_code_id, "TaxCode", "Its tax code; null: its bare taxRate.")
    on_hand: Decimal = measured(
        PRODUCT.c.on_hand, "In stock, by packing slips; below zero where more went out than came in."
    )


catalogue(Customer, table=tables.customer)
catalogue(Product, table=tables.product)
