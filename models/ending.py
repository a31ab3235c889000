"""The end of a query: its time is over, or nobody waits for its answer any more (access 5.6).

Either ends what the database does for it, too: SQLite asks every few thousand steps, PostgreSQL is told by a timeout
and by a cancel request. `Ended` is no `Exception`, as little as a cancelled task's is, so that nothing which catches
the failures of one field goes on with the next one.
"""

import math
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, cast

from sqlalchemy import Connection, Engine, event

if TYPE_CHECKING:  # it takes a tenth of a second to load
    import psycopg

STEPS = 100_000  # of SQLite's machine between two looks at the clock, some milliseconds
STALE = 0.9  # a statement timeout that is longer than what is left, by more than this, is set anew
CANCEL_SECONDS = 3
BEFORE = "before each statement"
LIMIT = "seconds of a statement"  # what a connection to PostgreSQL was made with
NO_LIMIT = "SET LOCAL statement_timeout = 0"


class Ended(BaseException):
    """The query is over before it came to its end."""


class Ending:
    """The end of one query; it may be looked at, and brought about, from any thread."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = math.inf
        self._is_given_up = False
        self._guard = threading.Lock()
        self._running: list[psycopg.Connection] = []

    def begin(self) -> None:
        """Let the time run, from the first call on."""
        if self._until == math.inf:
            self._until = time.monotonic() + self.seconds

    @property
    def seconds_left(self) -> float:
        """How long it may still take; nothing once it is given up."""
        return 0 if self._is_given_up else max(0, self._until - time.monotonic())

    @property
    def is_over(self) -> bool:
        """Whether it is to end."""
        return self._is_given_up or time.monotonic() >= self._until

    @property
    def server_limit(self) -> str:
        """The statement that has PostgreSQL end whatever takes longer than what is left."""
        return f"SET LOCAL statement_timeout = {max(1, math.ceil(self.seconds_left * 1000))}"

    def is_known_to(self, connection: Connection) -> bool:
        """Whether PostgreSQL ends what takes too long on a connection by itself, as it was told once for all."""
        return connection.info.get(LIMIT) == self.seconds and self.seconds_left > STALE * self.seconds

    def check(self) -> None:
        """Raise `Ended` where it is to end."""
        if self.is_over:
            raise Ended

    def give_up(self) -> None:
        """End it, since nobody waits for it; does not wait itself."""
        self._is_given_up = True
        if self._running:
            threading.Thread(target=self._cancel, name="canceling a query", daemon=True).start()

    @contextmanager
    def over(self, connection: Connection) -> Iterator[None]:
        """What `connection` does meanwhile ends with the query."""
        self.begin()
        driver = connection.connection.dbapi_connection
        with self._file(driver, connection) if isinstance(driver, sqlite3.Connection) else self._server(connection):
            yield

    @contextmanager
    def _file(self, driver: sqlite3.Connection, connection: Connection) -> Iterator[None]:
        driver.set_progress_handler(lambda: self.is_over, STEPS)
        try:
            with _before_each(connection, self.check):
                yield
        finally:
            with suppress(sqlite3.ProgrammingError):  # closed, as a connection is that something ended in the middle
                driver.set_progress_handler(None, 0)

    @contextmanager
    def _server(self, connection: Connection) -> Iterator[None]:
        running = cast("psycopg.Connection", connection.connection.dbapi_connection)
        self._running.append(running)
        try:
            with _before_each(connection, self._limited(running)):
                yield
        finally:
            with self._guard:  # whoever is about to cancel does so before the connection is anybody else's
                self._running.remove(running)
                if self._is_given_up:  # and may have been canceled: what it does next is not to be
                    connection.invalidate()

    def _limited(self, running: "psycopg.Connection") -> Callable[[], None]:
        """What comes before each statement on PostgreSQL: the server ends it by itself, too."""
        limit = self.seconds_left  # as `server_limit` has said

        def before() -> None:
            nonlocal limit
            self.check()
            if (left := self.seconds_left) < STALE * limit:
                limit = left
                running.execute(self.server_limit.encode())

        return before

    def _cancel(self) -> None:
        with self._guard:
            for one in self._running:
                one.cancel_safe(timeout=CANCEL_SECONDS)


def watch(engine: Engine) -> None:
    """Have what is noted for a connection done before each of its statements; once for an engine, which is cheaper."""
    event.listen(engine, "before_cursor_execute", _before)


def before_statement(connection: Connection) -> None:
    """Do what is noted for a connection; for statements that do not come by SQLAlchemy."""
    act = connection.info.get(BEFORE)
    if act is not None:
        act()


def _before(connection: Connection, *_: object) -> None:
    before_statement(connection)


@contextmanager
def _before_each(connection: Connection, act: Callable[[], None]) -> Iterator[None]:
    """Do something before each statement of a connection."""
    noted = connection.info
    noted[BEFORE] = act
    try:
        yield
    finally:
        noted.pop(BEFORE, None)  # emptied where the connection was ended meanwhile
