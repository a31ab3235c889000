"""Works that wait for SQLite's writer share a commit, and each is told what became of itself alone."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError

from rebill.models import group_commit
from rebill.models.database import Database, Unavailable

NEXT = "SELECT next FROM number_series WHERE name = 'LEDGER'"
DRAW = "UPDATE number_series SET next = next + 1 WHERE name = 'LEDGER'"
WHO = ContextVar("who", default="nobody")
Work = Callable[[Connection], object]


def draw(connection: Connection) -> int:
    """Draw a number; the one after it."""
    connection.execute(text(DRAW))
    return int(connection.scalar(text(NEXT)) or 0)


@contextmanager
def together(database: Database, works: list[Work]) -> Iterator[list[object]]:
    """Works that all wait for the writer when it is let go, in this order; what each gave, or failed with, at the end."""
    found: list[object] = [None] * len(works)

    def run(place: int) -> None:
        WHO.set(f"client {place}")
        try:
            found[place] = database.run_write(works[place])
        except BaseException as error:
            found[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    assert database._group is not None
    with database.write():
        for place, thread in enumerate(threads, 1):
            thread.start()
            while len(database._group._waiting) < place:
                time.sleep(0.001)
    yield found
    for thread in threads:
        thread.join()


@pytest.fixture
def commits(sqlite_database: Database) -> list[int]:
    """Grows with each commit."""
    found: list[int] = []
    event.listen(sqlite_database.engine, "commit", lambda _: found.append(1))
    return found


def drawn(database: Database) -> int:
    """How many numbers have been drawn for good."""
    with database.read() as connection:
        return int(connection.scalar(text(NEXT)) or 0) - 1


def test_works_that_wait_are_committed_together_in_the_order_in_which_they_came(
    sqlite_database: Database, commits: list[int]
) -> None:
    with together(sqlite_database, [draw] * 30) as found:
        commits.clear()
    assert found == list(range(2, 32))
    assert len(commits) == 1
    with sqlite_database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # full, as ever


def test_a_group_is_no_larger_than_it_may_be(
    sqlite_database: Database, commits: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "MOST", 4)
    with together(sqlite_database, [draw] * 10) as found:
        commits.clear()
    assert (found, len(commits)) == (list(range(2, 12)), 3)


def test_what_takes_long_is_not_waited_for_by_more_than_those_before_it(
    sqlite_database: Database, commits: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "SECONDS", 0)
    with together(sqlite_database, [draw] * 3) as found:
        commits.clear()
    assert (found, len(commits)) == ([2, 3, 4], 3)


def test_one_that_fails_leaves_nothing_behind_and_disturbs_nobody(
    sqlite_database: Database, commits: list[int]
) -> None:
    refused = ValueError("refused")

    def refuse(connection: Connection) -> None:
        draw(connection)
        raise refused

    with together(sqlite_database, [draw, refuse, draw]) as found:
        commits.clear()
    assert (found, len(commits), drawn(sqlite_database)) == ([2, refused, 3], 1, 2)


def test_one_that_is_to_be_tried_again_is_without_the_others(sqlite_database: Database) -> None:
    tries: list[int] = []

    class Busy(Exception):
        sqlstate = "40001"

    def busy(connection: Connection) -> int:
        tries.append(draw(connection))
        if len(tries) == 1:
            raise OperationalError(DRAW, {}, Busy())
        return tries[-1]

    with together(sqlite_database, [draw, busy, draw]) as found:
        pass
    assert (found, tries, drawn(sqlite_database)) == ([2, 4, 3], [3, 4], 3)


def test_one_that_brings_the_transaction_down_fails_alone(sqlite_database: Database) -> None:
    """As a full disk does: SQLite itself rolls everything back."""
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorname = "SQLITE_FULL"

    def fill(connection: Connection) -> None:
        draw(connection)
        connection.exec_driver_sql("ROLLBACK")
        raise OperationalError(DRAW, {}, full)

    with together(sqlite_database, [draw, draw, fill, draw]) as found:
        pass
    numbers, (failed,) = (
        [one for one in found if isinstance(one, int)],
        [one for one in found if not isinstance(one, int)],
    )
    assert isinstance(failed, Unavailable)
    assert (failed.reason, sorted(numbers), drawn(sqlite_database)) == ("FULL", [2, 3, 4], 3)


@pytest.mark.parametrize(("name", "reason"), [("SQLITE_IOERR_FSYNC", "UNKNOWN_OUTCOME"), ("SQLITE_FULL", "FULL")])
def test_a_commit_that_fails_is_told_to_all_who_wrote(sqlite_database: Database, name: str, reason: str) -> None:
    disk = sqlite3.OperationalError("it failed")
    disk.sqlite_errorname = name
    refused = ValueError("refused")

    def fail(_: Connection) -> None:
        raise OperationalError("COMMIT", {}, disk)

    def failing(connection: Connection) -> None:
        event.listen(connection, "commit", fail)
        draw(connection)

    def refuse(_: Connection) -> None:
        raise refused

    with together(sqlite_database, [draw, failing, refuse]) as found:
        pass
    assert [one.reason if isinstance(one, Unavailable) else one for one in found] == [reason, reason, refused]
    assert drawn(sqlite_database) == 0
    assert sqlite_database.run_write(draw) == 2


def test_an_interrupted_leader_takes_nobody_with_it(sqlite_database: Database) -> None:
    def interrupt(_: Connection) -> None:
        raise KeyboardInterrupt

    with together(sqlite_database, [interrupt, draw, draw]) as found:
        pass
    assert isinstance(found[0], KeyboardInterrupt)
    assert (found[1:], drawn(sqlite_database)) == ([2, 3], 2)


def test_a_leader_that_is_interrupted_while_it_commits_leaves_the_others_in_doubt(sqlite_database: Database) -> None:
    refused = ValueError("refused")

    def interrupt(_: Connection) -> None:
        raise KeyboardInterrupt

    def leading(connection: Connection) -> None:
        event.listen(connection, "commit", interrupt)

    def refuse(_: Connection) -> None:
        raise refused

    with together(sqlite_database, [leading, draw, refuse]) as found:
        pass
    interrupted, in_doubt, failed = found
    assert isinstance(interrupted, KeyboardInterrupt)
    assert isinstance(in_doubt, Unavailable)
    assert (in_doubt.reason, failed, drawn(sqlite_database)) == ("UNKNOWN_OUTCOME", refused, 0)


def test_each_sees_the_context_of_its_own_call(sqlite_database: Database) -> None:
    with together(sqlite_database, [lambda _: WHO.get()] * 3) as found:
        pass
    assert found == ["client 0", "client 1", "client 2"]


def test_whoever_waits_too_long_is_told_so_and_is_not_carried_out_later(sqlite_database: Database) -> None:
    sqlite_database.capacity = replace(sqlite_database.capacity, lock_seconds=0.2)
    late: list[object] = []

    def wait() -> None:
        try:
            sqlite_database.run_write(draw)
        except Unavailable as error:
            late.append(error.reason)

    threads = [threading.Thread(target=wait) for _ in range(3)]
    with sqlite_database.write():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (late, drawn(sqlite_database)) == (["LOCKED"] * 3, 0)
    assert sqlite_database.run_write(draw) == 2


def test_work_alone_and_work_apart_have_a_transaction_of_their_own(
    sqlite_database: Database, commits: list[int]
) -> None:
    sqlite_database.run_write(draw, alone=True)
    sqlite_database.run_write(draw, shared=False)
    assert len(commits) == 2
    assert drawn(sqlite_database) == 2
