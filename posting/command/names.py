"""What messages call an invoice: by its number, and while it is a draft as people know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from ...models import tables
from ...models.rows import read_all
from .lookup import CHUNK
from .records import InvoiceRow


@dataclass(frozen=True)
class DraftRow:
    """What a draft is called by."""

    id: int
    created_at: datetime
    customer: str
    contract: str


def invoice_name(connection: Connection, invoice: InvoiceRow) -> str:
    """How messages call an invoice: by number, and while it is a draft as people know it."""
    return (
        f"Invoice {invoice.number}" if invoice.number else f"D{draft_names(connection, [invoice.id])[invoice.id][1:]}"
    )


def draft_names(connection: Connection, keys: Sequence[int]) -> dict[int, str]:
    """What messages call drafts, which have no number yet: by customer, contract and the day they were made."""
    invoice, customer, contract = tables.invoice, tables.customer, tables.order
    found: dict[int, str] = {}
    for start in range(0, len(keys), CHUNK):
        statement = (
            select(
                invoice.c.id,
                invoice.c.created_at,
                customer.c.name.label("customer"),
                contract.c.number.label("contract"),
            )
            .join(customer, customer.c.id == invoice.c.customer_id)
            .join(contract, contract.c.id == invoice.c.contract_id)
            .where(invoice.c.id.in_(keys[start : start + CHUNK]))
        )
        rows = read_all(connection, statement, DraftRow)
        found |= {row.id: draft_name(row.customer, row.contract, row.created_at) for row in rows}
    return found


def draft_name(customer: str, contract: str, made: datetime) -> str:
    """A draft by its customer, its contract and the day it was made."""
    return f"draft invoice for {customer} on {contract} of {made.date()}"
