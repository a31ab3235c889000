"""Holding lines of goods, so that nobody takes pieces of them back while they are corrected, and the other way round."""

from sqlalchemy import Connection, bindparam, func, select

from ...models import tables

LINE, DETAIL = tables.invoice_line, tables.invoice_line_detail
FIRST = DETAIL.alias("first")
OF_INVOICE = DETAIL.c.invoice_id == bindparam("invoice", type_=DETAIL.c.invoice_id.type)
FIRST_LINES = select(FIRST.c.invoice_line_id).join(
    DETAIL, FIRST.c.id == func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)
)
LINES_HELD = (
    select(LINE.c.id)
    .where(LINE.c.id.in_(FIRST_LINES.where(OF_INVOICE)), LINE.c.product_id.is_not(None))
    .order_by(LINE.c.id)
    .with_for_update(key_share=True)
)


def hold_lines(connection: Connection, invoice_id: int) -> None:
    """Lock the lines that sold, or credited, what a document bills of goods, in the order of their keys."""
    if connection.dialect.name == "postgresql":
        connection.execute(LINES_HELD, {"invoice": invoice_id}).all()
