"""Stopping within ten seconds, whatever is open.

By itself uvicorn would wait for ever for a stream of events to end, and cut sockets in the middle of a posting. So
subscriptions are ended first, each with its `complete`; postings under way finish; then uvicorn closes what is left.
"""

import math
import socket
import time
from collections.abc import Awaitable, Callable

import anyio
import uvicorn

GRACE_SECONDS = 8


class Server(uvicorn.Server):
    """A uvicorn server that is told what to do when it is asked to stop."""

    def __init__(
        self, config: uvicorn.Config, at_once: Callable[[], None], drain: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(config)
        self._at_once = at_once
        self._drain = drain

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no new connections, drain, then shut down with what is left of the time."""
        began = time.monotonic()
        self._at_once()
        for server in self.servers:
            server.close()
        with anyio.move_on_after(GRACE_SECONDS - 1):
            await self._drain()
        self.config.timeout_graceful_shutdown = math.ceil(began + GRACE_SECONDS - time.monotonic())
        await super().shutdown(sockets)
