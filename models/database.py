"""A database: SQLite for one machine, PostgreSQL where one machine or one writer is not enough.

Everything that differs between the two engines outside of column types and triggers stands here: how a connection is
set up, how a transaction begins, and which failures are worth another try. SQLite's own safety settings are read back
when a connection is made, because a setting that silently did not take would lose postings when the power goes.
"""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from .turns import InTurn

T = TypeVar("T")
TRIES = 8
FIRST_PAUSE_SECONDS = 0.02
BUSY_TIMEOUT_MILLISECONDS = 30_000
# serialisation failure, deadlock, lock not available, and a unique value that another transaction took meanwhile: the
# next try sees it and refuses it properly
RETRYABLE_SQLSTATES = {"40001", "40P01", "55P03", "23505"}
GATE = 0x52424C  # the advisory lock that every writer of PostgreSQL shares, and one who writes alone has to itself
KEEPALIVES = ("tcp_keepalives_idle = 2", "tcp_keepalives_interval = 1", "tcp_keepalives_count = 3")
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}


class DatabaseError(Exception):
    """The database cannot be used; the message is one line that says why."""


class Unavailable(Exception):
    """The database is away, starting, full, or locked for too long: nothing was written, and later it may succeed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Database:
    """An open database. `read` and `write` give connections in a transaction of their own."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name
        self.url = engine.url.render_as_string(hide_password=True)
        self._one_writer = InTurn()

    @classmethod
    def open(cls, url: str) -> "Database":
        """Open `sqlite:///path` or `postgresql://…`; raises `DatabaseError` where it cannot be used."""
        parsed = _parsed(url)
        engine = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA schema_version" if engine.name == "sqlite" else "SELECT 1")
        except SQLAlchemyError as error:
            engine.dispose()
            raise DatabaseError(f"cannot open {parsed.render_as_string()}: {_reason(error)}") from error
        return cls(engine)

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def write(self, *, alone: bool = False) -> Iterator[Connection]:
        """A write transaction: committed at the end, rolled back on any exception.

        `alone` keeps every other writer out from its beginning, as SQLite always does: for work that takes its locks in
        no one order, such as a whole file.
        """
        if self.dialect == "sqlite":
            with self._one_writer, self.engine.connect() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                with _ended(connection):
                    yield connection
        else:
            with self.engine.begin() as connection:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock{'' if alone else '_shared'}({GATE})")
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read-only snapshot: everything read in it stands at one point in time."""
        with self.engine.connect() as connection:
            if self.dialect == "sqlite":
                connection.exec_driver_sql("PRAGMA query_only = ON")
                connection.exec_driver_sql("BEGIN")
            else:
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            try:
                yield connection
            finally:
                connection.rollback()
                if self.dialect == "sqlite":
                    connection.exec_driver_sql("PRAGMA query_only = OFF")

    @contextmanager
    def migrate(self) -> Iterator[Connection]:
        """A write transaction for migrations: on SQLite without foreign keys, which are checked before it commits."""
        if self.dialect != "sqlite":
            with self.write() as connection:
                yield connection
            return
        with self._one_writer, self.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                with _ended(connection):
                    yield connection
                    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                        raise DatabaseError(f"{self.url} has rows that point at no record; it was not migrated")
            finally:
                connection.exec_driver_sql("PRAGMA foreign_keys = ON")

    def run_write(self, work: Callable[[Connection], T], *, alone: bool = False) -> T:
        """Run `work` in a write transaction; contention and lost connections are tried again, bounded and jittered.

        A connection that is lost while it commits is not: nobody knows whether it did.
        """
        for attempt in range(1, TRIES + 1):
            is_done = False
            try:
                with self.write(alone=alone) as connection:
                    result = work(connection)
                    is_done = True
                return result
            except DBAPIError as error:
                is_lost = error.connection_invalidated and not is_done
                if attempt == TRIES or not (is_lost or is_retryable(error)):
                    raise
            time.sleep(FIRST_PAUSE_SECONDS * 2**attempt * random.uniform(0.5, 1.5))
        raise AssertionError("unreachable")


def is_retryable(error: DBAPIError) -> bool:
    """Whether the transaction surely was not committed and may succeed later."""
    if isinstance(error.orig, sqlite3.OperationalError):
        return error.orig.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
    return getattr(error.orig, "sqlstate", None) in RETRYABLE_SQLSTATES


@contextmanager
def _ended(connection: Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseError(f"{url!r} is no database URL; use sqlite:///path or postgresql://…") from None
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database and parsed.database != ":memory:":
        folder = Path(parsed.database).resolve().parent
        if not folder.is_dir():
            raise DatabaseError(f"cannot open {url}: there is no folder {folder}")
        return parsed
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    raise DatabaseError(f"{url!r} is not a URL of the form sqlite:///path or postgresql://…")


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"isolation_level": None, "timeout": BUSY_TIMEOUT_MILLISECONDS / 1000})
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    for name, wanted in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {wanted}")
        (in_force,) = connection.execute(f"PRAGMA {name}").fetchone()
        if in_force != wanted:
            raise sqlite3.OperationalError(f"SQLite keeps {name} at {in_force}; Rebill needs {wanted}")


def _postgresql(url: URL) -> Engine:
    engine = create_engine(url, isolation_level="READ COMMITTED", pool_size=20, max_overflow=20, pool_pre_ping=True)
    event.listen(engine, "connect", _set_up_postgresql)
    return engine


def _set_up_postgresql(connection: Any, _: ConnectionPoolEntry) -> None:
    """Let the server notice within seconds when this machine is gone, and give up its locks."""
    with connection.cursor() as cursor:
        for setting in KEEPALIVES:
            cursor.execute(f"SET {setting}")
    connection.commit()


def _reason(error: SQLAlchemyError) -> str:
    original = error.orig if isinstance(error, DBAPIError) else error
    return " ".join(str(original).split())
