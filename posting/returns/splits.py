"""Return lines that are split: what did not come, or was not inspected, stays as a line of its own (returns 2.2)."""

from decimal import Decimal

from sqlalchemy import Connection, insert

from ...models import tables
from ...models.rows import read_one
from .records import ReturnLineRow

LINE = tables.return_order_line


def split_off(connection: Connection, line: ReturnLineRow, rest: Decimal, number: int) -> int:
    """A line of its own for what is left of a line, as that was; its key."""
    values: dict[str, object] = {
        "order_id": line.order_id,
        "product_id": line.product_id,
        "description": line.description,
        "unit_price": line.unit_price,
        "price_entered": line.price_entered,
        "unit_cost": line.unit_cost,
        "discount_percent": line.discount_percent,
        "tax_rate": line.tax_rate,
        "return_status": line.return_status,
        "arrived_on": line.arrived_on,
        "original_invoice_line_id": line.original_invoice_line_id,
    }
    values |= {"line_number": number, "expected_quantity": rest, "parent_line_id": line.id, "inspected": False}
    return read_one(connection, insert(LINE).values(values).returning(LINE.c.id), int)
