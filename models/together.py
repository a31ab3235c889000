"""Sets of rows that are written together: on PostgreSQL one statement, however many tables they go to.

What is given is kept until it is sent; where a row would be touched twice another statement begins, and all of them go
in one round trip. A set that is large goes by itself; so does each on SQLite, to which a statement costs nothing on the
way.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, Table

from . import bulk
from .bulk import Row, Statement
from .driver import rows_of_each

Check = Callable[[int], None]
MOST_GATHERED = 1000  # rows of a set that goes with others; more are copied


@dataclass(frozen=True)
class _Part:
    statement: Statement
    check: Check | None


class Together:
    """What is written with a connection, in the order in which it is given."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._gathers = connection.dialect.name == "postgresql"
        self._groups: list[list[_Part]] = [[]]
        self._touched: dict[str, set[object]] = defaultdict(set)

    def append(self, table: Table, names: tuple[str, ...], rows: Sequence[Row], before: Table | None = None) -> None:
        """Add rows, as `bulk.append` does.

        What moves rows of the table `before`, which the first column names, then waits for the next statement: the
        parts of one are carried out in no order, and what belongs to a document has to be there when it is posted.
        """
        if not rows:
            return
        if not self._gathers or len(rows) > MOST_GATHERED:
            self.send()
            bulk.append(self.connection, table, names, rows)
            return
        keys = [row[names.index("id")] for row in rows] if "id" in names else []
        self._gather(table, keys, bulk.insertion(self.connection.dialect, table, names, rows), None)
        if before is not None:
            self._touched[before.name].update(row[0] for row in rows)

    def keep(self, table: Table, names: tuple[str, ...], rows: Sequence[Row]) -> None:
        """Add rows, but for those whose key, the first column, is there already: what is kept by its content."""
        if not rows:
            return
        if self._gathers:
            text, values = bulk.insertion(self.connection.dialect, table, names, rows)
            self._gather(table, [row[0] for row in rows], (f"{text} ON CONFLICT DO NOTHING", values), None)
        else:
            bulk.keep(self.connection, table, names, rows)

    def move(self, table: Table, names: tuple[str, ...], rows: Sequence[Row], check: Check) -> None:
        """Move columns, as `bulk.move` does; `check` is told how many rows were moved, once it is known."""
        if not rows:
            return
        if not self._gathers or len(rows) > MOST_GATHERED:
            self.send()
            check(bulk.move(self.connection, table, names, rows))
            return
        statement = bulk.update_of(self.connection.dialect, table, names, rows, compared=True)
        self._gather(table, [row[0] for row in rows], statement, check)

    def change(self, table: Table, names: tuple[str, ...], rows: Sequence[Row]) -> None:
        """Give columns of existing rows new values: a row's key, then these."""
        if not rows:
            return
        if self._gathers:
            statement = bulk.update_of(self.connection.dialect, table, names, rows, compared=False)
            self._gather(table, [row[0] for row in rows], statement, None)
        else:
            bulk.give(self.connection, table, names, rows)

    def add(self, table: Table, name: str, rows: Sequence[tuple[int, Decimal]]) -> None:
        """Add to a column of existing rows, as `bulk.add` does."""
        if not rows:
            return
        if self._gathers:
            statement = bulk.addition(self.connection.dialect, table, name, rows)
            self._gather(table, [key for key, _ in rows], statement, None)
        else:
            bulk.add(self.connection, table, name, rows)

    def send(self) -> None:
        """Write what has been given and not been written yet."""
        groups, self._groups = [group for group in self._groups if group], [[]]
        self._touched.clear()
        if not groups:
            return
        for group, rows in zip(groups, rows_of_each(self.connection, list(map(_statement, groups))), strict=True):
            checks = [part.check for part in group if part.check is not None]
            for check, count in zip(checks, rows[0] if checks else (), strict=True):
                check(count)

    def _gather(self, table: Table, keys: Sequence[object], statement: Statement, check: Check | None) -> None:
        """Keep a part; in one statement each row is touched once."""
        if not self._touched[table.name].isdisjoint(keys):
            self._groups.append([])
            self._touched.clear()
        self._touched[table.name].update(keys)
        self._groups[-1].append(_Part(statement, check))


def _statement(parts: Sequence[_Part]) -> tuple[str, list[object]]:
    """The parts as one statement, which tells of each that is checked how many rows it moved."""
    ctes: list[str] = []
    counts: list[str] = []
    values: list[object] = []
    for place, part in enumerate(parts):
        text, given = part.statement
        ctes.append(f"part_{place} AS ({text}{'' if part.check is None else ' RETURNING 1'})")
        counts += [] if part.check is None else [f"(SELECT count(*) FROM part_{place})"]
        values += given
    return f"WITH {', '.join(ctes)} SELECT {', '.join(counts) or '1'}", values
