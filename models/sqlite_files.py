"""SQLite as a file: which one a URL means, whether it holds books, how it is read without ever being written to.

An address that is mistyped must not leave an empty file behind, and a file of somebody else's must not be changed by
looking at it. SQLite does both unasked: it makes what is not there, and a journal mode stays in the file.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.engine import URL

OLDEST = (3, 35)  # the first with RETURNING; tried: 3.35.2, 3.37.0 and 3.40.1


def too_old() -> str | None:
    """Why this process's SQLite cannot be used; None where it can."""
    if sqlite3.sqlite_version_info >= OLDEST:
        return None
    needed = ".".join(map(str, OLDEST))
    return f"SQLite {needed} or newer is needed, and this Python has {sqlite3.sqlite_version}; use another Python"


def file_of(url: URL) -> Path | None:
    """The file that a URL means; None where it means a server, or memory."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database)).resolve()


def holds_books(file: Path) -> bool:
    """Whether a file that is there was ever migrated; it is not changed by asking."""
    address = _address(file, "rw") if os.access(file, os.W_OK) else reading_address(file)
    with closing(sqlite3.connect(address, uri=True)) as connection:
        found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    return found is not None


def only_read(file: Path, wait_seconds: float) -> sqlite3.Connection:
    """A connection that can only read, for a pool that hands it from thread to thread."""
    address = reading_address(file)
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=wait_seconds, check_same_thread=False)


def reading_address(file: Path) -> str:
    """The address under which SQLite reads a file and never writes to it.

    Beside a file in WAL mode it needs two more, and makes them. Where the folder forbids that, and nothing waits in a
    log, the file cannot change either and is read as it is.
    """
    log = file.with_name(f"{file.name}-wal")
    has_log = log.exists() and log.stat().st_size > 0
    as_it_is = not has_log and not os.access(file.parent, os.W_OK)
    return _address(file, "ro") + ("&immutable=1" if as_it_is else "")


def _address(file: Path, mode: str) -> str:
    return f"file:{quote(str(file))}?mode={mode}"
