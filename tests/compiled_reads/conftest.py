"""A database with the demo's books, made once for each engine: these tests only read."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rebill import demo
from rebill.models.database import Database
from tests.postgres import Postgres


@pytest.fixture(scope="session")
def opened_books(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Callable[[str], Database]]:
    """Opens the books on an engine."""
    known: dict[str, Database] = {}

    def opened(engine: str) -> Database:
        if engine not in known:
            known[engine] = Database.open(_address(engine, tmp_path_factory.mktemp("books"), sqlite_template, request))
            demo.load(known[engine])
        return known[engine]

    yield opened
    for database in known.values():
        database.dispose()


def _address(engine: str, folder: Path, template: Path, request: pytest.FixtureRequest) -> str:
    if engine == "sqlite":
        shutil.copy(template, folder / "books.db")
        return f"sqlite:///{folder / 'books.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.address(server.new())


@pytest.fixture
def books(opened_books: Callable[[str], Database], engine_name: str) -> Database:
    """The books."""
    return opened_books(engine_name)
