"""Databases with the books of `books.py`."""

import pytest

from rebill.models.database import Database
from tests.storage.books import write_books


@pytest.fixture
def books(database: Database) -> Database:
    """The books, once on each engine."""
    write_books(database)
    return database
