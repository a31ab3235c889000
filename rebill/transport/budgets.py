"""Budgets: a leaky bucket of points for whoever asks, on each server process (access 5.4).

What a request may cost is taken before it runs, and what it did not cost is given back afterwards. Where too little is
left nothing runs, and the answer says when it would. Only what is taken and when is kept: a bucket fills by being
looked at, and one that nobody has used for long is full and may be forgotten.
"""

import math
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from ..posting.command.caller import Caller
from ..resolvers.context import Budget as Shown
from ..resolvers.errors import ErrorCode, RequestError
from .per_address import asker_of

MOST_BUCKETS = 10_000
LARGEST = 2**31 - 1  # of an Int of GraphQL
WRITTEN = re.compile(r"([0-9]{1,10}):([0-9]{1,10})")
Now = Callable[[], float]


@dataclass(frozen=True)
class Budget:
    """The points of a full bucket, and how many come back a second."""

    points: int
    rate: int


DEFAULT = Budget(100_000, 2_000)
STRICT = Budget(30_000, 500)


def budget_of(text: str) -> Budget | None:
    """A budget as an operator writes it, None for `off`; ValueError for what is none.

    >>> budget_of("100000:2000"), budget_of("off")
    (Budget(points=100000, rate=2000), None)
    """
    if text == "off":
        return None
    found = WRITTEN.fullmatch(text)
    points, rate = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (1 <= points <= LARGEST and 1 <= rate <= LARGEST):
        raise ValueError(f"{text!r} is no budget; write POINTS:RATE, e.g. 100000:2000, or off")
    return Budget(points, rate)


class Bucket:
    """The points that somebody has left; any thread may use it."""

    def __init__(self, budget: Budget, now: Now) -> None:
        self._budget, self._now = budget, now
        self._left, self._at = float(budget.points), now()
        self._guard = threading.Lock()

    def take(self, points: int) -> int | None:
        """Take points; where there are too few, none, and in how many whole seconds there will be enough."""
        with self._guard:
            self._fill()
            if points <= self._left:
                self._left -= points
                return None
            return max(1, math.ceil((points - self._left) / self._budget.rate))

    def give(self, points: int) -> None:
        """Give points back."""
        with self._guard:
            self._fill()
            self._left = min(float(self._budget.points), self._left + points)

    def status(self) -> dict[str, int]:
        """How it stands, in Shopify's names."""
        with self._guard:
            self._fill()
            return {
                "maximumAvailable": self._budget.points,
                "currentlyAvailable": math.floor(self._left),
                "restoreRate": self._budget.rate,
            }

    def _fill(self) -> None:
        now = self._now()
        self._left = min(float(self._budget.points), self._left + (now - self._at) * self._budget.rate)
        self._at = now


class Charge:
    """What one request has taken of its bucket: once, however often the database makes it begin again."""

    def __init__(self, bucket: Bucket | None = None) -> None:
        self._bucket = bucket
        self._taken: int | None = None
        self.is_refused = False

    def take(self, points: int) -> RequestError | None:
        """Take what it may cost; why it cannot be taken."""
        if self._bucket is None or self._taken is not None:
            return None
        seconds = self._bucket.take(points)
        self.is_refused = seconds is not None
        if seconds is not None:
            return _throttled(points, self._bucket.status(), seconds)
        self._taken = points
        return None

    def settle(self, points: int) -> None:
        """It cost so much in the end: the rest is given back, once."""
        if self._bucket is not None and self._taken is not None:
            self._bucket.give(self._taken - points)
            self._taken = points

    def status(self) -> dict[str, int] | None:
        """How its bucket stands; None where there is no budget."""
        return None if self._bucket is None else self._bucket.status()

    def budget(self) -> Shown | None:
        """The same as the viewer is shown it, without what this request has taken and may give back."""
        status = self.status()
        return None if status is None else Shown(*status.values())


class Budgets:
    """The buckets of everybody who asks: of each actor, and of each address where nobody says who they are.

    There are none where nobody is limited, nor, without `limits_anybody`, for whoever does not say who they are.
    """

    def __init__(self, budget: Budget | None, now: Now = time.monotonic, *, limits_anybody: bool = True) -> None:
        self._budget, self._now, self._limits_anybody = budget, now, limits_anybody
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def charge(self, caller: Caller, address: str) -> Charge:
        """What a request of somebody's is charged to."""
        if self._budget is None or not (caller.authenticated or self._limits_anybody):
            return Charge()
        asker = asker_of(caller, address)
        bucket = self._buckets.get(asker)
        if bucket is None:
            bucket = self._buckets[asker] = Bucket(self._budget, self._now)
            if len(self._buckets) > MOST_BUCKETS:  # the one that was used longest ago goes
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(asker)
        return Charge(bucket)


def _throttled(points: int, status: dict[str, int], seconds: int) -> RequestError:
    return RequestError(
        ErrorCode.THROTTLED,
        "budget",
        params={"seconds": seconds},
        words={
            "points": points,
            "left": status["currentlyAvailable"],
            "most": status["maximumAvailable"],
            "rate": status["restoreRate"],
        },
        retryable=True,
    )
