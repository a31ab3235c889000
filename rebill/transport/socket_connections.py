"""Connections that became WebSockets: their handshakes and their ends, below the protocol that is spoken on them."""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.datastructures import Headers
from websockets.http11 import Request, Response
from websockets.server import ServerProtocol

from ..models.wording import language_of
from .caps import Caps
from .connection_ends import Unread, around, cut, written
from .requests import BadRequest, request_id_of
from .wrapping import SPARE


class Handshake(ServerProtocol):
    """The protocol of WebSockets, which tells what is wrong with a handshake in the way of every other error."""

    def accept(self, request: Request) -> Response:
        """Accept a handshake, or refuse it."""
        response = super().accept(request)
        if response.status_code == 101:
            return response
        wrong = BadRequest(response.status_code, "handshake")
        request_id = request_id_of(request.headers.get("x-request-id"))
        language = language_of(request.headers.get("accept-language"))
        headers, body = around(wrong.error, request_id, language)
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
            wrong = BadRequest(431, "handshake-headers")
            self.transport.write(written(431, wrong.error, request_id_of(None), {}))
            self.transport.close()

    async def send(self, message: Any) -> None:
        """Send; a handshake that was refused in full is complete, too, and no fault of the application's."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body", False):
            self.handshake_complete = True
