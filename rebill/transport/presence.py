"""Whether the client of a request is still there: a query whose client has left is not carried on for nobody."""

from collections.abc import Awaitable
from typing import TypeVar

import anyio
from starlette.requests import Request

T = TypeVar("T")


async def while_present(request: Request, answer: Awaitable[T]) -> T | None:
    """The answer; None where the client left before, and what was under way for it is cancelled.

    The body must have been read: what comes after it is nothing but the end of the connection.
    """
    found = None
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_ended_when_left, request, tasks.cancel_scope)
        found = await answer
        tasks.cancel_scope.cancel()
    return found


async def _ended_when_left(request: Request, scope: anyio.CancelScope) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    scope.cancel()
