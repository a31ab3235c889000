"""Which tables a statement reads from one end to the other, as the engines themselves explain it.

A book for a test is small, and for a small table either engine may rightly choose to read all of it. PostgreSQL is
therefore forbidden what it would do only there: to scan, hash and merge. It scans all the same where no index serves,
and that is what is looked for. SQLite, which has no statistics here, takes an index where there is one.

The first rows of a list in the order of an index end where the page does. So that reads on only for as long as its
filter refuses rows: a walk, and no scan.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel

from benchmarks.multiplied import COPIED
from rebill.models import ready
from rebill.models.database import Database
from rebill.models.driver import Values, rows_of
from rebill.resolvers.compiled import statements

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
    """A statement as it went to the engine; a compiled one is told by its parameters, which are in places."""

    statement: str
    parameters: Any
    is_compiled: bool = False


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

    def rows_noted(connection: Connection, statement: str, values: Values) -> list[tuple[Any, ...]]:
        found.setdefault(statement, Asked(statement, values, is_compiled=True))
        return rows_of(connection, statement, values)

    asked: list[Asked] = []
    event.listen(database.engine, "before_cursor_execute", note)
    try:
        # which run past SQLAlchemy and its events
        with patch.object(statements, "rows_of", rows_noted), patch.object(ready, "rows_of", rows_noted):
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
    (((plan,),),) = _explained(connection, "EXPLAIN (FORMAT JSON, COSTS OFF)", asked)
    yield from _below(plan["Plan"], may_stop=False)


def _below(node: dict[str, Any], *, may_stop: bool) -> Iterator[tuple[str, str]]:
    kind, filtered = node["Node Type"], "Filter" in node
    if kind == "Bitmap Heap Scan":
        maps = [one for one in node["Plans"] if one.get("Parent Relationship") == "Outer"]
        if any(map(_is_whole, maps)):
            yield node["Relation Name"], "scan"
    elif kind in SCANS and _is_whole(node) and (not may_stop or filtered):
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
    plan = _explained(connection, "EXPLAIN QUERY PLAN", asked)
    for _, group in groupby(sorted(plan, key=lambda row: row[1]), key=lambda row: row[1]):
        steps = list(group)
        is_sorted = any(step[3].startswith(SORTED) for step in steps)
        may_stop = "LIMIT" in asked.statement and not is_sorted and not _is_below(plan, steps[0][1])
        for place, step in enumerate(steps):
            table = tables.get(_alias(step[3]), "")
            if table and not (may_stop and place == 0):
                yield table, "scan"
            elif table and re.search(rf'FROM "?{table}"?(?: AS \w+)?\s+WHERE', asked.statement):
                yield table, "walk"


def _is_below(plan: Sequence[tuple[Any, ...]], key: int) -> bool:
    """Whether a step of SQLite is carried out for each row of another one."""
    steps = {step[0]: step for step in plan}
    while key in steps:
        if steps[key][3].startswith("CORRELATED"):
            return True
        key = steps[key][1]
    return False


def _explained(connection: Connection, explain: str, asked: Asked) -> list[tuple[Any, ...]]:
    if asked.is_compiled:
        try:
            return rows_of(connection, f"{explain} {asked.statement}", asked.parameters)
        except OperationalError as error:
            if "parser stack overflow" in str(error):
                return []  # SQLite nests no deeper, and explaining is one level more
            raise
    return [tuple(row) for row in connection.exec_driver_sql(f"{explain} {asked.statement}", asked.parameters)]


def _alias(detail: str) -> str:
    """What is scanned; nothing where an index finds the rows, or has no others."""
    words = detail.split()
    return words[1] if words[0] == "SCAN" and words[-1] not in PARTIAL else ""
