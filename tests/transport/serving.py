"""A real server on a port of this machine, and its clients as tests use them: a raw socket, a raw stream, a run."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx2
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from rebill.models.database import Database
from rebill.models.identity import encode
from rebill.posting.command.clock import SystemClock
from rebill.posting.command.transaction import Service
from rebill.posting.runs.execution import execute_run
from rebill.process.app import ANYHOW, create_app
from rebill.process.server import bound, configured
from rebill.process.settings import Settings
from rebill.transport.caps import Caps
from rebill.transport.origins import Reach
from rebill.transport.profile import DEFAULT, Profile
from tests.length import PATIENCE_SECONDS

SUBPROTOCOL = "graphql-transport-ws"
COUNTS = "status posted failed waiting"
STREAM = {"accept": "text/event-stream"}


@contextmanager
def serving(
    database: Database,
    reach: Reach = ANYHOW,
    caps: Caps | None = None,
    buffer: int | None = None,
    profile: Profile = DEFAULT,
    **more: Any,
) -> Iterator[str]:
    """Serve a database; yields host and port. `buffer` is what the system takes of an answer before it is read."""
    listening = bound(Settings(port=0))
    if buffer is not None:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, buffer)
    chosen = profile if caps is None else replace(profile, caps=caps)
    server = configured(create_app(database, reach=reach, profile=chosen, **more))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    until(lambda: server.started)
    try:
        yield f"127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive(), "the server did not stop"


def until(holds: Any, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until something holds; fails where it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)


def costing(points: int, data: object) -> dict[str, Any]:
    """A whole answer: its data, of which all came that was asked for, and its cost."""
    cost = {"requestedQueryCost": points, "actualQueryCost": points, "throttleStatus": None}
    return {"data": data, "extensions": {"cost": cost}}


class Talk:
    """A raw graphql-transport-ws client: messages as they are."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def say(self, *messages: object) -> None:
        """Send JSON; a string or bytes goes out as it is."""
        for one in messages:
            self.connection.send(one if isinstance(one, str | bytes) else json.dumps(one))

    def hear(self, seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """The next message."""
        found: dict[str, Any] = json.loads(self.connection.recv(timeout=seconds))
        return found

    def closed(self, seconds: float = PATIENCE_SECONDS) -> tuple[int, str]:
        """With what code and reason the server closes; messages before that are let pass."""
        try:
            while True:
                self.connection.recv(timeout=seconds)
        except ConnectionClosed as closed:
            assert closed.rcvd is not None, "the connection was cut without a code"
            return closed.rcvd.code, closed.rcvd.reason

    def ask(self, query: str, id: str = "1", **variables: object) -> None:
        """Begin an operation."""
        self.say({"type": "subscribe", "id": id, "payload": {"query": query, "variables": variables}})

    def result(self, query: str, **variables: object) -> dict[str, Any]:
        """The one result of an operation."""
        self.ask(query, "one", **variables)
        found = self.hear()
        assert (found["type"], self.hear()) == ("next", {"type": "complete", "id": "one"})
        payload: dict[str, Any] = found["payload"]
        return payload


@contextmanager
def unacknowledged(place: str, *subprotocols: str, **options: Any) -> Iterator[Talk]:
    """A socket on which nothing has been said."""
    names = subprotocols or (SUBPROTOCOL,)
    with connect(f"ws://{place}/graphql", subprotocols=names, compression=None, proxy=None, **options) as connection:  # type: ignore[arg-type]  # plain strings
        yield Talk(connection)


@contextmanager
def talking(place: str, **options: Any) -> Iterator[Talk]:
    """A socket whose connection is acknowledged."""
    with unacknowledged(place, **options) as talk:
        talk.say({"type": "connection_init"})
        assert talk.hear() == {"type": "connection_ack"}
        yield talk


def watch(run: int, selection: str = COUNTS) -> str:
    """The subscription to a run."""
    return f'subscription {{ postingRun(id: "{encode("PostingRun", run)}") {{ {selection} }} }}'


def blocks(answer: httpx2.Response) -> Iterator[str]:
    """A stream of events, block by block as it comes."""
    text = ""
    for chunk in answer.iter_text():
        text += chunk
        while "\n\n" in text:
            block, text = text.split("\n\n", 1)
            yield block
    assert text == ""


def posts(database: Database, run: int, documents: int = 1_000_000) -> None:
    """Post so many more documents of a run."""
    left = iter([*[False] * documents, True])
    execute_run(Service(database, SystemClock()), run, lambda: next(left))
