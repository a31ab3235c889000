"""Too much to do: who cannot be served in time is told at once, and others are served all the same."""

import time
from contextlib import ExitStack

import httpx2
import pytest

from rebill.models.database import Database
from tests.length import PATIENCE_SECONDS
from tests.load.slow import CHECK, ask, endless, limited, meanwhile, told, took
from tests.load.test_deadlines import CREATE
from tests.transport.serving import STREAM, serving, talking, until

__all__ = ["endless"]
READ = "{ orders { totalCount } }"
OVERLOADED = (503, "OVERLOADED", {"seconds": "1"})


def test_postings_beyond_the_queue_are_shed_while_reads_go_on(sqlite_database: Database) -> None:
    """One posting waits for the file, one for its place; whoever comes then is told, on every transport."""
    limited(sqlite_database, postings=1, postings_waiting=1, lock_seconds=25)
    with serving(sqlite_database) as place, talking(place) as talk:
        ask(place, READ)
        with ExitStack() as lock:
            lock.enter_context(sqlite_database.write())
            with meanwhile(*[lambda: ask(place, CREATE)] * 2) as found:
                time.sleep(2)
                answer, seconds = took(lambda: ask(place, CREATE))
                assert (told(answer), answer.headers["retry-after"], seconds < 20) == (OVERLOADED, "1", True)
                assert '"code":"OVERLOADED"' in ask(place, CREATE, headers=STREAM).text
                talk.ask(CREATE, "one")
                heard = talk.hear()
                assert (heard["type"], heard["payload"][0]["extensions"]["code"]) == ("error", "OVERLOADED")
                assert "data" in talk.result(READ)
                assert ask(place, READ).status_code == 200
                lock.close()
        assert [one.json()["data"] for one in found] == [{"createCustomer": {"replayed": False}}] * 2


@pytest.mark.usefixtures("endless")
def test_queries_beyond_the_queue_are_shed_while_the_server_says_that_it_lives(sqlite_database: Database) -> None:
    limited(sqlite_database, whole_book_reads=1, queries_waiting=1, query_seconds=8)
    with serving(sqlite_database) as place:
        with meanwhile(*[lambda: ask(place, CHECK)] * 2) as found:
            time.sleep(2)
            answer, seconds = took(lambda: ask(place, CHECK))
            assert (told(answer), answer.headers["retry-after"], seconds < 5) == (OVERLOADED, "1", True)
            assert httpx2.get(f"http://{place}/livez", timeout=PATIENCE_SECONDS).json() == {"live": True}
            assert httpx2.get(f"http://{place}/readyz", timeout=PATIENCE_SECONDS).json()["ready"] is True
        assert {told(one)[1] for one in found} == {"DEADLINE_EXCEEDED"}
        until(lambda: ask(place, READ).status_code == 200)


def test_a_place_is_free_again_whatever_became_of_it(sqlite_database: Database) -> None:
    limited(sqlite_database, queries=1, queries_waiting=0)
    with serving(sqlite_database) as place:
        for query in (READ, "{ orders(first: 1000) { totalCount } }", "{ nothing }", READ):
            assert ask(place, query).json().get("errors", [{}])[0].get("extensions", {}).get("code") != "OVERLOADED"
