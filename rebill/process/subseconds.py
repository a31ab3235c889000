"""`unixepoch('subsec')` for every SQLite that Rebill runs on.

On Python 3.12 and newer the library that carries runs on writes its rows with it, as the default of columns, too. It is
NULL in SQLite before 3.42 (Debian 12 has 3.40), and before 3.38 (Ubuntu 22.04 has 3.37) there is no such function, so
that no run would ever begin. Its connections are therefore made with one of our own.
"""

import sqlite3
from time import time
from typing import Any

COMPLETE_SINCE = (3, 42)


class Connection(sqlite3.Connection):
    """A connection that knows `unixepoch('subsec')`, the seconds since 1970 with their fraction."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if sqlite3.sqlite_version_info < COMPLETE_SINCE:
            self.create_function("unixepoch", 1, lambda _: time())
