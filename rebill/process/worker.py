"""A worker: the part of a process that carries posting runs on.

Every server has one; on PostgreSQL `rebill worker` adds processes that are nothing else. Each holds an advisory lock of
its session for as long as it lives. It is gone the moment the process dies, and then another worker takes up what it
held. Where a server has several processes, each has a worker, and one more such lock says which of them works.
"""

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from ..models.database import Database
from ..models.outages import reason_of
from ..posting.command.clock import SystemClock
from ..posting.command.transaction import Service
from ..transport.outages import QUIETLY
from . import duties
from .sharing import Sharing

LOOK_SECONDS = 2
LONGEST_PAUSE_SECONDS = 10  # while the database cannot be used
PRUNE_SECONDS = 60
IDLE_SECONDS = 30  # without anything to do, after which the library is ended
LAST_DOCUMENT_SECONDS = 4
SILENT_SECONDS = 15  # without a look that succeeded: longer than the longest pause
NOT_BEGUN = "it has not begun yet"
LOCK_CLASS = 0x5EB111  # keeps the locks of workers apart from others


class Worker:
    """Carries posting runs on in threads of its own, between `start` and `stop`; one in a process."""

    def __init__(
        self,
        database: Database,
        sharing: Sharing | None = None,
        *,
        stays_open: bool = False,
        takes_tokens: bool = False,
    ) -> None:
        self.service = Service(database, SystemClock(), stays_open=stays_open, takes_tokens=takes_tokens)
        many = database.dialect == "postgresql"
        self.name = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}" if many else "local"
        self._alive = _Alive(database, self.name) if many else None
        self._sharing, self._is_woken = sharing, False
        self._stopping = threading.Event()
        self._look = threading.Event()
        self._thread = threading.Thread(target=self._run, name="posting runs", daemon=True)
        self._looked: float | None = None  # when it last knew what there is to do, and could begin it
        self._failure = NOT_BEGUN
        self._found = duties.NOTHING
        self._has_library = False  # which carries runs on, while there is something to do
        self._needed = self._pruned = 0.0

    def start(self) -> None:
        """Begin, in the background."""
        self._thread.start()

    @property
    def problem(self) -> str | None:
        """Why posting runs are not carried on here; None while they are, and through an outage of some seconds."""
        if not self._thread.is_alive():
            return "it is not running"
        if self._looked is None or time.monotonic() > self._looked + SILENT_SECONDS:
            return self._failure
        return None

    @property
    def is_alive(self) -> bool:
        """Whether posting runs are carried on here."""
        return self.problem is None

    @property
    def state(self) -> str:
        """How posting runs are carried on here, in a word: ok, starting or stopped."""
        if self.is_alive:
            return "ok"
        return "starting" if self.problem == NOT_BEGUN else "stopped"

    def notify(self, _: Service, run_id: int) -> None:
        """Look at once for runs that wait; `run_id` is one."""
        self._look.set()
        if self._sharing is not None:
            self._sharing.wake()

    def finish(self) -> None:
        """Begin nothing more; what is under way comes to the end of its document."""
        self._stopping.set()
        self._look.set()

    def stop(self, seconds: float = LAST_DOCUMENT_SECONDS + 4) -> None:
        """Finish, and wait so long for it; what is not posted yet is taken up by another worker or the next one."""
        self.finish()
        self._thread.join(seconds)

    def _run(self) -> None:
        pause = LOOK_SECONDS
        while not self._stopping.is_set():
            self._look.clear()
            try:
                duties = self._duties()
                self._carry(duties)
                pause = LOOK_SECONDS
                self._looked, self._failure = time.monotonic(), "it has not looked for posting runs for a while"
                self._follow(duties, pause)
            except Exception as error:  # whatever it is, a worker that gave up would leave its runs to nobody
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
                self._failure = _reason(error)
                _tell("posting runs cannot be carried on just now", error, pause)
            self._look.wait(pause)
        with suppress(Exception):  # a database that is away takes nothing back
            self._end_library()
            if self._alive is not None:
                self._alive.release()

    def _duties(self) -> duties.Duties:
        if self._alive is not None:
            self._alive.hold()  # first: from then on what this process takes is its own
        if self._looked is None:
            duties.make_room(self.service.database)
        if not self._has_turn():
            self._end_library()  # whose turn it has become follows the schedules now
            return duties.NOTHING
        self._found = duties.ask(self.service, self._found)
        return self._found

    def _has_turn(self) -> bool:
        """Whether it is this one of the server's processes that carries runs on; it stays so while it lives."""
        if self._sharing is None or self._alive is None:
            return True
        if not self._alive.takes(self._sharing.name):
            return False
        if not self._is_woken:
            self._is_woken = True
            threading.Thread(target=self._hear, args=(self._sharing,), name="wakings", daemon=True).start()
        return True

    def _hear(self, sharing: Sharing) -> None:
        """Look for runs whenever another of the server's processes says so."""
        while not self._stopping.is_set():
            sharing.wait()
            self._look.set()

    def _carry(self, found: duties.Duties) -> None:
        """Begin the library where there is something to do, and give it the runs."""
        if found.any:
            self._needed = time.monotonic()
            if not self._has_library:
                self._begin_library()
        if self._has_library:
            from . import durable  # only here and below, since it takes a third of a second and ten megabytes to load

            durable.see_to(found.runs, self._is_dead)

    def _begin_library(self) -> None:
        from . import durable

        try:
            durable.launch(self.service, self.name, self._stopping.is_set)
        except BaseException:
            durable.destroy(0)
            raise
        self._has_library, self._pruned = True, time.monotonic()

    def _end_library(self) -> None:
        if self._has_library:
            from . import durable

            self._has_library = False
            durable.destroy(LAST_DOCUMENT_SECONDS)

    def _follow(self, found: duties.Duties, pause: float) -> None:
        """Have the schedules in force, forget what is over, and end the library where nothing is left to do."""
        if not self._has_library:
            return
        from . import durable

        now = time.monotonic()
        is_over = not found.any and now > self._needed + IDLE_SECONDS
        try:
            durable.follow(found.schedules)
            if is_over or now > self._pruned + PRUNE_SECONDS:
                durable.prune()
                self._pruned = now
        except Exception as error:  # another worker may be doing the very same
            _tell("schedules are not followed just now", error, pause)
        if is_over:
            self._end_library()

    def _is_dead(self, executor: str) -> bool:
        return self._alive is not None and executor != self.name and not self._alive.is_held(executor)


def _tell(what: str, error: Exception, pause: float) -> None:
    """A database that is away or refuses is told in one line; anything else with its traceback."""
    if (reason := reason_of(error)) is not None:
        QUIETLY.tell(what, reason, again_in_seconds=pause)
    elif isinstance(error, DBAPIError):
        QUIETLY.tell(what, _reason(error), again_in_seconds=pause)
    else:
        QUIETLY.tell(what, type(error).__name__, again_in_seconds=pause, exc_info=error)


def _reason(error: Exception) -> str:
    """Why, in one line: the words of the database, or what kind of fault of ours."""
    return str(error.orig).strip().split("\n")[0] if isinstance(error, DBAPIError) else type(error).__name__


def there_are_others(database: Database) -> bool:
    """Whether workers carry runs on at this database; on SQLite nobody can tell."""
    if database.dialect == "sqlite":
        return False
    locks = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE"
    mine = f"{locks} datname = current_database()) AND classid = {LOCK_CLASS} LIMIT 1"
    with database.read() as connection:
        return connection.exec_driver_sql(mine).first() is not None


class _Alive:
    """The advisory lock by which other workers know that one is alive; on a connection of its own."""

    def __init__(self, database: Database, name: str) -> None:
        self._engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._name = name
        self._connection: Connection | None = None
        self._holds = self._has_turn = False

    def hold(self) -> None:
        """Hold the lock, again if the connection was lost; another worker may have it for a moment, to ask."""
        try:
            if self._connection is not None:
                self._connection.execute(select(1))
        except SQLAlchemyError:
            self.release()
        if self._connection is None:
            self._holds = self._has_turn = False
            self._connection = self._engine.connect()
            self._connection.detach()  # never given back to the pool, where the lock would outlive its holder
        self._holds = self._holds or self._ask(func.pg_try_advisory_lock, self._name)

    def takes(self, name: str) -> bool:
        """Whether this worker has the lock of that name, which it keeps as long as its own."""
        self._has_turn = self._has_turn or self._ask(func.pg_try_advisory_lock, name)
        return self._has_turn

    def is_held(self, name: str) -> bool:
        """Whether the worker of that name holds its lock."""
        if not self._ask(func.pg_try_advisory_lock, name):
            return True
        self._ask(func.pg_advisory_unlock, name)
        return False

    def release(self) -> None:
        """Let go of the lock."""
        if self._connection is not None:
            self._connection.close()
            self._connection, self._holds, self._has_turn = None, False, False

    def _ask(self, function: Callable[..., object], name: str) -> bool:
        assert self._connection is not None
        asked = select(function(LOCK_CLASS, func.hashtext(name)))  # type: ignore[call-overload]  # any SQL function
        return bool(self._connection.scalar(asked))
