"""Transactions: one writer at a time on SQLite, snapshots that stand still, contention tried again and bounded."""

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError, OperationalError

from rebill.models.database import TRIES, Database, Unavailable

pytestmark = pytest.mark.both_engines

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
    with pytest.raises(Unavailable, match="LOCKED"):
        sqlite_database.run_write(failing(99, "40001", calls))
    assert (len(calls), len(no_pauses)) == (TRIES, TRIES - 1)
    assert no_pauses[0] < no_pauses[-1]


@pytest.mark.parametrize("sqlstate", ["23503", "23001"])
def test_what_cannot_succeed_is_not_tried_again(
    sqlite_database: Database, no_pauses: list[float], sqlstate: str
) -> None:
    calls: list[int] = []
    with pytest.raises(DBAPIError):
        sqlite_database.run_write(failing(99, sqlstate, calls))
    assert (len(calls), no_pauses) == (1, [])


@pytest.mark.parametrize("sqlstate", ["57P01", "57P03", "08006", "53300"])
def test_a_database_that_is_away_is_tried_again_for_a_while(
    sqlite_database: Database, no_pauses: list[float], sqlstate: str
) -> None:
    assert sqlite_database.run_write(failing(2, sqlstate, [])) == 2
    with pytest.raises(Unavailable):
        sqlite_database.run_write(failing(99, sqlstate, []))


@pytest.mark.parametrize("sqlstate", ["53100", "25006", "58030"])
def test_a_full_disk_is_told_at_once(sqlite_database: Database, no_pauses: list[float], sqlstate: str) -> None:
    calls: list[int] = []
    with pytest.raises(Unavailable):
        sqlite_database.run_write(failing(99, sqlstate, calls))
    assert (len(calls), no_pauses) == (1, [])


def test_another_program_that_holds_the_file_is_waited_for_as_long_as_one_lock_is(sqlite_database: Database) -> None:
    sqlite_database.capacity = replace(sqlite_database.capacity, lock_seconds=0.3)
    path = str(sqlite_database.engine.url.database)
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(Unavailable, match="LOCKED"):
            sqlite_database.run_write(lambda connection: connection.execute(text(DRAW)))
        assert 0.3 <= time.monotonic() - began < 5
        timer = threading.Timer(0.1, other.execute, ["COMMIT"])
        timer.start()
        sqlite_database.run_write(lambda connection: connection.execute(text(DRAW)))
        timer.join()
    with sqlite_database.read() as connection:
        assert connection.scalar(text(NEXT)) == 2


def test_a_writer_that_stays_keeps_the_next_no_longer_than_one_lock_may_take(sqlite_database: Database) -> None:
    sqlite_database.capacity = replace(sqlite_database.capacity, lock_seconds=0.1)
    with sqlite_database.write(), pytest.raises(Unavailable, match="LOCKED"):
        sqlite_database.run_write(lambda connection: connection.execute(text(DRAW)))
    sqlite_database.run_write(lambda connection: connection.execute(text(DRAW)))


def test_a_connection_that_is_lost_as_it_commits_leaves_the_outcome_unknown(database: Database) -> None:
    """On PostgreSQL really cut; SQLite has none to lose, but a disk that fails."""

    def cut(connection: Connection) -> None:
        connection.execute(text(DRAW))
        if database.dialect == "postgresql":
            pid = connection.scalar(text("SELECT pg_backend_pid()"))
            with database.engine.connect() as other:
                other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        else:
            event.listen(connection, "commit", fail)

    def fail(connection: Connection) -> None:
        raise OperationalError("COMMIT", {}, disk)

    disk = sqlite3.OperationalError("disk I/O error")
    disk.sqlite_errorname = "SQLITE_IOERR_FSYNC"
    with pytest.raises(Unavailable, match="UNKNOWN_OUTCOME"):
        database.run_write(cut)
    database.run_write(lambda connection: connection.execute(text(DRAW)))


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
