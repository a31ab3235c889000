"""Places: how many operations of one kind run at once, and how many may wait for that.

Who would wait behind too many is told at once, in milliseconds, and comes again when there is room: a queue that only
grows makes everybody wait for answers that nobody awaits any more (access 5.6).
"""

import asyncio
import math
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import anyio

from ..resolvers.errors import RequestError
from .refusals import overloaded

T = TypeVar("T")
AGAIN_SECONDS = 1


def no_place() -> RequestError:
    """The server has as much to do as it can: nothing ran, and in a moment it may."""
    return overloaded("The server has too much to do just now; nothing was done. Try again in a second.")


class Places:
    """`at_once` threads for one kind of work, and `most` who wait for one; after `seconds` of that `late` is told."""

    def __init__(
        self,
        at_once: int,
        most: float = math.inf,
        seconds: float = math.inf,
        late: Callable[[], RequestError] = no_place,
    ) -> None:
        self._gate = anyio.CapacityLimiter(at_once)
        self._threads = anyio.CapacityLimiter(math.inf)  # those of them that gave their place away, too
        self._most, self._seconds, self._late = most, seconds, late

    async def run(self, work: Callable[[Callable[[], None]], T], give_up: Callable[[], None] = lambda: None) -> T:
        """Do `work` in a thread; raises `RequestError` where there is no room for it.

        `work` is given what gives its place to the next one, to be called in its thread. Where the task that waits for
        it is cancelled, `give_up` is called, and the place is free as soon as the thread is.
        """
        place = await self._taken()
        running = asyncio.create_task(self._carried(work, place))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            running.add_done_callback(_forgotten)
            give_up()
            raise

    async def _taken(self) -> object:
        place = object()
        with suppress(anyio.WouldBlock):
            self._gate.acquire_on_behalf_of_nowait(place)
            return place
        if self._gate.statistics().tasks_waiting >= self._most:
            raise no_place()
        try:
            with anyio.fail_after(self._seconds):
                await self._gate.acquire_on_behalf_of(place)
        except TimeoutError:
            raise self._late() from None
        return place

    async def _carried(self, work: Callable[[Callable[[], None]], T], place: object) -> T:
        loop, is_given = asyncio.get_running_loop(), False

        def give() -> None:
            nonlocal is_given
            if not is_given:
                is_given = True
                self._gate.release_on_behalf_of(place)

        def from_thread() -> None:
            loop.call_soon_threadsafe(give)

        try:
            return await anyio.to_thread.run_sync(work, from_thread, limiter=self._threads)
        finally:
            give()


def _forgotten(done: "asyncio.Task[T]") -> None:
    """Nobody waits for it any more, so that nobody is told how it ended."""
    if not done.cancelled():
        done.exception()
