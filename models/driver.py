"""Statements that are ready as text, run on the driver's own connection.

SQLAlchemy builds, keys and wraps each statement; of one that is run a thousand times a second that is most of its time.
What it does besides is done here as well: what comes before each statement, and its kind of error.
"""

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection

from .ending import before_statement

if TYPE_CHECKING:  # it takes a tenth of a second to load
    import psycopg

Values = Sequence[object]


def rows_of(connection: Connection, statement: str, values: Values) -> list[tuple[Any, ...]]:
    """The rows of a statement, in which `?` on SQLite and `$1` on PostgreSQL stand for values."""
    before_statement(connection)
    driver = connection.connection.dbapi_connection
    try:
        if isinstance(driver, sqlite3.Connection):
            return driver.execute(statement, values).fetchall()
        return _on_postgresql(cast("psycopg.Connection", driver), statement, values)
    except Exception as error:
        raised: Any = connection  # the one way to SQLAlchemy's errors, by which outages are told apart
        raised._handle_dbapi_exception(error, statement, None, None, None)
        raise AssertionError("unreachable") from error


def _on_postgresql(driver: "psycopg.Connection", statement: str, values: Values) -> list[tuple[Any, ...]]:
    from psycopg import RawCursor

    with RawCursor(driver) as cursor:
        return cursor.execute(statement.encode(), values, prepare=True).fetchall()
