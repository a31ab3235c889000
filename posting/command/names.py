"""What messages call an invoice: by its number, and while it is a draft as people know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from ...models import tables
from ...models.identity import encode
from ...models.rows import read_all
from ..saying import Phrase, phrase
from .lookup import CHUNK
from .records import InvoiceRow


@dataclass(frozen=True)
class DraftRow:
    """What a draft is called by."""

    id: int
    created_at: datetime
    customer: str
    order: str


def invoice_name(connection: Connection, invoice: InvoiceRow) -> Phrase:
    """How messages call an invoice: by number, and while it is a draft as people know it."""
    if invoice.number:
        return phrase("invoice", document=invoice.number)
    return draft_names(connection, [invoice.id])[invoice.id]


def draft_names(connection: Connection, keys: Sequence[int]) -> dict[int, Phrase]:
    """What messages call drafts, which have no number yet: by customer, order and the day they were made.

    The order of a project's draft is its contract; of one that corrects sales the first one that it is about.
    """
    invoice, customer, order, of_invoice = tables.invoice, tables.customer, tables.order, tables.invoice_order
    first = select(func.min(of_invoice.c.order_id)).where(of_invoice.c.invoice_id == invoice.c.id).scalar_subquery()
    found: dict[int, Phrase] = {}
    for start in range(0, len(keys), CHUNK):
        statement = (
            select(
                invoice.c.id,
                invoice.c.created_at,
                customer.c.name.label("customer"),
                order.c.number.label("order"),
            )
            .join(customer, customer.c.id == invoice.c.customer_id)
            .join(order, order.c.id == func.coalesce(invoice.c.contract_id, first))
            .where(invoice.c.id.in_(keys[start : start + CHUNK]))
        )
        rows = read_all(connection, statement, DraftRow)
        found |= {row.id: draft_name(row.id, row.customer, row.order, row.created_at) for row in rows}
    return found


def draft_name(key: int, customer: str, order: str, made: datetime) -> Phrase:
    """A draft by its customer, its order and the day it was made; programs are given its id."""
    return phrase("draft", document=encode("Invoice", key), customer=customer, order=order, made=made.date())
