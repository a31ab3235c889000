"""Server-sent events: what is streamed, how it is framed, and who gets JSON instead."""

import json
import time
from collections.abc import Iterator

import httpx2
import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from rebill.models.database import Database
from rebill.process.app import create_app
from rebill.transport import execution
from tests.api import Api
from tests.length import PATIENCE_SECONDS
from tests.test_killed_runs import begun
from tests.transport.serving import STREAM, blocks, costing, posts, serving, until, watch

GRAPHQL = "application/graphql-response+json"
STREAMED = "text/event-stream; charset=utf-8"
URQL = (
    "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed"
)
UNKNOWN = 'subscription { postingRun(id: "x") { status } }'
COMPLETE = "event: complete\ndata:"
CREATE = 'mutation { createCustomer(input: {name: "N", currency: "NOK"}) { __typename } }'


@pytest.fixture
def client(sqlite_database: Database) -> Iterator[TestClient]:
    with TestClient(create_app(sqlite_database)) as client:
        yield client


def streamed(body: object) -> str:
    """A stream of one result, to the byte."""
    return f":\n\nevent: next\ndata: {json.dumps(body, separators=(',', ':'))}\n\n{COMPLETE}\n\n"


def test_a_client_that_takes_only_streams_gets_a_querys_result_as_one(client: TestClient) -> None:
    answer = client.post("/graphql", json={"query": "{ __typename }"}, headers=STREAM)
    assert (answer.status_code, answer.headers["content-type"]) == (200, STREAMED)
    assert answer.content.decode() == streamed(costing(0, {"__typename": "Query"}))
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("accept", [URQL, "application/json, text/event-stream", "text/event-stream, */*;q=0.1", "*/*"])
def test_a_client_that_takes_json_too_gets_queries_as_json(client: TestClient, accept: str) -> None:
    answer = client.post("/graphql", json={"query": "{ __typename }"}, headers={"accept": accept})
    assert answer.json() == costing(0, {"__typename": "Query"})


@pytest.mark.parametrize("accept", [URQL, "text/event-stream", "text/*", "*/*", "application/json;q=0.9, */*;q=0.1"])
def test_a_subscription_is_streamed_to_whoever_takes_streams(client: TestClient, accept: str) -> None:
    answer = client.post("/graphql", json={"query": UNKNOWN}, headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, STREAMED)
    opened, failed, complete = answer.text.removesuffix("\n\n").split("\n\n")
    assert (opened, complete) == (":", COMPLETE)
    assert "is not the id of a posting run" in failed


@pytest.mark.parametrize("accept", ["application/json", GRAPHQL, "*/*, text/event-stream;q=0"])
def test_a_subscription_is_refused_to_whoever_takes_none(client: TestClient, accept: str) -> None:
    answer = client.post("/graphql", json={"query": UNKNOWN}, headers={"accept": accept})
    assert answer.status_code == 406
    assert "text/event-stream" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize("query", ["{", "{ nothing }", "query A { __typename } query B { __typename }"])
def test_an_error_before_the_start_is_an_event_where_only_streams_are_taken(client: TestClient, query: str) -> None:
    answer = client.post("/graphql", json={"query": query}, headers=STREAM)
    assert (answer.status_code, answer.headers["content-type"]) == (200, STREAMED)
    _, failed, complete = answer.text.removesuffix("\n\n").split("\n\n")
    assert (set(json.loads(failed.removeprefix("event: next\ndata: "))), complete) == ({"errors"}, COMPLETE)


def test_a_malformed_request_is_json_with_its_status(client: TestClient) -> None:
    for content, headers, status in (
        (b"{", {"content-type": "application/json"}, 400),
        (b"x", {"content-type": "text/plain"}, 415),
    ):
        answer = client.post("/graphql", content=content, headers=headers | STREAM)
        assert (answer.status_code, set(answer.json())) == (status, {"errors"})


def test_a_browsers_event_source_can_watch_but_not_post(client: TestClient) -> None:
    watched = client.get("/graphql", params={"query": UNKNOWN}, headers=STREAM)
    assert watched.headers["content-type"] == STREAMED
    posted = client.get("/graphql", params={"query": CREATE}, headers=STREAM)
    assert (posted.status_code, posted.headers["allow"]) == (405, "POST")


def test_a_mutation_is_streamed_once_by_its_key(client: TestClient) -> None:
    keyed = 'mutation { createCustomer(input: {name: "N", currency: "NOK"}) { ... on CustomerSuccess { replayed } } }'
    first, second = (
        client.post("/graphql", json={"query": keyed}, headers=STREAM | {"Idempotency-Key": "k"}).text for _ in range(2)
    )
    assert ('"replayed":false' in first, '"replayed":true' in second) == (True, True)


def test_a_quiet_stream_shows_that_it_is_alive(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execution, "QUIET_SECONDS", 0.1)
    run = begun(Api(sqlite_database), 1)
    with serving(sqlite_database) as place:
        url = f"http://{place}/graphql"
        with httpx2.stream(
            "POST", url, json={"query": watch(run, "status")}, headers=STREAM, timeout=PATIENCE_SECONDS
        ) as answer:
            stream = blocks(answer)
            assert next(stream) == ":"
            first = json.dumps(costing(1, {"postingRun": {"status": "WAITING"}}), separators=(",", ":"))
            assert next(stream) == f"event: next\ndata: {first}"
            assert [next(stream), next(stream), next(stream)] == [":", ":", ":"]
            posts(sqlite_database, run)
            rest = list(stream)
            assert COMPLETE in rest[-1]
            assert "cost" not in "".join(rest)  # the first event has told it


def test_a_client_that_goes_away_is_no_longer_watched_for(sqlite_database: Database) -> None:
    run, asked = begun(Api(sqlite_database), 1), list[str]()
    event.listen(sqlite_database.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    with serving(sqlite_database) as place:
        url = f"http://{place}/graphql"
        with httpx2.stream("POST", url, json={"query": watch(run)}, headers=STREAM, timeout=PATIENCE_SECONDS) as answer:
            stream = blocks(answer)
            next(stream)
            until(lambda: sum("FROM posting_run" in one for one in asked) > 4)
            stream.close()  # type: ignore[attr-defined]  # a generator
        time.sleep(0.6)
        so_far = len(asked)
        time.sleep(0.8)
        assert len(asked) == so_far
