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
from ..resolvers.errors import ErrorCode, RequestError

QUIET_SECONDS = 60  # between two lines on one cause
TOLD = {  # by reason: what is the matter, and after how many seconds to try again
    Reason.AWAY: ("The database cannot be reached just now.", 5),
    Reason.STARTING: ("The database is starting.", 5),
    Reason.FULL: ("The disk of the database is full; whoever runs the server has to make space.", 30),
    Reason.LOCKED: ("Somebody else has held what this needs for too long.", 1),
    Reason.READ_ONLY: ("The database cannot be written just now; whoever runs the server has to look at it.", 30),
    Reason.CROWDED: ("The database takes no more connections just now.", 5),
    Reason.DISK: ("The disk of the database fails; whoever runs the server has to look at it.", 30),
    Reason.DAMAGED: ("The database is damaged; whoever runs the server has to restore it.", 30),
    Reason.UNKNOWN_OUTCOME: ("The connection to the database was lost while this was being written.", 5),
}
IN_DOUBT = (
    "It is not known whether it was. Repeat the call with the same idempotencyKey: what was written is answered, "
    "never written twice. Without a key, look first whether it is there."
)
log = structlog.get_logger()


def unavailable(reason: Reason, *, writes: bool, may_double: bool = False) -> RequestError:
    """The database cannot be used (access 6.2); `writes` is whether a mutation was to write.

    Where repeating it `may_double` what it wrote, no client is told to do so by itself.
    """
    what, seconds = TOLD[reason]
    if reason is Reason.UNKNOWN_OUTCOME:
        message = f"{what} {IN_DOUBT}"
    else:
        message = f"{what}{' Nothing was written.' if writes else ''} Try again in {seconds} s."
    params = {"reason": reason, "seconds": seconds}
    return RequestError(ErrorCode.UNAVAILABLE, message, params=params, retryable=not may_double)


def may_double_if_repeated(error: GraphQLError) -> bool:
    """Whether it is not known if a mutation without an idempotency key was written."""
    cause = cause_of(error)
    return isinstance(cause, Unavailable) and cause.reason is Reason.UNKNOWN_OUTCOME and not cause.has_key


def deadline_exceeded(seconds: float) -> RequestError:
    """A query took longer than any may (access 5.6)."""
    return RequestError(
        ErrorCode.DEADLINE_EXCEEDED,
        f"The query took longer than {seconds:g} seconds and was ended. Ask for less at once, e.g. shorter pages.",
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
