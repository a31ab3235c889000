"""A database: SQLite for one machine, PostgreSQL where one machine or one writer is not enough.

How a transaction begins and ends on each, and which failures are worth another try; `engines` makes connections.
"""

import math
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from . import changing
from .capacity import DEFAULT, Capacity
from .contention import GIVE_PLACE, WaitingRoom, what_is_locked
from .driver import is_in_transaction, run
from .ending import NO_LIMIT, Ending, watch
from .engines import DatabaseError, make_engine
from .group_commit import GroupCommit, NotCommitted
from .outages import PASSING, Reason, Unavailable, reason_of
from .patience import SHORTEST_SECONDS, Wait, is_contention, is_in_doubt, milliseconds
from .transactions import Begin, begun_with, ended
from .turns import InTurn
from .wires import Wires

__all__ = ["Database", "DatabaseError", "Unavailable"]

T = TypeVar("T")
TRIES = 8
FIRST_PAUSE_SECONDS = 0.02
OPENING_SECONDS = 30  # that a process waits for another one that migrates the same file
GATE = 0x52424C  # the advisory lock that every writer of PostgreSQL shares, and one who writes alone has to itself


class Database:
    """An open database. `read` and `write` give connections in a transaction of their own."""

    def __init__(self, engine: Engine, capacity: Capacity = DEFAULT, *, read_only: bool = False) -> None:
        self.engine = engine
        watch(engine)
        changing.watch(engine)
        self.capacity = capacity
        self.read_only = read_only
        self.dialect = engine.dialect.name
        self.url = engine.url.render_as_string(hide_password=True)
        self._usual_milliseconds = milliseconds(capacity.lock_seconds)  # as connections to SQLite are made with
        self.room = WaitingRoom(capacity.contended, capacity.contended_waiting)
        self._one_writer = InTurn()
        self._group = GroupCommit(lambda seconds: self.write(seconds=seconds)) if self.dialect == "sqlite" else None
        self._away_since: float | None = None
        self.wires = Wires(engine, capacity.wires)

    @classmethod
    def open(cls, url: str, capacity: Capacity = DEFAULT, *, read_only: bool = False) -> "Database":
        """Open `sqlite:///path` or `postgresql://…`; raises `DatabaseError` where it cannot be used.

        `read_only` makes no file, needs no right to write, and has the engine itself refuse every write.
        """
        return cls(make_engine(url, capacity, read_only), capacity, read_only=read_only)

    def dispose(self) -> None:
        """Close every connection."""
        self.wires.close()
        self.engine.dispose()

    @contextmanager
    def write(
        self, *, alone: bool = False, seconds: float | None = None, turn: int | None = None
    ) -> Iterator[Connection]:
        """A write transaction: committed at the end, rolled back on any exception; waits `seconds` for each lock.

        `alone` keeps every other writer out from its beginning, as SQLite always does: for work that takes its locks in
        no one order, such as a whole file. Writers with one `turn` wait for each other.
        """
        if self.read_only:
            raise DatabaseError(f"{self.url} is open for reading only")
        patience = self.capacity.lock_seconds if seconds is None else seconds
        if self.dialect == "sqlite":
            with self._turn(patience) as left, self.engine.connect() as connection:
                with self._waiting(connection, left):
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                with ended(connection):
                    yield connection
        else:
            begin = partial(self._begin_writing, patience=patience, alone=alone, turn=turn)
            with self._begun(begin) as connection, ended(connection):
                yield connection

    @contextmanager
    def _waiting(self, connection: Connection, seconds: float) -> Iterator[None]:
        """Wait so long for the lock of a SQLite file, where that is not what its connections do anyway."""
        usual = self._usual_milliseconds
        if milliseconds(seconds) == usual:
            yield
            return
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {milliseconds(seconds)}")
        try:
            yield
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {usual}")

    def _begin_writing(self, connection: Connection, patience: float, alone: bool, turn: int | None) -> None:
        locks = f"SELECT pg_advisory_xact_lock{'' if alone else '_shared'}({GATE})"
        if turn is not None:
            locks += f"; SELECT pg_advisory_xact_lock({turn})"
        connection.begin()  # as SQLAlchemy is to know; it sends nothing
        run(connection, f"BEGIN; SET LOCAL lock_timeout = {milliseconds(patience)}; {NO_LIMIT}; {locks}")

    @contextmanager
    def read(self, ending: Ending | None = None, *, is_one_statement: bool = False) -> Iterator[Connection]:
        """A read-only snapshot: everything read in it stands at one point in time; it ends with `ending`.

        One statement is a snapshot by itself: nothing is sent around it, where the connection knows its limit already.
        """
        if ending is not None:
            ending.begin()
        with self._connected(partial(self._begin_reading, ending=ending, is_one=is_one_statement)) as connection:
            try:
                if ending is None:
                    yield connection
                else:
                    with ending.over(connection):
                        yield connection
            finally:
                self._end_reading(connection)

    def _begin_reading(self, connection: Connection, ending: Ending | None, is_one: bool) -> None:
        if self.dialect == "sqlite":
            if not is_one:
                run(connection, "PRAGMA query_only = ON")
                run(connection, "BEGIN")
        elif not (is_one and ending is not None and ending.is_known_to(connection)):
            limit = NO_LIMIT if ending is None else ending.server_limit
            run(connection, f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {limit}")

    def _end_reading(self, connection: Connection) -> None:
        """End it with COMMIT: after ROLLBACK, psycopg forgets the statements that PostgreSQL has prepared."""
        if connection.invalidated or not is_in_transaction(connection):
            return
        try:
            run(connection, "COMMIT")
            if self.dialect == "sqlite":
                run(connection, "PRAGMA query_only = OFF")
        except SQLAlchemyError:  # lost: what was read of it was read all the same
            connection.invalidate()

    @contextmanager
    def migrate(self) -> Iterator[Connection]:
        """A write transaction for migrations: on SQLite without foreign keys, which are checked before it commits."""
        if self.dialect != "sqlite" or self.read_only:
            with self.write(seconds=0) as connection:  # for ever: another process may be migrating large books
                yield connection
            return
        with self._one_writer, self.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            try:
                with self._waiting(connection, OPENING_SECONDS):
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                with ended(connection):
                    yield connection
                    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                        raise DatabaseError(f"{self.url} has rows that point at no record; it was not migrated")
            finally:
                connection.exec_driver_sql("PRAGMA foreign_keys = ON")

    def run_write(
        self, work: Callable[[Connection], T], *, alone: bool = False, shared: bool = True, turn: int | None = None
    ) -> T:
        """Run `work` in a write transaction; what may be over in a moment is tried again, within bounds and jittered.

        On SQLite it is `shared` with whoever else waits (see `group_commit`): not for work that takes long. Of works
        with one `turn` one runs at a time. Raises `Unavailable` where the database cannot be used, or a lock does not
        come, for as long as `capacity` says. A connection that is lost while it commits is not tried again: nobody
        knows whether it did.
        """
        wait = Wait(self.capacity, alone)
        if self._group is not None and shared and not alone:
            return self._tried(partial(self._grouped, self._group, work), wait)
        give_place = None if alone or self.dialect == "sqlite" else GIVE_PLACE.get()
        if give_place is None:
            return self._tried(partial(self._apart, work, alone, turn), wait)
        short = self.capacity.crowded_wait_seconds if self.room.is_crowded else self.capacity.first_wait_seconds
        try:
            return self._tried(partial(self._apart, work, alone, turn), wait, short)
        except Unavailable as refused:
            locked = refused.__cause__
            if refused.reason is not Reason.LOCKED or not isinstance(locked, DBAPIError) or wait.left <= short:
                raise
        give_place()
        with self.room.turn(what_is_locked(locked), wait.left) as left:
            return self._tried(partial(self._apart, work, alone, turn), wait, left)

    def _tried(self, attempt_it: Callable[[float], T], wait: Wait, most: float = math.inf) -> T:
        """Attempt a work, again where that helps; `most` seconds for one lock."""
        for attempt in range(1, TRIES + 1):
            try:
                result = attempt_it(max(SHORTEST_SECONDS, min(most, wait.for_one)))
            except (SQLAlchemyError, NotCommitted) as failure:
                error = failure.error if isinstance(failure, NotCommitted) else failure
                if isinstance(failure, NotCommitted) and is_in_doubt(error):
                    raise Unavailable(Reason.UNKNOWN_OUTCOME) from error
                reason = reason_of(error)
                again = is_contention(error) and wait.in_all > 0
                again = again or (reason in PASSING and self._is_worth_waiting(error))
                again = again or (reason is Reason.LOCKED and wait.left > 0 and most == math.inf)
                if attempt == TRIES or not again:
                    if reason is None:
                        raise error from error.__cause__
                    raise Unavailable(reason) from error
            else:
                self._away_since = None
                return result
            time.sleep(FIRST_PAUSE_SECONDS * 2**attempt * random.uniform(0.5, 1.5))
        raise AssertionError("unreachable")

    def _apart(self, work: Callable[[Connection], T], alone: bool, turn: int | None, seconds: float) -> T:
        """Run `work` in a transaction of its own."""
        is_done = False
        try:
            with self.write(alone=alone, seconds=seconds, turn=turn) as connection:
                result = work(connection)
                is_done = True
        except SQLAlchemyError as error:
            if is_done:
                raise NotCommitted(error) from error
            raise
        return result

    def _grouped(self, group: GroupCommit, work: Callable[[Connection], T], seconds: float) -> T:
        """Run `work` in a transaction with others that wait."""
        results: list[T] = []
        group.run(lambda connection: results.append(work(connection)), seconds)
        return results[-1]  # the last, if the transaction of another try came down

    @contextmanager
    def _turn(self, seconds: float) -> Iterator[float]:
        """The right to write to a SQLite file, within this process; yields what is left of the seconds."""
        until = time.monotonic() + seconds
        with ExitStack() as held:
            try:
                held.enter_context(self._one_writer.within(seconds))
            except TimeoutError:
                raise Unavailable(Reason.LOCKED) from None
            yield max(0.0, until - time.monotonic())

    def _connected(self, begin: Begin) -> Connection:
        """A connection in a transaction that has begun; where none can be had just now, it is tried again for a time.

        Raises `Unavailable`.
        """
        attempt = 0
        while True:
            attempt += 1
            try:
                connection = self._begun(begin)
            except SQLAlchemyError as error:
                reason = reason_of(error)
                if reason is None:
                    raise
                if attempt == TRIES or reason not in PASSING or not self._is_worth_waiting(error):
                    raise Unavailable(reason) from error
                time.sleep(FIRST_PAUSE_SECONDS * 2**attempt * random.uniform(0.5, 1.5))
            else:
                self._away_since = None
                return connection

    def _begun(self, begin: Begin) -> Connection:
        """A connection in a transaction that has begun.

        One that was lost while it rested in the pool is noticed by that, and another one taken: nothing was sent on it.
        To ask each whether it is there before would be a round trip more for every transaction.
        """
        try:
            return begun_with(begin, self.engine.connect())
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return begun_with(begin, self.engine.connect())

    def _is_worth_waiting(self, error: SQLAlchemyError) -> bool:
        """Whether the database has not been away for so long that everybody is told at once."""
        now = time.monotonic()
        if self._away_since is None:
            self._away_since = now
        return now < self._away_since + self.capacity.outage_seconds
