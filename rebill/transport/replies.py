"""A reply over HTTP, as ASGI sends it: what Starlette's does, without what no reply of this endpoint needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.types import Receive, Scope, Send


@dataclass(frozen=True)
class Reply:
    """A whole reply: its status, what it is, and its headers beside those that every answer has."""

    status: int
    content: bytes = b""
    media: str | None = None  # with which it has a body
    headers: Mapping[str, str] = field(default_factory=dict)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it; to whoever wanted a socket, instead of one."""
        kind = "websocket.http.response" if scope["type"] == "websocket" else "http.response"
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in self.headers.items()]
        if self.media is not None:
            headers.append((b"content-length", b"%d" % len(self.content)))
            headers.append((b"content-type", f"{self.media}; charset=utf-8".encode("latin-1")))
        await send({"type": f"{kind}.start", "status": self.status, "headers": headers})
        await send({"type": f"{kind}.body", "body": self.content})
