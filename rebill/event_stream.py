"""Server-sent events, as graphql-sse's distinct connections mode has them: one request, its `next`s, and `complete`."""

import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

from starlette.responses import StreamingResponse

from .requests import EVENT_STREAM

HEADERS = {"X-Accel-Buffering": "no"}  # a proxy that gathers what it passes on would hold events back
STILL_THERE = ":\n\n"


def event_stream(bodies: AsyncGenerator[dict[str, Any] | None], headers: dict[str, str]) -> StreamingResponse:
    """A response that streams bodies as they come; None is a sign of life, and tells whether the client still is."""
    return StreamingResponse(_written(bodies), headers=HEADERS | headers, media_type=EVENT_STREAM)


async def _written(bodies: AsyncGenerator[dict[str, Any] | None]) -> AsyncIterator[str]:
    yield STILL_THERE
    async with aclosing(bodies):
        async for body in bodies:
            yield STILL_THERE if body is None else f"event: next\ndata: {as_json(body)}\n\n"
    yield "event: complete\ndata:\n\n"


def as_json(value: object) -> str:
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
