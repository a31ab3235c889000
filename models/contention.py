"""Waiting for a row that somebody else has, without keeping anybody waiting who wants another one.

A posting that finds a row locked gives its place among the postings to the next one, and waits here, in the order in
which they came. Of those that want the same row one at a time tries, so that a row which stays locked, whoever asks for
it, holds up one connection and no place (access 5.6).
"""

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from sqlalchemy.exc import DBAPIError

from .outages import Reason, Unavailable

# how the posting that this thread carries out gives its place to the next one; None where it has none to give
GIVE_PLACE: ContextVar[Callable[[], None] | None] = ContextVar("give_place", default=None)


@dataclass(eq=False)
class _Turn:
    thing: Hashable
    has_come: threading.Event = field(default_factory=threading.Event)


class WaitingRoom:
    """Postings that wait for rows: `at_once` of them try, one a row, and `most` may wait."""

    def __init__(self, at_once: int, most: int) -> None:
        self._at_once, self._most = at_once, most
        self._guard = threading.Lock()
        self._waiting: list[_Turn] = []
        self._trying: list[Hashable] = []

    @property
    def is_crowded(self) -> bool:
        """Whether anybody waits for a row just now."""
        return bool(self._trying)

    @contextmanager
    def turn(self, thing: Hashable, seconds: float) -> Iterator[float]:
        """One's turn at what was locked; yields the seconds that are left. Raises `Unavailable` where none comes."""
        until, mine = time.monotonic() + seconds, _Turn(thing)
        with self._guard:
            self._waiting.append(mine)
            self._admit()
            if len(self._waiting) > self._most:  # behind whom nobody else waits
                self._waiting.remove(mine)
                raise Unavailable(Reason.LOCKED)
        has_come = mine.has_come.wait(seconds)
        with self._guard:
            if not has_come and not mine.has_come.is_set():
                self._waiting.remove(mine)
                raise Unavailable(Reason.LOCKED)
        try:
            yield max(0.0, until - time.monotonic())
        finally:
            with self._guard:
                self._trying.remove(thing)
                self._admit()

    def _admit(self) -> None:
        for one in list(self._waiting):
            if len(self._trying) < self._at_once and one.thing not in self._trying:
                self._waiting.remove(one)
                self._trying.append(one.thing)
                one.has_come.set()


def what_is_locked(error: DBAPIError) -> str:
    """What a statement waited for in vain, said alike by all who wait for it, however long they did."""
    said = f"{error.statement} {error.params}"
    return said.partition("; ")[2].partition("; ")[2] if said.startswith("BEGIN; ") else said
