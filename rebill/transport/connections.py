"""Connections, below HTTP: which are taken on, and when one that keeps the server waiting is closed (access 5.6).

uvicorn ends only connections that rest between two requests. Headers or a body that drip, a connection that says
nothing, and an answer that nobody reads would each hold one for ever. So the server looks at every connection a few
times a second: what is overdue is closed. What is above the cap may still say what it wants, for a moment, on one of a
few spare places: whoever watches the server is answered, everybody else is told that it is overloaded.
"""

import socket
from asyncio import Transport
from collections.abc import Callable, Collection, Mapping
from enum import Enum
from functools import partial
from typing import Any, cast

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from ..resolvers.errors import RequestError
from .caps import Caps, most_connections
from .connection_ends import Unread, cut, written
from .presence import WHEN_LEFT
from .refusals import header_in, language_in
from .request_log import told
from .requests import BadRequest, request_id_of
from .socket_connections import Socket
from .whole_replies import WHOLE, whole
from .wrapping import FULL, SPARE

DEAD_AFTER = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 60_000}
MOST_DISCARDED = 32 * 1024 * 1024  # of a body whose request was answered before it had come
TOO_LONG, UNREADABLE = "head", "unreadable"  # what is told
MOST_AT_ONCE = 100  # requests that a client sends without waiting for an answer


class TooManyAtOnce(Exception):
    """A client goes on sending requests whose turn has not come."""


class NotOneHost(Exception):
    """A request of HTTP/1.1 has one header Host (RFC 9112, 3.2)."""


class NotUnderstood(Exception):
    """A request of HTTP/0.9, or one whose body is coded in another way than in pieces (RFC 9112, 6.1)."""


class Reading(Enum):
    """What is read of a connection just now."""

    NOTHING = "it rests between two requests"
    HEAD = "a request's first line and headers"
    BODY = "a request's body"


class Connection(HttpToolsProtocol):
    """A connection that speaks HTTP."""

    def __init__(self, caps: Caps, is_logged: bool, **given: Any) -> None:
        super().__init__(**given)
        self._caps = caps
        self._is_logged = is_logged
        self._reading = Reading.NOTHING
        self._begun = self._rests_since = self.loop.time()  # the former of the request that is awaited
        self._unread = Unread(self._begun)
        self._head = 0  # bytes of it
        self._discarded = 0
        self._is_spare = False
        self._leave: Callable[[], None] = _nobody
        self._wrong: tuple[int, RequestError] | None = None  # to be told after what came before has been answered

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # of TCP
        """Take the connection on, as a spare one above the cap, or close it where even those are taken."""
        above = len(self.connections) - most_connections(self._caps)
        super().connection_made(transport)
        if above >= self._caps.spare_connections:
            self._end(503, FULL, {"Retry-After": "1"})
        elif above >= 0:
            self._is_spare = True
            self.app_state = {**self.app_state, SPARE: True}

    def data_received(self, data: bytes) -> None:
        """Read on; the first byte after a rest begins a request."""
        if self._wrong is not None:
            return
        if self._reading is Reading.NOTHING:
            self._reading, self._head = Reading.HEAD, 0
            if self.cycle is not None:
                self._begun = self.loop.time()
        elif self._reading is Reading.BODY and self.cycle.response_complete:
            self._discarded += len(data)
            if self._discarded > MOST_DISCARDED:
                self._cut()
                return
        self._head += len(data)
        self._read(data)
        if self._reading is Reading.HEAD and self._head > self._caps.head and not self.transport.is_closing():
            self._refuse(431, TOO_LONG)
        if self.cycle is not None and self.cycle.waiting_for_100_continue:
            self.cycle.keep_alive = False  # refused without being read, its body may come or not: nobody knows

    def _read(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except HttpParserUpgrade as upgrade:
            if self._should_upgrade():
                self.handle_websocket_upgrade()
            else:
                self._read_on_without_upgrade(data[upgrade.args[0] :])
        except HttpParserError:
            if self._head > self._caps.head and self._reading is Reading.HEAD:
                self._refuse(431, TOO_LONG)
            else:
                self._refuse(501 if self._is_coded() else 400, UNREADABLE)

    def _refuse(self, status: int, variant: str) -> None:
        """Tell what is wrong with a request and close, when the requests before it have had their answers."""
        error = BadRequest(status, variant).error
        if self._reading is Reading.BODY or self.cycle is None or self.cycle.response_complete:
            self._end(status, error)
        else:
            self._wrong = (status, error)

    def _is_coded(self) -> bool:
        """Whether a body is coded in another way than in pieces."""
        codings = [value.strip().lower() for name, value in self.headers if name == b"transfer-encoding"]
        return codings not in ([], [b"chunked"])

    def _read_on_without_upgrade(self, rest: bytes) -> None:
        """Read a request that offers another protocol, as some clients' first one does, as if it did not.

        The parser takes what comes after the headers for that protocol, so that it is given them again.
        """
        method, version = self.parser.get_method(), self.parser.get_http_version()
        if method == b"CONNECT":  # is all that the parser takes for another protocol without such a header
            self._end(405, BadRequest(405, "method").error, {"Allow": "GET, POST"})
            return
        self.parser = HttpRequestParser(self)
        lines = [name + b": " + value for name, value in self.headers if name != b"upgrade"]
        first = b" ".join((method, self.url, f"HTTP/{version}".encode()))
        self._read(b"\r\n".join((first, *lines, b"", rest)))

    def on_message_begin(self) -> None:
        """A request begins; raises `TooManyAtOnce` where the client does not wait for its answers."""
        if len(self.pipeline) >= MOST_AT_ONCE:
            raise TooManyAtOnce
        self._reading = Reading.HEAD  # of a second one that came in the same piece, too
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; what comes behind a body in pieces is none, for nothing was decided by it."""
        if self._reading is Reading.HEAD:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The body is to come; raises `NotOneHost` for a request that does not say whom it is for."""
        version, hosts = self.parser.get_http_version(), sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (not hosts and version == "1.1"):
            raise NotOneHost
        if version == "0.9" or self._is_coded():
            raise NotUnderstood
        if self.parser.should_upgrade() and not self._should_upgrade():
            return  # what is read is not over, see above
        super().on_headers_complete()
        self._reading = Reading.BODY
        cycle = self.cycle
        self.scope["state"][WHEN_LEFT] = partial(self._when_left, cycle)
        self.scope["state"][WHOLE] = partial(whole, cycle)
        if not self.url.startswith(b"/"):  # the address of another server, whom this one is no proxy for
            self.scope["path"], self.scope["raw_path"] = self.url.decode("latin-1"), self.url

    def on_message_complete(self) -> None:
        """The request is there; where it was answered before, the connection rests from now on."""
        if self.parser.should_upgrade():
            return
        self._reading, self._head, self._discarded = Reading.NOTHING, 0, 0
        super().on_message_complete()
        if self.cycle is not None and self.cycle.response_complete:
            self._rests_since = self.loop.time()

    def _when_left(self, cycle: RequestResponseCycle, leave: Callable[[], None]) -> None:
        """Have it told to whoever answers a request that its client has left."""
        self._leave = leave
        if cycle.disconnected:
            leave()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has left, or was made to."""
        super().connection_lost(exc)
        self._leave()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request, which may have come in part already."""
        now = self.loop.time()
        if self._reading is not Reading.BODY or self.pipeline:
            self._begun = now
        self._leave, self._rests_since = _nobody, now
        self.server_state.total_requests += 1
        if not self.transport.is_closing():
            self.flow.resume_reading()
            if self.pipeline:
                self._start_asgi_task(*self.pipeline.pop())
        if self._wrong is not None and self.cycle.response_complete and not self.transport.is_closing():
            self._end(*self._wrong)

    def look(self, now: float) -> None:
        """Close the connection where its client is overdue."""
        if self._unread.seconds(self.transport.get_write_buffer_size(), now) > self._caps.unread_seconds:
            self._cut()
            return
        if self._rests() and now - self._rests_since > self._caps.idle_seconds:
            self.transport.close()
            return
        allowed = self._caps.spare_seconds if self._is_spare else self._caps.request_seconds
        if not self.transport.is_closing() and self._awaits() and now - self._begun > allowed:
            self._end_overdue(allowed)

    def _awaits(self) -> bool:
        """Whether the server has nothing to do but to wait for this client."""
        if self._reading is Reading.BODY:
            return not self.pipeline
        if self._reading is Reading.HEAD:
            return self.cycle is None or self.cycle.response_complete
        return self.cycle is None

    def _rests(self) -> bool:
        """Whether everything that the client asked has been answered, and it asks nothing more for now."""
        return self._reading is Reading.NOTHING and self.cycle is not None and self.cycle.response_complete

    def _end_overdue(self, seconds: float) -> None:
        is_answered = self._reading is Reading.BODY and self.cycle.response_started
        if self._reading is Reading.NOTHING or is_answered:
            self.transport.close()
            return
        self._end(408, BadRequest(408, "overdue", seconds=f"{seconds:g}").error)

    def _cut(self) -> None:
        self._is_over()
        cut(self.transport)

    def _is_over(self) -> None:
        """Nothing more is written of what is under way: there may be loops that take that for a bug."""
        for cycle in (self.cycle, *(queued for queued, _ in self.pipeline)):
            if cycle is not None:
                cycle.disconnected = True
                cycle.message_event.set()
        self._leave()

    def _end(self, status: int, error: RequestError, headers: Mapping[str, str] | None = None) -> None:
        """Answer below HTTP's state machine, whatever it is in, and close."""
        sent: list[tuple[bytes, bytes]] = self.headers or []  # as far as they have been read
        request_id = request_id_of(header_in(sent, b"x-request-id"))
        if self._is_logged:
            told(request_id, {"status": status, "codes": str(error.extensions["code"])})  # type: ignore[index]  # always set
        self._is_over()
        self.transport.write(written(status, error, request_id, headers or {}, language_in(sent)))
        self.transport.close()


def _nobody() -> None:
    """Nothing is answered that somebody could leave."""


def notice_the_dead(listening: socket.socket) -> None:
    """Let the system end connections whose other machine is gone; each that is taken on inherits this."""
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in DEAD_AFTER.items():
        if hasattr(socket, name):  # not every system has each of them
            listening.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def look_at(connections: Collection[object], now: float) -> None:
    """Close every connection whose client is overdue."""
    for one in list(connections):
        cast("Connection | Socket", one).look(now)
