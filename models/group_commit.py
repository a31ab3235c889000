"""Group commit: works that wait for SQLite's one writer share a transaction, and so one write through to the disk.

Whoever comes while nobody leads becomes the leader. It begins the transaction and carries out its own work and that of
whoever waits, in the order in which they came, each in a savepoint of its own: a work that fails leaves nothing behind
and disturbs nobody. Only after the commit is anybody told. Nobody waits for a group to fill.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from sqlite3 import Connection as File

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from .outages import Reason, Unavailable
from .patience import SHORTEST_SECONDS

MOST = 32  # works in one transaction
SECONDS = 0.1  # after which none is added, so that the first are not kept waiting for long


class NotCommitted(Exception):
    """The work was done, but its transaction was not committed, or nobody knows; `error` says why."""

    def __init__(self, error: SQLAlchemyError) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(eq=False)
class Member:
    """A work that waits or is carried out, and what becomes of it."""

    act: Callable[[Connection], None]
    until: float
    context: Context = field(default_factory=copy_context)  # what its own thread sees while it is carried out elsewhere
    is_to_lead: bool = False
    is_told: bool = False
    error: BaseException | None = None
    news: threading.Event = field(default_factory=threading.Event)

    def tell(self, error: BaseException | None) -> None:
        """Let its thread go on: it is committed, or has failed."""
        self.error, self.is_told = error, True
        self.news.set()


class GroupCommit:
    """The works that wait for one file; `write` begins a transaction that commits at its end."""

    def __init__(self, write: Callable[[float], AbstractContextManager[Connection]]) -> None:
        self._write = write
        self._guard = threading.Lock()
        self._waiting: deque[Member] = deque()
        self._is_led = False

    def run(self, act: Callable[[Connection], None], seconds: float) -> None:
        """Carry out `act` in a transaction that is committed; waits `seconds` for its turn.

        Raises what it raises, `NotCommitted` from whatever kept its transaction from being committed, and `Unavailable`
        where its turn did not come.
        """
        mine = Member(act, time.monotonic() + seconds)
        with self._guard:
            self._waiting.append(mine)
            is_leader, self._is_led = not self._is_led, True
        if is_leader or self._is_to_lead(mine):
            try:
                while not mine.is_told:  # again where another member brought the transaction down
                    self._lead(mine)
            finally:
                self._pass_on(mine)
        if mine.error is not None:
            raise mine.error

    def _is_to_lead(self, mine: Member) -> bool:
        """Wait until the work has been carried out by somebody else, or it is this one's turn to lead."""
        try:
            mine.news.wait(max(0.0, mine.until - time.monotonic()))
            with self._guard:
                if not mine.is_to_lead and mine in self._waiting:
                    self._waiting.remove(mine)
                    raise Unavailable(Reason.LOCKED)
            mine.news.wait()  # somebody is carrying it out: how that ends is to be known
        except Unavailable:
            raise
        except BaseException:  # interrupted
            self._withdraw(mine)
            raise
        return mine.is_to_lead

    def _withdraw(self, mine: Member) -> None:
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
        if mine.is_to_lead:
            self._pass_on(mine)

    def _pass_on(self, mine: Member) -> None:
        """Let whoever has waited longest lead next."""
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
            self._is_led = bool(self._waiting)
            if self._waiting:
                self._waiting[0].is_to_lead = True
                self._waiting[0].news.set()

    def _lead(self, mine: Member) -> None:
        """Carry out a group of works in one transaction and tell each what became of it."""
        done: list[Member] = []
        all_acted = False
        try:
            with self._write(max(SHORTEST_SECONDS, mine.until - time.monotonic())) as connection:
                self._carry_out(connection, done)
                all_acted = True
        except BaseException as error:  # told to whom it concerns, of whatever kind it is
            self._after_failure(mine, done, error, all_acted=all_acted)
        else:
            for one in done:
                one.tell(one.error)

    def _carry_out(self, connection: Connection, done: list[Member]) -> None:
        """Every work that waits, each in a savepoint, until there are enough; the last of `done` is at it."""
        end = time.monotonic() + SECONDS
        while len(done) < MOST and (not done or time.monotonic() < end):
            with self._guard:
                if not self._waiting:
                    return
                done.append(self._waiting.popleft())
            _act(connection, done[-1])

    def _after_failure(self, mine: Member, done: list[Member], error: BaseException, *, all_acted: bool) -> None:
        """Nothing was written, or a commit failed: then all are told; else who failed, and the others try again."""
        if not done:  # the transaction did not even begin
            mine.tell(error)
        elif all_acted:
            for one in done:
                one.tell(_not_committed(error, one is mine) if one.error is None else one.error)
        else:
            at_it = done.pop() if isinstance(error, Exception) else mine
            at_it.tell(error)
            again = [one for one in done if one is not at_it and one.error is None]
            with self._guard:
                self._waiting.extendleft(reversed(again))
            for one in done:
                if one.error is not None and not one.is_told:
                    one.tell(one.error)


def _act(connection: Connection, member: Member) -> None:
    """Carry out one work; what it failed with is noted. Raises where the transaction has come down with it."""
    connection.exec_driver_sql("SAVEPOINT member")
    try:
        member.context.run(member.act, connection)
    except Exception as error:
        file = None if connection.invalidated else connection.connection.driver_connection
        if not isinstance(file, File) or not file.in_transaction:  # as a full disk brings it down
            raise
        connection.exec_driver_sql("ROLLBACK TO member")
        member.error = error
    connection.exec_driver_sql("RELEASE member")


def _not_committed(error: BaseException, is_leader: bool) -> BaseException:
    """What somebody is told whose transaction was not committed; what interrupted the leader is nobody else's."""
    if isinstance(error, SQLAlchemyError):
        return NotCommitted(error)
    return error if is_leader else Unavailable(Reason.UNKNOWN_OUTCOME)
