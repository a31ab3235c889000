"""A server for tests of the protocols, which are the same on both engines."""

from collections.abc import Iterator

import pytest

from rebill.models.database import Database
from tests.transport.serving import serving


@pytest.fixture
def place(sqlite_database: Database) -> Iterator[str]:
    """Host and port of a server on a fresh SQLite file."""
    with serving(sqlite_database) as found:
        yield found
