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


MANY = "{" + "".join(f" a{n}: __typename" for n in range(101)) + " }"
SENT = {
    "a document beyond a limit": (
        {"query": MANY},
        "The document has 101 aliases, every spread of a fragment opened; the most that is allowed is 100. Ask for less "
        "in one request.",
        "Das Dokument hat 101 Aliasse, jede Verwendung eines Fragments aufgelöst; erlaubt sind höchstens 100. Fragen Sie "
        "in einer Anfrage weniger ab.",
    ),
    "a body that is no object": (
        [],
        "Batches of operations are not taken; send one operation a request.",
        "Mehrere Operationen auf einmal werden nicht angenommen; senden Sie eine Operation je Anfrage.",
    ),
    "a persisted query of another version": (
        {"extensions": {"persistedQuery": {"version": 2, "sha256Hash": "x"}}},
        'extensions.persistedQuery must be {"version": 1, "sha256Hash": "…"}.',
        'extensions.persistedQuery muss {"version": 1, "sha256Hash": "…"} sein.',
    ),
    "an id of no document": (
        {"documentId": "sha256:abc"},
        "No document of this server has the id sha256:abc.",
        "Kein Dokument dieses Servers hat die ID sha256:abc.",
    ),
    "a cursor of another list": (
        {"query": '{ customers(after: "x") { totalCount } }'},
        "after: 'x' is not a cursor of this list in this order.",
        "after: 'x' ist kein Cursor dieser Liste in dieser Reihenfolge.",
    ),
    "a name of no operation": (
        {"query": "{ __typename }", "operationName": "draft"},
        'There is no operation named "draft".',
        'Es gibt keine Operation namens "draft".',
    ),
    "a document that is no GraphQL, in the library's own words": (
        {"query": "{"},
        "Syntax Error: Expected Name, found <EOF>.",
        "Syntax Error: Expected Name, found <EOF>.",
    ),
}


@pytest.mark.parametrize("about", SENT)
def test_what_the_server_refuses_is_told_in_the_readers_language(client: TestClient, about: str) -> None:
    sent, english, german = SENT[about]
    for language, message in (("en", english), ("de", german)):
        answer = client.post("/graphql", json=sent, headers={"Accept-Language": language})
        assert [one["message"] for one in answer.json()["errors"]] == [message]
        assert answer.headers["content-language"] == language
