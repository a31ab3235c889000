"""Connections, below HTTP: which are taken on, and when one that keeps the server waiting is closed (access 5.6).

uvicorn ends only connections that rest between two requests. Headers or a body that drip, a connection that says
nothing, and an answer that nobody reads would each hold one for ever. So the server looks at every connection a few
times a second: what is overdue is closed. What is above the cap may still say what it wants, for a moment, on one of a
few spare places: whoever watches the server is answered, everybody else is told that it is overloaded.
"""

import socket
import struct
import sys
from asyncio import Transport
from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.datastructures import Headers
from websockets.http11 import Request, Response
from websockets.server import ServerProtocol

from ..resolvers.errors import RequestError
from .caps import Caps, most_connections
from .refusals import as_refusal, overloaded
from .request_log import told
from .requests import BadRequest, request_id_of
from .wrapping import COMMON, FULL, SPARE

DEAD_AFTER = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 60_000}
ASKED = ("Allow", "Upgrade", "Sec-WebSocket-Version")  # what a refused handshake says should have been sent
AT_ONCE = struct.pack("ii", 1, 0)  # linger, for no time
MOST_DISCARDED = 32 * 1024 * 1024  # of a body whose request was answered before it had come
LEAST_TAKEN = 16 * 1024  # of an answer, to count as being read


class Unread:
    """How much of what was sent a client has not taken, and since when it has taken nothing worth the name."""

    def __init__(self, now: float) -> None:
        self._left = 0
        self._since = now

    def seconds(self, left: int, now: float) -> float:
        """For how long nothing was taken of what is left."""
        if left == 0 or self._left == 0 or left <= self._left - LEAST_TAKEN:
            self._left, self._since = left, now
        self._left = max(self._left, left)
        return now - self._since


class Connection(H11Protocol):
    """A connection that speaks HTTP."""

    def __init__(self, caps: Caps, is_logged: bool, **given: Any) -> None:
        super().__init__(**given)
        self._caps = caps
        self._is_logged = is_logged
        self._begun = self.loop.time()  # of the request that is awaited
        self._unread = Unread(self._begun)
        self._discarded = 0
        self._is_spare = False

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # of TCP
        """Take the connection on, as a spare one above the cap, or close it where even those are taken."""
        above = len(self.connections) - most_connections(self._caps)
        super().connection_made(transport)
        if above >= self._caps.spare_connections:
            self._end(503, overloaded(FULL), {"Retry-After": "1"})
        elif above >= 0:
            self._is_spare = True
            self.app_state = {**self.app_state, SPARE: True}

    def data_received(self, data: bytes) -> None:
        """Read on; the first byte after a rest begins a request."""
        if self.cycle is not None and self._rests():
            self._begun, self._discarded = self.loop.time(), 0
        if self.conn.our_state is h11.DONE and self.conn.their_state is h11.SEND_BODY:
            self._discarded += len(data)
            if self._discarded > MOST_DISCARDED:
                cut(self.transport)
                return
        super().data_received(data)
        if self.cycle is not None and self.cycle.waiting_for_100_continue:
            self.cycle.keep_alive = False  # refused without being read, its body may come or not: nobody knows

    def on_response_complete(self) -> None:
        """Begin to wait for the next request, which may have come in part already."""
        if self.conn.their_state is h11.DONE:
            self._begun = self.loop.time()
        super().on_response_complete()

    def look(self, now: float) -> None:
        """Close the connection where its client is overdue."""
        if self._unread.seconds(self.transport.get_write_buffer_size(), now) > self._caps.unread_seconds:
            cut(self.transport)
            return
        allowed = self._caps.spare_seconds if self._is_spare else self._caps.request_seconds
        if not self.transport.is_closing() and self._awaits() and now - self._begun > allowed:
            self._end_overdue(allowed)

    def send_400_response(self, msg: str) -> None:
        """Tell what is no HTTP so, in the way of every other error."""
        wrong = sys.exception()
        status = wrong.error_status_hint if isinstance(wrong, h11.RemoteProtocolError) else 400
        self._end(status, BadRequest(status, "This is no request of HTTP/1.1 that can be read.").error)

    def _rests(self) -> bool:
        return self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]

    def _awaits(self) -> bool:
        if self.conn.their_state is h11.IDLE:
            return self.cycle is None or not self._rests()
        return self.conn.their_state is h11.SEND_BODY

    def _end_overdue(self, seconds: float) -> None:
        said_nothing = self.cycle is None and self._rests()
        if said_nothing or self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()
            return
        message = f"The request was not complete within {seconds:g} seconds."
        self._end(408, BadRequest(408, message).error)

    def _end(self, status: int, error: RequestError, headers: Mapping[str, str] | None = None) -> None:
        """Answer below HTTP's state machine, whatever it is in, and close."""
        request_id = request_id_of(None)
        if self._is_logged:
            told(request_id, {"status": status, "codes": str(error.extensions["code"])})  # type: ignore[index]  # always set
        self.transport.write(_written(status, error, request_id, headers or {}))
        self.transport.close()


class Handshake(ServerProtocol):
    """The protocol of WebSockets, which tells what is wrong with a handshake in the way of every other error."""

    def accept(self, request: Request) -> Response:
        """Accept a handshake, or refuse it."""
        response = super().accept(request)
        if response.status_code == 101:
            return response
        wrong = BadRequest(response.status_code, "This is no handshake of a WebSocket (RFC 6455, version 13).")
        request_id = request_id_of(request.headers.get("x-request-id"))
        headers, body = _around(wrong.error, request_id)
        kept = {
            name: response.headers[name]
            for name in ("Allow", "Upgrade", "Sec-WebSocket-Version")
            if name in response.headers
        }
        return Response(response.status_code, response.reason_phrase, Headers(headers | kept), body)


class Socket(WebSocketsSansIOProtocol):
    """A connection that became a WebSocket."""

    def __init__(self, caps: Caps, **given: Any) -> None:
        super().__init__(**given)
        self._caps = caps
        self._unread = Unread(self.loop.time())
        self.conn = Handshake(max_size=self.config.ws_max_size, logger=self.logger)
        if self.app_state.get(SPARE):
            self.close_timeout = caps.spare_seconds

    def look(self, now: float) -> None:
        """Cut the connection where its client reads nothing."""
        if self._unread.seconds(self.transport.get_write_buffer_size(), now) > self._caps.unread_seconds:
            cut(self.transport)

    def handle_ping(self) -> None:
        """Answer a ping; to a client that reads nothing, answers are not piled up."""
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()

    def data_received(self, data: bytes) -> None:
        """Read on; a handshake that cannot even be read is answered, too."""
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            wrong = BadRequest(431, "The headers of this WebSocket's handshake are too many or too long.")
            self.transport.write(_written(431, wrong.error, request_id_of(None), {}))
            self.transport.close()

    async def send(self, message: Any) -> None:
        """Send; a handshake that was refused in full is complete, too, and no fault of the application's."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body", False):
            self.handshake_complete = True


def notice_the_dead(listening: socket.socket) -> None:
    """Let the system end connections whose other machine is gone; each that is taken on inherits this."""
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in DEAD_AFTER.items():
        if hasattr(socket, name):  # not every system has each of them
            listening.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def cut(transport: Transport) -> None:
    """End a connection at once; what the system still holds of an answer is thrown away, too."""
    found = transport.get_extra_info("socket")
    if found is not None:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    transport.abort()


def look_at(connections: Collection[object], now: float) -> None:
    """Close every connection whose client is overdue."""
    for one in list(connections):
        cast("Connection | Socket", one).look(now)


def _written(status: int, error: RequestError, request_id: str, more: Mapping[str, str]) -> bytes:
    headers, body = _around(error, request_id)
    lines = "".join(f"{name}: {value}\r\n" for name, value in {**headers, **more}.items())
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{lines}\r\n".encode("ascii") + body


def _around(error: RequestError, request_id: str) -> tuple[dict[str, str], bytes]:
    """The headers of an error that ends its connection, and its body."""
    body = as_refusal(error, request_id).encode()
    own = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(body)),
        "Connection": "close",
        "X-Request-Id": request_id,
    }
    return COMMON | own, body
