"""Adding many rows at once: COPY on PostgreSQL, one prepared statement on SQLite.

Both take plain tuples. The unit of work, and even a bulk insert of dictionaries, spend most of their time on the way to
the driver; here a value goes through its column type's conversion and nothing else.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

Convert = Callable[[object], object]
CHUNK = 5000  # rows held at once on the way to SQLite


def append(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Add `rows`, whose values stand in the order of the columns `names`; raises `DBAPIError` like any statement.

    Columns that are not named get the database's own default: name every other column.
    """
    columns = ", ".join(f'"{name}"' for name in names)
    converted = _converted(connection, table, names, rows)
    if connection.dialect.name == "postgresql":
        _copy(connection, f'COPY "{table.name}" ({columns}) FROM STDIN', converted)
        return
    statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({", ".join("?" * len(names))})'
    while chunk := list(islice(converted, CHUNK)):
        connection.exec_driver_sql(statement, chunk)


def _converted(
    connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[object]]
) -> Iterator[tuple[object, ...]]:
    converts = [_convert(connection, table, name) for name in names]
    for row in rows:
        yield tuple(
            [value if convert is None else convert(value) for value, convert in zip(row, converts, strict=True)]
        )


def _convert(connection: Connection, table: Table, name: str) -> Convert | None:
    """How a value of the column is handed to the driver; None where it is handed over as it is."""
    kind = table.c[name].type.dialect_impl(connection.dialect)
    return kind.bind_processor(connection.dialect)


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
