"""An outage is not a bug: it is told as what it is, with what became of the request, and in one line of the log."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from rebill.models.database import Database
from rebill.process.app import create_app
from rebill.resolvers.mutations import Done
from tests.api import Api
from tests.length import PATIENCE_SECONDS
from tests.load.proxy import COMMIT, Wire, wired
from tests.load.slow import limited, told, took
from tests.test_killed_runs import begun
from tests.transport.serving import posts, serving, talking, watch

CREATE = """mutation { createCustomer(input: {name: "N", currency: "NOK", idempotencyKey: "key"}) {
  ... on CustomerSuccess { replayed customer { number name } } } }"""
READ = "{ customers { nodes { name } } }"
COUNT = "{ customers { totalCount } }"
TWO = """mutation {
  one: createCustomer(input: {name: "One", currency: "NOK"}) { ... on CustomerSuccess { replayed } }
  two: createCustomer(input: {name: "Two", currency: "NOK"}) { ... on CustomerSuccess { replayed } } }"""


def asked(client: TestClient, query: str) -> Any:
    """The server's answer."""
    return client.post("/graphql", json={"query": query})


def names(api: Api) -> list[str]:
    """Of the customers there are."""
    return [one["name"] for one in api.run(READ)["customers"]["nodes"]]


# ------------------------------------------------ SQLite
def test_a_full_disk_is_told_and_reads_go_on(sqlite_database: Database) -> None:
    pages = [2]  # the fewest that can be asked for: those there are

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages[0]}")

    event.listen(sqlite_database.engine, "connect", limit)
    sqlite_database.engine.dispose()
    with TestClient(create_app(sqlite_database)) as client:
        for _ in range(200):
            answer = asked(client, CREATE.replace('"key"', "null"))
            if answer.status_code != 200:
                break
        assert told(answer) == (503, "UNAVAILABLE", {"reason": "FULL", "seconds": "30"})
        assert answer.headers["retry-after"] == "30"
        (error,) = answer.json()["errors"]
        assert (error["extensions"]["retryable"], "Nothing was written" in error["message"]) == (True, True)
        written = asked(client, COUNT).json()["data"]["customers"]["totalCount"]
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["database"]) == (503, "full")
        pages[0] = 1_000_000
        sqlite_database.engine.dispose()
        assert asked(client, CREATE).json()["data"]["createCustomer"]["replayed"] is False
        assert asked(client, COUNT).json()["data"]["customers"]["totalCount"] == written + 1


def test_a_file_that_another_program_keeps_locked_is_told_after_one_wait(sqlite_database: Database) -> None:
    limited(sqlite_database, lock_seconds=0.3)
    path = str(sqlite_database.engine.url.database)
    with TestClient(create_app(sqlite_database)) as client, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        answer, seconds = took(lambda: asked(client, CREATE))
        assert (told(answer), seconds < 5) == ((503, "UNAVAILABLE", {"reason": "LOCKED", "seconds": "1"}), True)
        assert asked(client, READ).json()["data"] == {"customers": {"nodes": []}}
        assert client.get("/readyz").json()["database"] == "locked"
        other.rollback()
        assert asked(client, CREATE).status_code == 200


def test_an_outage_is_one_line_in_the_log_whatever_came_of_it(
    sqlite_database: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rebill.transport.outages.QUIETLY._told", {})
    limited(sqlite_database, lock_seconds=0.01)
    with TestClient(create_app(sqlite_database)) as client, sqlite_database.write():
        for _ in range(20):
            assert asked(client, CREATE).status_code == 503
    lines = capsys.readouterr().out.splitlines()
    assert [("the database cannot be used" in line, "LOCKED" in line) for line in lines] == [(True, True)]


# ------------------------------------------------ PostgreSQL, behind a wire that is cut
@pytest.fixture
def wire(new_database: Callable[[], Database], request: pytest.FixtureRequest) -> Iterator[tuple[Wire, Database, Api]]:
    """A wire, the database behind it, and the API that goes past it."""
    straight = new_database()
    url = straight.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with wired(url) as (found, through):
        database = Database.open(through)
        limited(database, outage_seconds=0.3)
        yield found, database, Api(straight)
        found.mend()
        database.dispose()


on_postgresql = pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)


@on_postgresql
def test_a_database_that_is_away_is_told_and_comes_back_by_itself(wire: tuple[Wire, Database, Api]) -> None:
    cable, database, api = wire
    with TestClient(create_app(database)) as client:
        assert asked(client, READ).status_code == 200
        cable.cut()
        for query in (READ, CREATE, READ):
            answer, seconds = took(lambda query=query: asked(client, query))
            assert (told(answer), seconds < 12) == ((503, "UNAVAILABLE", {"reason": "AWAY", "seconds": "5"}), True)
        assert client.get("/readyz").json() == {
            "ready": False, "database": "away", "migrations": "unknown", "worker": None, "draining": False,
        }  # fmt: skip
        cable.mend()
        assert asked(client, CREATE).json()["data"]["createCustomer"]["replayed"] is False
        assert (asked(client, READ).status_code, names(api)) == (200, ["N"])


@on_postgresql
def test_connections_that_were_cut_are_made_anew_before_anybody_is_told(wire: tuple[Wire, Database, Api]) -> None:
    cable, database, _ = wire
    limited(database, outage_seconds=PATIENCE_SECONDS)
    with TestClient(create_app(database)) as client:
        assert asked(client, READ).status_code == 200
        cable.cut()
        cable.mend()
        assert (asked(client, READ).status_code, asked(client, CREATE).status_code) == (200, 200)


@on_postgresql
def test_a_commit_whose_answer_was_lost_is_told_and_repeated_by_its_key(wire: tuple[Wire, Database, Api]) -> None:
    cable, database, api = wire
    with TestClient(create_app(database)) as client:
        asked(client, READ)  # else the set-up of the connection commits first
        cable.swallow_answer_to = COMMIT
        answer = asked(client, CREATE)
        assert told(answer) == (503, "UNAVAILABLE", {"reason": "UNKNOWN_OUTCOME", "seconds": "5"})
        assert "same idempotencyKey" in answer.json()["errors"][0]["message"]
        cable.mend()
        assert asked(client, CREATE).json()["data"]["createCustomer"]["replayed"] is True
    assert names(api) == ["N"]


@on_postgresql
def test_the_answer_of_what_is_committed_is_read_again_or_says_that_it_is(wire: tuple[Wire, Database, Api]) -> None:
    cable, database, api = wire
    limited(database, outage_seconds=PATIENCE_SECONDS)
    with TestClient(create_app(database)) as client:
        asked(client, READ)
        cable.cut_after = COMMIT
        event.listen(database.engine, "invalidate", lambda *_: cable.mend())
        answer = asked(client, CREATE)
        assert answer.json()["data"]["createCustomer"] == {
            "replayed": False, "customer": {"number": "C-000001", "name": "N"},
        }  # fmt: skip
    assert names(api) == ["N"]


@on_postgresql
def test_what_is_committed_and_cannot_be_read_is_said_to_be_written(wire: tuple[Wire, Database, Api]) -> None:
    cable, database, api = wire
    with TestClient(create_app(database)) as client:
        asked(client, READ)
        cable.cut_after = COMMIT
        answer = asked(client, CREATE)
        cable.mend()
    (error,) = answer.json()["errors"]
    assert (answer.status_code, answer.json()["data"], error["path"][0]) == (503, None, "createCustomer")
    assert (error["extensions"]["params"]["written"], error["extensions"]["retryable"]) == ("true", False)
    assert "was carried out and is written (id" in error["message"]
    assert (names(api), "retry-after" in answer.headers) == (["N"], False)


@on_postgresql
def test_of_two_mutations_each_is_told_what_became_of_it(wire: tuple[Wire, Database, Api]) -> None:
    cable, database, api = wire
    with TestClient(create_app(database)) as client:
        asked(client, READ)
        cable.cut_after = COMMIT
        answer = asked(client, TWO)
        cable.mend()
    told_of = {one["path"][0]: one for one in answer.json()["errors"]}
    assert (answer.status_code, answer.json()["data"], set(told_of)) == (503, None, {"one", "two"})
    assert "was carried out and is written" in told_of["one"]["message"]
    two = told_of["two"]
    assert (two["extensions"]["params"]["reason"], "Nothing was written" in two["message"]) == ("AWAY", True)
    assert names(api) == ["One"]


def committing(database: Database, number: int, act: Callable[[], None]) -> None:
    """Have something done as the commit of that number begins, counted from now."""
    begun: list[object] = []

    def count(connection: object) -> None:
        begun.append(connection)
        if len(begun) == number:
            act()

    event.listen(database.engine, "commit", count)


@on_postgresql
@pytest.mark.parametrize("key", ["null", '"key"'])
def test_what_may_double_is_not_told_to_be_repeated(wire: tuple[Wire, Database, Api], key: str) -> None:
    cable, database, _ = wire
    with TestClient(create_app(database)) as client:
        asked(client, READ)
        cable.swallow_answer_to = COMMIT
        answer = asked(client, CREATE.replace('"key"', key))
    (error,) = answer.json()["errors"]
    assert error["extensions"]["params"]["reason"] == "UNKNOWN_OUTCOME"
    assert (error["extensions"]["retryable"], "retry-after" in answer.headers) == (key != "null", key != "null")


@on_postgresql
def test_a_request_of_which_a_part_is_written_is_not_told_to_be_repeated(wire: tuple[Wire, Database, Api]) -> None:
    cable, database, _ = wire
    with TestClient(create_app(database)) as client:
        asked(client, READ)

        def swallow() -> None:
            cable.swallow_answer_to = COMMIT

        committing(database, 2, swallow)
        answer = asked(client, TWO.replace('"NOK"}', '"NOK", idempotencyKey: "two"}').replace('"two"', '"one"', 1))
    told_of = {one["path"][0]: one["extensions"] for one in answer.json()["errors"]}
    assert {of: (one["params"]["reason"], one["retryable"]) for of, one in told_of.items()} == {
        "one": ("AWAY", False), "two": ("UNKNOWN_OUTCOME", True),
    }  # fmt: skip
    assert (told_of["one"]["params"]["written"], "retry-after" in answer.headers) == ("true", False)


def test_what_is_written_is_told_though_reading_it_meets_a_fault_of_ours(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[object] = []

    def done(result: object, replayed: bool) -> Done[object]:
        answers.append(result)
        if len(answers) == 2:
            raise ValueError("a fault of ours")
        return Done(result, replayed)

    monkeypatch.setattr("rebill.resolvers.mutations.Done", done)
    with TestClient(create_app(sqlite_database)) as client:
        body = asked(client, TWO).json()
        found = asked(client, READ).json()["data"]["customers"]["nodes"]
    told_of = [(one["path"], one["extensions"]["params"].get("written")) for one in body["errors"]]
    assert told_of == [(["two"], None), (["one"], "true"), (["two"], "true")]
    assert {one["extensions"]["code"] for one in body["errors"]} == {"INTERNAL_SERVER_ERROR"}
    assert (body["data"], [one["name"] for one in found]) == (None, ["One", "Two"])


@on_postgresql
def test_whoever_watches_a_run_is_told_when_the_database_is_there_again(wire: tuple[Wire, Database, Api]) -> None:
    cable, database, api = wire
    run = begun(api, 3)
    with serving(database) as place, talking(place) as talk:
        talk.ask(watch(run), "watching")
        assert talk.hear()["payload"]["data"]["postingRun"]["waiting"] == 3
        cable.cut()
        posts(api.database, run, 1)
        time.sleep(0.6)
        cable.mend()
        heard = talk.hear()
        assert (heard["type"], heard["payload"]["data"]["postingRun"]["waiting"]) == ("next", 2)
