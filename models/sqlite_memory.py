"""SQLite without its count of the memory that it uses, which is kept under one lock of the whole process.

Whatever is allocated and freed takes that lock, so that threads that read at the same time, each on a connection of its
own, wait for each other: eight of them answered a third of the queries that they do without it. Nobody asks for
the count. SQLite takes such a setting before it is first used alone, so this comes before the module `sqlite3`; where
something else has come before, or the library does not offer it, everything is as it was.
"""

import ctypes
from importlib.util import find_spec

MEMORY_STATUS = 9  # SQLITE_CONFIG_MEMSTATUS
OFF = 0


def count_no_memory() -> None:
    """Have SQLite keep no count, from its first use on."""
    found = find_spec("_sqlite3")
    if found is None or found.origin is None:
        return
    try:
        configure = ctypes.CDLL(found.origin if found.has_location else None).sqlite3_config
    except (OSError, AttributeError):  # it is a part of something that does not show its functions
        return
    configure.argtypes = [ctypes.c_int]  # the one that always is; how others are passed may differ
    configure(MEMORY_STATUS, OFF)
