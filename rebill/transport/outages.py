"""What is told where the database cannot be used, or a query took too long: that it is no fault of the request, and
whether anything was written.

In the log it is one line a minute and cause: an outage of an hour under load would else be all that the log holds.
"""

import math
import threading
import time
from collections.abc import Callable, Sequence

import structlog
from graphql import GraphQLError

from ..models.outages import Reason, Unavailable, reason_of
from ..models.wording import phrase_of
from ..resolvers.errors import ErrorCode, RequestError

QUIET_SECONDS = 60  # between two lines on one cause
AGAIN_SECONDS = {  # by reason: after how many to try again
    Reason.AWAY: 5,
    Reason.STARTING: 5,
    Reason.FULL: 30,
    Reason.LOCKED: 1,
    Reason.READ_ONLY: 30,
    Reason.CROWDED: 5,
    Reason.DISK: 30,
    Reason.DAMAGED: 30,
    Reason.TEMPORARY: 30,
    Reason.UNKNOWN_OUTCOME: 5,
}
log = structlog.get_logger()


def unavailable(reason: Reason, *, writes: bool, may_double: bool = False) -> RequestError:
    """The database cannot be used (access 6.2); `writes` is whether a mutation was to write.

    Where repeating it `may_double` what it wrote, no client is told to do so by itself.
    """
    variant = "in-doubt" if reason is Reason.UNKNOWN_OUTCOME else "not-written" if writes else "not-read"
    params, words = {"reason": reason, "seconds": AGAIN_SECONDS[reason]}, {"why": why(reason)}
    return RequestError(ErrorCode.UNAVAILABLE, variant, params=params, words=words, retryable=not may_double)


def why(reason: Reason) -> str:
    """The phrase that says what is the matter."""
    return f"outage-{reason.value.lower().replace('_', '-')}"


def in_english(reason: Reason) -> str:
    """The same in words, for whoever works at the command line."""
    return phrase_of(why(reason), {})


def may_double_if_repeated(error: GraphQLError) -> bool:
    """Whether it is not known if a mutation without an idempotency key was written."""
    cause = cause_of(error)
    return isinstance(cause, Unavailable) and cause.reason is Reason.UNKNOWN_OUTCOME and not cause.has_key


def deadline_exceeded(seconds: float) -> RequestError:
    """A query took longer than any may (access 5.6)."""
    return RequestError(
        ErrorCode.DEADLINE_EXCEEDED,
        "query",
        params={"seconds": f"{seconds:g}"},
    )


def outage_in(errors: Sequence[GraphQLError]) -> Reason | None:
    """Why the database could not be used, where that is what an execution failed of."""
    found = (reason_of(cause_of(error)) for error in errors)
    return next((reason for reason in found if reason is not None), None)


def cause_of(error: GraphQLError) -> BaseException | None:
    """What was raised in the first place."""
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


class Quietly:
    """Tells of each cause once a minute, and then how often it came in between."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._guard = threading.Lock()
        self._told: dict[tuple[str, object], float] = {}
        self._since: dict[tuple[str, object], int] = {}

    def tell(self, what: str, reason: object, **more: object) -> None:
        """One line, unless there was one lately."""
        cause = (what, reason)
        with self._guard:
            if self._now() < self._told.get(cause, -math.inf) + QUIET_SECONDS:
                self._since[cause] = self._since.get(cause, 0) + 1
                return
            self._told[cause], times = self._now(), self._since.pop(cause, 0)
        log.error(what, reason=str(reason), **({"more_since_then": times} if times else {}), **more)


QUIETLY = Quietly()  # one for the process, as the log is
