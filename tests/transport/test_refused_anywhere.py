"""Whatever refuses a request, at whatever depth: the caller's own id, the reader's language, GraphQL's form.

Refusals come from many places: below HTTP, around the application, its endpoint, its pages. Each is asked here over a
raw connection (access 6.2, 6.4, 6.6).
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import pytest

from rebill.models.database import Database
from rebill.transport.budgets import Budget
from rebill.transport.caps import DEFAULT as CAPS
from rebill.transport.origins import reach
from rebill.transport.profile import DEFAULT
from tests.access.serving import secret
from tests.transport.serving import serving
from tests.transport.test_connections import connected, rest

OWN = "X-Request-Id: callers-own.1\r\nAccept-Language: de-AT, en;q=0.5\r\n"
JSON = "Content-Type: application/json\r\n"
SOCKET = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"
QUERY = '{"query": "{ __typename }"}'
DEAR = '{"query": "{ customers(first: 1) { totalCount } }"}'
HOST = "Host: 127.0.0.1\r\n"


class Case(NamedTuple):
    """What is sent, and what comes back."""

    about: str
    first: str
    headers: str
    body: str
    status: int
    code: str
    german: str


BAD = "BAD_REQUEST"
CASES = [
    Case("a body that is no JSON", "POST /graphql", JSON, "{", 400, BAD, "Die Anfrage ist kein gültiges JSON in UTF-8."),
    Case("a foreign page's socket", "GET /graphql", f"{SOCKET}Sec-WebSocket-Version: 13\r\nOrigin: https://evil.example\r\n", "", 403, BAD, "Eine Seite mit diesem Origin darf keinen Socket öffnen; nennen Sie den Ursprung mit --origin oder REBILL_ORIGINS."),
    Case("an unknown address", "GET /elsewhere", "", "", 404, BAD, "Unter dieser Adresse gibt es nichts; GraphQL ist unter /graphql."),
    Case("a socket elsewhere", "GET /elsewhere", f"{SOCKET}Sec-WebSocket-Version: 13\r\n", "", 404, BAD, "Unter dieser Adresse gibt es keinen Socket; der von GraphQL ist /graphql."),
    Case("another method", "PUT /graphql", JSON, QUERY, 405, BAD, "GraphQL wird bei GET und POST beantwortet."),
    Case("another method elsewhere", "POST /livez", JSON, "", 405, BAD, "Die Methode ist hier nicht erlaubt."),
    Case("a proxy's method", "CONNECT example.org:443", "", "", 405, BAD, "GraphQL wird bei GET und POST beantwortet."),
    Case("an image", "POST /graphql", f"{JSON}Accept: image/png\r\n", QUERY, 406, BAD, "Rebill antwortet mit application/graphql-response+json, application/json oder text/event-stream."),
    Case("a body that does not come", "POST /graphql", f"{JSON}Content-Length: 1000\r\n", " ", 408, BAD, "Die Anfrage war nach 0.4 Sekunden nicht vollständig."),
    Case("a body that is too large", "POST /graphql", f"{JSON}Content-Length: 262145\r\n", "", 413, "PAYLOAD_TOO_LARGE", "Der Inhalt hat mehr als 256 KB; senden Sie große Eingaben in Teilen."),
    Case("a text", "POST /graphql", "Content-Type: text/plain\r\n", QUERY, 415, BAD, "Der Inhalt muss application/json sein."),
    Case("headers without end", "POST /graphql", "X-A: y\r\n" * 200, QUERY, 431, BAD, "Es sind zu viele Header, oder sie sind zu lang."),
    Case("an address without end", f"GET /graphql?x={'y' * 70_000}", "", "", 431, BAD, "Adresse und Header sind zu lang."),
    Case("no handshake", "GET /graphql", SOCKET, "", 400, BAD, "Das ist kein Handshake eines WebSockets (RFC 6455, Version 13)."),
    Case("a body coded otherwise", "POST /graphql", f"{JSON}Transfer-Encoding: gzip\r\n", "", 501, BAD, "Das ist keine lesbare Anfrage nach HTTP/1.1."),
]  # fmt: skip


def raw(place: str, case: Case, host: str = HOST) -> tuple[int, dict[str, str], dict[str, object]]:
    """The status, the headers and the body of the one answer."""
    length = "" if "Length" in case.headers or "Encoding" in case.headers else f"Content-Length: {len(case.body)}\r\n"
    ends = "" if SOCKET in case.headers else "Connection: close\r\n"
    sent = f"{case.first} HTTP/1.1\r\n{host}{OWN}{case.headers}{length}{ends}\r\n{case.body}"
    with connected(place) as connection:
        connection.sendall(sent.encode())
        head, _, body = rest(connection).partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    return int(first.split()[1]), headers, json.loads(body)


def refused_as(case: Case, answer: tuple[int, dict[str, str], dict[str, object]]) -> None:
    """Hold an answer to what it should be."""
    status, headers, body = answer
    assert (status, set(body)) == (case.status, {"errors"} | ({"extensions"} if status == 429 else set()))
    (error,) = body["errors"]  # type: ignore[misc]  # a list of one
    told = error["extensions"]  # type: ignore[unreachable]  # it is
    assert (told["code"], told["requestId"], error["message"]) == (case.code, "callers-own.1", case.german)
    assert {"params", "retryable"} <= told.keys()
    assert headers["x-request-id"] == "callers-own.1"
    assert headers["content-language"] == "de"
    assert "Accept-Language" in headers["vary"]


@pytest.fixture(scope="module")
def place(books: Database) -> Iterator[str]:
    """A server that waits for nobody long, and answers to its own pages only."""
    caps = replace(CAPS, request_seconds=0.4)
    with serving(books, caps=caps, reach=reach("0.0.0.0", ())) as found:
        yield found


@pytest.mark.parametrize("case", CASES, ids=[one.about for one in CASES])
def test_whatever_refuses_a_request_it_keeps_its_id_and_the_readers_language(place: str, case: Case) -> None:
    refused_as(case, raw(place, case))


def test_a_request_for_another_name_keeps_both(books: Database) -> None:
    german = (
        "Hier muss niemand sagen, wer er ist; deshalb antwortet dieser Server nur unter Namen, die er trägt. Nennen Sie "
        "die Adresse, die Browser sehen, mit --origin oder REBILL_ORIGINS."
    )
    case = Case("another name", "POST /graphql", JSON, QUERY, 421, BAD, german)
    with serving(books, reach=reach("127.0.0.1", ())) as found:
        refused_as(case, raw(found, case, "Host: evil.example\r\n"))


def test_a_request_without_credentials_keeps_both(sqlite_database: Database) -> None:
    secret(sqlite_database)
    german = "Anmeldedaten sind nötig: Senden Sie einen API-Schlüssel oder ein Token als Authorization: Bearer …."
    with serving(sqlite_database) as found:
        for first in ("POST /graphql", "POST /elsewhere"):
            case = Case("nobody", first, JSON, QUERY, 401, "UNAUTHENTICATED", german)
            refused_as(case, raw(found, case))


def test_a_request_that_is_dearer_than_what_is_left_keeps_both(books: Database) -> None:
    profile = replace(DEFAULT, budget=Budget(600, 1), limits_anybody=True)
    german = (
        "Das kann 501 Punkte kosten; 99 von 600 sind übrig, und 1 kommen je Sekunde zurück. Nichts wurde ausgeführt. "
        "Versuchen Sie es in 402 s erneut, oder fragen Sie weniger ab."
    )
    case = Case("a dear one", "POST /graphql", JSON, DEAR, 429, "THROTTLED", german)
    with serving(books, profile=profile) as found:
        assert raw(found, case)[0] == 200
        status, headers, body = raw(found, case)
        assert headers["retry-after"].isdigit()
        refused_as(case, (status, headers, body))
