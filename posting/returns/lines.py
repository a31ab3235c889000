"""Lines of return orders as they are read, each with what its disposition code does."""

from sqlalchemy import Connection, select

from ...models import tables
from ...models.rows import read_all
from .records import ReturnLineRow

LINE, CODE = tables.return_order_line, tables.disposition_code


def lines_of(connection: Connection, order_id: int) -> list[ReturnLineRow]:
    """The lines of a return order, by their numbers."""
    statement = select(LINE, CODE.c.action).outerjoin(CODE, CODE.c.id == LINE.c.disposition_code_id)
    of_order = statement.where(LINE.c.order_id == order_id).order_by(LINE.c.line_number)
    return read_all(connection, of_order, ReturnLineRow)
