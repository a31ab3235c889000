"""One server a SQLite file: a second one would post beside the first, each believing that it carries every run on.

The operating system keeps the lock, so that it is gone with the process, however that ends. It is on a file of its own
beside the database: on the database's own file, closing it would let go of the locks that SQLite itself holds there.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .starting import CannotStart


@contextmanager
def alone_on(file: Path | None) -> Iterator[None]:
    """Be the only server of a file until the end; raises `CannotStart` where another process is. None is no file."""
    if file is None:
        yield
        return
    beside = file.with_name(f"{file.name}.lock")
    try:
        lock = os.open(beside, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise CannotStart(f"cannot make {beside}: {error.strerror}; --read-only serves without it") from None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(lock, 20, 0).decode(errors="replace").strip()
            raise CannotStart(
                f"{file} is served by process {holder or 'unknown'} already; stop that one, serve with --read-only, or "
                "use PostgreSQL for several"
            ) from None
        os.truncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(lock)
