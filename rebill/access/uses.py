"""When keys were last used: to the minute, written beside whatever they are used for (access 1.2.5).

Being used must not contend with posting. So a key is written down at most once a minute, in a thread of its own and in
a transaction of its own; where that fails, it is written in the next minute.
"""

import asyncio
from contextlib import suppress
from datetime import datetime
from functools import partial

import anyio
from sqlalchemy import Connection, or_, update
from sqlalchemy.exc import SQLAlchemyError

from ..models import tables
from ..models.database import Database, Unavailable

KEY = tables.api_key


class Uses:
    """Writes down that keys were used; on one event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = anyio.CapacityLimiter(1)
        self._told: dict[int, datetime] = {}  # the minute that each was last written down for
        self._writing: set[asyncio.Task[None]] = set()

    def note(self, key: int, now: datetime) -> None:
        """A key was used just now."""
        told = self._told.get(key)
        if told is not None and (now - told).total_seconds() < 60:
            return
        minute = now.replace(second=0, microsecond=0)
        self._told[key] = minute
        if not self._database.read_only:
            writing = asyncio.create_task(self._write(key, minute))
            self._writing.add(writing)  # or nobody would hold it
            writing.add_done_callback(self._writing.discard)

    async def _write(self, key: int, minute: datetime) -> None:
        with suppress(Unavailable, SQLAlchemyError):  # what else is asked of the database tells of it
            work = partial(self._database.run_write, partial(_used, key, minute))
            await anyio.to_thread.run_sync(work, limiter=self._thread)


def _used(key: int, minute: datetime, connection: Connection) -> None:
    is_older = or_(KEY.c.last_used_at.is_(None), KEY.c.last_used_at < minute)
    connection.execute(update(KEY).where(KEY.c.id == key, is_older).values(last_used_at=minute))
