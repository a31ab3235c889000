"""The engines behind a database: what an address means, and how a connection to each of the two is set up.

SQLite's own safety settings are read back when a connection is made, because a setting that silently did not take would
lose postings when the power goes.
"""

import math
import sqlite3
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from . import sqlite_files
from .capacity import Capacity
from .ending import LIMIT
from .prepared import roll_back

if TYPE_CHECKING:  # it takes a tenth of a second to load
    import psycopg

KEEPALIVES = ("tcp_keepalives_idle = 2", "tcp_keepalives_interval = 1", "tcp_keepalives_count = 3")
NO_JIT = "jit = off"  # compiling takes longer than even what reads the whole book
SETTINGS = b"; ".join(f"SET {one}".encode() for one in (*KEEPALIVES, NO_JIT))
REACHED_WITHIN = {  # so that a server that is gone without a word is noticed in seconds, too
    "connect_timeout": 3,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,
}
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}


class DatabaseError(Exception):
    """The database cannot be used; the message is one line that says why."""


class Pool(TypedDict, total=False):
    """How many connections there may be: `pool_size` are kept, and one waits `pool_timeout` seconds for one."""

    pool_size: int
    max_overflow: int
    pool_timeout: float


def make_engine(url: str, capacity: Capacity, read_only: bool) -> Engine:
    """The engine of an address, which has answered; raises `DatabaseError` where it does not."""
    address = parsed(url)
    make = _sqlite if address.get_backend_name() == "sqlite" else _postgresql
    engine = make(address, capacity, read_only)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA schema_version" if engine.name == "sqlite" else "SELECT 1")
    except SQLAlchemyError as error:
        engine.dispose()
        raise DatabaseError(f"cannot open {address.render_as_string()}: {_reason(error)}") from error
    return engine


def parsed(url: str) -> URL:
    """What an address means; raises `DatabaseError` where it means no database of ours."""
    try:
        found = make_url(url)
    except ArgumentError:
        raise DatabaseError(f"{url!r} is not a database URL; use sqlite:///path or postgresql://…") from None
    backend = found.get_backend_name()
    if backend == "sqlite" and (problem := sqlite_files.too_old()):
        raise DatabaseError(problem)
    if backend == "sqlite" and found.database and found.database != ":memory:":
        folder = Path(found.database).resolve().parent
        if not folder.is_dir():
            raise DatabaseError(f"cannot open {url}: there is no folder {folder}")
        return found
    if backend in ("postgresql", "postgres"):
        return found.set(drivername="postgresql+psycopg")
    raise DatabaseError(f"{url!r} is not a URL of the form sqlite:///path or postgresql://…")


def _sqlite(url: URL, capacity: Capacity, read_only: bool) -> Engine:
    file = sqlite_files.file_of(url) if read_only else None
    if file is not None:
        reading = partial(sqlite_files.only_read, file, capacity.lock_seconds)
        return create_engine(url, hide_parameters=True, creator=reading, **_pool(url, capacity))
    # an error's text may end in a log, so it has the statement and never its values
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={"isolation_level": None, "timeout": capacity.lock_seconds},
        **_pool(url, capacity),
    )
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _pool(url: URL, capacity: Capacity) -> Pool:
    """As many connections as there may be threads that want one; half of them are kept."""
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        return {}  # has one connection, whatever is asked
    kept = capacity.connections // 2
    return {
        "pool_size": kept,
        "max_overflow": capacity.connections - kept,
        "pool_timeout": capacity.lock_seconds,
    }


def _set_up_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    for name, wanted in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {wanted}")
        (in_force,) = connection.execute(f"PRAGMA {name}").fetchone()
        if in_force != wanted:
            raise sqlite3.OperationalError(f"SQLite keeps {name} at {in_force}; Rebill needs {wanted}")


def _postgresql(url: URL, capacity: Capacity, read_only: bool) -> Engine:
    known = {name: value for name, value in REACHED_WITHIN.items() if name not in url.query}
    engine = create_engine(
        url,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        connect_args=known,
        **_pool(url, capacity),
    )
    engine.dialect.do_rollback = _roll_back  # type: ignore[assignment, method-assign]  # of this engine alone
    engine.dialect.do_rollback_to_savepoint = _roll_back_to  # type: ignore[assignment, method-assign]  # as well
    event.listen(engine, "connect", partial(_set_up_postgresql, capacity.query_seconds))
    if read_only:
        event.listen(engine, "connect", _only_read)
    return engine


def _roll_back(connection: PoolProxiedConnection) -> None:
    roll_back(cast("psycopg.Connection", connection))  # which stands for the driver's


def _roll_back_to(connection: Connection, savepoint: str) -> None:
    roll_back(cast("psycopg.Connection", connection.connection), savepoint)


def _set_up_postgresql(seconds: float, connection: "psycopg.Connection", pooled: ConnectionPoolEntry) -> None:
    """Let the server notice within seconds when this machine is gone, and give up its locks.

    A statement by itself takes no longer than a query may; transactions say what holds for them.
    """
    with connection.cursor() as cursor:
        cursor.execute(SETTINGS + f"; SET statement_timeout = {math.ceil(seconds * 1000)}".encode())
    connection.commit()
    pooled.info[LIMIT] = seconds


def _only_read(connection: "psycopg.Connection", _: ConnectionPoolEntry) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    connection.commit()


def _reason(error: SQLAlchemyError) -> str:
    original = error.orig if isinstance(error, DBAPIError) else error
    return " ".join(str(original).split())
