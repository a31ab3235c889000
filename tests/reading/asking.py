"""What asking the server in a test means: the answer, and the statements that it cost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, event

from rebill.models import ready
from rebill.models.database import Database
from rebill.models.driver import Values, rows_of


@dataclass
class Answer:
    """What an operation gave."""

    data: dict[str, Any]  # JSON, as a client gets it
    errors: list[str]
    statements: list[str] = field(repr=False)


Ask = Callable[..., Answer]


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The SELECT statements that run meanwhile."""
    found: list[str] = []

    def note(*event_arguments: object) -> None:
        statement = str(event_arguments[2])
        if statement.startswith("SELECT"):
            found.append(statement)

    def rows_noted(connection: Connection, statement: str, values: Values) -> list[tuple[Any, ...]]:
        found.append(statement)
        return rows_of(connection, statement, values)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        with patch.object(ready, "rows_of", rows_noted):  # which runs past SQLAlchemy and its events
            yield found
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
