"""Databases with the books of `books.py`, and databases that nothing has been made in yet."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from rebill.models.database import Database
from tests.postgres import Postgres
from tests.storage.books import write_books


@pytest.fixture
def books(database: Database) -> Database:
    """The books."""
    write_books(database)
    return database


@pytest.fixture
def empty(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without any table; it is gone after the test."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = f"test_{uuid.uuid4().hex[:12]}"
    server.run(f"CREATE DATABASE {name}")
    yield server.address(name)
    server.drop(name)
