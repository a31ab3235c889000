"""How a transaction begins and ends on a connection, so that none is left open in the pool."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

Begin = Callable[[Connection], object]


def begun_with(begin: Begin, connection: Connection) -> Connection:
    """The connection with its transaction begun; closed where that fails."""
    try:
        begin(connection)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def ended(connection: Connection) -> Iterator[None]:
    """Commit at the end, or take everything back."""
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    try:
        connection.commit()
    except BaseException:
        connection.invalidate()  # what could not be committed is not left open in the pool
        raise
