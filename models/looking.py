"""A connection that only looks: what would be locked is read without a lock, and the first write ends it.

Whoever wants to know what a command would meet runs the command itself, as far as its first write; so there is no
second book of its checks. A snapshot takes no locks, and PostgreSQL refuses to be asked for any in one.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, event

LOOKS = "only looks"
WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|COPY|TRUNCATE)\b", re.IGNORECASE)
WRITES_WITHIN = re.compile(r"\b(?:INSERT\s+INTO|UPDATE\s+\"?\w+\"?\s+SET|DELETE\s+FROM)\b", re.IGNORECASE)
ONLY_LOCKS = re.compile(r"\s*(?:LOCK\s|SELECT\s+pg_advisory)", re.IGNORECASE)
LOCKS = re.compile(r"\s+FOR\s+(?:NO\s+KEY\s+UPDATE|UPDATE|KEY\s+SHARE|SHARE)(?:\s+OF\s+\w+(?:\s*,\s*\w+)*)?")
NOTHING = "SELECT 1"


class WouldWrite(Exception):
    """All checks were passed: what comes now would be written."""


@contextmanager
def looking(connection: Connection) -> Iterator[None]:
    """Have a connection only look; raises `WouldWrite` where something is about to be written with it."""
    event.listen(connection, "before_cursor_execute", _before, retval=True)
    connection.info[LOOKS] = True
    try:
        yield
    finally:
        del connection.info[LOOKS]
        event.remove(connection, "before_cursor_execute", _before)


@lru_cache(maxsize=1000)
def looked(statement: str) -> str:
    """A statement without its locks; raises `WouldWrite` where it would write.

    >>> looked("SELECT id FROM invoice WHERE id = $1 FOR NO KEY UPDATE OF invoice")
    'SELECT id FROM invoice WHERE id = $1'
    """
    if WRITES.match(statement) or WRITES_WITHIN.search(statement):
        raise WouldWrite
    return NOTHING if ONLY_LOCKS.match(statement) else LOCKS.sub("", statement)


def only_looks(connection: Connection) -> bool:
    """Whether a connection only looks."""
    return LOOKS in connection.info


def _before(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> Any:
    return looked(statement), parameters
