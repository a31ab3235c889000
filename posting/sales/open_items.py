"""What is open on customers' accounts."""

from sqlalchemy import Connection, select

from ...models import tables
from ...models.rows import read_all
from ..planners.settlements import OpenItem


def open_items(connection: Connection, customer_id: int, invoices: set[int] | None = None) -> tuple[OpenItem, ...]:
    """Posted documents of a customer: those in `invoices`, or all that are open, oldest due first."""
    table = tables.invoice
    statement = (
        select(
            table.c.id.label("invoice_id"),
            table.c.number,
            table.c.due_date,
            table.c.total_amount,
            table.c.settled_amount,
        )
        .where(table.c.customer_id == customer_id, table.c.posted_at.is_not(None))
        .order_by(table.c.due_date, table.c.id)
    )
    if invoices is None:
        statement = statement.where(table.c.settled_amount != table.c.total_amount)
    else:
        statement = statement.where(table.c.id.in_(invoices))
    return tuple(read_all(connection, statement, OpenItem))
