"""Transactions: one writer at a time on SQLite, snapshots that stand still, contention tried again and bounded."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, OperationalError

from rebill.models.database import TRIES, Database

NEXT = "SELECT next FROM number_series WHERE name = 'LEDGER'"
DRAW = "UPDATE number_series SET next = next + 1 WHERE name = 'LEDGER'"


class SqlState(Exception):
    """A driver's error with a PostgreSQL error code."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


def failing(times: int, sqlstate: str, calls: list[int]) -> Callable[[Connection], int]:
    """Work that draws a number, and fails the first `times` times after having drawn it."""

    def work(connection: Connection) -> int:
        calls.append(1)
        connection.execute(text(DRAW))
        if len(calls) <= times:
            raise OperationalError(DRAW, {}, SqlState(sqlstate))
        return int(connection.scalar(text(NEXT)) or 0)

    return work


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that a retry would have made."""
    pauses: list[float] = []
    monkeypatch.setattr("rebill.models.database.time.sleep", pauses.append)
    return pauses


@pytest.mark.parametrize("sqlstate", ["40001", "40P01", "55P03"])
def test_contention_is_tried_again_and_leaves_no_trace(
    database: Database, no_pauses: list[float], sqlstate: str
) -> None:
    assert database.run_write(failing(2, sqlstate, [])) == 2
    assert len(no_pauses) == 2


def test_trying_again_is_bounded_and_its_pauses_grow(sqlite_database: Database, no_pauses: list[float]) -> None:
    calls: list[int] = []
    with pytest.raises(DBAPIError):
        sqlite_database.run_write(failing(99, "40001", calls))
    assert (len(calls), len(no_pauses)) == (TRIES, TRIES - 1)
    assert no_pauses[0] < no_pauses[-1]


@pytest.mark.parametrize("sqlstate", ["23503", "23001", "57P01", "08006"])
def test_what_may_have_been_committed_or_cannot_succeed_is_not_tried_again(
    sqlite_database: Database, no_pauses: list[float], sqlstate: str
) -> None:
    calls: list[int] = []
    with pytest.raises(DBAPIError):
        sqlite_database.run_write(failing(99, sqlstate, calls))
    assert (len(calls), no_pauses) == (1, [])


def test_another_program_that_holds_the_file_is_waited_for(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")  # the pooled connection that the write will use
    path = str(sqlite_database.engine.url.database)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(
            "rebill.models.database.time.sleep", lambda _: other.in_transaction and other.execute("COMMIT")
        )
        sqlite_database.run_write(lambda connection: connection.execute(text(DRAW)))
    with sqlite_database.read() as connection:
        assert connection.scalar(text(NEXT)) == 2


def test_many_writers_lose_no_update(database: Database) -> None:
    def write() -> None:
        for _ in range(10):
            database.run_write(lambda connection: connection.execute(text(DRAW)))

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert connection.scalar(text(NEXT)) == 81


def test_a_read_stands_at_one_point_in_time(database: Database) -> None:
    with database.read() as connection:
        before = connection.scalar(text(NEXT))
        database.run_write(lambda writing: writing.execute(text(DRAW)))
        assert connection.scalar(text(NEXT)) == before


def test_a_read_never_keeps_what_it_wrote(database: Database) -> None:
    try:
        with database.read() as connection:
            connection.execute(text(DRAW))
    except DBAPIError:
        pass
    with database.read() as connection:
        assert connection.scalar(text(NEXT)) == 1


def test_a_read_refuses_to_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.read() as connection:
        connection.execute(text(DRAW))
