"""Laws of the history (access 8): whoever acts is known, entries follow each other, and each tells what it posted.

Which rows an entry posted stands in the index of the history as places, each of which covers keys that follow each
other; they are compared with the rows here, in one walk through both.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from ...models import tables
from ...models.vocabulary import Act
from ..history.followed import ORDERS
from ..history.places import covered
from .law import ACTUAL, INVOICE, ORDER, Found, Law, rows_of
from .walk import rows as streamed

ENTRY, SUBJECT, HEAD = tables.history_entry, tables.history_subject, tables.history_head
SLIP, PAYMENT = tables.packing_slip, tables.payment


class Span(NamedTuple):
    """Keys of records that an entry did something to, and whose entry it is."""

    first: int
    last: int
    actor: int


class Kind(NamedTuple):
    """Rows of the books that entries post, as messages call them, and the column of whoever did it."""

    type: str
    name: str
    table: Table
    by: ColumnElement[int]


KINDS = (
    Kind("Invoice", "document", INVOICE, INVOICE.c.posted_by_id),
    Kind("Actual", "ledger row", ACTUAL, ACTUAL.c.posted_by_id),
    Kind("PackingSlip", "packing slip", SLIP, SLIP.c.posted_by_id),
    Kind("Payment", "payment", PAYMENT, PAYMENT.c.created_by_id),
)


def _sequence() -> Law:
    def walk(connection: Connection) -> Found:
        expected, before = 1, None
        rows = select(ENTRY.c.id, ENTRY.c.at).order_by(ENTRY.c.id)
        for position, at in streamed(connection, rows):
            if position != expected:
                yield f"entry {expected} is missing" if position == expected + 1 else f"entries before {position}"
            if before is not None and at < before:
                yield f"entry {position} is older than the one before it"
            expected, before = position + 1, at
        last = connection.scalar(select(HEAD.c.sequence))
        if last is None and connection.dialect.name == "postgresql":  # SQLite needs no head
            yield "the history has lost its head"
        elif last is not None and last != expected - 1:
            yield f"the history goes on behind {last}, not behind {expected - 1}"
        told = connection.scalar(select(func.max(SUBJECT.c.entry_id)).where(SUBJECT.c.entry_id >= expected))
        if told is not None:
            yield f"entry {told} is missing"

    statement = "Entries of the history are numbered from 1 without a gap, and none is older than the one before it."
    return Law("access 2 sequence", statement, rows_of(ENTRY), walk)


def _known() -> Law:
    """Keys rise with time: a row without an actor behind one that has an actor came to be without anybody."""
    drafted = ("draft", INVOICE, INVOICE.c.created_by_id)
    entered = ("order", ORDER, ORDER.c.created_by_id)
    known = [(one.name, one.table, one.by) for one in KINDS if one.table is not INVOICE]

    def walk(connection: Connection) -> Found:
        for name, table, by in (drafted, entered, *known):
            first = select(func.min(table.c.id)).where(by.is_not(None)).scalar_subquery()
            nobody = select(table.c.id).where(by.is_(None), table.c.id > first).order_by(table.c.id)
            yield from (f"{name} {key}" for key in connection.scalars(nobody))
        unposted = select(INVOICE.c.number).where(
            INVOICE.c.posted_at.is_not(None), INVOICE.c.posted_by_id.is_(None), INVOICE.c.created_by_id.is_not(None)
        )
        yield from connection.scalars(unposted)

    statement = "Whatever came to be since the history began bears who entered or posted it."
    return Law("access 1 actors", statement, rows_of(ORDER), walk)


def _posted() -> Law:
    def walk(connection: Connection) -> Found:
        for kind in KINDS:
            spans = _spans(connection, kind.type, Act.POSTED)
            for before, after in pairwise(spans):
                if after.first <= before.last:
                    yield f"{kind.name} {after.first} is posted by two entries"
            rows = select(kind.table.c.id, kind.by).where(kind.by.is_not(None))
            for (key, actor), by in _beside(connection, rows, kind.table, spans):
                if by is None:
                    yield f"{kind.name} {key} was posted by no entry"
                elif by != actor:
                    yield f"{kind.name} {key} bears another actor than its entry"

    statement = (
        "Every document, ledger row, packing slip and payment since the history began was posted by exactly one entry, "
        "whose actor it bears."
    )
    return Law("access 3 posted once", statement, rows_of(ACTUAL), walk)


def _entered() -> Law:
    def walk(connection: Connection) -> Found:
        for kind, name in ORDERS.items():
            rows = select(ORDER.c.id, ORDER.c.created_by_id).where(ORDER.c.type == kind)
            for (key, actor), by in _beside(connection, rows, ORDER, _spans(connection, name, Act.MADE)):
                if by != actor:
                    yield f"order {key} bears another actor than the entry that made it"
        documents = select(INVOICE.c.id, INVOICE.c.created_by_id, INVOICE.c.posted_by_id)
        drafts = _spans(connection, "Invoice", Act.MADE)
        for (key, actor, poster), by in _beside(connection, documents, INVOICE, drafts):
            is_older = actor is None and by is None  # a draft of before, whoever posts it
            if not is_older and actor != (poster if by is None else by):
                yield f"document {key} bears another actor than the entry that made it"

    statement = (
        "Every order and draft since the history began bears the actor of the entry that made it, and a document that "
        "was no draft the one of whoever posted it."
    )
    return Law("access 3 entered", statement, rows_of(ORDER), walk)


def _spans(connection: Connection, type_name: str, act: Act) -> list[Span]:
    """What entries did to records of a type, in the order of their keys."""
    chosen = (
        select(SUBJECT.c.place, ENTRY.c.actor_id)
        .join(ENTRY, ENTRY.c.id == SUBJECT.c.entry_id)
        .where(SUBJECT.c.type == type_name, SUBJECT.c.act == act)
    )
    return sorted(Span(*covered(place), actor) for place, actor in connection.execute(chosen))


def _beside(
    connection: Connection, rows: Select[Any], table: Table, spans: list[Span]
) -> Iterator[tuple[tuple[int, ...], int | None]]:
    """Rows, of which the first value is the key, each with the actor of its span; None where it has none."""
    place = 0
    for row in streamed(connection, rows.order_by(table.c.id)):
        while place < len(spans) and spans[place].last < row[0]:
            place += 1
        is_within = place < len(spans) and spans[place].first <= row[0]
        yield tuple(row), spans[place].actor if is_within else None


LAWS: tuple[Law, ...] = (_known(), _sequence(), _entered(), _posted())
