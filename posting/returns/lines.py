"""Lines of return orders as they are read, each with what its disposition code does."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, select

from ...models import tables
from ...models.rows import read_all
from ...models.vocabulary import DispositionAction, ReturnLineStatus

LINE, CODE = tables.return_order_line, tables.disposition_code


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
    unit_cost: Decimal
    discount_percent: Decimal
    tax_rate: Decimal
    original_invoice_line_id: int | None
    arrived_on: date | None
    inspected: bool
    replacement_product_id: int | None
    replacement_quantity: Decimal | None


def lines_of(connection: Connection, order_id: int) -> list[ReturnLineRow]:
    """The lines of a return order, by their numbers."""
    statement = select(LINE, CODE.c.action).outerjoin(CODE, CODE.c.id == LINE.c.disposition_code_id)
    of_order = statement.where(LINE.c.order_id == order_id).order_by(LINE.c.line_number)
    return read_all(connection, of_order, ReturnLineRow)
