"""The log: lines on stderr, with the times and the places of what went wrong, and none of the values in them."""

import logging
import sys

import structlog


def set_up() -> None:
    """Log tracebacks as Python prints them: local variables, which may hold passwords, stay out of the log."""
    logging.getLogger("strawberry.execution").disabled = True  # what is a fault of ours is logged where it is answered
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
