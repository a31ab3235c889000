"""Waiting until a posting run stands otherwise than was shown.

Runs are carried on by other threads and other processes, so their rows are looked at: a few times a second, in a worker
thread, with one statement for all the runs that anybody watches, and not at all while nobody does.
"""

import asyncio
from collections.abc import Callable, Collection

import anyio

from ..models.outages import reason_of
from ..resolvers.context import Progress, State
from .outages import QUIETLY

PAUSE_SECONDS = 0.25  # so at most four events a second
GONE: State = ()


class Watching:
    """Who waits for which run. `read` answers how runs stand, by key; it runs in a thread."""

    def __init__(self, read: Callable[[Collection[int]], dict[int, State]]) -> None:
        self._read = read
        self._waiting: dict[asyncio.Future[State | None], Progress] = {}
        self._polling: asyncio.Task[None] | None = None
        self._thread = anyio.CapacityLimiter(1)
        self._has_stopped = False

    async def moved(self, shown: Progress) -> State | None:
        """Wait until the run stands otherwise than `shown`, and how; None where nothing more is to be shown."""
        if self._has_stopped:
            return None
        waiting: asyncio.Future[State | None] = asyncio.get_running_loop().create_future()
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
            _answer(waiting, None)

    async def _poll(self) -> None:
        await asyncio.sleep(PAUSE_SECONDS)
        while asked := dict(self._waiting):  # only these: for who comes later, what is read now may be old
            try:
                runs = {shown.run for shown in asked.values()}
                stand = await anyio.to_thread.run_sync(self._read, runs, limiter=self._thread)
            except Exception as error:  # a database that is away for a moment; whoever watches goes on waiting
                QUIETLY.tell("cannot see how posting runs stand; trying again", reason_of(error) or repr(error))
            else:
                for waiting, shown in asked.items():
                    if (state := stand.get(shown.run, GONE)) != shown.state:
                        _answer(waiting, state)
            await asyncio.sleep(PAUSE_SECONDS)


def _answer(waiting: asyncio.Future[State | None], state: State | None) -> None:
    if not waiting.done():
        waiting.set_result(state)
