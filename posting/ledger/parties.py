"""Rows of what documents copy: the company, the customer, what orders say, and which documents are to be named.

They are parts of the one statement that reads how the books are set up (`settings`).
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select, union_all

from ...models import tables
from ...models.given_keys import given_keys, is_given
from ...models.rows import columns_of
from ...models.several import Part
from ...models.vocabulary import (
    CustomerBlock,
    DetailKind,
    ElectronicFormat,
    ElectronicProfile,
    Language,
    OrderType,
    TaxRounding,
)

Stored = dict[str, str]


@dataclass(frozen=True)
class CompanyRow:
    """The company as documents copy it."""

    name: str
    trading_name: str | None
    registration_number: str | None
    vat_number: str | None
    legal_information: str | None
    address: dict[str, str]
    electronic_address: dict[str, str] | None
    contact_name: str | None
    phone: str | None
    email: str | None
    bank_accounts: list[dict[str, str]]
    language: Language
    logo: str | None
    tax_rounding: TaxRounding


@dataclass(frozen=True)
class CustomerRow:
    """A customer as documents address it, and what it is blocked for."""

    id: int
    number: str
    name: str
    tax_registration_number: str | None
    payment_terms_days: int
    blocked: CustomerBlock
    trading_name: str | None
    registration_number: str | None
    address: dict[str, str] | None
    delivery_address: dict[str, str] | None
    electronic_address: dict[str, str] | None
    buyer_reference: str | None
    contact_name: str | None
    phone: str | None
    email: str | None
    language: Language | None
    require_electronic_document: bool
    electronic_format: ElectronicFormat
    electronic_profile: ElectronicProfile


@dataclass(frozen=True)
class OrderSays:
    """What an order says for its documents, and the date of its last packing slip."""

    id: int
    type: OrderType
    purchase_order_number: str | None
    buyer_reference: str | None
    delivery_address: dict[str, str] | None
    moved_on: date | None
    packing_slip: str | None  # its number, where there is just one


@dataclass(frozen=True)
class Named:
    """A document that the documents of an order name, or that billed a retainer."""

    key: int  # of the order, or of the retainer
    invoice_id: int


COMPANY, CUSTOMER, ORDER, INVOICE = tables.company, tables.customer, tables.order, tables.invoice
DETAIL, OF_ORDER, SLIP = tables.invoice_line_detail, tables.invoice_order, tables.packing_slip
BY_HAND = tables.return_preceding
ORDERS, INVOICES, CUSTOMERS = given_keys("orders"), given_keys("invoices"), given_keys("customers")
COMPANY_NOW = Part(select(*columns_of(COMPANY, CompanyRow)), CompanyRow)
FROM_CUSTOMERS = select(*columns_of(CUSTOMER, CustomerRow))
CUSTOMERS_NOW = Part(FROM_CUSTOMERS.where(is_given(CUSTOMER.c.id, CUSTOMERS)), CustomerRow)

_contracts = select(INVOICE.c.contract_id).where(is_given(INVOICE.c.id, INVOICES))
_billed = select(OF_ORDER.c.order_id).where(is_given(OF_ORDER.c.invoice_id, INVOICES))
_moved_on = (
    select(SLIP.c.date)
    .where(SLIP.c.order_id == ORDER.c.id)
    .order_by(SLIP.c.date.desc())
    .limit(1)
    .correlate(ORDER)
    .scalar_subquery()
    .label("moved_on")
)
_only_slip = (
    select(case((func.count() == 1, func.max(SLIP.c.number))))
    .where(SLIP.c.order_id == ORDER.c.id)
    .correlate(ORDER)
    .scalar_subquery()
    .label("packing_slip")
)
_said = select(*columns_of(ORDER, OrderSays), _moved_on, _only_slip)
_concerned = union_all(select(ORDER.c.id).where(is_given(ORDER.c.id, ORDERS)), _billed, _contracts)  # by indexes
SAID = Part(_said.where(ORDER.c.id.in_(_concerned)), OrderSays)
NAMED_BY_HAND = Part(
    select(BY_HAND.c.order_id.label("key"), BY_HAND.c.invoice_id)
    .where(is_given(BY_HAND.c.order_id, ORDERS))
    .order_by(BY_HAND.c.order_id, BY_HAND.c.position),
    Named,
)

_retained = select(DETAIL.c.retainer_id).where(is_given(DETAIL.c.invoice_id, INVOICES))
_bill = DETAIL.alias("bill")
ADVANCES = Part(
    select(_bill.c.retainer_id.label("key"), _bill.c.invoice_id)
    .join(INVOICE, INVOICE.c.id == _bill.c.invoice_id)
    .where(
        _bill.c.retainer_id.in_(_retained.where(DETAIL.c.retainer_id.is_not(None))),
        _bill.c.retainer_id.is_not(None),
        _bill.c.kind == DetailKind.RETAINER,
        _bill.c.correction.is_(False),
        INVOICE.c.posted_at.is_not(None),
    )
    .order_by(_bill.c.invoice_id),
    Named,
)
