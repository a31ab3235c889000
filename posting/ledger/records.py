"""Rows of the books, and of how they are set up, as they are read (`models.rows`)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ...models.vocabulary import (
    BillingType,
    FiscalPeriodStatus,
    PostingType,
    TaxCategory,
    TransactionClass,
    TransactionType,
)
from ..rules.names import Rule


@dataclass(frozen=True)
class PeriodRow:
    """A fiscal period."""

    id: int
    from_date: date
    to_date: date
    status: FiscalPeriodStatus


@dataclass(frozen=True)
class AccountRow:
    """Where the posting profile has entries of a type posted; no account where none is set up."""

    posting_type: PostingType
    account: str | None
    name: str


@dataclass(frozen=True)
class OrderLineRow:
    """A line of a document of the sales side, with the number of the order line that it bills or credits."""

    id: int
    line_number: int
    sold_number: int | None
    returned_number: int | None
    description: str
    product_id: int | None
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    tax_rate: Decimal | None
    net_amount: Decimal
    tax_amount: Decimal
    discount_amount: Decimal
    cost_amount: Decimal
    sales_order_line_id: int | None
    return_order_line_id: int | None
    credits_line_id: int | None


@dataclass(frozen=True)
class DetailRow:
    """A detail of a project invoice."""

    id: int
    billing_type: BillingType
    description: str
    quantity: Decimal
    previous_quantity: Decimal | None
    unit_price: Decimal
    invoice_amount: Decimal
    invoice_tax_amount: Decimal


@dataclass(frozen=True)
class ActualRow:
    """A row of the ledger as it was written."""

    id: int
    transaction_type: TransactionType
    transaction_class: TransactionClass
    billing_type: BillingType
    description: str
    transaction_date: date
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    tax_amount: Decimal
    rule: Rule
    order_id: int
    customer_id: int
    currency: str
    contract_line_id: int | None
    invoice_line_detail_id: int | None
    reverses_id: int | None
    milestone_id: int | None
    retainer_id: int | None


@dataclass(frozen=True)
class ChargeRow:
    """A charge on a document."""

    return_charge_id: int
    description: str
    amount: Decimal
    tax_amount: Decimal
    invoice_line_id: int | None


@dataclass(frozen=True)
class SlipRow:
    """A packing slip."""

    id: int
    order_id: int
    date: date


@dataclass(frozen=True)
class BreakdownRow:
    """A row of a document's tax breakdown."""

    tax_code_id: int | None
    category: TaxCategory | None
    rate: Decimal | None
    base: Decimal
    amount: Decimal
    exemption_reason: str | None
    exemption_reason_code: str | None
