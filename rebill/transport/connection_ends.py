"""How a connection is ended below HTTP: told why where it can still be told, or cut where its client reads nothing."""

import socket
import struct
from asyncio import Transport
from collections.abc import Mapping
from http import HTTPStatus

from ..models.wording import ENGLISH, Language
from ..resolvers.errors import RequestError
from .refusals import as_refusal, told_in
from .wrapping import COMMON

AT_ONCE = struct.pack("ii", 1, 0)  # linger, for no time
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


def cut(transport: Transport) -> None:
    """End a connection at once; what the system still holds of an answer is thrown away, too."""
    found = transport.get_extra_info("socket")
    if found is not None:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    transport.abort()


def written(
    status: int, error: RequestError, request_id: str, more: Mapping[str, str], language: Language = ENGLISH
) -> bytes:
    """An error as the whole answer of a connection that it ends."""
    headers, body = around(error, request_id, language)
    lines = "".join(f"{name}: {value}\r\n" for name, value in {**headers, **more}.items())
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{lines}\r\n".encode("ascii") + body


def around(error: RequestError, request_id: str, language: Language) -> tuple[dict[str, str], bytes]:
    """The headers of an error that ends its connection, and its body."""
    body = as_refusal(error, request_id, language).encode()
    own = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(body)),
        "Connection": "close",
        "X-Request-Id": request_id,
    }
    return COMMON | own | told_in(language), body
