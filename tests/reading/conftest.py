"""A database with books in it, and `ask`: one GraphQL operation, with the statements that it cost."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from strawberry import Schema

from rebill.models import tables
from rebill.models.database import Database
from rebill.resolvers.context import Context
from rebill.schema.build import build_schema
from tests.reading.asking import Answer, Ask, counted
from tests.reading.books import write_books


@pytest.fixture(scope="session")
def schema() -> Schema:
    """The server's schema."""
    return build_schema()


@pytest.fixture(scope="session")
def written_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the rows of `books.py`, to copy."""
    path = tmp_path_factory.mktemp("reading") / "books.db"
    database = Database.open(f"sqlite:///{path}")
    with database.write() as connection:
        tables.customer.metadata.create_all(connection)
        write_books(connection)
    database.dispose()
    return path


@pytest.fixture
def books(tmp_path: Path, written_books: Path) -> Iterator[Database]:
    """A database with the rows of `books.py`."""
    path = tmp_path / "books.db"
    shutil.copy(written_books, path)
    database = Database.open(f"sqlite:///{path}")
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
