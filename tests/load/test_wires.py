"""Short queries are answered on the event loop's own connections, and whatever goes wrong there as it always was."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx2
import pytest
from sqlalchemy import text

from rebill.models.database import Database
from tests.load.slow import ask, limited, meanwhile, told, took
from tests.load.test_pools import opened_again
from tests.transport.serving import serving, until

pytestmark = pytest.mark.both_engines
on_postgresql = pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)  # SQLite has no wires
QUERY = "query Q($number: String!) { customer(ref: { number: $number }) { name } }"


def asked(place: str, number: str = "N-1", timeout: float = 20) -> httpx2.Response:
    """Whoever has a number; nobody has."""
    return ask(place, QUERY, timeout=timeout, variables={"number": number})


def counted(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each query was answered on a wire, from now on."""
    found: list[bool] = []
    rows = database.wires.rows

    async def noted(statement: str, values: list[object], seconds: float) -> object:
        answer = await rows(statement, values, seconds)
        found.append(answer is not None)
        return answer

    monkeypatch.setattr(database.wires, "rows", noted)
    return found


def warmed(database: Database, place: str, on_wire: list[bool]) -> None:
    """Ask until there is a wire, where there can be one."""

    def is_there() -> bool:
        asked(place)
        return on_wire[-1:] == [True] or database.dialect == "sqlite"

    until(is_there)


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Nobody can read customers meanwhile."""
    with database.write() as connection:
        connection.execute(text("LOCK TABLE customer IN ACCESS EXCLUSIVE MODE"))
        yield


def waiting(database: Database) -> int:
    """How many statements wait for customers."""
    said = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with database.engine.connect() as connection:
        return int(connection.scalar(text(said)) or 0)


def test_a_short_query_that_was_asked_before_takes_no_thread(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_wire = counted(database, monkeypatch)
    with serving(database) as place:
        first = asked(place)
        warmed(database, place, on_wire)
        later = asked(place)
        wrong = ask(place, QUERY, variables={"number": 1})
    assert (first.json()["data"], first.content) == ({"customer": None}, later.content)
    assert any(on_wire) is (database.dialect == "postgresql")
    assert wrong.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


@on_postgresql
def test_a_wire_that_was_cut_at_rest_is_noticed_and_nobody_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_wire = counted(database, monkeypatch)
    cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database()"
    with serving(database) as place:
        warmed(database, place, on_wire)
        with database.engine.connect() as connection:
            connection.execute(text(f"{cut} AND pid <> pg_backend_pid()"))
        assert asked(place).json()["data"] == {"customer": None}
        warmed(database, place, on_wire)


@on_postgresql
def test_what_waits_on_a_wire_ends_with_its_client(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    on_wire = counted(database, monkeypatch)
    with serving(database) as place:
        warmed(database, place, on_wire)
        with locked(database):
            with pytest.raises(httpx2.ReadTimeout):
                asked(place, timeout=0.5)
            until(lambda: waiting(database) == 0, 8)
        assert asked(place).status_code == 200


@on_postgresql
def test_what_waits_on_a_wire_has_one_deadline(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    short = opened_again(database, query_seconds=3)
    on_wire = counted(short, monkeypatch)
    with serving(short) as place:
        warmed(short, place, on_wire)
        with locked(database):
            answer, seconds = took(lambda: asked(place))
        assert told(answer) == (503, "DEADLINE_EXCEEDED", {"seconds": "3"})
        assert 2.9 < seconds < 6  # which would be two
        assert asked(place).status_code == 200
    short.dispose()


@on_postgresql
def test_who_finds_no_wire_and_no_place_waits_as_always(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    limited(database, queries=1, queries_waiting=1)
    on_wire = counted(database, monkeypatch)
    with serving(database) as place:
        warmed(database, place, on_wire)
        with ExitStack() as held:
            held.enter_context(locked(database))
            with meanwhile(*[lambda: asked(place)] * 2) as found:
                until(lambda: waiting(database) == 1)
                time.sleep(0.5)
                assert told(asked(place))[:2] == (503, "OVERLOADED")
                assert waiting(database) == 1
                held.close()
        assert [one.status_code for one in found] == [200, 200]
