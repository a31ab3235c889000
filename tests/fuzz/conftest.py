"""The books of the fuzz: made once a run, opened once a worker."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.conftest import SHARED
from tests.fuzz.books import NAMES, opened
from tests.fuzz.run import Asked
from tests.length import LENGTH
from tests.postgres import Postgres, one_at_a_time


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Without the log: what fails in odd books is a bug of nobody's, and is told the same way by both."""
    with capture_logs():
        yield


@pytest.fixture(scope="session")
def asked(sqlite_template: Path, request: pytest.FixtureRequest) -> Iterator[dict[str, Asked]]:
    """Each book, on SQLite and, but in the quick run, on PostgreSQL."""
    with ExitStack() as held:
        found = {}
        for name in NAMES:
            new = None
            if LENGTH != "quick":
                server: Postgres = request.getfixturevalue("postgres")
                database = server.new()
                held.callback(server.drop, database)
                new = server.address(database)
            with one_at_a_time(SHARED / f"{name}.lock"):
                books = held.enter_context(opened(SHARED, sqlite_template, name, new))
            found[name] = Asked(name, books)
        yield found
