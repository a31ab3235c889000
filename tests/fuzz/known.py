"""What a document can name of the books that it is asked of: ids, numbers, texts, and cursors of former answers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.identity import encode
from rebill.resolvers.reading.catalogue import CATALOGUE, has_global_id

Ask = Callable[[str], dict[str, Any]]
MOST = 40  # of each kind
NUMBERED = {
    "OrderRef.number": tables.order.c.number,
    "OrderRef.rmaNumber": tables.order.c.rma_number,
    "InvoiceRef.number": tables.invoice.c.number,
    "CustomerRef.number": tables.customer.c.number,
}
SEARCHED = {
    "OrderFilter.search": (tables.order.c.number, tables.order.c.rma_number, tables.order.c.name),
    "InvoiceFilter.search": (tables.invoice.c.number, tables.customer.c.name),
    "CustomerFilter.search": (tables.customer.c.number, tables.customer.c.name),
    "ProductFilter.search": (tables.product.c.number, tables.product.c.name),
}
LISTS = {  # of each what it can be sorted by
    "orders": ("createdAt", "number"),
    "invoices": ("invoiceDate", "postedAt", "number", "totalAmount", "createdAt"),
    "actuals": ("sequence", "transactionDate", "amount"),
    "customers": (),
    "products": (),
    "runSchedules": (),
    "postingRuns": (),
}


@dataclass(frozen=True)
class Known:
    """Ids by type, texts by the input field that takes them, cursors by the order that they were given in."""

    ids: Mapping[str, Sequence[str]]
    texts: Mapping[str, Sequence[str]]
    cursors: Mapping[str, Sequence[str]]


def known_of(database: Database, ask: Ask) -> Known:
    """What these books hold; `ask` answers a document."""
    return Known(dict(_ids(database)), dict(_texts(database)), dict(_cursors(ask)))


def _ids(database: Database) -> Iterator[tuple[str, Sequence[str]]]:
    with database.read() as connection:
        for name in filter(has_global_id, CATALOGUE):
            family = CATALOGUE[name]
            statement = select(family.key).order_by(family.key)
            if family.discriminator is not None:
                (value,) = (key for key, one in family.entities.items() if one.name == name)
                statement = statement.where(family.discriminator == value)
            yield name, spread([encode(name, key) for key in connection.scalars(statement)])


def _texts(database: Database) -> Iterator[tuple[str, Sequence[str]]]:
    with database.read() as connection:
        for name, column in NUMBERED.items():
            yield name, spread(list(connection.scalars(select(column).where(column.is_not(None)).order_by(column))))
        for name, columns in SEARCHED.items():
            found = (connection.scalars(select(one).where(one.is_not(None)).order_by(one)).all() for one in columns)
            yield name, [text for texts in found for text in spread(list(texts))]


def _cursors(ask: Ask) -> Iterator[tuple[str, Sequence[str]]]:
    for name, keys in LISTS.items():
        for order in ("", *(f"[{{{key}: {way}}}]" for key in keys for way in ("ASC", "DESC")), *_pairs(keys)):
            sorted_so = f"orderBy: {order}, " if order else ""
            edges = ask(f"{{ it: {name}({sorted_so}first: 250) {{ edges {{ cursor }} }} }}")["it"]["edges"]
            yield f"{name} {order}", spread([one["cursor"] for one in edges])


def _pairs(keys: Sequence[str]) -> Iterator[str]:
    for first, second in pairwise(keys):
        yield f"[{{{first}: DESC}}, {{{second}: ASC}}]"


def spread(found: Sequence[str]) -> Sequence[str]:
    """Not too many, from the first to the last."""
    step = max(1, -(-len(found) // MOST))
    return found[::step]
