"""References by id or number, as SQL."""

from sqlalchemy import FromClause, Select, false, select

from ...models import identity
from ...models.texts import as_key
from ...posting.commands import CustomerRef, InvoiceRef, OrderRef, ProductRef
from .catalogue import types_in


def key_condition(table: FromClause, ref: CustomerRef | InvoiceRef | OrderRef | ProductRef) -> Select[int]:
    """The key of the record that `ref` names, as a subquery; empty where there is none."""
    statement = select(table.c.id)
    if ref.id is not None:
        decoded = identity.decode(ref.id)
        if decoded is None or decoded[0] not in types_in(table):
            return statement.where(false())
        return statement.where(table.c.id == decoded[1])
    by_rma = isinstance(ref, OrderRef) and ref.rma_number is not None
    given = ref.rma_number if isinstance(ref, OrderRef) and by_rma else ref.number
    number = None if given is None else as_key(given)
    if number is None:
        return statement.where(false())
    return statement.where(table.c["rma_number" if by_rma else "number"] == number)
