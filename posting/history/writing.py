"""Writing entries: the last thing that a transaction does, since whoever has the head is waited for by everybody.

On PostgreSQL everything is one statement, in which what else comes last goes along, such as the row of an idempotency
key. The head is read by the statement that moves it, so that it is what the last one to commit has left. SQLite has one
writer: there the last entry is the head.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, TypeAlias

from sqlalchemy import Connection

from ...models.bulk import MOST_TOGETHER, Statement, marks
from ...models.driver import changed
from ...models.identity import encode
from ...models.instant import Instant
from .entries import Entry
from .places import covering

Row: TypeAlias = tuple[Any, ...]
POSTGRESQL = """
WITH {beside}head AS (
  UPDATE history_head SET sequence = sequence + %s, at = greatest(at, %s) WHERE id = 1
  RETURNING sequence - %s AS before, at
), entries AS (
  INSERT INTO history_entry (id, at, actor_id, operation, reason, request_id, run_id, approval_id, subjects, changes)
  SELECT head.before + given.id, head.at, given.actor_id, given.operation, given.reason, given.request_id,
    given.run_id, given.approval_id, given.subjects::json, given.changes::json
  FROM head, unnest(%s::INTEGER[], %s::INTEGER[], %s::TEXT[], %s::TEXT[], %s::TEXT[], %s::INTEGER[], %s::INTEGER[],
    %s::TEXT[], %s::TEXT[]) AS given
    (id, actor_id, operation, reason, request_id, run_id, approval_id, subjects, changes)
), subjects AS (
  INSERT INTO history_subject (type, place, entry_id, act)
  SELECT given.type, given.place, head.before + given.entry_id, given.act
  FROM head, unnest(%s::TEXT[], %s::BIGINT[], %s::INTEGER[], %s::TEXT[]) AS given (type, place, entry_id, act)
)
SELECT before FROM head
"""
LAST = "SELECT id, at FROM history_entry UNION ALL SELECT 0, '' ORDER BY id DESC LIMIT 1"
ENTRIES = f"""
INSERT INTO history_entry (id, at, actor_id, operation, reason, request_id, run_id, approval_id, subjects, changes)
SELECT last.id + column1, max(last.at, ?), column2, column3, column4, column5, column6, column7, column8, column9
FROM ({LAST}) AS last, (VALUES {{}})
"""
SUBJECTS = """
INSERT INTO history_subject (type, place, entry_id, act)
SELECT column1, column2, last.id - ? + column3, column4
FROM (SELECT max(id) AS id FROM history_entry) AS last, (VALUES {})
"""


def append(connection: Connection, now: datetime, entries: Sequence[Entry], beside: Statement | None = None) -> None:
    """Write entries in their order behind all that are there; `beside` is what goes along in the statement."""
    if not entries:
        if beside is not None:
            changed(connection, *beside)
        return
    rows = [_row(place, entry) for place, entry in enumerate(entries, 1)]
    places = [row for place, entry in enumerate(entries, 1) for row in _places(place, entry)]
    if connection.dialect.name == "postgresql":
        _to_postgresql(connection, now, rows, places, beside)
    else:
        _to_sqlite(connection, now, rows, places)


def _row(place: int, entry: Entry) -> Row:
    subjects = [encode(one.type, key) for one in entry.noted for key in range(one.first, one.last + 1)]
    changes = [
        {"subject": encode(one.type, one.key), "field": one.field, "from": one.before, "to": one.after}
        for one in entry.told
    ]
    listed = _json(list(dict.fromkeys(subjects))[: entry.shown])
    written = (entry.actor_id, entry.operation, entry.reason, entry.request_id, entry.run_id, entry.approval_id)
    return place, *written, listed, _json(changes)


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _places(place: int, entry: Entry) -> Iterator[Row]:
    """Where the entry is found by its records: by what was done to each first, and what was posted."""
    known = set[tuple[str, int]]()
    for one in sorted(entry.noted, key=lambda noted: noted.act.value != "POSTED"):
        for covered in covering(one.first, one.last):
            if (one.type, covered) not in known:
                known.add((one.type, covered))
                yield one.type, covered, place, one.act.value


def _to_postgresql(
    connection: Connection, now: datetime, rows: Sequence[Row], places: Sequence[Row], beside: Statement | None
) -> None:
    text, values = ("", ()) if beside is None else (f"beside AS ({beside[0]}), ", beside[1])
    columns = [list(column) for column in zip(*rows, strict=True)]
    indexed = [list(column) for column in zip(*places, strict=True)] or [[], [], [], []]
    given = (*values, len(rows), now, len(rows), *columns, *indexed)
    head = connection.exec_driver_sql(POSTGRESQL.format(beside=text), given).all()
    assert len(head) == 1, "without its head the history would be silent: nothing is done that it does not tell"


def _to_sqlite(connection: Connection, now: datetime, rows: Sequence[Row], places: Sequence[Row]) -> None:
    instant = Instant.process_bind_param(now, connection.dialect)
    for done, some in _in_chunks(rows):
        given = chain.from_iterable((place - done, *row) for place, *row in some)
        changed(connection, ENTRIES.format(marks(len(some), len(some[0]))), [instant, *given])
    for _, some in _in_chunks(places):
        changed(connection, SUBJECTS.format(marks(len(some), len(some[0]))), [len(rows), *chain.from_iterable(some)])


def _in_chunks(rows: Sequence[Row]) -> Iterator[tuple[int, Sequence[Row]]]:
    """As many rows as go into one statement, and how many stand before them."""
    return ((start, rows[start : start + MOST_TOGETHER]) for start in range(0, len(rows), MOST_TOGETHER))
