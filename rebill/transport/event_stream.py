"""Server-sent events, as graphql-sse's distinct connections mode has them: one request, its `next`s, and `complete`."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, suppress

from anyio import CancelScope
from starlette.responses import StreamingResponse

from .answers import Answer
from .requests import EVENT_STREAM

HEADERS = {"X-Accel-Buffering": "no"}  # a proxy that gathers what it passes on would hold events back
STILL_THERE = b":\n\n"


def event_stream(answers: AsyncGenerator[Answer | None], headers: dict[str, str]) -> StreamingResponse:
    """A response that streams answers as they come; None is a sign of life, and tells whether the client still is."""
    return StreamingResponse(_written(answers), headers=HEADERS | headers, media_type=EVENT_STREAM)


async def _written(answers: AsyncGenerator[Answer | None]) -> AsyncIterator[bytes]:
    yield STILL_THERE
    async with aclosing(answers):
        async for answer in answers:
            yield STILL_THERE if answer is None else b"event: next\ndata: %b\n\n" % answer.content
    yield b"event: complete\ndata:\n\n"


async def until(ended: asyncio.Event, answers: AsyncGenerator[Answer | None]) -> AsyncGenerator[Answer | None]:
    """The answers until the credentials of whoever gets them have ended; one under way is not waited for then."""
    ending = asyncio.create_task(ended.wait())
    try:
        async with aclosing(answers):
            async for first in answers:  # which may be a posting's, and is never cut short
                yield first
                break
            while not ended.is_set():
                coming = asyncio.ensure_future(anext(answers))
                try:
                    await asyncio.wait((coming, ending), return_when=asyncio.FIRST_COMPLETED)
                finally:  # also where the client has left: what still runs cannot be closed
                    was_cut_short = await _cut_short(coming)
                if was_cut_short:
                    return
                try:
                    answer = coming.result()
                except StopAsyncIteration:
                    return
                yield answer
    finally:
        ending.cancel()


async def _cut_short(coming: asyncio.Future[Answer | None]) -> bool:
    """End what is still under way, and say whether it was."""
    if coming.done():
        return False
    coming.cancel()
    with CancelScope(shield=True), suppress(asyncio.CancelledError, StopAsyncIteration):  # as it was just told to end
        await coming
    return True
