"""Every law reads a book in steps that grow with the book, on SQLite counted and on PostgreSQL as planned."""

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text

from benchmarks.multiplied import multiply
from rebill import demo
from rebill.models.database import Database
from rebill.posting.ledger_check import LAWS, check_connection, checked, reading_whole_tables
from tests.counting import counted_lines, counted_steps, grown_too_much

pytestmark = pytest.mark.slow

COPIES = (15, 60)
ROW_BY_ROW = re.compile(r"Nested Loop|\(SubPlan \d")


@pytest.fixture
def books(tmp_path: Path, sqlite_template: Path) -> Iterator[list[Database]]:
    """The demo data fifteen times, and four times as often."""
    shutil.copy(sqlite_template, tmp_path / "one.db")
    one = Database.open(f"sqlite:///{tmp_path / 'one.db'}")
    demo.load(one)
    one.dispose()
    opened = []
    for copies in COPIES:
        shutil.copy(tmp_path / "one.db", tmp_path / f"{copies}.db")
        opened.append(Database.open(f"sqlite:///{tmp_path / f'{copies}.db'}"))
        with opened[-1].migrate() as connection:
            multiply(connection, copies)
    yield opened
    for database in opened:
        database.dispose()


def work_of_each_law(database: Database) -> Counter[str]:
    """Steps of SQLite and lines of Python by law."""
    work: Counter[str] = Counter()
    for law in LAWS:
        with (
            counted_steps(database.engine) as steps,
            counted_lines("posting/laws/", "posting/amounts") as lines,
            database.read() as connection,
        ):
            assert checked(connection, law).holds, law.id
        work[law.id] = steps.total() + lines.total()
    return work


def test_four_times_the_book_is_four_times_the_work_of_every_law(books: list[Database]) -> None:
    small, large = (work_of_each_law(database) for database in books)
    assert set(large) == {law.id for law in LAWS}
    assert grown_too_much(small, large, 5, 300) == []


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)  # SQLite's steps are counted
def test_no_law_joins_row_by_row_on_postgresql(new_database: Callable[[], Database]) -> None:
    database = new_database()
    asked: list[tuple[str, object]] = []

    def listen(_connection: Connection, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if statement.startswith("SELECT") and "FROM" in statement:
            asked.append((statement, parameters))

    with database.read() as connection:
        event.listen(connection, "before_cursor_execute", listen)
        check_connection(connection)
        event.remove(connection, "before_cursor_execute", listen)
        assert len(asked) > len(LAWS)
        with reading_whole_tables(connection):
            plans = {
                statement: "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars())  # type: ignore[arg-type]
                for statement, parameters in asked
            }
        assert connection.scalar(text("SHOW enable_nestloop")) == "on"
    assert [f"{plan}\n{statement}" for statement, plan in plans.items() if ROW_BY_ROW.search(plan)] == []
