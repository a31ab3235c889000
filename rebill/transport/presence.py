"""Whether the client of a request is still there: a query whose client has left is not carried on for nobody."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
WHEN_LEFT = "when_left"  # in a scope's state, of the server: calls what it is given when the client has left

WhenLeft = Callable[[Callable[[], None]], None]


async def while_present(when_left: WhenLeft, answer: Awaitable[T]) -> T | None:
    """The answer; None where the client left before, and what was under way for it is cancelled."""
    answering = asyncio.current_task()
    assert answering is not None, "a coroutine runs in a task"
    is_awaited, has_left = True, False

    def leave() -> None:
        nonlocal has_left
        if is_awaited and not has_left:
            has_left = True
            answering.cancel()

    when_left(leave)
    try:
        return await answer
    except asyncio.CancelledError:
        if has_left and not answering.uncancel():  # by nobody else
            return None
        raise
    finally:
        is_awaited = False
