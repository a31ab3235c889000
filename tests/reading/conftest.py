"""A database with books in it, and `ask`: one GraphQL operation, with the statements that it cost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from rebill.models import tables
from rebill.models.database import Database
from rebill.resolvers.context import Context
from rebill.schema.build import build_schema
from sqlalchemy import event
from strawberry import Schema

from books import write_books


@dataclass
class Answer:
    """What an operation gave."""

    data: dict[str, Any]  # JSON, as a client gets it
    errors: list[str]
    statements: list[str] = field(repr=False)


Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def schema() -> Schema:
    """The server's schema."""
    return build_schema()


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Database]:
    """A database with the rows of `books.py`."""
    database = Database.open(f"sqlite:///{tmp_path / 'books.db'}")
    with database.write() as connection:
        tables.customer.metadata.create_all(connection)
        write_books(connection)
    yield database
    database.dispose()


@pytest.fixture
def ask(schema: Schema, books: Database) -> Ask:
    """Run an operation against the books."""

    def run(query: str, **variables: object) -> Answer:
        with counted(books) as statements:
            result = schema.execute_sync(query, variables, Context(books))
        return Answer(result.data or {}, [one.message for one in result.errors or []], statements)

    return run


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The SELECT statements that run meanwhile."""
    found: list[str] = []

    def note(*event_arguments: object) -> None:
        statement = str(event_arguments[2])
        if statement.startswith("SELECT"):
            found.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
