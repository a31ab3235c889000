"""An attack is told the same over every transport: HTTP in both media types, a stream of events, and a socket."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from rebill.transport.messages import SUBPROTOCOL
from tests.attacks.documents import CREATE, FRAGMENTS, LISTS, REPEATED, Attack

SOME = (FRAGMENTS[0], FRAGMENTS[1], REPEATED[3], REPEATED[4], LISTS[0], LISTS[2])


def over_http(client: TestClient, attack: Attack, accept: str) -> tuple[int, Any]:
    """The status, and the errors but for the request's id."""
    headers = {"accept": accept, "x-request-id": "the-same-id"}
    answer = client.post("/graphql", json={"query": attack.query, "variables": attack.variables}, headers=headers)
    text = answer.text
    if accept == "text/event-stream":
        text = text.partition("data: ")[2].partition("\n\n")[0]
    body = json.loads(text)
    assert set(body) == {"errors"}
    return answer.status_code, without_id(body["errors"])


def over_a_socket(client: TestClient, attack: Attack) -> Any:
    """The errors of the one `error` message; the socket stays open for the next operation."""
    with client.websocket_connect("/graphql", [SUBPROTOCOL]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json()["type"] == "connection_ack"
        payload = {"query": attack.query, "variables": attack.variables}
        socket.send_json({"type": "subscribe", "id": "1", "payload": payload})
        heard = socket.receive_json()
        assert (heard["type"], heard["id"]) == ("error", "1")
        socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }"}})
        assert socket.receive_json()["payload"]["data"] == {"__typename": "Query"}
    return without_id(heard["payload"])


def without_id(errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for one in errors:
        one["extensions"].pop("requestId")
    return errors


@pytest.mark.parametrize("attack", SOME, ids=lambda one: one.name)
def test_an_attack_is_told_the_same_over_every_transport(client: TestClient, attack: Attack) -> None:
    status, errors = over_http(client, attack, "application/graphql-response+json")
    assert (status, errors[0]["extensions"]["params"]["limit"]) == (400, attack.told)
    assert over_http(client, attack, "application/json") == (200, errors)
    assert over_http(client, attack, "text/event-stream") == (200, errors)
    assert over_a_socket(client, attack) == errors


def test_a_subscription_is_measured_like_everything_else(client: TestClient) -> None:
    query = 'subscription { postingRun(id: "x") { items(first: 251) { nodes { status } } } }'
    attack = Attack("a run's items", query, "page")
    (error,) = over_a_socket(client, attack)
    assert error["extensions"]["params"] == {"limit": "page", "allowed": "250", "found": "251"}
    assert over_http(client, attack, "text/event-stream") == (200, [error])


def test_mutations_beyond_the_limit_are_not_begun(client: TestClient) -> None:
    eleven = " ".join(f"a{place}: {CREATE}" for place in range(11))
    answer = client.post("/graphql", json={"query": f"mutation {{ {eleven} }}"})
    (error,) = answer.json()["errors"]
    assert error["message"] == (
        "The document has 11 mutations; the most that is allowed is 10. Send them in several requests."
    )
    found = client.post("/graphql", json={"query": "{ customers { totalCount } }"}).json()
    assert found["data"] == {"customers": {"totalCount": 0}}
