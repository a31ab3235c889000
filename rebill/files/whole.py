"""A file that is either whole or not there: written under another name, and renamed at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


class CannotWrite(Exception):
    """The file cannot be written; the message is one line."""


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file open for writing that takes the place of `path` at the end; on any exception nothing is left of it."""
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise CannotWrite(f"{path} is not an ordinary file; use - for standard output")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        file = part.open("wb")
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}") from None
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
