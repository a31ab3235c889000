"""Upgrading old books takes work that grows with the books: counted, statement by statement and line by line."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.multiplied import multiply
from rebill.models import migrate
from rebill.models.database import Database
from tests.counting import counted_lines, counted_steps, grown_too_much
from tests.storage.test_upgrade_of_books import write_books

pytestmark = pytest.mark.slow

COPIES = (40, 160)


def work_of_upgrading(path: Path, copies: int) -> tuple[Counter[str], Counter[str]]:
    """Steps of SQLite by statement and lines of Python by function, from books at revision 0001 to the present one."""
    database = Database.open(f"sqlite:///{path}")
    migrate.upgrade(database, "0001")
    with database.migrate() as connection:
        write_books(connection)
        multiply(connection, copies)
    with counted_steps(database.engine) as steps, counted_lines("migrations/") as lines:
        migrate.upgrade(database)
    database.dispose()
    return steps, lines


def test_four_times_the_books_are_four_times_the_work_of_upgrading_them(tmp_path: Path) -> None:
    small, large = (work_of_upgrading(tmp_path / f"{copies}.db", copies) for copies in COPIES)
    assert grown_too_much(small[0], large[0], 5, 1000) == []
    assert grown_too_much(small[1], large[1], 5, 100) == []
    assert "_of_invoice" in large[1]
