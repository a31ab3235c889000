"""Files that were made and are yet to be kept: as many as there are, the bytes of only a few are in memory.

Hundreds of documents are rendered before the one transaction that keeps them, and their bytes wait in a temporary file.
Where there is no room for it nothing is kept: that is told as what it is, and is no fault of the documents.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from os import SEEK_END
from tempfile import SpooledTemporaryFile
from typing import IO

from ...models.outages import Reason, Unavailable
from ..papers.renditions import File

MOST_HELD = 2 * 1024 * 1024  # bytes; with more they go to disk
Key = tuple[int, str]  # a document, and the key of a rendition


class Spool(Mapping[Key, File]):
    """Files by document and rendition; those that are not its own are the ones `before`."""

    def __init__(self, before: Mapping[Key, File], held: IO[bytes]) -> None:
        self._before, self._bytes = before, held
        self._own: dict[Key, tuple[File, int, int]] = {}  # without its bytes, where these begin, and how many they are

    def put(self, key: Key, file: File) -> None:
        """Take a file in."""
        with _room():
            begin = self._bytes.seek(0, SEEK_END)
            self._bytes.write(file.content)
        self._own[key] = replace(file, content=b""), begin, len(file.content)

    def __getitem__(self, key: Key) -> File:
        if key not in self._own:
            return self._before[key]
        file, begin, size = self._own[key]
        with _room():
            self._bytes.seek(begin)
            content = self._bytes.read(size)
        return replace(file, content=content)

    def __iter__(self) -> Iterator[Key]:
        yield from {**self._before, **self._own}

    def __len__(self) -> int:
        return len(self._before.keys() | self._own.keys())


@contextmanager
def spool(before: Mapping[Key, File]) -> Iterator[Spool]:
    """Nothing yet but the files `before`; what is put there is gone in the end."""
    held = SpooledTemporaryFile(MOST_HELD)  # noqa: SIM115  # closed below, where failing is no matter
    try:
        yield Spool(before, held)
    finally:
        with suppress(OSError):  # it writes what it has yet to write, which nobody needs
            held.close()


@contextmanager
def _room() -> Iterator[None]:
    """Raises `Unavailable` where the temporary file cannot be made, written or read."""
    try:
        yield
    except OSError as error:
        raise Unavailable(Reason.TEMPORARY) from error
