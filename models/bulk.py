"""Adding and moving many rows at once, from plain tuples: a few statements, however many rows there are.

The unit of work, and even a bulk insert of dictionaries, spend most of their time on the way to the driver. On
PostgreSQL many rows are copied; few are one statement, whose text is always the same. On SQLite a statement has many
rows, too: a guarded table keeps a journal of each statement's pages, which costs more than the row itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.exc import DBAPIError

from .binding import bound, ways
from .changing import listener_of
from .driver import changed

Row = Sequence[object]
Rows = Iterable[Row]
Statement = tuple[str, tuple[list[object], ...]]
CHUNK = 5000  # rows held at once on the way to SQLite
MOST_VALUES = 30_000  # in one statement; SQLite takes 32,766
MOST_TOGETHER = 250  # rows in one statement of SQLite; more gain nothing, and it keeps statements by their texts
COPIED_FROM = 200  # rows that are worth the round trips of a COPY


def append(connection: Connection, table: Table, names: Sequence[str], rows: Rows) -> None:
    """Add `rows`, whose values stand in the order of the columns `names`; raises `DBAPIError` like any statement.

    Columns that are not named get the database's own default: name every other column.
    """
    of_table = tuple(names)
    if connection.dialect.name == "postgresql":
        _append_to_postgresql(connection, table, of_table, list(rows))
        return
    together = min(MOST_TOGETHER, MOST_VALUES // len(of_table))
    for many, values in _together(connection, table, of_table, rows, together):
        changed(connection, f"{_inserting(table, of_table)} VALUES {marks(many, len(of_table))}", values)


def keep(connection: Connection, table: Table, names: Sequence[str], rows: Rows) -> None:
    """Add rows, but for those whose key, the first column, is there already; on SQLite, where nobody else writes."""
    of_table = tuple(names)
    known = f'SELECT "{of_table[0]}" FROM "{table.name}"'
    for many, values in _together(connection, table, of_table, rows, MOST_TOGETHER):
        source = f"(VALUES {marks(many, len(of_table))})"
        new = f"{_inserting(table, of_table)} SELECT * FROM {source} WHERE column1 NOT IN ({known})"
        changed(connection, new, values)


def change(connection: Connection, table: Table, names: Sequence[str], rows: Rows) -> None:
    """Give columns of existing rows new values; a row is its key, then the values in the order of `names`."""
    listener = listener_of(connection)
    if listener is not None:
        rows = list(rows)
        listener.rows(table, names, rows)
    give(connection, table, names, rows)


def give(connection: Connection, table: Table, names: Sequence[str], rows: Rows) -> None:
    """The same, told to nobody: of rows whose writer tells of them itself."""
    _update(connection, table, tuple(names), rows, compared=False)


def move(connection: Connection, table: Table, names: Sequence[str], rows: Rows) -> int:
    """Give columns of existing rows new values, each only where it still has the old one; how many rows were moved.

    A row is its key, then the new values in the order of `names`, then the old ones.
    """
    return _update(connection, table, tuple(names), rows, compared=True)


def add(connection: Connection, table: Table, name: str, rows: Sequence[tuple[int, Decimal]]) -> None:
    """Add to a column of existing rows, locked in the order of their keys; a row is its key and what to add."""
    if not rows:
        return
    given = ("id", name)
    if connection.dialect.name == "postgresql":
        text, arrays = addition(connection.dialect, table, name, rows)
        held = f'SELECT id FROM "{table.name}" WHERE id = ANY(%s::INTEGER[]) ORDER BY id FOR NO KEY UPDATE'
        statement = f"WITH held AS MATERIALIZED ({held}) {text} AND (SELECT count(*) FROM held) > 0"
        changed(connection, statement, (arrays[0], *arrays))
        return
    for many, values in _together(connection, table, given, rows, MOST_TOGETHER):
        added = f'"{name}" = "{name}" + given.column2 FROM (VALUES {marks(many, 2)}) AS given'
        statement = f'UPDATE "{table.name}" SET {added} WHERE "{table.name}".id = given.column1'
        changed(connection, statement, values)


def addition(dialect: Dialect, table: Table, name: str, rows: Sequence[tuple[int, Decimal]]) -> Statement:
    """The statement of PostgreSQL that adds to a column of rows that are locked, or that nobody else waits for."""
    given = ("id", name)
    arrays = tuple(map(list, bound(rows, ways(dialect, table, given))))
    source = f"{_unnested(dialect, table, given)} AS given (column1, column2)"
    added = f'"{name}" = "{table.name}"."{name}" + given.column2 FROM {source}'
    return f'UPDATE "{table.name}" SET {added} WHERE "{table.name}".id = given.column1', arrays


def insertion(dialect: Dialect, table: Table, names: tuple[str, ...], rows: Sequence[Row]) -> Statement:
    """The statement of PostgreSQL that adds some rows, few enough not to be copied."""
    columns = bound(rows, ways(dialect, table, names))
    return f"{_inserting(table, names)} SELECT * FROM {_unnested(dialect, table, names)}", tuple(map(list, columns))


def update_of(dialect: Dialect, table: Table, names: tuple[str, ...], rows: Sequence[Row], compared: bool) -> Statement:
    """The statement of PostgreSQL that changes rows, or moves them."""
    given = ("id", *names, *(names if compared else ()))
    arrays = bound(rows, ways(dialect, table, given))
    source = _unnested(dialect, table, given)
    text = _updating(table, names, compared, "IS NOT DISTINCT FROM").format(source=source)
    return text, tuple(map(list, arrays)) or tuple([] for _ in given)


def _update(connection: Connection, table: Table, names: tuple[str, ...], rows: Rows, *, compared: bool) -> int:
    given = ("id", *names, *(names if compared else ()))
    if connection.dialect.name == "postgresql":
        moved = list(rows)
        return changed(connection, *update_of(connection.dialect, table, names, moved, compared))
    updating, count = _updating(table, names, compared, "IS"), 0
    for many, values in _together(connection, table, given, rows, min(MOST_TOGETHER, MOST_VALUES // len(given))):
        statement = updating.format(source=f"(VALUES {marks(many, len(given))})")
        count += changed(connection, statement, values)
    return count


def _together(
    connection: Connection, table: Table, names: tuple[str, ...], rows: Rows, most: int
) -> Iterator[tuple[int, tuple[object, ...]]]:
    """The values of at most so many rows at a time, one row after the other as SQLite's driver takes them; how many."""
    given, of_columns, width = iter(rows), ways(connection.dialect, table, names), len(names)
    while chunk := list(islice(given, CHUNK)):
        values: list[object] = [None] * (len(chunk) * width)
        for place, column in enumerate(bound(chunk, of_columns)):
            values[place::width] = column
        for start in range(0, len(chunk), most):
            some = tuple(values[start * width : (start + most) * width])
            yield len(some) // width, some


def _append_to_postgresql(
    connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[Sequence[object]]
) -> None:
    if not rows:
        return
    if len(rows) < COPIED_FROM:
        changed(connection, *insertion(connection.dialect, table, names, rows))
        return
    columns = bound(rows, ways(connection.dialect, table, names))
    listed = ", ".join(f'"{name}"' for name in names)
    _copy(connection, f'COPY "{table.name}" ({listed}) FROM STDIN', zip(*columns, strict=True))


@lru_cache(maxsize=1000)
def _inserting(table: Table, names: tuple[str, ...]) -> str:
    return f'INSERT INTO "{table.name}" ({", ".join(f"{chr(34)}{name}{chr(34)}" for name in names)})'


@lru_cache(maxsize=250)
def marks(rows: int, columns: int) -> str:
    """What stands for the values of some rows in a statement of SQLite."""
    row = f"({', '.join('?' * columns)})"
    return ", ".join([row] * rows)


@lru_cache(maxsize=1000)
def _unnested(dialect: Dialect, table: Table, names: tuple[str, ...]) -> str:
    """The rows whose columns are given as arrays."""
    kinds = (table.c[name].type.compile(dialect) for name in names)
    return f"unnest({', '.join(f'%s::{kind}[]' for kind in kinds)})"


@lru_cache(maxsize=1000)
def _updating(table: Table, names: tuple[str, ...], compared: bool, same: str) -> str:
    """An update from a `source` of rows, whose columns SQLite calls by their numbers; PostgreSQL is told to."""
    called = ", ".join(f"column{place}" for place in range(1, len(names) * (2 if compared else 1) + 2))
    new = ", ".join(f'"{name}" = given.column{place}' for place, name in enumerate(names, 2))
    old = enumerate(names if compared else (), len(names) + 2)
    unmoved = "".join(f' AND "{table.name}"."{name}" {same} given.column{place}' for place, name in old)
    listed = f" ({called})" if same != "IS" else ""
    return (
        f'UPDATE "{table.name}" SET {new} FROM {{source}} AS given{listed} '
        f'WHERE "{table.name}".id = given.column1{unmoved}'
    )


def _copy(connection: Connection, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
    import psycopg  # only here, since it takes a tenth of a second to load

    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)
    try:
        with raw.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:  # as SQLAlchemy reports every other statement's failure
        raise DBAPIError(statement, None, error) from error
