"""A reply over HTTP, as ASGI sends it: what Starlette's does, without what no reply of this endpoint needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from starlette.types import Receive, Scope, Send

from .whole_replies import WHOLE, Whole


@dataclass(frozen=True)
class Reply:
    """A whole reply: its status, what it is, and its headers beside those that every answer has."""

    status: int
    content: bytes = b""
    media: str | None = None  # with which it has a body
    headers: Mapping[str, str] = field(default_factory=dict)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it; to whoever wanted a socket, instead of one."""
        in_one_piece: Whole | None = getattr(send, WHOLE, None)  # where nobody between looks at the messages
        if in_one_piece is not None and self.media is not None:
            await in_one_piece(self.status, self._headers(), self.content)
            return
        kind = "websocket.http.response" if scope["type"] == "websocket" else "http.response"
        await send({"type": f"{kind}.start", "status": self.status, "headers": [*self._headers()]})
        await send({"type": f"{kind}.body", "body": self.content})

    def _headers(self) -> Iterator[tuple[bytes, bytes]]:
        for name, value in self.headers.items():
            yield name.lower().encode("latin-1"), value.encode("latin-1")
        if self.media is not None:
            yield b"content-length", b"%d" % len(self.content)
            yield b"content-type", f"{self.media}; charset=utf-8".encode("latin-1")
