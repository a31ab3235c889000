"""Rows of returns, as their handlers read them (`models.rows`)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ...models.vocabulary import ChargeCategory, DispositionAction, ReturnLineStatus


@dataclass(frozen=True)
class ReturnLineRow:
    """A line of a return order; `action` is that of its disposition code."""

    id: int
    order_id: int
    line_number: int
    product_id: int
    description: str
    return_status: ReturnLineStatus
    action: DispositionAction | None
    expected_quantity: Decimal
    registered_quantity: Decimal
    received_quantity: Decimal
    invoiced_quantity: Decimal
    released_quantity: Decimal
    unit_price: Decimal
    price_entered: bool
    unit_cost: Decimal
    discount_percent: Decimal
    tax_rate: Decimal
    tax_code_id: int | None
    original_invoice_line_id: int | None
    arrived_on: date | None
    inspected: bool
    replacement_product_id: int | None
    replacement_quantity: Decimal | None


@dataclass(frozen=True)
class LineStage:
    """How far a line has come, and what becomes of its goods."""

    return_status: ReturnLineStatus
    action: DispositionAction | None


@dataclass(frozen=True)
class DispositionRow:
    """A disposition code."""

    id: int
    code: str
    action: DispositionAction


@dataclass(frozen=True)
class ChargeRow:
    """A charge of a return order, or of one of its lines."""

    id: int
    order_id: int
    line_id: int | None
    description: str
    category: ChargeCategory
    value: Decimal
    tax_rate: Decimal
    tax_code_id: int | None
    posted: bool


@dataclass(frozen=True)
class MovedRow:
    """What a packing slip says of a return line: its cost, its date, and the voucher if it has one."""

    return_order_line_id: int
    cost_amount: Decimal
    voucher_id: int | None
    date: date


@dataclass(frozen=True)
class SoldLineRow:
    """An invoice line of goods, the sales order line that it invoiced, and the invoice that it is on.

    On a project invoice goods are of no sales order, and have neither a discount nor a tax rate.
    """

    id: int
    invoice_id: int
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal | None
    tax_rate: Decimal | None
    net_amount: Decimal
    tax_amount: Decimal
    discount_amount: Decimal
    cost_amount: Decimal
    sales_order_line_id: int | None
    tax_code_id: int | None
    supplied_on: date | None
    invoice_number: str
    invoice_date: date
    currency: str


@dataclass(frozen=True)
class LedgerKeys:
    """The ledger row of an invoice line, and the first row of its chain."""

    invoice_line_id: int
    id: int
    root_id: int


@dataclass(frozen=True)
class SlipRow:
    """A packing slip, and the order that it is of."""

    number: str
    order_id: int


@dataclass(frozen=True)
class ClaimedLine:
    """An invoice line, how much of it return orders have claimed and corrections gave up; None where none ever did."""

    id: int
    quantity: Decimal
    claimed: Decimal | None
    given_up: Decimal | None


@dataclass(frozen=True)
class Original:
    """A line of a posted invoice that goods come back from; `unit_cost` is None where the sale booked no cost."""

    id: int
    line_number: int
    product_id: int
    description: str
    quantity: Decimal
    unit_price: Decimal
    unit_cost: Decimal | None
    discount_percent: Decimal
    tax_rate: Decimal
    tax_code_id: int | None
    customer_id: int
    currency: str
    number: str


@dataclass(frozen=True)
class UnfitLine:
    """What tells why goods cannot come back from an invoice line."""

    number: str | None
    contract_id: int | None
