"""A query ends: when its time is over, or nobody waits for it; the database's work and the thread with it."""

import socket
import time

import httpx2
import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from rebill.models.capacity import DEFAULT
from rebill.models.database import Database
from rebill.posting import ledger_check
from rebill.process.app import create_app
from tests.load.slow import CHECK, ask, endless, endless_law, limited, meanwhile, told, took
from tests.transport.serving import STREAM, serving, talking, until

pytestmark = pytest.mark.both_engines

__all__ = ["endless"]
CREATE = 'mutation { createCustomer(input: {name: "N", currency: "NOK"}) { ... on CustomerSuccess { replayed } } }'


def is_idle(database: Database) -> bool:
    """Whether the database does nothing for anybody."""
    if database.dialect == "sqlite":
        return database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]  # of a pool with a queue
    busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%WITH RECURSIVE%'"
    with database.engine.connect() as connection:
        return connection.scalar(text(f"{busy} AND state = 'active' AND pid <> pg_backend_pid()")) == 0


@pytest.mark.usefixtures("endless")
def test_a_query_that_takes_too_long_is_ended_and_its_thread_comes_free(database: Database) -> None:
    limited(database, query_seconds=0.3, whole_book_reads=1)
    with TestClient(create_app(database)) as client:
        for _ in range(3):  # one after the other has the one place there is
            answer, seconds = took(lambda: client.post("/graphql", json={"query": CHECK}))
            assert told(answer) == (503, "DEADLINE_EXCEEDED", {"seconds": "0.3"})
            assert "retry-after" not in answer.headers
            assert 0.25 < seconds < DEFAULT.query_seconds
        assert is_idle(database)
        assert client.post("/graphql", json={"query": "{ orders { totalCount } }"}).status_code == 200


def test_a_query_that_is_busy_between_statements_ends_too(sqlite_database: Database) -> None:
    limited(sqlite_database, query_seconds=0)
    with TestClient(create_app(sqlite_database)) as client:
        schema = client.post("/graphql", json={"query": "{ __schema { types { name } } }"})  # asks no database
        assert told(schema)[:2] == (503, "DEADLINE_EXCEEDED")


def test_a_mutation_is_never_cut_short(sqlite_database: Database) -> None:
    limited(sqlite_database, query_seconds=0)
    with TestClient(create_app(sqlite_database)) as client:
        made = client.post("/graphql", json={"query": CREATE}).json()
    assert made["data"] == {"createCustomer": {"replayed": False}}


@pytest.mark.parametrize("way", ["request", "stream", "cut socket", "complete"])
def test_a_query_ends_soon_after_its_client_has_left(
    database: Database, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is one place for all: who comes next is answered, long before the time of the first is over."""
    limited(database, query_seconds=60, whole_book_reads=1)
    with serving(database) as place, talking(place) as talk:
        with monkeypatch.context() as patched:
            patched.setattr(ledger_check, "LAWS", (endless_law(),))
            if way in ("request", "stream"):
                with pytest.raises(httpx2.ReadTimeout):
                    ask(place, CHECK, headers=STREAM if way == "stream" else {}, timeout=0.5)
            else:
                talk.ask(CHECK, "1")
                until(lambda: not is_idle(database))
            if way == "cut socket":
                talk.connection.socket.shutdown(socket.SHUT_RDWR)
            if way == "complete":
                talk.say({"type": "complete", "id": "1"})
        assert ask(place, CHECK).json()["data"] == {"checkLedger": {"holds": True}}
        until(lambda: is_idle(database), 30)


@pytest.mark.usefixtures("endless")
def test_no_number_of_reads_of_the_whole_book_keeps_others_waiting(sqlite_database: Database) -> None:
    limited(sqlite_database, query_seconds=3, queries=4)
    with serving(sqlite_database) as place:
        checks = [lambda: ask(place, "query { ...all } fragment all on Query { checkLedger { holds } }")] * 10
        with meanwhile(*checks) as found:
            time.sleep(0.5)
            assert ask(place, "{ orders { totalCount } }").status_code == 200
            assert found == [None] * 10  # all of them are under way, or wait
        assert {told(one)[1] for one in found} == {"DEADLINE_EXCEEDED"}
