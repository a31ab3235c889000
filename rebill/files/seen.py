"""A set of texts that may be larger than memory: SQLite's own temporary file holds what its cache does not."""

import sqlite3
from types import TracebackType


class Seen:
    """Remembers texts until it is closed."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("CREATE TABLE seen (text TEXT PRIMARY KEY) WITHOUT ROWID")
        self._database.execute("BEGIN")

    def is_new(self, text: str) -> bool:
        """Whether `text` has not been asked for before."""
        return self._database.execute("INSERT OR IGNORE INTO seen VALUES (?)", (text,)).rowcount == 1

    def __enter__(self) -> "Seen":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
