"""Which tables a statement reads from one end to the other, as the engines themselves explain it.

A book for a test is small, and for a small table either engine may rightly choose to read all of it. PostgreSQL is
therefore forbidden what it would do only there: to scan, hash and merge. It scans all the same where no index serves,
and that is what is looked for. SQLite, which has no statistics here, takes an index where there is one.

The first rows of a list in the order of an index end where the page does. So that reads on only for as long as its
filter refuses rows: a walk, and no scan.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, event, text
from sqlmodel import SQLModel

from benchmarks.multiplied import COPIED
from rebill.models.database import Database

GROWING = {*COPIED, "posting_run", "posting_run_item", "idempotency_record"}
FORBIDDEN = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_material", "enable_memoize", "jit")
READS = re.compile(r"\s*(SELECT|WITH|UPDATE|DELETE)\b")
NAMED = re.compile(r'\b(?:FROM|JOIN|UPDATE|,)\s+"?(\w+)"?(?:\s+AS\s+"?(\w+)"?)?', re.IGNORECASE)
PASSED_ON = {"Subquery Scan", "Append", "Merge Append", "Incremental Sort", "Nested Loop", "LockRows", "Result"}
SCANS = {"Seq Scan", "Index Scan", "Index Only Scan"}
PARTIAL = {  # indexes that have only the few rows that something is still to be done about
    index.name
    for table in SQLModel.metadata.tables.values()
    for index in table.indexes
    if index.dialect_options["postgresql"]["where"] is not None
}
SORTED = "USE TEMP B-TREE"


@dataclass(frozen=True)
class Asked:
    """A statement as it went to the engine."""

    statement: str
    parameters: Any


@dataclass(frozen=True)
class Read:
    """A table of which no index finds the rows: `walk` reads on until a page is full, `scan` to the end."""

    table: str
    how: str
    statement: str


@contextmanager
def watched(database: Database) -> Iterator[list[Asked]]:
    """The statements that read meanwhile, each text once."""
    found: dict[str, Asked] = {}

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if READS.match(statement):
            found.setdefault(statement, Asked(statement, parameters[0] if many else parameters))

    asked: list[Asked] = []
    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
        asked.extend(found.values())


def reads(database: Database, asked: list[Asked]) -> list[Read]:
    """The growing tables that these statements read without an index."""
    with database.read() as connection:
        if database.dialect == "postgresql":
            for name in FORBIDDEN:
                connection.execute(text(f"SET LOCAL {name} = off"))
        explained = _of_postgresql if database.dialect == "postgresql" else _of_sqlite
        found = [Read(table, how, one.statement) for one in asked for table, how in explained(connection, one)]
    return [one for one in found if one.table in GROWING]


def _of_postgresql(connection: Connection, asked: Asked) -> Iterator[tuple[str, str]]:
    explain = f"EXPLAIN (FORMAT JSON, COSTS OFF) {asked.statement}"
    (plan,) = connection.exec_driver_sql(explain, asked.parameters).scalar_one()
    yield from _below(plan["Plan"], may_stop=False)


def _below(node: dict[str, Any], *, may_stop: bool) -> Iterator[tuple[str, str]]:
    kind, filtered = node["Node Type"], "Filter" in node
    if kind == "Bitmap Heap Scan":
        maps = [one for one in node["Plans"] if one.get("Parent Relationship") == "Outer"]
        if any(map(_is_whole, maps)):
            yield node["Relation Name"], "scan"
    elif kind in SCANS and _is_whole(node):
        if not may_stop or filtered:
            yield node["Relation Name"], "walk" if may_stop else "scan"
    for place, one in enumerate(node.get("Plans", [])):
        goes_on = kind == "Limit" or (may_stop and kind in PASSED_ON)
        is_first = place == 0 or kind in ("Append", "Merge Append")
        is_apart = one.get("Parent Relationship") in ("InitPlan", "SubPlan")
        yield from _below(one, may_stop=goes_on and is_first and not is_apart)


def _is_whole(node: dict[str, Any]) -> bool:
    """Whether all of an index is read, or of a table; parts of a bitmap are looked at one by one."""
    if node["Node Type"] in ("BitmapAnd", "BitmapOr"):
        return any(map(_is_whole, node["Plans"]))
    return "Index Cond" not in node and node.get("Index Name") not in PARTIAL


def _of_sqlite(connection: Connection, asked: Asked) -> Iterator[tuple[str, str]]:
    tables = {alias or name: name for name, alias in NAMED.findall(asked.statement)}
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked.statement}", asked.parameters).all()
    top = min((row.parent for row in plan), default=0)
    stops = "LIMIT" in asked.statement.rpartition(")")[2] and not any(
        row.parent == top and row.detail.startswith(SORTED) for row in plan
    )
    first = next((row.id for row in plan if row.parent == top), None)
    for row in plan:
        table = tables.get(_alias(row.detail), "")
        if table and not (stops and row.id == first):
            yield table, "scan"
        elif table and "WHERE" in asked.statement:
            yield table, "walk"


def _alias(detail: str) -> str:
    """What is scanned; nothing where an index finds the rows, or has no others."""
    words = detail.split()
    return words[1] if words[0] == "SCAN" and words[-1] not in PARTIAL else ""
