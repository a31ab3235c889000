"""Stopping within ten seconds, whatever is open.

By itself uvicorn would wait for ever for a stream of events to end, and cut sockets in the middle of a posting. So
subscriptions are ended first, each with its `complete`; postings under way finish; then uvicorn closes what is left. A
posting that even then waits for a lock is given up with the process, and rolled back by the database.
"""

import asyncio
import math
import os
import socket
import threading
import time
from collections.abc import Awaitable, Callable

import anyio
import structlog
import uvicorn

from ..transport.connections import look_at
from ..transport.threads import Worker
from .turns import Place

GRACE_SECONDS = 8
LAST_SECONDS = 0.5
POOL = "dbos-executor"  # names the threads of the library's pool
WAITING = 1024  # connections that the system keeps until they are taken on
log = structlog.get_logger()


class Server(uvicorn.Server):
    """A uvicorn server that is told what to do when it is asked to stop."""

    def __init__(
        self, config: uvicorn.Config, at_once: Callable[[], None], drain: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(config)
        self._at_once = at_once
        self._drain = drain
        self._ends_at = math.inf
        self.place: Place | None = None  # among several processes

    def seconds_left(self) -> float:
        """Of the grace period, once the server was asked to stop; a little at least."""
        return max(LAST_SECONDS, min(GRACE_SECONDS, self._ends_at - time.monotonic()))

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen: few connections are taken on at one go, many may wait for it."""
        await super().startup(sockets)
        for one in sockets or ():
            one.listen(WAITING)

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second: close what is overdue."""
        connections = self.server_state.connections
        look_at(connections, asyncio.get_running_loop().time())
        if self.place is not None:
            self.place.note(len(connections))
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no new connections, drain, then shut down with what is left of the time."""
        self._ends_at = time.monotonic() + GRACE_SECONDS
        self._at_once()
        for server in self.servers:
            server.close()
        with anyio.move_on_after(GRACE_SECONDS - 1):
            await self._drain()
        self.config.timeout_graceful_shutdown = math.ceil(self.seconds_left())
        await super().shutdown(sockets)


def leave() -> None:
    """Where threads still wait for something, end the process all the same, with exit code 1."""
    end = time.monotonic() + LAST_SECONDS
    while (waiting := _at_work()) and time.monotonic() < end:
        time.sleep(0.01)
    if waiting:
        log.error("stopped in the middle of work, which the database rolls back", threads=waiting)
        os._exit(1)


def _at_work() -> list[str]:
    """The threads that are not through: those of requests last as long as the process, and only rest between two."""
    others = [one for one in threading.enumerate() if one is not threading.current_thread()]
    return [one.name for one in others if (one.is_busy if isinstance(one, Worker) else _is_waited_for(one))]


def _is_waited_for(thread: threading.Thread) -> bool:
    """Whether Python does not end before this thread: for a pool's it waits even where they are daemons."""
    return not thread.daemon or thread.name.startswith(POOL)
