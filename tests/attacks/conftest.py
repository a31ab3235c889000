"""One application for all attacks: none of them may write to its book."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from rebill.models.database import Database
from rebill.process.app import create_app


@pytest.fixture(scope="package")
def book(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Database]:
    """An empty book."""
    path = tmp_path_factory.mktemp("attacks") / "attacked.db"
    shutil.copy(sqlite_template, path)
    database = Database.open(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture(scope="package")
def statements(book: Database) -> list[str]:
    """What is asked of the book."""
    found: list[str] = []
    event.listen(book.engine, "before_cursor_execute", lambda *said: found.append(said[2]))
    return found


@pytest.fixture(scope="package")
def client(book: Database) -> Iterator[TestClient]:
    """A client of the application, which has made by now whatever is made once."""
    with TestClient(create_app(book)) as client:
        client.post("/graphql", json={"query": "{ parameters { returnValidityDays } }"})
        yield client
