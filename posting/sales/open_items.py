"""What is open on customers' accounts."""

from sqlalchemy import ColumnElement, bindparam, select

from ...models import tables
from ...models.several import Part
from ..planners.settlements import OpenItem

INVOICE = tables.invoice
OF_CUSTOMER = INVOICE.c.customer_id == bindparam("customer", type_=INVOICE.c.customer_id.type)


def open_items(chosen: ColumnElement[bool]) -> Part[OpenItem]:
    """Posted documents of the `customer` that are chosen, oldest due first."""
    columns = (
        INVOICE.c.id.label("invoice_id"),
        INVOICE.c.number,
        INVOICE.c.due_date,
        INVOICE.c.total_amount,
        INVOICE.c.settled_amount,
    )
    statement = select(*columns).where(OF_CUSTOMER, INVOICE.c.posted_at.is_not(None), chosen)
    return Part(statement.order_by(INVOICE.c.due_date, INVOICE.c.id), OpenItem)


ALL_OPEN = open_items(INVOICE.c.settled_amount != INVOICE.c.total_amount)
