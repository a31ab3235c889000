"""The log: lines on stderr, with the times and the places of what went wrong, and none of the values in them.

What an exception says may quote a client (a parameter of SQL, a text that is no number). So of an exception its kind
and where it was raised are written, never what it says; in the libraries' lines, too.
"""

import errno
import logging
import sys
import traceback
from collections.abc import Iterator
from typing import TextIO

from .plain_structlog import ExcInfo, Processor, structlog

TIMES = structlog.processors.TimeStamper(fmt="iso", utc=True)
LIBRARIES = ("uvicorn.error", "asyncio", "websockets", "dbos")


def set_up() -> None:
    """Log in this way from now on."""
    logging.getLogger("strawberry.execution").disabled = True  # what is a fault of ours is logged where it is answered
    shared: list[Processor] = [structlog.contextvars.merge_contextvars, structlog.processors.add_log_level, TIMES]
    renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=without_texts)
    structlog.configure(
        processors=[*shared, renderer],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    for name in LIBRARIES:
        handler = logging.StreamHandler(sys.stderr)  # each its own: dbos sets the level of its handler
        handler.addFilter(_first_line)
        handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processor=renderer))
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.WARNING)


def without_texts(into: TextIO, exc_info: ExcInfo) -> None:
    """Write a traceback as Python does, with the kinds of the exceptions and without what they say."""
    into.write("\n".join(_lines(exc_info[1])) + "\n")


def _lines(bug: BaseException) -> Iterator[str]:
    before = bug.__cause__ or (None if bug.__suppress_context__ else bug.__context__)
    if before is not None:
        yield from _lines(before)
        yield "\nwhich led to:\n"
    yield "Traceback (most recent call last):"
    yield "".join(traceback.format_tb(bug.__traceback__)).rstrip("\n")
    yield f"{type(bug).__module__}.{type(bug).__qualname__}{_code(bug)}"
    for one in bug.exceptions if isinstance(bug, BaseExceptionGroup) else ():
        yield "\nin which there was:\n"
        yield from _lines(one)


def _code(bug: BaseException) -> str:
    """The database's or the system's code of what went wrong, which says much and quotes nothing."""
    inner = getattr(bug, "orig", None) or bug
    found = getattr(inner, "sqlstate", None) or getattr(inner, "sqlite_errorname", None)
    if found is None and isinstance(inner, OSError) and inner.errno is not None:
        found = errno.errorcode.get(inner.errno)
    return f" ({found})" if found else ""


def _first_line(record: logging.LogRecord) -> bool:
    """Of a message in several lines keep the first: asyncio's go on with the texts of exceptions."""
    record.msg, record.args = record.getMessage().split("\n")[0], None
    return True
