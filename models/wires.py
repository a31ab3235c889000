"""Connections to PostgreSQL that the event loop talks on by itself, for what one statement answers.

A change to a thread and back takes several times what a small statement does, and more where both fight for Python's
lock. libpq sends without waiting and reads what has come, so that the loop need not wait either: it is told when
something is there. Nothing here waits, tries again or explains: where there is no free wire, or a statement comes to
nothing, its caller goes the usual way, which does.
"""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Engine
from sqlalchemy.pool import PoolProxiedConnection

from .ending import CANCEL_SECONDS, LIMIT
from .prepared import DONE, NUMBERS, PREPARED, Key, Names, adapting, too_many

if TYPE_CHECKING:  # it takes a tenth of a second to load
    import psycopg
    from psycopg.pq.abc import PGresult

Row = tuple[Any, ...]


class Wires:
    """Up to `most` of them, each a connection of the pool, opened when there is something for it to do."""

    def __init__(self, engine: Engine, most: int) -> None:
        self._engine, self._most = engine, most if engine.dialect.name == "postgresql" else 0
        self._free: list[Wire] = []
        self._held = 0  # those in use and those that are being opened included
        self._is_closed = False

    async def rows(self, statement: str, values: Sequence[object], seconds: float) -> list[Row] | None:
        """The rows of a statement, in which `$1` and so on stand for values; None where it is to be asked otherwise.

        PostgreSQL ends what takes more than these seconds, as its connections were told once for all. Where the task
        that waits is cancelled, so is the statement.
        """
        wire = self._taken()
        if wire is None:
            return None
        if wire.limit != seconds:
            self._free.append(wire)
            return None
        try:
            found = await wire.rows(statement, values)
        except asyncio.CancelledError:
            self._drop(wire, wire.end)
            raise
        except Exception:  # told by the usual way, if it comes to that again
            self._drop(wire, wire.close)
            return None
        if self._is_closed:
            self._drop(wire, wire.close)
        else:
            self._free.append(wire)
        return found

    def grow(self) -> None:
        """Open one more, if there may be one and none is free; for when the database has just answered."""
        if self._free or self._held >= self._most or self._is_closed:
            return
        self._held += 1
        opening = threading.Thread(
            target=self._open, args=(asyncio.get_running_loop(),), name="connecting", daemon=True
        )
        try:
            opening.start()
        except RuntimeError:  # the system gives no more threads
            self._held -= 1

    def close(self) -> None:
        """Close those at rest, and have no more; those in use are closed as they come to rest."""
        self._is_closed = True
        while self._free:
            wire = self._free.pop()
            self._drop(wire, wire.close)

    def _taken(self) -> "Wire | None":
        loop = asyncio.get_running_loop()
        while self._free:
            wire = self._free.pop()
            if wire.loop is loop and wire.is_there:
                return wire
            self._drop(wire, wire.close)
        return None

    def _drop(self, wire: "Wire", how: Callable[[], None]) -> None:
        self._held -= 1
        how()

    def _open(self, loop: asyncio.AbstractEventLoop) -> None:
        """In a thread of its own, since a connection may be long in coming."""
        pooled: PoolProxiedConnection | None = None
        with suppress(Exception):  # whoever asks in the usual way is told of it
            pooled = self._engine.raw_connection()
        try:
            loop.call_soon_threadsafe(self._opened, loop, pooled)
        except RuntimeError:  # the loop is closed
            if pooled is not None:
                pooled.invalidate()

    def _opened(self, loop: asyncio.AbstractEventLoop, pooled: PoolProxiedConnection | None) -> None:
        if pooled is None:
            self._held -= 1
            return
        wire = Wire(pooled, loop)
        if self._is_closed:
            self._drop(wire, wire.close)
        else:
            self._free.append(wire)


class Wire:
    """A connection that is at rest, or waits for the answer to one statement."""

    def __init__(self, pooled: PoolProxiedConnection, loop: asyncio.AbstractEventLoop) -> None:
        self.loop, self._pooled = loop, pooled
        self.limit: float | None = pooled.info.get(LIMIT)
        self._driver = cast("psycopg.Connection", pooled.dbapi_connection)
        self._libpq = self._driver.pgconn
        self._names: Names = pooled.info.setdefault(PREPARED, OrderedDict())
        transformer, self._automatic = adapting()
        self._adapting = transformer(self._driver)
        self._result: PGresult | None = None
        self._waiting: asyncio.Future[PGresult] | None = None
        self.is_there = True
        self._socket = self._libpq.socket
        loop.add_reader(self._socket, self._read)

    async def rows(self, statement: str, values: Sequence[object]) -> list[Row]:
        """The rows of a statement; any exception means that this connection is of no more use."""
        kept = self._adapting
        dumped = kept.dump_sequence(values, [self._automatic] * len(values))
        key, formats = (statement, kept.types or ()), kept.formats
        name = self._names.get(key)
        if name is None:
            name = await self._prepared(key)
        else:
            self._names.move_to_end(key)
        result = await self._answer(self._libpq.send_query_prepared, name, dumped, formats)
        kept.set_pgresult(result)
        return cast("list[Row]", kept.load_rows(0, result.ntuples, tuple))

    async def _prepared(self, key: Key) -> bytes:
        statement, types = key
        name = b"rebill_%d" % next(NUMBERS)
        await self._answer(self._libpq.send_prepare, name, statement.encode(), types)
        self._names[key] = name
        while too_many(self._names):
            _, oldest = self._names.popitem(last=False)
            await self._answer(self._libpq.send_query, b"DEALLOCATE " + oldest)
        return name

    async def _answer(self, send: Callable[..., None], *what: object) -> "PGresult":
        self._result, self._waiting = None, self.loop.create_future()
        send(*what)
        if self._libpq.flush():
            raise BlockingIOError("more than the system takes at once")
        result = await self._waiting
        if result.status not in DONE:
            raise LookupError(result.get_error_message())
        return result

    def _read(self) -> None:
        """Take what has come; the end of a connection at rest is noticed by it, too."""
        waiting = self._waiting
        try:
            self._libpq.consume_input()
            while not self._libpq.is_busy():
                result = self._libpq.get_result()
                if result is None:
                    break
                self._result = result
            else:
                return
        except Exception as lost:
            self._is_lost(lost)
            return
        if waiting is not None and self._result is not None:
            self._waiting = None
            if not waiting.done():
                waiting.set_result(self._result)

    def _is_lost(self, error: Exception) -> None:
        self._rest()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(error)

    def _rest(self) -> None:
        """Read no more, once: the number of a socket that is closed may be that of another one soon."""
        if not self.is_there:
            return
        self.is_there = False
        if self.loop is asyncio._get_running_loop():
            self.loop.remove_reader(self._socket)
        elif not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.loop.remove_reader, self._socket)

    def close(self) -> None:
        """Close it."""
        self._rest()
        self._pooled.invalidate()

    def end(self) -> None:
        """Have PostgreSQL end what nobody waits for any more, and close it; in a thread, since that may take long."""
        self._rest()
        threading.Thread(target=self._end, name="canceling a query", daemon=True).start()

    def _end(self) -> None:
        with suppress(Exception):
            self._driver.cancel_safe(timeout=CANCEL_SECONDS)
        self._pooled.invalidate()
