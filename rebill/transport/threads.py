"""Threads that work for the event loop, kept for the next work.

Every request changes threads twice. asyncio's and anyio's ways there take 50 and 100 µs, most of it for what is not
needed here: this takes 25. Each thread is at the bottom of its stack when work begins, whatever was on the stack of
whoever asked for it.
"""

import asyncio
import contextvars
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
ROOM = 2**16 + 1  # slots of 8 bytes: a little more than half a megabyte, and the pieces double in size


class Threads:
    """As many threads as have had something to do at once. They end with the process, not before."""

    def __init__(self) -> None:
        self._work: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._idle = 0
        self._guard = threading.Lock()

    def run(self, work: Callable[[], T], done: Callable[[], object]) -> "asyncio.Future[T]":
        """Do `work` in a thread, in this context; `done` is called on the loop even where the result is not awaited."""
        loop = asyncio.get_running_loop()
        result: asyncio.Future[T] = loop.create_future()
        context = contextvars.copy_context()

        def carry_out() -> None:
            found, failure = None, None
            try:
                found = context.run(work)
            except BaseException as error:
                failure = error
            self._rest()
            _tell(loop, result, found, failure, done)

        with self._guard:
            is_idle = self._idle > 0
            if is_idle:
                self._idle -= 1
        if not is_idle:
            Worker(self._work).start()  # where none can be started, the work is not left for another one either
        self._work.put(carry_out)
        return result

    def _rest(self) -> None:
        with self._guard:  # before the loop hears of the result, for then it may have the next work already
            self._idle += 1


class Worker(threading.Thread):
    """A thread that does one work after the other."""

    def __init__(self, work: "SimpleQueue[Callable[[], None]]") -> None:
        super().__init__(name="a request", daemon=True)  # those that only wait must not keep the process
        self._work = work
        self.is_busy = True

    def run(self) -> None:
        """Work until the process ends."""
        with_room(self._work_on)

    def _work_on(self) -> None:
        while True:
            carry_out = self._work.get()
            self.is_busy = True
            carry_out()
            del carry_out
            self.is_busy = False


def with_room(work: Callable[[], T]) -> T:
    """Do `work` with room on Python's stack for all that it calls.

    CPython keeps the stack's frames in pieces of 16 KB. Where a loop's calls come to lie across the end of one, each of
    them has the system give a piece and take it back: the same query took two or three times as long, depending on how
    deep the stack was where it began. This function's own frame is so large that it gets a piece of a megabyte, of
    which the other half is left for what comes after it; of memory, only what is used is taken.
    """
    return work()


with_room.__code__ = with_room.__code__.replace(co_stacksize=ROOM)


def _tell(
    loop: asyncio.AbstractEventLoop,
    result: "asyncio.Future[Any]",
    found: object,
    failure: BaseException | None,
    done: Callable[[], object],
) -> None:
    def tell() -> None:
        done()
        if result.cancelled():
            return
        if failure is None:
            result.set_result(found)
        else:
            result.set_exception(failure)

    with suppress(RuntimeError):  # the loop is closed, and nobody waits any more
        loop.call_soon_threadsafe(tell)
