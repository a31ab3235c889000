"""Lines of return orders as they are read, each with what its disposition code does."""

from sqlalchemy import Connection, bindparam, select

from ...models import tables
from ...models.rows import read_all
from .records import ReturnLineRow

LINE, CODE = tables.return_order_line, tables.disposition_code
WITH_ACTION = select(LINE, CODE.c.action).outerjoin(CODE, CODE.c.id == LINE.c.disposition_code_id)
OF_ORDER = WITH_ACTION.where(LINE.c.order_id == bindparam("order", type_=LINE.c.order_id.type))


def lines_of(connection: Connection, order_id: int) -> list[ReturnLineRow]:
    """The lines of a return order, by their numbers."""
    return read_all(connection, OF_ORDER.order_by(LINE.c.line_number).params(order=order_id), ReturnLineRow)
