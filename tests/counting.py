"""Counts the work that something does, where a clock would only tell how busy the machine is.

Two counts together: the steps that SQLite takes for each statement, and the lines of Python that run in some modules.
What grows with the book takes four times as much on a book four times as large; what grows with its square, sixteen.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any

from sqlalchemy import Engine, event

STEPS_AT_A_TIME = 100
Trace = Callable[[FrameType, str, Any], Any]


@contextmanager
def counted_steps(engine: Engine) -> Iterator[Counter[str]]:
    """The steps of SQLite by statement, for connections that are taken meanwhile."""
    steps: Counter[str] = Counter()
    current = [""]

    def step() -> int:
        steps[current[0]] += STEPS_AT_A_TIME
        return 0

    def watched(connection: Any, *_: object) -> None:
        connection.set_progress_handler(step, STEPS_AT_A_TIME)

    def begun(_connection: Any, _cursor: Any, statement: str, *_: object) -> None:
        current[0] = " ".join(statement.split())

    event.listen(engine, "checkout", watched)
    event.listen(engine, "before_cursor_execute", begun)
    try:
        yield steps
    finally:
        event.remove(engine, "checkout", watched)
        event.remove(engine, "before_cursor_execute", begun)


@contextmanager
def counted_lines(*folders: str) -> Iterator[Counter[str]]:
    """Lines of Python that run in files whose path contains one of these, by function."""
    lines: Counter[str] = Counter()

    def line(frame: FrameType, what: str, _: object) -> Trace | None:
        if what == "line":
            lines[frame.f_code.co_qualname] += 1
        return line

    def called(frame: FrameType, _what: str, _: object) -> Trace | None:
        return line if any(one in frame.f_code.co_filename for one in folders) else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        yield lines
    finally:
        sys.settrace(before)


def grown_too_much(small: Counter[str], large: Counter[str], times: float, ignored: int) -> Sequence[str]:
    """What took more than `times` as much; of few steps nothing can be told, so that `ignored` are given to each."""
    return sorted(
        f"{count / max(small[name], 1):.1f} times ({small[name]} to {count}): {name}"
        for name, count in large.items()
        if count > times * (small[name] + ignored)
    )
