"""Watching a posting run: one event at once, one a change, a last one at its end; on both engines, over both transports."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from typing import Any

import httpx2
import pytest
from sqlalchemy import event

from rebill.models.identity import encode
from rebill.posting.command.clock import SystemClock
from rebill.posting.command.transaction import Service
from rebill.posting.runs import runs
from rebill.transport.caps import Caps
from tests.api import Api
from tests.length import PATIENCE_SECONDS
from tests.processes import Running, execute_run
from tests.test_killed_runs import address, begun
from tests.transport.serving import STREAM, blocks, posts, serving, talking, until, watch

Events = Iterator[dict[str, Any]]
ITEMS = "status posted waiting items(first: 20) { nodes { status } }"


@contextmanager
def over_a_socket(place: str, query: str) -> Iterator[Events]:
    """A subscription's results over graphql-transport-ws, to its `complete`."""
    with talking(place) as talk:
        talk.ask(query)

        def results() -> Events:
            while (message := talk.hear())["type"] == "next":
                yield message["payload"]
            assert message == {"type": "complete", "id": "1"}

        yield results()


@contextmanager
def over_a_stream(place: str, query: str) -> Iterator[Events]:
    """A subscription's results as server-sent events, to its `complete`."""
    with httpx2.stream(
        "POST", f"http://{place}/graphql", json={"query": query}, headers=STREAM, timeout=PATIENCE_SECONDS
    ) as answer:

        def results() -> Events:
            for block in blocks(answer):
                if block == "event: complete\ndata:":
                    return
                if block != ":":
                    yield json.loads(block.removeprefix("event: next\ndata: "))
            raise AssertionError("the stream ended without its complete")

        yield results()


Watch = Callable[[str, str], Any]


@pytest.fixture(params=[over_a_socket, over_a_stream], ids=["socket", "stream"])
def watching(request: pytest.FixtureRequest) -> Watch:
    """Each of the two ways to watch."""
    found: Watch = request.param
    return found


def run_of(result: dict[str, Any]) -> dict[str, Any]:
    assert "errors" not in result
    found: dict[str, Any] = result["data"]["postingRun"]
    return found


def shown(events: Events, **values: object) -> list[dict[str, Any]]:
    """The runs shown up to the event that shows these values."""
    found = []
    for one in events:
        found.append(run_of(one))
        if found[-1] == values:
            return found
    raise AssertionError(f"never shown: {values}; but {found}")


def test_a_run_is_shown_at_once_then_at_each_change_then_at_its_end(api: Api, watching: Watch) -> None:
    run = begun(api, 3)  # the first of them has nothing to invoice
    with serving(api.database) as place, watching(place, watch(run)) as events:
        assert run_of(next(events)) == {"status": "WAITING", "posted": 0, "failed": 0, "waiting": 3}
        posts(api.database, run, 1)
        first = shown(events, status="EXECUTING", posted=0, failed=1, waiting=2)
        posts(api.database, run, 1)
        second = shown(events, status="EXECUTING", posted=1, failed=1, waiting=1)
        posts(api.database, run)
        last = shown(events, status="ENDED", posted=2, failed=1, waiting=0)
        assert list(events) == []
    assert (len(first) <= 2, len(second), len(last) <= 2) == (True, 1, True)  # it may be seen beginning, and ending


def test_every_event_shows_the_items_as_they_stand_in_that_event(api: Api, watching: Watch) -> None:
    run = begun(api, 12)
    with serving(api.database) as place, watching(place, watch(run, ITEMS)) as events:
        first = next(events)
        poster = threading.Thread(target=posts, args=(api.database, run))
        poster.start()
        seen = [run_of(one) for one in (first, *events)]
        poster.join()
    for one in seen:
        statuses = [item["status"] for item in one["items"]["nodes"]]
        assert (statuses.count("EXECUTED"), statuses.count("WAITING")) == (one["posted"], one["waiting"])
    assert [one["posted"] for one in seen] == sorted(one["posted"] for one in seen)
    assert all(before != after for before, after in pairwise(seen))
    assert (seen[0]["waiting"], seen[-1]["status"], seen[-1]["waiting"]) == (12, "ENDED", 0)


@pytest.mark.both_engines
def test_a_run_that_another_process_carries_on_is_watched_to_its_end(api: Api, watching: Watch) -> None:
    run = begun(api, 8)
    with serving(api.database) as place, watching(place, watch(run)) as events:
        assert run_of(next(events))["waiting"] == 8
        assert Running(execute_run, address(api), run).ended() == "ready\n"
        assert run_of(list(events)[-1]) == {"status": "ENDED", "posted": 7, "failed": 1, "waiting": 0}


@pytest.mark.parametrize("how", ["ended", "in error", "canceled", "empty"])
def test_a_run_that_is_over_is_shown_once(api: Api, watching: Watch, how: str) -> None:
    if how == "empty":
        answer = "... on PostingRunSuccess { run { status } }"
        assert api.do("postInvoices", answer, select={"type": ["RETURN_ORDER"]})["run"]["status"] == "ENDED"
        run, expected = 1, "ENDED"
    else:
        run, expected = begun(api, 3), {"ended": "ENDED", "in error": "ERROR", "canceled": "CANCELED"}[how]
        if how == "canceled":
            runs.cancel(Service(api.database, SystemClock()), encode("PostingRun", run))
        else:
            if how == "in error":
                with api.database.write() as connection:
                    connection.exec_driver_sql(
                        "UPDATE posting_run SET request = "
                        + (
                            "json_set(request, '$.stop_on_first_error', json('true'))"
                            if api.database.dialect == "sqlite"
                            else "jsonb_set(request::jsonb, '{stop_on_first_error}', 'true')::json"
                        )
                    )
            posts(api.database, run)
    with serving(api.database) as place, watching(place, watch(run, "status")) as events:
        assert [run_of(one) for one in events] == [{"status": expected}]


def test_a_cancellation_is_the_last_event(api: Api, watching: Watch) -> None:
    run = begun(api, 3)
    with serving(api.database) as place, watching(place, watch(run, "status waiting")) as events:
        next(events)
        runs.cancel(Service(api.database, SystemClock()), encode("PostingRun", run))
        assert [run_of(one) for one in events] == [{"status": "CANCELED", "waiting": 3}]


NO_ID = "This is not the id of a posting run; postingRuns lists them with their ids."


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("nonsense", NO_ID),
        (encode("Invoice", 1), NO_ID),
        (encode("PostingRun", 99), "There is no posting run with this id; postingRuns lists those there are."),
        (encode("PostingRun", 10**17), NO_ID),
    ],
    ids=["no id", "an invoice's", "of no run", "beyond any key"],
)
def test_an_id_of_no_run_is_an_error_and_the_end(api: Api, watching: Watch, id: str, message: str) -> None:
    query = f'subscription {{ postingRun(id: "{id}") {{ status }} }}'
    with serving(api.database) as place, watching(place, query) as events:
        (result,) = events
    assert (result["data"], [one["message"] for one in result["errors"]]) == (None, [message])


def test_events_come_a_few_a_second_however_fast_a_run_goes(api: Api, watching: Watch) -> None:
    run = begun(api, 40)
    with serving(api.database) as place, watching(place, watch(run)) as events:
        next(events)
        began = time.monotonic()
        poster = threading.Thread(target=posts, args=(api.database, run))
        poster.start()
        shown = len(list(events))
        took = time.monotonic() - began
        poster.join()
    assert 1 <= shown <= took * 4 + 1


def test_fifty_who_watch_hold_nobody_up_and_cost_one_look_at_a_time(api: Api) -> None:
    run = begun(api, 20)
    caps = Caps(sockets=50)
    with serving(api.database, caps=caps) as place, ExitStack() as stack, httpx2.Client() as client:
        watched = [stack.enter_context(over_a_socket(place, watch(run, ITEMS))) for _ in range(50)]
        for events in watched:
            assert run_of(next(events))["waiting"] == 20
        pages: list[str] = []
        event.listen(api.database.engine, "before_cursor_execute", lambda *said: pages.append(said[2]))
        poster = threading.Thread(target=posts, args=(api.database, run))
        poster.start()
        slowest, asked, start = 0.0, 0, time.monotonic()
        while poster.is_alive() or asked < 20:
            began = time.monotonic()
            answer = client.post(f"http://{place}/graphql", json={"query": "{ customers { nodes { number } } }"})
            slowest, asked = max(slowest, time.monotonic() - began), asked + 1
            assert len(answer.json()["data"]["customers"]["nodes"]) == 1
        poster.join()
        for events in watched:
            assert run_of(list(events)[-1]) == {
                "status": "ENDED",
                "posted": 18,
                "waiting": 0,
                "items": {
                    "nodes": [{"status": "EXECUTED" if place % 10 else "CONTAINS_ERRORS"} for place in range(20)]
                },
            }
        looks = sum("row_number()" in one for one in pages)  # only an event reads a page of items
        assert 1 <= looks <= (time.monotonic() - start) * 4 + 1
        assert slowest < 15  # seconds; benchmarks/subscriptions.py measures


def test_a_database_that_is_away_for_a_moment_does_not_end_a_subscription(api: Api, watching: Watch) -> None:
    run = begun(api, 1)
    with serving(api.database) as place, watching(place, watch(run, "status")) as events:
        next(events)
        fails = iter([True, True])
        failed = threading.Event()

        def away(*said: Any) -> None:
            if threading.current_thread() is not threading.main_thread() and next(fails, False):
                failed.set()
                raise OSError("the database is away")

        event.listen(api.database.engine, "before_cursor_execute", away)
        until(failed.is_set)
        posts(api.database, run)
        *before, last = [run_of(one)["status"] for one in events]
        assert (set(before) <= {"EXECUTING"}, last) == (True, "ENDED")  # it may be seen under way
        event.remove(api.database.engine, "before_cursor_execute", away)
