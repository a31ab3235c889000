"""Sockets and event streams: who opens them, and that they end with the credentials (access 1.5)."""

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed

from rebill.models.database import Database
from rebill.models.identity import decode
from rebill.models.vocabulary import Scope
from rebill.posting.command.clock import SystemClock
from tests.access.serving import VIEWER, bearer, key, revoke, secret
from tests.api import Api
from tests.length import PATIENCE_SECONDS
from tests.transport.serving import STREAM, Talk, blocks, serving, unacknowledged, watch

FORBIDDEN = (4403, "Forbidden")


@pytest.fixture
def shut(sqlite_database: Database) -> Iterator[str]:
    """Host and port of a server that is shut."""
    secret(sqlite_database)
    with serving(sqlite_database) as place:
        yield place


def begun(talk: Talk, payload: Any = None) -> None:
    """Begin a connection that is acknowledged."""
    talk.say({"type": "connection_init"} | ({} if payload is None else {"payload": payload}))
    assert talk.hear() == {"type": "connection_ack"}


NOBODY: list[tuple[str, Any, dict[str, str]]] = [
    ("nothing", None, {}),
    ("an empty payload", {}, {}),
    ("another name", {"token": "Bearer {sent}"}, {}),
    ("no scheme", {"authorization": "{sent}"}, {}),
    ("another key", {"authorization": "Bearer rbk_7f3k2m9q_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg"}, {}),
    ("what is no text", {"authorization": 7}, {}),
    ("two of them", {"authorization": "Bearer {sent}", "Authorization": "Bearer {sent}"}, {}),
    (
        "wrong ones where the handshake had right ones",
        {"authorization": "Bearer no"},
        {"Authorization": "Bearer {sent}"},
    ),
    ("wrong ones in the handshake", None, {"Authorization": "Bearer no"}),
]


@pytest.mark.parametrize(("case", "payload", "headers"), NOBODY, ids=[one[0] for one in NOBODY])
def test_a_socket_of_nobody_is_closed_before_it_is_acknowledged(
    sqlite_database: Database, shut: str, case: str, payload: Any, headers: dict[str, str]
) -> None:
    sent = secret(sqlite_database, Scope.READ, name="reader")
    given = {name: value.replace("{sent}", sent) for name, value in headers.items()}
    said = payload and {n: v.replace("{sent}", sent) if isinstance(v, str) else v for n, v in payload.items()}
    with unacknowledged(shut, additional_headers=given) as talk:
        talk.say({"type": "connection_init"} | ({} if said is None else {"payload": said}))
        assert talk.closed() == FORBIDDEN, case


@pytest.mark.parametrize("name", ["authorization", "Authorization", "AUTHORIZATION"])
def test_a_socket_says_who_it_is_in_its_first_message(sqlite_database: Database, shut: str, name: str) -> None:
    sent = secret(sqlite_database, Scope.READ, name="reader")
    with unacknowledged(shut) as talk:
        begun(talk, {name: f"Bearer {sent}"})
        viewer = talk.result(VIEWER)["data"]["viewer"]
        assert (viewer["actor"]["name"], viewer["scopes"]) == ("reader", ["READ"])
        talk.ask("{ apiKeys { totalCount } }")
        told = talk.hear()
        assert told["type"] == "error"
        assert told["payload"][0]["extensions"]["code"] == "FORBIDDEN"


def test_a_socket_may_say_who_it_is_in_its_handshake(sqlite_database: Database, shut: str) -> None:
    sent = secret(sqlite_database, Scope.READ, name="reader")
    with unacknowledged(shut, additional_headers=bearer(sent)) as talk:
        begun(talk)
        assert talk.result(VIEWER)["data"]["viewer"]["actor"]["name"] == "reader"


def test_a_socket_ends_within_two_seconds_of_its_keys_revocation(sqlite_database: Database, shut: str) -> None:
    made = key(sqlite_database, Scope.READ, name="brief")
    with unacknowledged(shut) as talk:
        begun(talk, bearer(made.secret or ""))
        talk.result(VIEWER)
        revoke(sqlite_database, made)
        ended = time.monotonic()
        assert talk.closed() == FORBIDDEN
        assert time.monotonic() < ended + 2


def test_a_socket_whose_key_is_revoked_begins_nothing_more(sqlite_database: Database, shut: str) -> None:
    made = key(sqlite_database, Scope.READ, name="brief")
    with unacknowledged(shut) as talk:
        begun(talk, bearer(made.secret or ""))
        revoke(sqlite_database, made)
        time.sleep(1)
        with suppress(ConnectionClosed):  # as it may be by now
            talk.ask(VIEWER)
        with pytest.raises(ConnectionClosed) as closed:
            talk.hear()
        assert closed.value.rcvd is not None
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == FORBIDDEN


def test_a_socket_ends_with_its_key(sqlite_database: Database, shut: str) -> None:
    ends = SystemClock().now() + timedelta(seconds=1)
    sent = secret(sqlite_database, Scope.READ, name="brief", expires_at=ends)
    with unacknowledged(shut) as talk:
        begun(talk, bearer(sent))
        assert talk.closed() == FORBIDDEN
        assert SystemClock().now() < ends + timedelta(seconds=2)


def test_an_open_servers_sockets_end_when_the_first_key_is_made(sqlite_database: Database) -> None:
    with serving(sqlite_database) as place, unacknowledged(place) as talk:
        begun(talk)
        talk.result(VIEWER)
        secret(sqlite_database)
        assert talk.closed() == FORBIDDEN


def test_a_stream_of_events_ends_with_its_complete_when_its_key_is_revoked(sqlite_database: Database) -> None:
    run = begun_run(sqlite_database)
    secret(sqlite_database)
    made = key(sqlite_database, Scope.READ, name="brief")
    with serving(sqlite_database) as place:
        asked: Any = {"json": {"query": watch(run)}, "headers": STREAM | bearer(made.secret or "")}
        with httpx2.stream("POST", f"http://{place}/graphql", timeout=PATIENCE_SECONDS, **asked) as answer:
            events = (one for one in blocks(answer) if one != ":")
            assert next(events).startswith("event: next")
            revoke(sqlite_database, made)
            assert list(events) == ["event: complete\ndata:"]
        assert httpx2.post(f"http://{place}/graphql", timeout=PATIENCE_SECONDS, **asked).status_code == 401


def begun_run(database: Database) -> int:
    """A run that waits for somebody to carry it on."""
    api = Api(database, notify=lambda *_: None)
    api.customer()
    made = api.do(
        "postInvoices", "... on PostingRunSuccess { run { id } }", select={"received": False}, lateSelection=True
    )
    found = decode(made["run"]["id"])
    assert found is not None
    return found[1]
