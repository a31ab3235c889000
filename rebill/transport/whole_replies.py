"""Replies that are sent whole, head and body in one piece.

ASGI has two messages for them, of which uvicorn looks at each header and makes two packets, and each is a call of the
system. A reply of the endpoint is there as a whole, and its headers are its own.
"""

from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

WHOLE = "whole"  # in a scope's state, of the server: sends a reply in one piece
FIRST_LINES = {one.value: f"HTTP/1.1 {one.value} {one.phrase}\r\n".encode() for one in HTTPStatus}
Lines = Iterable[tuple[bytes, bytes]]
Whole = Callable[[int, Lines, bytes], Awaitable[None]]


def lines(headers: Lines) -> bytes:
    """Headers as they are sent."""
    return b"".join([b"%b: %b\r\n" % one for one in headers])


async def whole(cycle: RequestResponseCycle, status: int, headers: bytes, body: bytes) -> None:
    """Send a reply; `headers` are lines, of which one says how long it is and none when the connection ends."""
    if cycle.flow.write_paused and not cycle.disconnected:
        await cycle.flow.drain()
    if cycle.disconnected:
        return
    cycle.response_started, cycle.waiting_for_100_continue = True, False
    end = b"\r\n" if cycle.keep_alive else b"connection: close\r\n\r\n"
    shown = b"" if cycle.scope["method"] == "HEAD" else body
    cycle.transport.write(b"".join((FIRST_LINES[status], lines(cycle.default_headers), headers, end, shown)))
    cycle.response_complete = True
    cycle.message_event.set()
    if not cycle.keep_alive:
        cycle.transport.close()
    cycle.on_response()
