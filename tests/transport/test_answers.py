"""What every answer has, whoever gives it: its id, its type, and no place in frames, caches and guesses."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from structlog.testing import capture_logs

from rebill import graphiql
from rebill.models.database import Database
from rebill.process.app import create_app
from rebill.transport.bundle import Bundle
from rebill.transport.caps import DEFAULT

QUERY = {"query": "{ __typename }"}
PAGE = {"accept": "text/html"}
STREAM = {"accept": "text/event-stream"}
ID = {"X-Request-Id": "callers-own.1"}


@pytest.fixture(scope="module")
def client(books: Database) -> Iterator[TestClient]:
    with TestClient(create_app(books), follow_redirects=False) as client:
        yield client


ANSWERS = [
    ("a result", "POST", "/graphql", {"json": QUERY}, 200),
    ("a stream", "POST", "/graphql", {"json": QUERY, "headers": STREAM}, 200),
    ("a refusal", "POST", "/graphql", {"content": b"{"}, 415),
    ("the page", "GET", "/graphql", {"headers": PAGE}, 200),
    ("the head of the page", "HEAD", "/graphql", {"headers": PAGE}, 200),
    ("what may be done", "OPTIONS", "/graphql", {}, 204),
    ("the way to the page", "GET", "/", {}, 307),
    ("an address with a stroke too many", "GET", "/graphql/", {}, 307),
    ("whether it lives", "GET", "/livez", {}, 200),
    ("whether it is ready", "GET", "/readyz", {}, 200),
    ("an unknown address", "GET", "/elsewhere", {}, 404),
    ("an unknown file", "GET", "/graphiql/nothing.js", {}, 404),
    ("a file outside of the folder", "GET", "/graphiql/%2e%2e/page.html", {}, 404),
    ("another method", "POST", "/livez", {}, 405),
    ("another method of GraphQL's address", "PUT", "/graphql", {"json": QUERY}, 405),
]


@pytest.mark.parametrize(("case", "method", "path", "more", "status"), ANSWERS, ids=[one[0] for one in ANSWERS])
def test_every_answer_has_its_id_and_stays_out_of_frames_caches_and_guesses(
    client: TestClient, case: str, method: str, path: str, more: dict[str, dict[str, str]], status: int
) -> None:
    answer = client.request(method, path, **more | {"headers": ID | more.get("headers", {})})  # type: ignore[arg-type]
    assert answer.status_code == status
    assert answer.headers["x-request-id"] == "callers-own.1"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    if status >= 400:
        assert answer.headers["content-type"] == "application/json; charset=utf-8"
        assert answer.json()["errors"][0]["extensions"]["requestId"] == "callers-own.1"


def test_a_bug_outside_of_graphql_is_answered_and_logged_as_an_id(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("rebill.process.readiness.Looking.ready", broken)
    with capture_logs() as lines:
        answer = client.get("/readyz", headers=ID)
    assert (answer.status_code, answer.json()["errors"][0]["message"]) == (500, "Internal error (id callers-own.1)")
    assert answer.headers["x-frame-options"] == "DENY"
    assert [one["request_id"] for one in lines] == ["callers-own.1"]


def test_a_socket_at_an_unknown_address_is_refused_as_json(client: TestClient) -> None:
    from starlette.testclient import WebSocketDenialResponse

    with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect("/elsewhere"):
        pass
    assert isinstance(refused.value, WebSocketDenialResponse)
    assert (refused.value.status_code, refused.value.headers["x-frame-options"]) == (404, "DENY")
    assert "no socket at this address" in refused.value.json()["errors"][0]["message"]


def test_a_page_names_files_that_may_be_kept_for_good_and_come_packed(tmp_path: Path) -> None:
    (tmp_path / "main-ABC.js").write_text("let x = 1;")
    (tmp_path / "main-ABC.js.gz").write_bytes(b"packed")
    (tmp_path / "font-DEF.ttf").write_bytes(b"font")
    with TestClient(Starlette(routes=[Mount("/graphiql", Bundle(directory=tmp_path))])) as client:
        plain = client.get("/graphiql/main-ABC.js", headers={"accept-encoding": "br, gzip;q=0"})
        assert (plain.text, "content-encoding" in plain.headers) == ("let x = 1;", False)
        with client.stream("GET", "/graphiql/main-ABC.js", headers={"accept-encoding": "br, gzip"}) as packed:
            assert b"".join(packed.iter_raw()) == b"packed"
        assert packed.headers["content-type"] == plain.headers["content-type"] == "text/javascript; charset=utf-8"
        assert packed.headers["content-encoding"] == "gzip"
        assert client.get("/graphiql/font-DEF.ttf").content == b"font"
        assert client.get("/graphiql/main-ABC.js.gz").status_code == 404
    for one in (plain, packed):
        assert one.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert one.headers["vary"] == "Accept-Encoding"


@pytest.mark.skipif(not graphiql.is_bundled(), reason="needs GraphiQL, which is built where Node is there")
def test_graphiql_comes_packed_under_the_names_that_its_page_has(client: TestClient) -> None:
    page = client.get("/graphql", headers=PAGE).text
    names = re.findall(r'/graphiql/([^"]+)"', page)
    assert [name.partition("-")[0] for name in names] == ["main", "main"]
    sent = 0
    for name in names:
        with client.stream("GET", f"/graphiql/{name}", headers={"accept-encoding": "gzip"}) as answer:
            assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
            sent += len(b"".join(answer.iter_raw()))
    assert sent < 2_000_000  # of 5.8 MB
    assert "700px" in "".join(path.read_text(encoding="utf-8") for path in graphiql.DIST.glob("main-*.css"))
    assert all(path.with_name(f"{path.name}.gz").is_file() for path in graphiql.DIST.glob("*.js"))


@pytest.mark.parametrize("is_bundled", [False, graphiql.is_bundled()])
def test_the_page_is_usable_on_a_phone_wherever_graphiql_comes_from(
    is_bundled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphiql, "is_bundled", lambda: is_bundled)
    page, policy = graphiql.page()
    assert "{{" not in page
    assert "frame-ancestors 'none'" in policy
    if not is_bundled:
        assert "@media (max-width: 700px)" in page


def test_head_is_answered_as_get_is_but_begins_nothing(client: TestClient) -> None:
    assert client.head("/graphql", params=QUERY).status_code == 200
    mutation = 'mutation { createCustomer(input: {name: "N", currency: "NOK"}) { __typename } }'
    assert client.head("/graphql", params={"query": mutation}).status_code == 405
    watching = 'subscription { postingRun(id: "x") { status } }'
    assert client.head("/graphql", params={"query": watching}, headers=STREAM).status_code == 405
    found = client.options("/graphql")
    assert (found.status_code, found.headers["allow"], found.content) == (204, "GET, HEAD, POST, OPTIONS", b"")


def test_a_body_is_refused_by_its_length_before_any_of_it_is_read(client: TestClient) -> None:
    headers = {"content-type": "application/json", "content-length": str(DEFAULT.body + 1)}
    answer = client.post("/graphql", content=b"", headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["params"]) == (413, {"allowed": "262144"})
