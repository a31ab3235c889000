"""Pools hold what the threads may take, on both engines; where one is empty, that is told and nothing breaks."""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from rebill.models.capacity import DEFAULT
from rebill.models.database import Database
from rebill.models.outages import Unavailable

pytestmark = pytest.mark.both_engines

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operating.md"


def opened_again(database: Database, **limits: float) -> Database:
    """The same database, opened with other limits."""
    url = database.engine.url
    known = url if database.dialect == "sqlite" else url.set(drivername="postgresql")
    return Database.open(known.render_as_string(hide_password=False), replace(DEFAULT, **limits))


def test_every_thread_finds_a_connection_and_one_too_many_is_told_in_time(database: Database) -> None:
    few = opened_again(database, queries=2, postings=2, others=1, contended=1, lock_seconds=0.2, outage_seconds=0.1)
    others = DEFAULT.whole_book_reads + DEFAULT.events + DEFAULT.wires
    assert few.capacity.connections == 2 + 2 + 1 + 1 + others
    with ExitStack() as held:
        for _ in range(few.capacity.connections):
            held.enter_context(few.read())
        with pytest.raises(Unavailable, match="CROWDED"), few.read():
            pass
        with pytest.raises(Unavailable, match="CROWDED"):
            few.run_write(lambda connection: None)
    few.run_write(lambda connection: None)
    few.dispose()


def test_threads_and_pool_are_reckoned_from_the_same_numbers(sqlite_database: Database) -> None:
    kept = sqlite_database.engine.pool.size()  # type: ignore[attr-defined]  # of a pool with a queue
    assert kept < DEFAULT.connections == sqlite_database.engine.pool._max_overflow + kept  # type: ignore[attr-defined]
    assert f"at most {DEFAULT.connections} connections" in PAGE.read_text(encoding="utf-8")
