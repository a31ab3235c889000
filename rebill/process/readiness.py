"""Whether the server can do what it is there for: what /readyz tells, and what it looks at for that.

It asks outside of every queue, in a thread of its own and at most once a second, however often it is asked. The look
really writes, unless the server is read-only: a disk that is full, a file that another program has locked and a standby
server all answer reads.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial

import anyio
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from ..models import migrate
from ..models.database import Database
from ..models.outages import Unavailable, reason_of

FRESH_SECONDS = 1.0
LOCK_SECONDS = 2.0  # the longest wait for other writers: twenty of this process may be before it
LOOK_SECONDS = 3.0  # after which the database is said to be silent
OK = "ok"


@dataclass(frozen=True)
class Readiness:
    """What there is to tell of a server: `ok`, or what is the matter; None for a worker that this process has not."""

    database: str
    migrations: str
    worker: str | None
    draining: bool

    @property
    def is_ready(self) -> bool:
        """Whether requests may come."""
        return not self.draining and self.database == self.migrations == OK and self.worker in (OK, None)

    def as_json(self) -> dict[str, object]:
        """The body of the answer."""
        return {"ready": self.is_ready} | asdict(self)


class Looking:
    """Looks whether the server is ready, once for all who ask at the same time."""

    def __init__(self, database: Database, is_draining: Callable[[], bool], worker: Callable[[], str] | None) -> None:
        self._database, self._is_draining, self._worker = database, is_draining, worker
        self._thread = anyio.CapacityLimiter(1)
        self._seen: tuple[str, str] = ("", "")
        self._seen_at = -FRESH_SECONDS
        self._look: asyncio.Task[tuple[str, str]] | None = None

    async def ready(self) -> Readiness:
        """How the server stands."""
        database, migrations = await self._stands()
        worker = None if self._worker is None else self._worker()
        return Readiness(database, migrations, worker, self._is_draining())

    async def _stands(self) -> tuple[str, str]:
        if time.monotonic() < self._seen_at + FRESH_SECONDS:
            return self._seen
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(self._looked())
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                return await asyncio.shield(self._look)
        except TimeoutError:
            return "silent", "unknown"

    async def _looked(self) -> tuple[str, str]:
        self._seen = await anyio.to_thread.run_sync(partial(stands, self._database), limiter=self._thread)
        self._seen_at = time.monotonic()
        return self._seen


def stands(database: Database) -> tuple[str, str]:
    """How the database stands, and whether it is migrated to this version: `ok`, or what is the matter in a word."""
    migrations = "unknown"
    try:
        migrations = OK if migrate.at_head(database) else "behind"
        if migrations == OK and not database.read_only:
            _write(database)
    except (SQLAlchemyError, Unavailable) as error:
        reason = reason_of(error)
        return ("failing" if reason is None else reason.lower()), migrations
    return OK, migrations


def _write(database: Database) -> None:
    """Write something that leaves nothing behind, to the disk: in a table and rolled back, then where nobody looks."""
    with database.write(seconds=LOCK_SECONDS) as connection:
        if database.dialect == "postgresql":
            connection.execute(text("SELECT pg_logical_emit_message(true, 'rebill', 'ready')"))
            return
        _take_pages(connection)
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")


def _take_pages(connection: Connection) -> None:
    """Whether the file may still grow."""
    with connection.begin_nested() as taken:
        record = (
            "INSERT INTO idempotency_record (key, input_hash, result, created_at) VALUES ('', '', zeroblob(8192), '')"
        )
        connection.exec_driver_sql(record)
        taken.rollback()
