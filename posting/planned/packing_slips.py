"""Packing slips to be: what they move, and what is sold anew with them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ...models.vocabulary import DispositionAction
from .changes import Change
from .vouchers import Entry


@dataclass(frozen=True)
class SlipLine:
    """What a packing slip moves: positive out to the customer, negative back."""

    product_id: int
    quantity: Decimal
    on_hand_change: Decimal
    cost_amount: Decimal
    action: DispositionAction | None = None
    sales_order_line_id: int | None = None
    return_order_line_id: int | None = None


@dataclass(frozen=True)
class SoldLine:
    """What a line of a sales order sells."""

    product_id: int
    description: str
    quantity: Decimal
    unit_price: Decimal
    unit_cost: Decimal
    discount_percent: Decimal
    tax_rate: Decimal
    tax_code_id: int | None = None  # what it is taxed as; its rate is then the one that is shown


@dataclass(frozen=True)
class SlipPlan:
    """The exact effect of a packing slip."""

    order_id: int
    customer_id: int
    currency: str
    date: date
    lines: tuple[SlipLine, ...]
    entries: tuple[Entry, ...]
    changes: tuple[Change, ...]
    returned: tuple[tuple[int, Decimal], ...] = ()  # sales order line, and how much of it came back to stay
    replacements: tuple[SoldLine, ...] = ()
    customer_reference: str | None = None
