"""Places: how many operations of one kind run at once, and how many may wait for that.

Who would wait behind too many is told at once, in milliseconds, and comes again when there is room: a queue that only
grows makes everybody wait for answers that nobody awaits any more (access 5.6).
"""

import asyncio
import math
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from ..resolvers.errors import RequestError
from .refusals import overloaded
from .threads import Threads

T = TypeVar("T")
AGAIN_SECONDS = 1


def no_place() -> RequestError:
    """The server has as much to do as it can: nothing ran, and in a moment it may."""
    return overloaded("busy")


class Places:
    """`at_once` threads for one kind of work, and `most` who wait for one; after `seconds` of that `late` is told."""

    def __init__(
        self,
        at_once: int,
        most: float = math.inf,
        seconds: float | None = None,
        late: Callable[[], RequestError] = no_place,
        threads: Threads | None = None,
    ) -> None:
        self._free = at_once
        self._queue: deque[asyncio.Future[None]] = deque()
        self._threads = threads or Threads()
        self._most, self._seconds, self._late = most, seconds, late

    async def run(self, work: Callable[[Callable[[], None]], T], give_up: Callable[[], None] = lambda: None) -> T:
        """Do `work` in a thread; raises `RequestError` where there is no room for it.

        `work` is given what gives its place to the next one, to be called in its thread. Where the task that waits for
        it is cancelled, `give_up` is called, and the place is free as soon as the thread is.
        """
        if not self.take():
            await self._turn()
        loop, is_given = asyncio.get_running_loop(), False

        def give() -> None:
            nonlocal is_given
            if not is_given:
                is_given = True
                self.give()

        def from_thread() -> None:
            loop.call_soon_threadsafe(give)

        try:
            working = self._threads.run(partial(work, from_thread), give)
        except RuntimeError:  # the system gives no more threads
            give()
            raise no_place() from None
        try:
            return await working
        except asyncio.CancelledError:
            give_up()
            raise

    def take(self) -> bool:
        """Take a place that is free for what needs no thread; whoever does gives it back."""
        if not self._free:
            return False
        self._free -= 1
        return True

    def give(self) -> None:
        """Give a place to whoever has waited longest."""
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    async def _turn(self) -> None:
        """Wait for a place that somebody gives."""
        if len(self._queue) >= self._most:
            raise no_place()
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            async with asyncio.timeout(self._seconds):
                await turn
        except TimeoutError:
            self._leave(turn)
            raise self._late() from None
        except asyncio.CancelledError:
            self._leave(turn)
            raise

    def _leave(self, turn: "asyncio.Future[None]") -> None:
        """Go without a place, which may have come in the same moment."""
        if turn in self._queue:
            self._queue.remove(turn)
        elif not turn.cancelled():
            self.give()
