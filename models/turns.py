"""A lock whose waiters come in the order in which they asked."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

FOR_EVER = -1


class InTurn:
    """Held by one thread at a time. A thread that lets go and asks again comes behind those that wait already.

    `threading.Lock` lets it overtake them: a long run of short transactions would keep everybody else waiting.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._is_held = False

    def __enter__(self) -> None:
        """Wait for the lock, however long it takes."""
        self._acquire(FOR_EVER)

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Hold the lock; raises `TimeoutError` where it did not come in time."""
        self._acquire(seconds)
        try:
            yield
        finally:
            self.__exit__()

    def _acquire(self, seconds: float) -> None:
        with self._guard:
            if not self._is_held:
                self._is_held = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        try:
            if not mine.acquire(timeout=seconds):  # until it is handed over
                raise TimeoutError
        except BaseException:
            with self._guard:
                given_up = mine in self._waiting
                if given_up:
                    self._waiting.remove(mine)
            if not given_up:
                self.__exit__()
            raise

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Hand the lock over to whoever waits longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_held = False
