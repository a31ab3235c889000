"""What a correction run looks at: what its selection finds, and what it names that has been canceled.

Of a canceled document (putting-right 4.3) nothing stands that could be found, so that it is looked for by its name.
Nothing else is taken in its place: what it had corrected stands on a document that nobody named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, literal, select

from ....models.among import among
from ....models.rows import read_all
from ....models.vocabulary import ProblemCode
from ...problems import Problem, refuse
from ...sales.canceled import canceled_problem, pairs_of
from ..requests import BilledWhere
from . import selection
from .selection import INVOICE, OF_INVOICE, FoundInvoice, conditions_of, found_invoices


@dataclass(frozen=True)
class Sought:
    """Invoices in the order of posting, and what is told of those that are canceled or cancel others, by key."""

    invoices: tuple[FoundInvoice, ...]
    canceled: Mapping[int, Problem]


def sought(connection: Connection, where: BilledWhere) -> Sought:
    """What a selection is about; at most so many invoices."""
    found = with_canceled(connection, where, found_invoices(connection, conditions_of(connection, where)))
    if len(found.invoices) > selection.MOST:
        raise refuse(ProblemCode.BULK_LIMIT, "corrections", "where", limit=selection.MOST)
    return found


def with_canceled(
    connection: Connection, where: BilledWhere, found: Sequence[FoundInvoice], keys: Sequence[int] | None = None
) -> Sought:
    """With those of the documents with these keys that are canceled, or of the ones that are named."""
    named = where.invoices or []
    pairs = pairs_of(connection, named if keys is None else keys)
    if not pairs:
        return Sought(tuple(found), {})
    chosen = select(*OF_INVOICE, literal(0).label("details")).where(among(connection, INVOICE.c.id, list(pairs)))
    canceled = read_all(connection, chosen, FoundInvoice)
    places = {key: str(place) for place, key in enumerate(named)}
    paths = {key: ("where", "invoices", places[key]) if key in places else ("where",) for key in pairs}
    return Sought(
        invoices=tuple(sorted((*found, *canceled), key=lambda one: one.turn)),
        canceled={key: canceled_problem(pair, key, *paths[key]) for key, pair in pairs.items()},
    )
