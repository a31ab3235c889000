"""Whoever asks is told in their own language, over HTTP and over sockets (access 6.4)."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from rebill.models.database import Database
from rebill.process.app import create_app
from rebill.transport.messages import SUBPROTOCOL

REFUSED = """mutation {
  postReturnInvoice(input: {order: {number: "RO-9"}}) {
    ... on Rejection { problems { code path params { name value } message remedy } }
  }
}"""
PARAMS = [{"name": "type", "value": "Order"}, {"name": "given", "value": "RO-9"}]
TOLD = {
    None: ("en", "There is no order RO-9."),
    "en-GB": ("en", "There is no order RO-9."),
    "nb-NO, nb;q=0.9, en;q=0.5": ("nb", "Det finnes ingen ordre RO-9."),
    "fr, da;q=0.2": ("da", "Der findes ingen ordre RO-9."),
    "de-AT": ("de", "Es gibt keinen Auftrag RO-9."),
    "fr": ("en", "There is no order RO-9."),
}


@pytest.fixture
def client(books: Database) -> Iterator[TestClient]:
    """A client of the whole application."""
    with TestClient(create_app(books)) as client:
        yield client


@pytest.mark.parametrize("header", TOLD, ids=str)
def test_a_refusal_is_told_in_the_readers_language_and_its_values_stay(client: TestClient, header: str | None) -> None:
    language, message = TOLD[header]
    answer = client.post("/graphql", json={"query": REFUSED}, headers={"Accept-Language": header} if header else {})
    (problem,) = answer.json()["data"]["postReturnInvoice"]["problems"]
    assert (problem["message"], problem["code"], problem["path"]) == (message, "NOT_FOUND", ["order", "number"])
    assert problem["params"] == PARAMS
    assert answer.headers["content-language"] == language
    assert [one.strip() for one in answer.headers["vary"].split(",")] == ["Accept", "Accept-Language"]


@pytest.mark.parametrize(
    ("about", "headers", "payload", "message"),
    [
        ("nothing said", {}, {}, TOLD["fr"][1]),
        ("by the handshake's header", {"Accept-Language": "de"}, {}, TOLD["de-AT"][1]),
        ("by connection_init", {}, {"language": "da"}, "Der findes ingen ordre RO-9."),
        (
            "by connection_init, whatever the header",
            {"Accept-Language": "de"},
            {"language": "nn"},
            "Det finnes ingen ordre RO-9.",
        ),
        ("by what is no text: the header's", {"Accept-Language": "de"}, {"language": 5}, TOLD["de-AT"][1]),
    ],
)
def test_a_socket_is_told_in_the_language_that_it_began_with(
    client: TestClient, about: str, headers: dict[str, str], payload: dict[str, object], message: str
) -> None:
    with client.websocket_connect("/graphql", [SUBPROTOCOL], headers=headers) as socket:
        socket.send_json({"type": "connection_init", "payload": payload})
        assert socket.receive_json()["type"] == "connection_ack"
        socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": REFUSED}})
        told = socket.receive_json()["payload"]["data"]["postReturnInvoice"]["problems"][0]["message"]
    assert told == message, about
