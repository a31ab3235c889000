"""Signed tokens as a server takes them: over HTTP and sockets, with keys from an address (access 1.4, 1.5)."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from rebill.access.door import Door
from rebill.access.key_sets import NoKeys, key_set
from rebill.access.tokens import Tokens
from rebill.models.database import Database
from rebill.posting.command.clock import SystemClock
from tests.access.serving import VIEWER, lack, post, viewer
from tests.access.signing import ISSUER, claims, jwk, key_file, settings, token
from tests.transport.serving import serving, unacknowledged


@contextmanager
def taking_tokens(database: Database, keys: str) -> Iterator[str]:
    """A server that takes tokens, and has never had a key."""
    with serving(database, door=Door(database, tokens=Tokens(settings(keys), database))) as place:
        yield place


def sent(**more: Any) -> str:
    """A token that is good from now on."""
    return token(claims(SystemClock().now(), **more), kid="a")


@pytest.fixture
def keys(tmp_path: Path) -> str:
    """A set with one key."""
    return key_file(tmp_path, jwk("RS256", kid="a"))


def test_a_server_that_takes_tokens_is_shut_without_any_key(sqlite_database: Database, keys: str) -> None:
    with taking_tokens(sqlite_database, keys) as place:
        assert lack(post(place)) == "MISSING"
        assert lack(post(place, sent="rbk_7f3k2m9q_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg")) == "INVALID"
        for _ in range(2):  # as one that is new, and as one that is remembered
            found = viewer(place, sent(name="Kari"))
            assert found["actor"] == {"kind": "SUBJECT", "name": "Kari", "issuer": ISSUER, "person": "kari"}
            assert (found["scopes"], found["authenticated"]) == (["CREDIT"], True)


def test_that_a_token_has_expired_is_told_to_whoever_holds_one_that_was_right(
    sqlite_database: Database, keys: str
) -> None:
    with taking_tokens(sqlite_database, keys) as place:
        gone = int(SystemClock().now().timestamp()) - 60
        assert lack(post(place, sent=sent(exp=gone))) == "EXPIRED"
        assert lack(post(place, sent=token(claims(exp=gone), number=1, kid="a"))) == "INVALID"


def test_whoever_has_a_token_without_scopes_may_ask_who_they_are(sqlite_database: Database, keys: str) -> None:
    with taking_tokens(sqlite_database, keys) as place:
        nobody = sent(scope="openid")
        assert viewer(place, nobody)["scopes"] == []
        answer = post(place, "{ customers { totalCount } }", nobody).json()
        assert [one["extensions"]["code"] for one in answer["errors"]] == ["FORBIDDEN"]


def test_a_socket_ends_with_its_token(sqlite_database: Database, keys: str) -> None:
    with taking_tokens(sqlite_database, keys) as place, unacknowledged(place) as talk:
        soon = SystemClock().now().timestamp() - 29  # which the leeway still takes
        talk.say({"type": "connection_init", "payload": {"authorization": f"Bearer {sent(exp=soon)}"}})
        assert talk.hear() == {"type": "connection_ack"}
        assert talk.result(VIEWER)["data"]["viewer"]["actor"]["kind"] == "SUBJECT"
        assert talk.closed() == (4403, "Forbidden")


@contextmanager
def answering(status: int, body: bytes, **headers: str) -> Iterator[str]:
    """The address of a set of keys that is answered like this."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/jwks"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


SET = json.dumps({"keys": [jwk("RS256", kid="a")]}).encode()


def test_the_keys_may_be_at_an_address(sqlite_database: Database) -> None:
    with answering(200, SET) as address, taking_tokens(sqlite_database, address) as place:
        assert viewer(place, sent())["scopes"] == ["CREDIT"]


@pytest.mark.parametrize(
    ("case", "status", "body"),
    [
        ("a redirect", 302, SET),
        ("an error", 500, SET),
        ("more than 64 KB", 200, SET + b" " * 65536),
        ("what is no set", 200, b"<html>"),
        ("a set without keys", 200, b'{"keys": []}'),
    ],
)
def test_as_long_as_there_are_no_keys_nobody_can_be_known(
    sqlite_database: Database, case: str, status: int, body: bytes
) -> None:
    with (
        answering(200, SET) as other,
        answering(status, body, Location=other) as address,
        taking_tokens(sqlite_database, address) as place,
    ):
        answer = post(place, sent=sent())
        assert answer.status_code == 503, case
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
        assert answer.headers["retry-after"] == "5"


@pytest.mark.parametrize(
    ("case", "reply"),
    [
        ("what is no HTTP", b"garbage\r\n\r\n"),
        ("nothing", b""),
        ("less than it says", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"),
        ("pieces that are none", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        ("too many headers", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n"),
    ],
)
def test_an_address_that_answers_nonsense_has_no_keys(case: str, reply: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            asked, _ = listening.accept()
            with asked:
                asked.recv(10_000)
                asked.sendall(reply)

        answering_it = threading.Thread(target=answer)
        answering_it.start()
        with pytest.raises(NoKeys):
            key_set(settings(f"http://127.0.0.1:{listening.getsockname()[1]}/keys"))
        answering_it.join()
