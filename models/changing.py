"""Telling what is about to change: whoever keeps a history of a connection hears of it beforehand.

A program that has to note each of its changes forgets one some day. Here whatever SQLAlchemy changes or deletes on a
connection is told to its listener by itself, and so are rows that are changed in bulk.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import Connection, Delete, Engine, Table, Update, event

LISTENER = "is told of changes"
Parameters = Sequence[Mapping[str, Any]]  # of each time that the statement is run


class Listener(Protocol):
    """Hears of changes before they happen."""

    def statement(self, statement: Update | Delete, parameters: Parameters) -> None:
        """A statement of SQLAlchemy is about to run."""

    def rows(self, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Columns of rows are about to change: a row is its key, then the new values in the order of `names`."""


def watch(engine: Engine) -> None:
    """Have listeners told of the changes of their connections; once for an engine, which is cheaper."""
    event.listen(engine, "before_execute", _before)


def listener_of(connection: Connection) -> Listener | None:
    """Who is to be told of the changes of a connection."""
    listener: Listener | None = connection.info.get(LISTENER)
    return listener


def _before(
    connection: Connection, statement: object, several: Parameters, one: Mapping[str, Any], _options: object
) -> None:
    if isinstance(statement, Update | Delete):
        listener = listener_of(connection)
        if listener is not None:
            listener.statement(statement, several or [one])


@contextmanager
def telling(connection: Connection, listener: Listener) -> Iterator[None]:
    """Have `listener` told before rows of a connection are changed or deleted."""
    known = connection.info
    known[LISTENER] = listener
    try:
        yield
    finally:
        known.pop(LISTENER, None)
