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


WRONG = {
    "en": 'date: a Date is written year-month-day, e.g. "2026-03-31"; it cannot be "31.03.2026".',
    "nb": 'date: en Date skrives år-måned-dag, f.eks. "2026-03-31"; den kan ikke være "31.03.2026".',
    "da": 'date: en Date skrives år-måned-dag, f.eks. "2026-03-31"; den kan ikke være "31.03.2026".',
    "de": 'date: ein Date wird Jahr-Monat-Tag geschrieben, z. B. "2026-03-31"; es kann nicht "31.03.2026" sein.',
}


@pytest.mark.parametrize("language", WRONG)
def test_a_value_that_cannot_be_read_is_told_in_the_readers_language(client: TestClient, language: str) -> None:
    query = (
        'mutation { recordPayment(input: {invoice: {number: "x"}, amount: "1", date: "31.03.2026"}) { __typename } }'
    )
    answer = client.post("/graphql", json={"query": query}, headers={"Accept-Language": language})
    (error,) = answer.json()["errors"]
    assert error["message"] == WRONG[language]
    assert error["extensions"]["params"] == {"expected": "Date", "given": "31.03.2026"}


def test_what_the_server_refuses_is_told_in_the_readers_language_and_graphqls_own_words_are_not(
    client: TestClient,
) -> None:
    deep = (
        "{ invoices { nodes { details { nodes { " + "sourceActual { lineage { " * 8 + "id" + " } }" * 8 + " } } } } }"
    )
    german = {"Accept-Language": "de"}
    (limit,) = client.post("/graphql", json={"query": deep}, headers=german).json()["errors"]
    assert limit["message"].startswith("Das Dokument überschreitet die Grenze ")
    (syntax,) = client.post("/graphql", json={"query": "{"}, headers=german).json()["errors"]
    assert syntax["message"].startswith("Syntax Error")
    (bad,) = client.post("/graphql", json=[], headers=german).json()["errors"]
    assert bad["message"].startswith("Die Anfrage kann nicht verwendet werden: ")
