"""References by id or number, as SQL."""

from sqlalchemy import FromClause, Select, false, select

from ...models import identity
from ...models.texts import as_key
from ...posting.commands import OrderRef
from .arguments import Ref
from .catalogue import types_in


def key_condition(table: FromClause, ref: Ref) -> Select[int]:
    """The key of the record that `ref` names, as a subquery; empty where there is none."""
    column, value = meant(table, ref)
    statement = select(table.c.id)
    return statement.where(false() if column is None else table.c[column] == value)


def meant(table: FromClause, ref: Ref) -> tuple[str | None, object]:
    """The column and the value by which `ref` names a record; no column where no record can be meant."""
    if ref.id is not None:
        decoded = identity.decode(ref.id)
        if decoded is None or decoded[0] not in types_in(table):
            return None, None
        return "id", decoded[1]
    by_rma = isinstance(ref, OrderRef) and ref.rma_number is not None
    given = ref.rma_number if isinstance(ref, OrderRef) and by_rma else ref.number
    number = None if given is None else as_key(given)
    return (None, None) if number is None else ("rma_number" if by_rma else "number", number)
