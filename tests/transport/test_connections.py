"""Connections: what keeps the server waiting is closed after a time, and above the cap everybody is told so at once."""

import json
import re
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx2
import pytest
from structlog.testing import capture_logs

from rebill.models.database import Database
from rebill.transport import caps as all_caps
from rebill.transport.caps import DEFAULT, Caps
from rebill.transport.connections import MOST_AT_ONCE
from tests.api import Api
from tests.length import PATIENCE_SECONDS
from tests.test_killed_runs import begun
from tests.transport.serving import STREAM, blocks, costing, serving, talking, unacknowledged, until, watch

SMALL = Caps(request_seconds=0.4, ping_seconds=0.3, unread_seconds=0.5, idle_seconds=1, sockets=3, subscriptions=2)
HEAD = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
LENGTH = re.compile(rb"content-length: (\d+)")
LARGE = "{ __schema { types { name description fields { name description args { name description } } } } }"


@pytest.fixture(scope="module")
def place(books: Database) -> Iterator[str]:
    """A server that waits for nobody longer than half a second."""
    with serving(books, caps=SMALL, buffer=4096) as found:
        yield found


def connected(place: str, *, buffer: int | None = None) -> socket.socket:
    host, _, port = place.partition(":")
    raw = socket.socket()
    if buffer is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    raw.settimeout(PATIENCE_SECONDS)
    raw.connect((host, int(port)))
    return raw


def post(query: str) -> bytes:
    body = json.dumps({"query": query})
    return f"{HEAD}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def handshake(more: str) -> bytes:
    key = "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg=="
    return (
        f"GET /graphql HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{key}\r\n{more}\r\n".encode()
    )


def one_answer(raw: socket.socket) -> bytes:
    found = b""
    while b"\r\n\r\n" not in found or len(found.partition(b"\r\n\r\n")[2]) < int(LENGTH.findall(found)[0]):
        found += raw.recv(65_536)
    return found


def rest(raw: socket.socket) -> bytes:
    """Everything until the server closes; a byte that comes after that has the machine reset the connection."""
    found = b""
    try:
        while chunk := raw.recv(65_536):
            found += chunk
    except ConnectionResetError:
        if not found:
            raise
    return found


def told(answer: bytes) -> tuple[int, str, dict[str, str]]:
    """The status, the message of the one error, and the headers of an answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    (error,) = json.loads(body)["errors"]
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    assert headers["x-request-id"] == error["extensions"]["requestId"]
    assert headers["x-content-type-options"] == "nosniff"
    return int(first.split()[1]), error["message"], headers


def dripped(raw: socket.socket, drops: str) -> bytes:
    """Send a byte at a time until the server answers or closes."""
    for drop in drops:
        if select.select([raw], [], [], 0.05)[0]:
            break
        raw.sendall(drop.encode())
    return rest(raw)


def test_a_connection_that_says_nothing_is_closed(place: str) -> None:
    began = time.monotonic()
    with connected(place) as raw:
        assert rest(raw) == b""
    assert 0.3 < time.monotonic() - began < DEFAULT.request_seconds


def test_headers_that_drip_are_given_up_whatever_comes(place: str) -> None:
    began = time.monotonic()
    with connected(place) as raw:
        assert told(dripped(raw, HEAD * 20))[:2] == (408, "The request was not complete within 0.4 seconds.")
    assert time.monotonic() - began < DEFAULT.request_seconds


def test_a_body_that_drips_is_given_up_whatever_comes(place: str) -> None:
    began = time.monotonic()
    with connected(place) as raw:
        raw.sendall(f"{HEAD}Content-Length: 1000\r\n\r\n".encode())
        assert told(dripped(raw, " " * 1000))[0] == 408
    assert time.monotonic() - began < DEFAULT.request_seconds


def test_chunks_that_drip_are_given_up_too(place: str) -> None:
    with connected(place) as raw:
        raw.sendall(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n".encode())
        assert told(dripped(raw, "1\r\n \r\n" * 100))[0] == 408


def test_the_second_request_of_a_connection_may_not_drip_either(place: str) -> None:
    with connected(place) as raw:
        raw.sendall(post("{ __typename }"))
        assert one_answer(raw).startswith(b"HTTP/1.1 200")
        assert told(dripped(raw, HEAD * 20))[0] == 408


def test_a_connection_is_kept_for_a_time_between_requests_and_then_closed(place: str) -> None:
    with connected(place) as raw:
        for _ in range(2):
            raw.sendall(post("{ __typename }"))
            assert one_answer(raw).startswith(b"HTTP/1.1 200")
            time.sleep(0.6)  # longer than a request may take
        assert rest(raw) == b""


def test_a_body_that_says_it_is_too_large_is_refused_unread_and_the_connection_stays_good(place: str) -> None:
    with connected(place) as raw:
        raw.sendall(f"{HEAD}Content-Length: 1000000\r\n\r\n".encode())
        refused = one_answer(raw)
        assert told(refused)[:2] == (413, "The body has more than 256 KB; send large inputs in parts.")
        raw.sendall(b" " * 1_000_000)
        raw.sendall(post("{ __typename }"))
        assert one_answer(raw).startswith(b"HTTP/1.1 200")


def test_chunks_that_become_too_large_are_refused_and_the_connection_stays_good(place: str) -> None:
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    with connected(place) as raw:
        raw.sendall(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n".encode() + chunk * 5)
        assert told(one_answer(raw))[0] == 413
        raw.sendall(chunk * 3 + b"0\r\n\r\n" + post("{ __typename }"))
        assert one_answer(raw).startswith(b"HTTP/1.1 200")


def test_the_body_of_a_refused_request_may_not_drip_for_ever(place: str) -> None:
    began = time.monotonic()
    with connected(place) as raw:
        raw.sendall(f"{HEAD}Content-Length: 1000000\r\n\r\n".encode())
        assert one_answer(raw).startswith(b"HTTP/1.1 413")
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            for _ in range(200):
                raw.sendall(b" ")
                time.sleep(0.02)
    assert time.monotonic() - began < DEFAULT.request_seconds


def test_a_client_that_asks_whether_to_send_its_body_is_answered_and_let_go(place: str) -> None:
    with connected(place) as raw:
        raw.sendall(f"{HEAD}Expect: 100-continue\r\nContent-Length: 1000000\r\n\r\n".encode())
        assert told(rest(raw))[0] == 413


def test_a_client_that_leaves_in_the_middle_of_its_body_is_no_fault_of_the_servers(
    place: str, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as lines:
        with connected(place) as raw:
            raw.sendall(f"{HEAD}Content-Length: 1000\r\n\r\n{{".encode())
            time.sleep(0.1)
        assert httpx2.get(f"http://{place}/livez", timeout=PATIENCE_SECONDS).status_code == 200
    assert (lines, caplog.messages) == ([], [])


def test_what_is_no_http_is_told_so_as_every_error_is(place: str) -> None:
    for sent, status in ((b"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400), (b"GET /" + b"x" * 40_000, 431)):
        with connected(place) as raw:
            raw.sendall(sent)
            assert told(rest(raw))[0] == status


@pytest.mark.parametrize("more", ["a: b\r\n" * 101, f"a: {'x' * 33_000}\r\n"], ids=["too many", "too long"])
def test_headers_have_their_bounds(place: str, more: str) -> None:
    with connected(place) as raw:
        raw.sendall(f"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{more}\r\n".encode())
        assert told(rest(raw))[0] == 431


@pytest.mark.parametrize("hosts", ["", "Host: x\r\nHost: y\r\n"], ids=["none", "two"])
def test_a_request_that_does_not_say_whom_it_is_for_is_no_http(place: str, hosts: str) -> None:
    with connected(place) as raw:
        raw.sendall(f"GET /livez HTTP/1.1\r\n{hosts}\r\n".encode())
        assert told(rest(raw))[0] == 400


def test_empty_lines_that_drip_between_requests_are_given_up_too(place: str) -> None:
    with connected(place) as raw:
        raw.sendall(post("{ __typename }"))
        assert one_answer(raw).startswith(b"HTTP/1.1 200")
        assert told(dripped(raw, "\r\n" * 100))[0] == 408


def test_requests_that_come_at_once_are_answered_one_by_one_and_only_so_many(place: str) -> None:
    with connected(place) as raw:
        raw.sendall(post("{ __typename }") * 20)
        found = b""
        while found.count(b"HTTP/1.1 200") < 20:
            found += raw.recv(65_536)
        raw.sendall(post("{ __typename }") * (MOST_AT_ONCE + 2))
        assert b"HTTP/1.1 400" in rest(raw)


def test_a_request_that_would_rather_speak_another_protocol_is_answered_in_this_one(place: str) -> None:
    body = json.dumps({"query": "{ __typename }"})
    with connected(place) as raw:
        raw.sendall(f"{HEAD}Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        assert one_answer(raw).startswith(b"HTTP/1.1 200")


def test_what_is_no_http_waits_until_the_requests_before_it_are_answered(place: str) -> None:
    with connected(place) as raw:
        raw.sendall(post("{ __typename }") * 2 + b"nonsense\r\n\r\n")
        assert re.findall(rb"HTTP/1.1 (\d+)", rest(raw)) == [b"200", b"200", b"400"]


CODED = f"{HEAD}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("what", "sent", "status"),
    [
        ("a body coded in another way than in pieces", CODED, 501),
        ("both a length and pieces", f"{HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("a length said twice", f"{HEAD}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{{}}", 400),
        ("no version", "GET /livez\r\n\r\n", 400),
        ("a tunnel", "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        ("the address of another server", "GET http://y/livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404),
        (
            "another protocol offered by HTTP/1.0",
            "GET /livez HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
            200,
        ),
        ("an address without end", f"GET /{'a' * 70_000} HTTP/1.1\r\nHost: x\r\n\r\n", 431),
    ],
)
def test_what_would_be_read_otherwise_elsewhere_is_refused(place: str, what: str, sent: str, status: int) -> None:
    with connected(place) as raw:
        raw.sendall(sent.encode())
        assert rest(raw).startswith(b"HTTP/1.1 %d" % status), what


def test_headers_behind_a_body_are_not_taken_for_headers(place: str) -> None:
    body = json.dumps({"query": "{ __typename }"})
    behind = f"{len(body):x}\r\n{body}\r\n0\r\nX-Request-Id: smuggled-in\r\nAccept: image/png\r\n\r\n"
    with connected(place) as raw:
        raw.sendall(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n{behind}".encode())
        assert one_answer(raw).startswith(b"HTTP/1.1 200")


def test_a_client_that_does_not_read_its_answer_is_cut(place: str) -> None:
    with connected(place, buffer=4096) as raw:
        raw.sendall(post(LARGE))
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            for _ in range(100):
                time.sleep(0.05)
                raw.sendall(b" ")
    assert httpx2.get(f"http://{place}/livez", timeout=PATIENCE_SECONDS).status_code == 200


def test_a_client_that_reads_its_answer_a_byte_at_a_time_is_cut(place: str) -> None:
    with connected(place, buffer=4096) as raw:
        raw.sendall(post(LARGE))
        for _ in range(100):
            time.sleep(0.01)
            assert raw.recv(1)
        left = 0
        with pytest.raises(ConnectionResetError):
            while left < 100_000:
                left += len(raw.recv(65_536))


def test_a_client_that_reads_slowly_but_reads_gets_its_whole_answer(place: str) -> None:
    with connected(place, buffer=4096) as raw:
        raw.sendall(post(LARGE))
        found = 0
        while found < 100_000:
            found += len(raw.recv(2000))
            time.sleep(0.02)


def test_a_socket_that_answers_no_pings_is_closed(place: str) -> None:
    with connected(place) as raw:
        raw.sendall(handshake("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n"))
        heard = rest(raw)
    assert heard.startswith(b"HTTP/1.1 101")
    assert heard.endswith(b"keepalive ping timeout")


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ("", 400),
        ("Sec-WebSocket-Version: 8\r\n", 400),
        (f"Sec-WebSocket-Version: 13\r\na: {'x' * 9000}\r\n", 431),
        ("Sec-WebSocket-Version: 13\r\n" + "a: b\r\n" * 120, 431),
        ("Sec-WebSocket-Version: 13\r\n" + "a: b\r\n" * 200, 431),
    ],
    ids=["no version", "another version", "a long header", "many headers", "very many headers"],
)
def test_a_handshake_that_is_none_is_told_so_as_every_error_is(
    place: str, more: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    with connected(place) as raw:
        raw.sendall(handshake(more))
        assert told(rest(raw))[0] == status
    assert caplog.messages == []


def test_an_address_has_so_many_sockets(place: str) -> None:
    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(talking(place))
        with unacknowledged(place) as talk:
            assert talk.closed() == (1013, "This address has 3 sockets open; close some, or use one for all.")
    with talking(place) as talk:
        assert talk.result("{ __typename }") == costing(0, {"__typename": "Query"})


def test_an_address_has_so_many_subscriptions_over_sockets_and_streams(books: Database, place: str) -> None:
    run = watch(begun(Api(books), 1))
    url, full = f"http://{place}/graphql", "This address has 2 subscriptions open; complete some."
    with talking(place) as one, talking(place) as other:
        with httpx2.stream("POST", url, json={"query": run}, headers=STREAM, timeout=PATIENCE_SECONDS) as stream:
            events = blocks(stream)
            assert [next(events)[:11] for _ in range(2)] == [":", "event: next"]
            one.ask(run)
            assert one.hear()["type"] == "next"
            other.ask(run)
            refused = other.hear()
            assert (refused["type"], refused["payload"][0]["message"]) == ("error", full)
            assert refused["payload"][0]["extensions"]["code"] == "OVERLOADED"
            for accept in ("application/json, text/event-stream", "text/event-stream"):
                answer = httpx2.post(url, json={"query": run}, headers={"accept": accept}, timeout=PATIENCE_SECONDS)
                assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        one.say({"type": "complete", "id": "1"})

        def has_room() -> bool:
            other.ask(run, "again")
            return bool(other.hear()["type"] == "next")

        until(has_room)


def test_above_the_cap_everybody_is_told_so_at_once_and_the_watchers_are_answered(books: Database) -> None:
    caps = Caps(connections=4, spare_connections=2, spare_seconds=0.5)
    with serving(books, caps=caps) as place, ExitStack() as stack, httpx2.Client() as client:
        url = f"http://{place}/graphql"
        for _ in range(4):
            stack.enter_context(connected(place))
        time.sleep(0.1)
        took = []
        for _ in range(5):
            began = time.monotonic()
            answer = client.post(url, json={"query": "{ __typename }"})
            took.append(time.monotonic() - began)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
            assert (answer.headers["connection"], answer.headers["content-type"]) == (
                "close",
                "application/json; charset=utf-8",
            )
            assert answer.json()["errors"][0]["extensions"]["code"] == "OVERLOADED"
        assert min(took) < caps.spare_seconds
        with unacknowledged(place) as talk:
            assert talk.closed()[0] == 1013
        assert httpx2.get(f"http://{place}/livez", timeout=PATIENCE_SECONDS).status_code == 200
        assert httpx2.get(f"http://{place}/readyz", timeout=PATIENCE_SECONDS).json()["ready"] is True
        spare = [stack.enter_context(connected(place)) for _ in range(2)]
        time.sleep(0.1)
        with connected(place) as raw:  # not even a spare place: told before it said anything
            assert told(rest(raw))[0] == 503
        assert [rest(one) for one in spare] == [b"", b""]
        assert httpx2.get(f"http://{place}/livez", timeout=PATIENCE_SECONDS).status_code == 200


def test_the_cap_leaves_files_for_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    for files, connections in ((1_000_000, 1000), (1024, 896), (256, 128), (64, 16)):
        monkeypatch.setattr(all_caps, "open_files", lambda files=files: files)
        assert all_caps.most_connections(Caps()) == connections


FEW_FILES = """
import resource, sys
from dataclasses import replace
resource.setrlimit(resource.RLIMIT_NOFILE, (160, 160))
from rebill.process.app import create_app
from rebill.transport.caps import Caps
from rebill.transport.profile import DEFAULT
from rebill.process.log import set_up
from rebill.models.database import Database
from rebill.process.server import bound, configured
from rebill.process.settings import Settings
set_up()
listening = bound(Settings(port=0))
server = configured(create_app(Database.open(sys.argv[1]), profile=replace(DEFAULT, caps=Caps(spare_seconds=0.2))))
print(listening.getsockname()[1], flush=True)
server.run(sockets=[listening])
"""


def test_more_connections_than_files_do_not_end_the_server(books: Database) -> None:
    command = [sys.executable, "-c", FEW_FILES, books.engine.url.render_as_string()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process, ExitStack() as stack:
        assert process.stdout is not None
        place = f"127.0.0.1:{int(process.stdout.readline())}"
        try:

            def answers() -> bool:
                try:
                    return httpx2.get(f"http://{place}/livez").status_code == 200
                except httpx2.HTTPError:  # it does not listen yet, or not even a spare place is free
                    return False

            until(answers)
            for _ in range(300):
                stack.enter_context(connected(place))
            until(answers)
            assert (
                httpx2.get(f"http://{place}/readyz", timeout=PATIENCE_SECONDS).json()["ready"] is True
            )  # which opens the database
            assert (
                httpx2.post(
                    f"http://{place}/graphql", json={"query": "{ __typename }"}, timeout=PATIENCE_SECONDS
                ).status_code
                == 503
            )
            stack.close()
            time.sleep(0.1)
            assert (
                httpx2.post(
                    f"http://{place}/graphql", json={"query": "{ __typename }"}, timeout=PATIENCE_SECONDS
                ).status_code
                == 200
            )
        finally:
            process.terminate()
    assert process.returncode in (0, -15)
