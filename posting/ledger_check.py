"""The laws of the books, checked on the live data: what `checkLedger` and `rebill check` run.

A law says which rows it looks at, and which of them break it. Both read whole tables, so a check of large books takes
its time; it runs on a snapshot and blocks nobody.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, FromClause, Select, func, select, text

from .laws import (
    advances,
    approvals,
    books,
    buyers,
    canceling,
    charges,
    connections,
    copies,
    corrected_goods,
    dates,
    documents,
    files,
    goods,
    history,
    ledger,
    names,
    project_amounts,
    returns,
    rows,
    rules,
    sales_amounts,
    series,
    settlements,
    sources,
    standing,
    taxes,
    vouchers,
)
from .laws.law import Law

MOST_VIOLATIONS = 100
LAWS: tuple[Law, ...] = (
    *ledger.LAWS,
    *rows.LAWS,
    *rules.LAWS,
    *connections.LAWS,
    *sources.LAWS,
    *project_amounts.LAWS,
    *documents.LAWS,
    *advances.LAWS,
    *buyers.LAWS,
    *copies.LAWS,
    *dates.LAWS,
    *sales_amounts.LAWS,
    *charges.LAWS,
    *goods.LAWS,
    *corrected_goods.LAWS,
    *standing.LAWS,
    *taxes.LAWS,
    *files.LAWS,
    *canceling.LAWS,
    *series.LAWS,
    *history.LAWS,
    *approvals.LAWS,
    *books.LAWS,
    *settlements.LAWS,
    *vouchers.LAWS,
    *names.LAWS,
    *returns.LAWS,
)
# PostgreSQL plans a law for the row or two that it expects where it knows too little, and then joins row by row; and it
# compiles each statement, which takes longer than it saves
WHOLE_TABLES = {"enable_nestloop": "off", "jit": "off", "work_mem": "'32MB'"}


@dataclass(frozen=True)
class CheckedLaw:
    """What became of a law on the live data."""

    id: str
    statement: str
    checked_rows: int
    violations: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether no row breaks it."""
        return not self.violations


def check_connection(connection: Connection) -> list[CheckedLaw]:
    """Check every law on what `connection` sees."""
    with reading_whole_tables(connection):
        rows = looked_at(connection, LAWS)
        return [checked(connection, law, rows[law.id]) for law in LAWS]


def looked_at(connection: Connection, laws: Sequence[Law]) -> dict[str, int]:
    """How many rows each law looks at, by its id: all laws of a table count in one pass over it."""
    found: dict[str, int] = {}
    for ids, counts in _counts(tuple(laws)):
        found |= zip(ids, map(int, connection.execute(counts).one()), strict=True)
    return found


@lru_cache
def _counts(laws: tuple[Law, ...]) -> list[tuple[list[str], Executable]]:
    """Each table's statement, with the ids of the laws it counts for; made once, since that costs more than to ask."""
    of_table: dict[FromClause, list[Law]] = defaultdict(list)
    for law in laws:
        (table,) = law.looked_at.get_final_froms()
        of_table[table].append(law)
    return [([law.id for law in counting], _counting(table, counting)) for table, counting in of_table.items()]


def _counting(table: FromClause, laws: Sequence[Law]) -> Executable:
    counts = [_count(law.looked_at.whereclause).label(f"law_{place}") for place, law in enumerate(laws)]
    return select(*counts).select_from(table)


def _count(condition: ColumnElement[bool] | None) -> ColumnElement[int]:
    every = func.count()
    return every if condition is None else every.filter(condition)


def checked(connection: Connection, law: Law, rows: int | None = None) -> CheckedLaw:
    """Check one law, which looks at so many rows; they are counted where nobody has."""
    rows = looked_at(connection, [law])[law.id] if rows is None else rows
    broken = (f"{law.id}: {row}" for row in _broken(connection, law))
    return CheckedLaw(law.id, law.statement, rows, tuple(islice(broken, MOST_VIOLATIONS)))


def _broken(connection: Connection, law: Law) -> Iterator[object]:
    if isinstance(law.broken, Select):
        return iter(connection.execute(_first(law.broken)).scalars())
    return law.broken(connection)


@cache
def _first(broken: Select[Any]) -> Select[Any]:
    """A law's statement with its limit, made once: SQLAlchemy knows again, at no cost, what is the same object."""
    return broken.limit(MOST_VIOLATIONS)


@contextmanager
def reading_whole_tables(connection: Connection) -> Iterator[None]:
    """Tell the engine that what follows reads whole tables."""
    settings = WHOLE_TABLES if connection.dialect.name == "postgresql" else {}
    for name, value in settings.items():
        connection.execute(text(f"SET LOCAL {name} = {value}"))
    yield
    for name in settings:
        connection.execute(text(f"SET LOCAL {name} TO DEFAULT"))
