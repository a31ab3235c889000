"""Which failures are the database's state rather than a fault of ours: what a driver raises, as one word.

The words are `params.reason` of the code UNAVAILABLE (access 6.2, 6.5). Nothing here is ever told with a driver's own
text, which may hold values and addresses.
"""

import sqlite3
from enum import StrEnum

from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Reason(StrEnum):
    """Why the database cannot be used just now."""

    AWAY = "AWAY"  # it refuses connections, or cuts them
    STARTING = "STARTING"  # up, or recovering
    FULL = "FULL"  # no space is left
    LOCKED = "LOCKED"  # by somebody else, for too long
    READ_ONLY = "READ_ONLY"  # a file that cannot be written, a standby server
    CROWDED = "CROWDED"  # no connection is left
    DISK = "DISK"  # cannot be read or written
    DAMAGED = "DAMAGED"  # the file is no database, or no longer
    TEMPORARY = "TEMPORARY"  # not the database: no room for temporary files of the server
    UNKNOWN_OUTCOME = "UNKNOWN_OUTCOME"  # the connection was lost while it committed


PASSING = {Reason.AWAY, Reason.STARTING, Reason.CROWDED}  # what a new connection may mend, in a moment


class Unavailable(Exception):
    """The database cannot be used just now. Nothing was written, but where the reason is UNKNOWN_OUTCOME.

    Only what has an idempotency key can then be repeated without being written twice.
    """

    has_key = False

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = Reason(reason)


SQLITE = {
    "SQLITE_BUSY": Reason.LOCKED,
    "SQLITE_LOCKED": Reason.LOCKED,
    "SQLITE_PROTOCOL": Reason.LOCKED,
    "SQLITE_FULL": Reason.FULL,
    "SQLITE_READONLY": Reason.READ_ONLY,
    "SQLITE_PERM": Reason.READ_ONLY,
    "SQLITE_CANTOPEN": Reason.AWAY,
    "SQLITE_IOERR": Reason.DISK,
    "SQLITE_NOMEM": Reason.CROWDED,
    "SQLITE_CORRUPT": Reason.DAMAGED,
    "SQLITE_NOTADB": Reason.DAMAGED,
}
CANCELED = "57014"
SQLSTATES = {  # by their first characters
    "08": Reason.AWAY,
    "57P01": Reason.AWAY,
    "57P02": Reason.AWAY,
    "57P03": Reason.STARTING,
    "57P04": Reason.AWAY,
    "57P05": Reason.AWAY,
    "53100": Reason.FULL,
    "53200": Reason.CROWDED,
    "53300": Reason.CROWDED,
    "55P03": Reason.LOCKED,
    CANCELED: Reason.LOCKED,  # of a mutation, by whoever runs the server: it waited, and was rolled back
    "40001": Reason.LOCKED,
    "40P01": Reason.LOCKED,
    "25006": Reason.READ_ONLY,
    "58030": Reason.DISK,
    "XX001": Reason.DAMAGED,
    "XX002": Reason.DAMAGED,
}
SAID = {  # a server that refuses a connection gives no SQLSTATE, but says why
    "starting up": Reason.STARTING,
    "recovery": Reason.STARTING,
    "not yet accepting": Reason.STARTING,
    "too many clients": Reason.CROWDED,
    "too many connections": Reason.CROWDED,
    "remaining connection slots": Reason.CROWDED,
    "No space left": Reason.FULL,
}


def reason_of(error: BaseException | None) -> Reason | None:
    """Why the database cannot be used, by an error that it led to; None for an error that is about something else.

    >>> reason_of(Unavailable("FULL")), reason_of(ValueError())
    (<Reason.FULL: 'FULL'>, None)
    """
    if isinstance(error, Unavailable):
        return error.reason
    if isinstance(error, PoolTimeout):
        return Reason.CROWDED
    if isinstance(error, PendingRollbackError):  # what comes after a connection that was lost
        return Reason.AWAY
    if not isinstance(error, DBAPIError):
        return None
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        return _begins(SQLITE, name)
    return _of_postgresql(error)


def is_canceled(error: BaseException | None) -> bool:
    """Whether a statement was ended from outside: by its deadline, or since nobody wants its answer."""
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorname", None) == "SQLITE_INTERRUPT"
    return getattr(error.orig, "sqlstate", None) == CANCELED


def _of_postgresql(error: DBAPIError) -> Reason | None:
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return _begins(SQLSTATES, state)
    if not error.connection_invalidated and type(error.orig).__name__ != "OperationalError":
        return None
    text = str(error.orig)
    return next((reason for said, reason in SAID.items() if said in text), Reason.AWAY)


def _begins(known: dict[str, Reason], name: str) -> Reason | None:
    return next((reason for start, reason in known.items() if name.startswith(start)), None)
