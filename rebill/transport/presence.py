"""Whether the client of a request is still there: a query whose client has left is not carried on for nobody."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from starlette.types import Receive

T = TypeVar("T")


async def while_present(receive: Receive, answer: Awaitable[T]) -> T | None:
    """The answer; None where the client left before, and what was under way for it is cancelled.

    The body must have been read: what comes after it is nothing but the end of the connection.
    """
    answering = asyncio.current_task()
    assert answering is not None, "a coroutine runs in a task"
    has_left = False

    async def listen() -> None:
        nonlocal has_left
        while (await receive())["type"] != "http.disconnect":
            pass
        has_left = True
        answering.cancel()

    listening = asyncio.create_task(listen())
    try:
        return await answer
    except asyncio.CancelledError:
        if has_left and not answering.uncancel():  # by nobody else
            return None
        raise
    finally:
        listening.cancel()
