"""Statements that are ready as text, run on the driver's own connection.

SQLAlchemy builds, keys and wraps each statement; of one that is run a thousand times a second that is most of its time.
What it does besides is done here as well: what comes before each statement, and its kind of error.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection

from . import prepared
from .ending import before_statement
from .looking import WouldWrite, looked, only_looks

if TYPE_CHECKING:  # it takes a tenth of a second to load
    import psycopg

Values = Sequence[object] | Mapping[str, object]


def rows_of(
    connection: Connection, statement: str, values: Values, *, announces: bool = False
) -> list[tuple[Any, ...]]:
    """The rows of a statement, in which `:name` on SQLite and `$1` on PostgreSQL stand for values.

    Where it `announces`, whoever listens to SQLAlchemy's events hears of it, as of any other statement.
    """
    if announces:
        _announce(connection, statement, values)
    else:
        before_statement(connection)
    if only_looks(connection):
        statement = looked(statement)
    driver = connection.connection.dbapi_connection
    try:
        if isinstance(driver, sqlite3.Connection):
            return driver.execute(statement, values).fetchall()
        assert isinstance(values, Sequence), "PostgreSQL's have places"
        return prepared.rows_of(cast("psycopg.Connection", driver), connection.info, statement, values)
    except Exception as error:
        raise _told(connection, error, statement) from error


def changed(connection: Connection, statement: str, values: Sequence[object]) -> int:
    """Run what changes rows; how many. On PostgreSQL `%s` stands for values."""
    driver = connection.connection.dbapi_connection
    if not isinstance(driver, sqlite3.Connection):
        return connection.exec_driver_sql(statement, tuple(values)).rowcount
    _announce(connection, statement, values)
    try:
        return driver.execute(statement, values).rowcount
    except Exception as error:
        raise _told(connection, error, statement) from error


def rows_of_each(connection: Connection, statements: Sequence[tuple[str, Sequence[object]]]) -> list[list[Any]]:
    """The rows of several statements, in which `%s` stands for values, in one round trip to PostgreSQL.

    All of them are sent before the first is answered; where one fails those after it are not carried out.
    """
    if only_looks(connection):
        raise WouldWrite
    driver = cast("psycopg.Connection", connection.connection.dbapi_connection)
    try:
        with driver.pipeline():
            cursors = [driver.cursor().execute(text.encode(), values) for text, values in statements]
        return [cursor.fetchall() for cursor in cursors]
    except Exception as error:
        raise _told(connection, error, statements[0][0]) from error


def run(connection: Connection, statement: str) -> None:
    """Run what tells nothing, on PostgreSQL several statements in one round trip; no transaction is begun before."""
    driver = connection.connection.dbapi_connection
    try:
        if isinstance(driver, sqlite3.Connection):
            driver.execute(statement)
        else:
            prepared.run(cast("psycopg.Connection", driver), statement)
    except Exception as error:
        raise _told(connection, error, statement) from error


def is_in_transaction(connection: Connection) -> bool:
    """Whether one is open on it, on PostgreSQL also one that failed or whose connection was lost."""
    driver = connection.connection.dbapi_connection
    if isinstance(driver, sqlite3.Connection):
        return driver.in_transaction
    return prepared.is_in_transaction(cast("psycopg.Connection", driver))


def _announce(connection: Connection, statement: str, values: Values) -> None:
    """Do what comes before each statement, and tell others who listen; SQLAlchemy has no public way to them."""
    for listener in connection.dispatch.before_cursor_execute:
        listener(connection, None, statement, values, None, False)


def _told(connection: Connection, error: Exception, statement: str) -> BaseException:
    raised: Any = connection  # the one way to SQLAlchemy's errors, by which outages are told apart
    try:
        raised._handle_dbapi_exception(error, statement, None, None, None)
    except Exception as told:
        return told
    raise AssertionError("unreachable") from error
