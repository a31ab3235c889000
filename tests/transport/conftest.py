"""A server for tests of the protocols, which are the same on both engines: one for all tests of a module."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from rebill.models.database import Database
from tests.transport.serving import serving


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Database]:
    """An SQLite file of the module's own."""
    path = tmp_path_factory.mktemp("books") / "x.db"
    shutil.copy(sqlite_template, path)
    database = Database.open(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def place(books: Database) -> Iterator[str]:
    """Host and port of a server on it."""
    with serving(books) as found:
        yield found
