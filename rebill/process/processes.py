"""Several server processes on one port: begun, watched, begun again where one dies, and ended together.

A Python process answers on one core. The parent opens the port and the database, sees that all of them find room at
PostgreSQL, and forks; each child is a server with connections of its own, and they take the port's connections one at a
time. The parent itself serves nothing: it waits for children that end and for signals. A child whose parent is gone
stops as if it had been told to, so that nothing is left behind that nobody watches.
"""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from threading import Thread

import structlog

from .draining import GRACE_SECONDS, LAST_SECONDS

FORKS = multiprocessing.get_context("fork")  # what is loaded is shared, and the open port is handed on
ENDING = (signal.SIGTERM, signal.SIGINT)
SETTLED_SECONDS = 30  # alive for so long, a process is begun again at once when it dies
LONGEST_PAUSE_SECONDS = 30  # before one that dies again and again is begun again
ENDED_WITHIN_SECONDS = GRACE_SECONDS + 3 * LAST_SECONDS  # of being told to; then it is killed
KILLED = 1  # exit code of a server that had to be ended in the middle of work
log = structlog.get_logger()


@dataclass
class _Place:
    """One of the processes, whichever holds the place now; `failures` of it in a row came soon after its start."""

    number: int
    process: BaseProcess | None = None
    since: float = 0
    failures: int = 0
    not_before: float = 0


def supervise(many: int, serve: Callable[[int], None], died: Callable[[int], None] = lambda _: None) -> int:
    """Keep so many processes at `serve` until a signal; the exit code of all of them together.

    Each is told which of them it is, and of one that `died` the same is told.
    """
    asked: list[int] = []
    for one in ENDING:
        signal.signal(one, lambda number, _: asked.append(number))
    waking, woken = os.pipe()  # so that a signal ends the wait for children
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    alive = os.pipe()  # its end is what children notice of their parent's
    places = [_Place(number) for number in range(many)]
    try:
        while not asked:
            for place in places:
                _see_to(place, serve, alive, died)
            sentinels = [one.process.sentinel for one in places if one.process is not None]
            wait([waking, *sentinels], _pause(places))
    finally:
        signal.set_wakeup_fd(-1)
    return _ended([place.process for place in places if place.process is not None])


def _see_to(place: _Place, serve: Callable[[int], None], alive: tuple[int, int], died: Callable[[int], None]) -> None:
    """Note that a process died, and begin another one when it is time."""
    now, process = time.monotonic(), place.process
    if process is not None and process.exitcode is not None:
        place.failures = 0 if now > place.since + SETTLED_SECONDS else place.failures + 1
        pause = min(2.0 ** (place.failures - 1), LONGEST_PAUSE_SECONDS) if place.failures else 0.0
        log.error("a server process died", pid=process.pid, exit_code=process.exitcode, again_in_seconds=pause)
        place.process, place.not_before = None, now + pause
        died(place.number)
        process.close()
    if place.process is None and now >= place.not_before:
        place.process, place.since = FORKS.Process(target=_begin, args=(partial(serve, place.number), alive)), now
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)  # so that the child does not hear them with its parent's ears
        place.process.start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def _pause(places: list[_Place]) -> float | None:
    """How long to wait for something to happen, where one is to be begun again later."""
    later = [place.not_before for place in places if place.process is None]
    return max(0.0, min(later) - time.monotonic()) if later else None


def _begin(serve: Callable[[], None], alive: tuple[int, int]) -> None:
    """Be one of the processes: what was the parent's is left, and its end is this one's."""
    signal.set_wakeup_fd(-1)
    for one in ENDING:
        signal.signal(one, signal.SIG_DFL)  # until there is a server that drains
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    reading, writing = alive
    os.close(writing)
    Thread(target=_end_with_parent, args=(reading,), name="parent", daemon=True).start()
    serve()


def _end_with_parent(reading: int) -> None:
    os.read(reading, 1)  # nothing is ever written: it ends as the last other end does
    os.kill(os.getpid(), signal.SIGTERM)


def _ended(processes: list[BaseProcess]) -> int:
    """Tell all processes to stop and wait for them; the exit code: 1 where one could not finish its work."""
    until = time.monotonic() + ENDED_WITHIN_SECONDS
    for process in processes:
        if process.exitcode is None and process.pid is not None:
            os.kill(process.pid, signal.SIGTERM)
    for process in processes:
        process.join(max(0.0, until - time.monotonic()))
    left = [process for process in processes if process.exitcode is None]
    for process in left:
        log.error("a server process did not end, and is killed; the database rolls its work back", pid=process.pid)
        process.kill()
        process.join()
    ended_well = (0, -signal.SIGTERM)  # the latter of one that had not begun to serve
    return 0 if all(process.exitcode in ended_well for process in processes) else KILLED
