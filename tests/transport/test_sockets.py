"""graphql-transport-ws: what each message, however malformed, is told, and what a socket is closed for."""

import json
import time
from contextlib import suppress
from typing import Any

import httpx2
import pytest
from structlog.testing import capture_logs
from websockets.exceptions import ConnectionClosed, InvalidStatus

from rebill.models.database import Database
from rebill.transport.caps import DEFAULT, Caps
from tests.api import Api
from tests.length import PATIENCE_SECONDS
from tests.test_killed_runs import begun
from tests.transport.serving import COUNTS, costing, serving, talking, unacknowledged, watch

CREATE = 'mutation { createCustomer(input: {name: "N", currency: "NOK"}) { ... on CustomerSuccess { customer { number } } } }'
INIT = {"type": "connection_init"}


def subscribe(**payload: object) -> dict[str, object]:
    return {"type": "subscribe", "id": "1", "payload": payload}


INVALID: list[tuple[str, object, str]] = [
    ("no JSON", "{", "The request is not valid JSON in UTF-8."),
    ("a list", [], "A message must be a JSON object."),
    ("a number", "5", "A message must be a JSON object."),
    ("null", "null", "A message must be a JSON object."),
    ("NaN", '{"type": "ping", "payload": {"x": NaN}}', "The request is not valid JSON in UTF-8."),
    ("deep nesting", '{"type": "ping", "payload": ' + '{"x":' * 100 + "1" + "}" * 100 + "}", "The JSON is nested more than 64 deep."),
    ("bytes", b'{"type": "ping"}', "Messages are text, not bytes."),
    ("no type", {}, "There is no message of type None."),
    ("a type of the legacy protocol", {"type": "start", "id": "1", "payload": {}}, "There is no message of type 'start'."),
    ("a type that is a list", {"type": ["ping"]}, "There is no message of type ['ping']."),
    ("a long type", {"type": "é" * 200}, "There is no message of type '" + "é" * 47),
    ("a payload that is a list", {"type": "ping", "payload": []}, "payload must be a JSON object."),
    ("no id", {"type": "subscribe", "payload": {"query": "{ __typename }"}}, "id must be a string that is not empty."),
    ("an id that is a number", {"type": "complete", "id": 1}, "id must be a string that is not empty."),
    ("an empty id", {"type": "complete", "id": ""}, "id must be a string that is not empty."),
    ("no payload", {"type": "subscribe", "id": "1"}, "subscribe needs a payload with a query."),
    ("no query", subscribe(), "There is no query; it must be a string."),
    ("a query that is a number", subscribe(query=5), "There is no query; it must be a string."),
    ("variables that are a list", subscribe(query="{ __typename }", variables=[]), "variables must be a JSON object."),
    ("a name that is a number", subscribe(query="{ __typename }", operationName=5), "operationName must be a string."),
    ("a name that is 0", subscribe(query="{ __typename }", operationName=0), "operationName must be a string."),
    ("a name that is false", subscribe(query="{ __typename }", operationName=False), "operationName must be a string."),
    ("a key twice", '{"type": "ping", "type": "pong"}', "The JSON has an object with the same key twice."),
    ("extensions that are a string", subscribe(query="{ __typename }", extensions=""), "extensions must be a JSON object."),
]  # fmt: skip


@pytest.mark.parametrize(("case", "message", "reason"), INVALID, ids=[one[0] for one in INVALID])
def test_a_message_that_the_protocol_does_not_have_closes_the_socket(
    place: str, case: str, message: object, reason: str
) -> None:
    with talking(place) as talk:
        talk.say(message)
        assert talk.closed() == (4400, reason)
        assert len(reason.encode()) <= 123


def test_an_invalid_message_before_the_acknowledgement_closes_the_socket_too(place: str) -> None:
    with unacknowledged(place) as talk:
        talk.say({"type": "connection_init", "payload": 5})
        assert talk.closed() == (4400, "payload must be a JSON object.")


def test_nothing_runs_before_the_acknowledgement(place: str) -> None:
    with unacknowledged(place) as talk:
        with suppress(ConnectionClosed):  # the server may have closed before the second message
            talk.say(subscribe(query=CREATE), INIT)
        assert talk.closed() == (4401, "Unauthorized")
    with talking(place) as talk:
        assert talk.result("{ customers { totalCount } }") == costing(501, {"customers": {"totalCount": 0}})


def test_a_client_has_so_long_to_begin(sqlite_database: Database) -> None:
    with serving(sqlite_database, caps=Caps(init_seconds=0.3)) as place, unacknowledged(place) as talk:
        talk.say({"type": "ping"})
        assert talk.hear() == {"type": "pong"}
        assert talk.closed(5) == (4408, "Connection initialisation timeout")


def test_a_connection_is_begun_once(place: str) -> None:
    with talking(place) as talk:
        talk.say(INIT)
        assert talk.closed() == (4429, "Too many initialisation requests")


@pytest.mark.parametrize("names", [("graphql-ws",), ("chat", "superchat")], ids=["the legacy protocol", "others"])
def test_another_subprotocol_is_refused(place: str, names: tuple[str, ...]) -> None:
    with unacknowledged(place, *names) as talk:
        assert talk.connection.subprotocol is None
        assert talk.closed() == (4406, "Rebill speaks graphql-transport-ws.")


def test_ours_is_chosen_among_several_subprotocols(place: str) -> None:
    with unacknowledged(place, "graphql-ws", "graphql-transport-ws") as talk:
        assert talk.connection.subprotocol == "graphql-transport-ws"


def test_pings_are_answered_with_their_payload_and_pongs_are_let_pass(place: str) -> None:
    with talking(place) as talk:
        talk.say({"type": "pong"}, {"type": "ping", "payload": {"n": 1}}, {"type": "ping"})
        assert [talk.hear(), talk.hear()] == [{"type": "pong", "payload": {"n": 1}}, {"type": "pong"}]


REFUSED = [
    ("a syntax error", "{", {}, "Syntax Error: Expected Name, found <EOF>."),
    ("an empty query", "", {}, "Syntax Error: Unexpected <EOF>."),
    ("an unknown field", "{ nothing }", {}, "Cannot query field 'nothing' on type 'Query'."),
    ("an unknown subscription", "subscription { nothing }", {}, "Cannot query field 'nothing' on type 'Subscription'."),
    ("two subscriptions", 'subscription { a: postingRun(id: "x") { id } b: postingRun(id: "x") { id } }', {},
     "Anonymous Subscription must select only one top level field."),
    ("a wrong variable", "query ($n: Int!) { orders(first: $n) { totalCount } }", {"variables": {"n": "x"}},
     'first: an Int is a whole number from -2147483648 to 2147483647; it cannot be "x".'),
    ("several operations", "query A { __typename } query B { __typename }", {},
     "The document has several operations: give operationName to say which one to run."),
    ("an unknown operation", "query A { __typename }", {"operationName": "C"}, 'There is no operation named "C".'),
    ("deep nesting", "{a" * 3000 + "}" * 3000, {}, "Syntax Error: Document is nested too deeply. Parsing aborted."),
]  # fmt: skip


@pytest.mark.parametrize(("case", "query", "more", "message"), REFUSED, ids=[one[0] for one in REFUSED])
def test_what_is_wrong_with_an_operation_is_told_to_it_and_the_socket_goes_on(
    place: str, case: str, query: str, more: dict[str, Any], message: str
) -> None:
    with talking(place) as talk:
        talk.say(subscribe(query=query, **more))
        told = talk.hear()
        assert (told["type"], told["id"], [one["message"] for one in told["payload"]]) == ("error", "1", [message])
        talk.say(subscribe(query="{ __typename }"))
        assert talk.hear() == {"type": "next", "id": "1", "payload": costing(0, {"__typename": "Query"})}
        assert talk.hear() == {"type": "complete", "id": "1"}


def test_queries_and_mutations_are_answered_with_one_result(place: str) -> None:
    with talking(place) as talk:
        made = talk.result(CREATE)
        assert made == costing(11, {"createCustomer": {"customer": {"number": "C-000001"}}})
        talk.say(
            subscribe(
                query="query A { customers { totalCount } } " + CREATE.replace("mutation", "mutation B"),
                operationName="A",
            )
        )
        assert talk.hear()["payload"] == costing(501, {"customers": {"totalCount": 1}})


def test_a_query_that_is_refused_while_it_runs_is_an_error_like_any_other(place: str) -> None:
    with talking(place) as talk:
        talk.ask('{ orders(after: "x") { totalCount } }')
        told = talk.hear()
        assert told["type"] == "error"
        assert told["payload"][0]["extensions"]["path"] == ["after"]


def test_a_field_that_fails_is_a_result_with_errors(place: str) -> None:
    with talking(place) as talk:
        found = talk.result(
            '{ postingRuns { totalCount } customer(ref: {number: "x"}) { orders(after: "x") { totalCount } } }'
        )
        assert found["data"] == {"postingRuns": {"totalCount": 0}, "customer": None}
        found = talk.result('subscription { postingRun(id: "x") { status } }')
        assert found["data"] is None
        assert "is not the id of a posting run" in found["errors"][0]["message"]


def test_a_bug_is_shown_as_an_id_and_the_socket_goes_on(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    with talking(place) as talk, monkeypatch.context() as patched, capture_logs():  # which spares the rendering
        patched.setattr("rebill.transport.execution.Execution._execute", broken)
        talk.ask("{ __typename }")
        told = talk.hear()
        assert told["type"] == "error"
        assert told["payload"][0]["message"].startswith("Internal error (id ")
        patched.undo()
        assert talk.result("{ __typename }") == costing(0, {"__typename": "Query"})


def test_an_id_is_taken_until_its_operation_is_complete(sqlite_database: Database) -> None:
    run = begun(Api(sqlite_database), 1)
    with serving(sqlite_database) as place, talking(place) as talk:
        talk.ask(watch(run), "a")
        assert talk.hear()["type"] == "next"
        talk.say({"type": "complete", "id": "a"}, {"type": "complete", "id": "unknown"})
        talk.ask(watch(run), "a")
        assert talk.hear()["type"] == "next"
        talk.ask(watch(run), "a")
        assert talk.closed() == (4409, "Subscriber for a already exists")


def test_a_socket_has_only_so_many_operations_under_way(sqlite_database: Database) -> None:
    run = begun(Api(sqlite_database), 1)
    with serving(sqlite_database, caps=Caps(operations=2)) as place, talking(place) as talk:
        for id in "ab":
            talk.ask(watch(run), id)
            assert talk.hear()["type"] == "next"
        talk.ask(watch(run), "c")
        told = talk.hear()
        assert (told["type"], told["id"]) == ("error", "c")
        assert "2 operations under way" in told["payload"][0]["message"]
        talk.say({"type": "complete", "id": "a"})
        time.sleep(0.2)
        talk.ask(watch(run), "c")
        assert talk.hear()["type"] == "next"


def test_a_message_may_be_as_large_as_a_body_and_no_larger(place: str) -> None:
    frame = len(json.dumps(subscribe(query="{ __typename }", operationName=None, extensions={"x": ""})))
    with talking(place) as talk:
        filled = {"x": "x" * (DEFAULT.body - frame)}
        talk.say(subscribe(query="{ __typename }", operationName=None, extensions=filled))
        assert talk.hear()["payload"] == costing(0, {"__typename": "Query"})
        filled["x"] += "x"
        talk.say(subscribe(query="{ __typename }", operationName=None, extensions=filled))
        assert talk.closed()[0] == 1009


def test_a_message_in_many_frames_is_bound_as_a_whole(place: str) -> None:
    with talking(place) as talk:
        with suppress(ConnectionClosed):  # it may be closed before the last frame has left
            talk.connection.send(["x" * 100_000] * 3)
        assert talk.closed()[0] == 1009


def test_one_clients_mistakes_do_not_touch_another(sqlite_database: Database) -> None:
    run = begun(Api(sqlite_database), 1)
    with serving(sqlite_database) as place, talking(place) as good:
        good.ask(watch(run))
        assert good.hear()["payload"]["data"]["postingRun"]["status"] == "WAITING"
        for wrong in ("5", "{", b"x"):
            with talking(place) as bad:
                bad.say(wrong)
                assert bad.closed()[0] == 4400
        assert good.result(f"{{ postingRuns {{ nodes {{ {COUNTS} }} }} }}")["data"]


def test_a_socket_elsewhere_is_refused_and_plain_http_still_works(place: str) -> None:
    from websockets.sync.client import connect

    with pytest.raises(InvalidStatus), connect(f"ws://{place}/elsewhere", proxy=None):
        pass
    assert (
        httpx2.post(f"http://{place}/graphql", json={"query": "{ __typename }"}, timeout=PATIENCE_SECONDS).status_code
        == 200
    )


def test_a_wrong_value_is_told_with_its_place_and_half_a_pair_harms_nothing(place: str) -> None:
    half = "\ud800"
    with talking(place) as talk:
        talk.ask("query ($f: OrderFilter) { orders(filter: $f) { totalCount } }", id=half, f={"search": half})
        refused = talk.hear()
        assert (refused["type"], refused["id"]) == ("error", half)
        said = refused["payload"][0]["extensions"]
        assert (said["code"], said["path"], said["variable"]) == ("BAD_USER_INPUT", ["filter", "search"], "f")
        talk.say({"type": "ping", "payload": {half: half}})
        assert talk.hear() == {"type": "pong", "payload": {half: half}}
        talk.say('{"type": "subscribe", "id": ' + "1" * 5000 + ', "payload": {"query": "{ __typename }"}}')
        assert talk.closed() == (4400, "id must be a string that is not empty.")
