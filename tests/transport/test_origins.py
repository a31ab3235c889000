"""Who may reach the server through a browser."""

from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient
from websockets.exceptions import InvalidStatus

from rebill.models.database import Database
from rebill.process.app import ANYHOW, create_app
from rebill.transport.origins import is_foreign, is_misdirected, reach
from tests.length import PATIENCE_SECONDS
from tests.shell import Rebill
from tests.transport.serving import costing, serving, talking

QUERY = {"query": "{ __typename }"}
BOOKS = "https://books.example.com"
LOOPBACK = reach("127.0.0.1", (BOOKS,))

ORIGINS = [
    ("a program that is no browser", None, "127.0.0.1:8000", False),
    ("the server's own page", "http://127.0.0.1:8000", "127.0.0.1:8000", False),
    ("its own page on the default port", "http://books.internal", "books.internal:80", False),
    ("its own page behind a proxy that speaks TLS", "https://books.internal", "books.internal", False),
    ("a page that was named", BOOKS, "127.0.0.1:8000", False),
    ("another website", "https://evil.example", "127.0.0.1:8000", True),
    ("another port of this machine", "http://127.0.0.1:3000", "127.0.0.1:8000", True),
    ("another name of this machine", "http://localhost:8000", "127.0.0.1:8000", True),
    ("a website with the named one's name in front", f"{BOOKS}.evil.example", "127.0.0.1:8000", True),
    ("a file or a frame in a sandbox", "null", "127.0.0.1:8000", True),
    ("an empty origin", "", "127.0.0.1:8000", True),
    ("an extension", "chrome-extension://abcdef", "abcdef", True),
]


@pytest.mark.parametrize(("case", "origin", "host", "foreign"), ORIGINS, ids=[one[0] for one in ORIGINS])
def test_a_socket_is_opened_to_the_servers_own_pages_and_to_those_that_were_named(
    case: str, origin: str | None, host: str, foreign: bool
) -> None:
    assert is_foreign(LOOPBACK, {"host": host} | ({} if origin is None else {"origin": origin})) is foreign


@pytest.mark.parametrize(
    ("host", "misdirected"),
    [
        ("127.0.0.1:8000", False),
        ("localhost:8000", False),
        ("rebill.localhost", False),
        ("[::1]:8000", False),
        ("books.example.com", False),
        ("evil.example:8000", True),
        ("127.0.0.1.evil.example", True),
        ("192.168.1.5:8000", True),
        ("[", True),
        ("", True),
    ],
)
def test_a_loopback_server_answers_to_the_loopbacks_names_and_to_those_that_were_named(
    host: str, misdirected: bool
) -> None:
    assert is_misdirected(LOOPBACK, {"host": host}) is misdirected
    is_address = host == "192.168.1.5:8000"  # by which an open server beyond loopback goes as well
    assert is_misdirected(reach("0.0.0.0", (BOOKS,)), {"host": host}) is (misdirected and not is_address)
    assert is_misdirected(ANYHOW, {"host": host}) is False


def test_a_website_whose_name_points_here_for_a_moment_gets_nothing(sqlite_database: Database) -> None:
    with serving(sqlite_database, reach("127.0.0.1", ())) as place:
        url, evil = f"http://{place}/graphql", {"host": "evil.example:8000", "origin": "http://evil.example:8000"}
        for answer in (
            httpx2.post(url, json=QUERY, headers=evil, timeout=PATIENCE_SECONDS),
            httpx2.get(url, headers=evil | {"accept": "text/html"}, timeout=PATIENCE_SECONDS),
            httpx2.get(url, params=QUERY, headers=evil | {"accept": "text/event-stream"}, timeout=PATIENCE_SECONDS),
        ):
            assert answer.status_code == 421
            assert "--origin" in answer.json()["errors"][0]["message"]
        assert httpx2.post(url, json=QUERY, timeout=PATIENCE_SECONDS).status_code == 200


def test_a_foreign_page_is_refused_before_the_socket_is_open_and_a_named_one_is_not(sqlite_database: Database) -> None:
    with serving(sqlite_database, LOOPBACK) as place:
        host, _, port = place.partition(":")
        for status, name, more in (
            (403, place, {"origin": "https://evil.example"}),
            (421, f"evil.example:{port}", {"origin": f"http://evil.example:{port}", "address": (host, int(port))}),
        ):
            with pytest.raises(InvalidStatus) as refused, talking(name, **more):
                pass
            assert refused.value.response.status_code == status
            assert b'{"errors":[{"message":' in (refused.value.response.body or b"")
        for right in (f"http://{place}", BOOKS):
            with talking(place, origin=right) as talk:
                assert talk.result("{ __typename }") == costing(0, {"__typename": "Query"})


def test_only_a_page_that_was_named_may_post_from_elsewhere(sqlite_database: Database) -> None:
    asks = {"access-control-request-method": "POST", "access-control-request-headers": "content-type,idempotency-key"}
    with TestClient(create_app(sqlite_database, reach=reach("0.0.0.0", (BOOKS,))), "http://127.0.0.1") as client:
        named = client.options("/graphql", headers=asks | {"origin": BOOKS})
        assert (named.status_code, named.headers["access-control-allow-origin"]) == (200, BOOKS)
        other = client.options("/graphql", headers=asks | {"origin": "https://evil.example"})
        assert (other.status_code, "access-control-allow-origin" in other.headers) == (400, False)
    with TestClient(create_app(sqlite_database)) as client:
        nobody = client.options("/graphql", headers=asks | {"origin": BOOKS})
        assert (nobody.status_code, "access-control-allow-origin" in nobody.headers) == (204, False)


@pytest.mark.parametrize("origin", ["books.example.com", "https://books.example.com/", "*", "ftp://x"])
def test_an_origin_that_is_none_is_one_line(
    rebill: Rebill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, origin: str
) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    by_flag = rebill("serve", "--database", url, "--origin", origin)
    monkeypatch.setenv("REBILL_ORIGINS", f"{BOOKS} {origin}")
    for ended in (by_flag, rebill("serve", "--database", url)):
        assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
        assert ended.stderr.startswith(f"rebill: {origin!r} is no origin; write it as https://books.example.com")
