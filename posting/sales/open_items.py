"""What is open on customers' accounts."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from ...models import tables
from ...models.given_keys import given_keys, is_given
from ...models.several import Part
from ..planners.settlements import OpenItem

INVOICE = tables.invoice
CUSTOMERS = given_keys("customers")


@dataclass(frozen=True)
class CustomersItem(OpenItem):
    """An open document, and whose it is."""

    customer_id: int


def open_items(chosen: ColumnElement[bool]) -> Part[CustomersItem]:
    """Posted documents of the `customers` that are chosen, oldest due first."""
    columns = (
        INVOICE.c.id.label("invoice_id"),
        INVOICE.c.number,
        INVOICE.c.due_date,
        INVOICE.c.total_amount,
        INVOICE.c.settled_amount,
        INVOICE.c.customer_id,
    )
    of_customers = is_given(INVOICE.c.customer_id, CUSTOMERS)
    statement = select(*columns).where(of_customers, INVOICE.c.posted_at.is_not(None), chosen)
    return Part(statement.order_by(INVOICE.c.due_date, INVOICE.c.id), CustomersItem)


ALL_OPEN = open_items(INVOICE.c.settled_amount != INVOICE.c.total_amount)
