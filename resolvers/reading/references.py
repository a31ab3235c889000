"""References by id or number, as SQL."""

from sqlalchemy import FromClause, Select, false, select

from ...models import identity
from ...models.texts import as_key
from ...posting.commands import CustomerRef, InvoiceRef, OrderRef, ProductRef
from .catalogue import types_in
from .sources import Expression

Ref = CustomerRef | InvoiceRef | OrderRef | ProductRef


def named_by(table: FromClause, ref: Ref) -> tuple[Expression, int | str] | None:
    """The column by which `ref` names a record, and its value; None where it surely names none."""
    if ref.id is not None:
        decoded = identity.decode(ref.id)
        return None if decoded is None or decoded[0] not in types_in(table) else (table.c.id, decoded[1])
    by_rma = isinstance(ref, OrderRef) and ref.rma_number is not None
    given = ref.rma_number if isinstance(ref, OrderRef) and by_rma else ref.number
    number = None if given is None else as_key(given)
    return None if number is None else (table.c["rma_number" if by_rma else "number"], number)


def key_condition(table: FromClause, ref: Ref) -> Select[int]:
    """The key of the record that `ref` names, as a subquery; empty where there is none."""
    found = named_by(table, ref)
    return select(table.c.id).where(false() if found is None else found[0] == found[1])
