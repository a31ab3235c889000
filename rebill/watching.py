"""Waiting until a posting run stands otherwise than was shown.

Runs are carried on by other threads and other processes, so their rows are looked at: a few times a second, in a worker
thread, with one statement for all the runs that anybody watches, and not at all while nobody does.
"""

import asyncio
from collections.abc import Callable, Collection

import anyio
import structlog

from .resolvers.progress import Progress, State

PAUSE_SECONDS = 0.25  # so at most four events a second
log = structlog.get_logger()


class Watching:
    """Who waits for which run. `read` answers how runs stand, by key; it runs in a thread."""

    def __init__(self, read: Callable[[Collection[int]], dict[int, State]]) -> None:
        self._read = read
        self._waiting: dict[asyncio.Future[bool], Progress] = {}
        self._polling: asyncio.Task[None] | None = None
        self._thread = anyio.CapacityLimiter(1)
        self._has_stopped = False

    async def moved(self, shown: Progress) -> bool:
        """Wait until the run stands otherwise than `shown`; False where nothing more is to be shown."""
        if self._has_stopped:
            return False
        waiting: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting[waiting] = shown
        if self._polling is None or self._polling.done():
            self._polling = asyncio.create_task(self._poll())
        try:
            return await waiting
        finally:
            del self._waiting[waiting]

    def stop(self) -> None:
        """Let everybody go who waits, and whoever comes later."""
        self._has_stopped = True
        for waiting in self._waiting:
            _answer(waiting, False)

    async def _poll(self) -> None:
        await asyncio.sleep(PAUSE_SECONDS)
        while asked := dict(self._waiting):  # only these: for who comes later, what is read now may be old
            try:
                runs = {shown.run for shown in asked.values()}
                stand = await anyio.to_thread.run_sync(self._read, runs, limiter=self._thread)
            except Exception:  # a database that is away for a moment; whoever watches goes on waiting
                log.warning("cannot see how posting runs stand", exc_info=True)
            else:
                for waiting, shown in asked.items():
                    if stand.get(shown.run) != shown.state:
                        _answer(waiting, True)
            await asyncio.sleep(PAUSE_SECONDS)


def _answer(waiting: asyncio.Future[bool], moved: bool) -> None:
    if not waiting.done():
        waiting.set_result(moved)
