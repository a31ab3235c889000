"""Writing entries: the last thing that a transaction does, since whoever has the head is waited for by everybody.

On PostgreSQL everything is one statement, in which the rows that an idempotency key leaves go along. The head is read
by the statement that moves it, so that it is what the last one to commit has left.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from ...models import bulk, tables
from ...models.bulk import Statement
from ...models.driver import rows_of
from ...models.identity import encode
from ...models.instant import Instant
from .entries import Entry
from .places import covering

SUBJECT = tables.history_subject
COLUMNS = ("id", "actor_id", "operation", "reason", "request_id", "run_id", "approval_id", "subjects", "changes")
PLACES = ("type", "place", "entry_id", "act")
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
SQLITE = "UPDATE history_head SET sequence = sequence + ?, at = max(at, ?) WHERE id = 1 RETURNING sequence - ?, at"


def append(connection: Connection, now: datetime, entries: Sequence[Entry], beside: Statement | None = None) -> None:
    """Write entries in their order behind all that are there; `beside` is what goes along in the statement."""
    if not entries:
        return
    rows = [_row(place, entry) for place, entry in enumerate(entries, 1)]
    places = [row for place, entry in enumerate(entries, 1) for row in _places(place, entry)]
    if connection.dialect.name == "postgresql":
        _to_postgresql(connection, now, rows, places, beside)
    else:
        _to_sqlite(connection, now, rows, places)


def _row(place: int, entry: Entry) -> tuple[object, ...]:
    subjects = [encode(one.type, key) for one in entry.noted for key in range(one.first, one.last + 1)]
    changes = [
        {"subject": encode(one.type, one.key), "field": one.field, "from": one.before, "to": one.after}
        for one in entry.told
    ]
    listed = (list(dict.fromkeys(subjects))[: entry.shown], changes)
    return (
        place,
        entry.actor_id,
        entry.operation,
        entry.reason,
        entry.request_id,
        entry.run_id,
        entry.approval_id,
        *listed,
    )


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _places(place: int, entry: Entry) -> Iterator[tuple[str, int, int, str]]:
    """Where the entry is found by its records: by what was done to each first, and what was posted."""
    known = set[tuple[str, int]]()
    for one in sorted(entry.noted, key=lambda noted: noted.act.value != "POSTED"):
        for covered in covering(one.first, one.last):
            if (one.type, covered) not in known:
                known.add((one.type, covered))
                yield one.type, covered, place, one.act.value


def _to_postgresql(
    connection: Connection, now: datetime, rows: Sequence[Any], places: Sequence[Any], beside: Statement | None
) -> None:
    text, values = ("", ()) if beside is None else (f"beside AS ({beside[0]}), ", beside[1])
    told = [(*row[:-2], *map(_json, row[-2:])) for row in rows]
    columns = [list(column) for column in zip(*told, strict=True)]
    indexed = [list(column) for column in zip(*places, strict=True)] or [[], [], [], []]
    given = (*values, len(rows), now, len(rows), *columns, *indexed)
    connection.exec_driver_sql(POSTGRESQL.format(beside=text), given)


def _to_sqlite(connection: Connection, now: datetime, rows: Sequence[Any], places: Sequence[Any]) -> None:
    given = (len(rows), Instant.process_bind_param(now, connection.dialect), len(rows))
    ((before, at),) = rows_of(connection, SQLITE, given, announces=True)
    instant = Instant.process_result_value(at, connection.dialect)
    told = [(before + row[0], *row[1:], instant) for row in rows]
    bulk.append(connection, tables.history_entry, (*COLUMNS, "at"), told)
    bulk.append(connection, SUBJECT, PLACES, [(kind, where, before + of, act) for kind, where, of, act in places])
