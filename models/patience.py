"""How long a write waits, and which failures it may be tried again after."""

import math
import time

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from .capacity import Capacity

SHORTEST_SECONDS = 0.001
# serialisation failure, deadlock, and a unique value that another transaction took meanwhile: the next try sees it and
# refuses it properly
CONTENTION = {"40001", "40P01", "23505"}


class Wait:
    """How long a write may wait yet: for one lock, and in all."""

    def __init__(self, capacity: Capacity, alone: bool) -> None:
        self._began = time.monotonic()
        self._in_all = capacity.mutation_seconds
        self._one = capacity.mutation_seconds if alone else capacity.lock_seconds

    @property
    def for_one(self) -> float:
        """Seconds for the next lock; no lock is waited for without end, which is what 0 would mean."""
        return max(SHORTEST_SECONDS, min(self._one, self.in_all))

    @property
    def left(self) -> float:
        """Seconds of those for one lock, if all that went by was a wait for it."""
        return max(0.0, self._began + self._one - time.monotonic())

    @property
    def in_all(self) -> float:
        """Seconds for everything."""
        return max(0.0, self._began + self._in_all - time.monotonic())


def is_contention(error: SQLAlchemyError) -> bool:
    """Whether another transaction was in the way, so that the next try sees what it did."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in CONTENTION


def is_in_doubt(error: SQLAlchemyError) -> bool:
    """Whether a commit that failed may have been one all the same."""
    if not isinstance(error, DBAPIError):
        return False
    is_disk = getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_IOERR")
    return error.connection_invalidated or is_disk


def milliseconds(seconds: float) -> int:
    """Whole ones, as both engines take them."""
    return math.ceil(seconds * 1000)
