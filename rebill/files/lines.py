"""The lines of a file, one at a time: numbered, bounded, decoded, and hashed on the way.

Lines end as on Windows, Unix or an old Mac, and all of these in one file. What is wrong with a line does not end the
reading: it is kept as a fault until the record that the line belongs to takes it.
"""

import codecs
import hashlib
from collections.abc import Iterator
from io import BufferedReader
from typing import BinaryIO

from .encodings import KNOWN, Contradiction, encoding_of, fault_of

LONGEST_LINE = 1 << 20  # bytes
LONGEST_ROW = 1 << 20  # bytes of the lines that a record's row may run over
BLOCK = 1 << 16
LONGEST_MARK = 3  # bytes of a byte order mark
HALF = b"\xff"  # in no UTF-8


class BadFile(Exception):
    """The file cannot be read at all, from `line` on; nothing of it is taken."""

    def __init__(self, message: str, line: int, column: str | None = None) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


class Lines(Iterator[str]):
    """Iterates over the lines of a file that is open for reading bytes; raises `BadFile`.

    `number` is the line that was read last, `bytes_read` how much of the file has been read ahead, `hash` the SHA-256
    of that; it `has_ended` when a line was asked for and there was none.
    """

    def __init__(self, file: BinaryIO, encoding: str | None = None) -> None:
        self.number = 0
        self.bytes_read = 0
        self.has_ended = False
        self._file = file
        self._hash = hashlib.sha256()
        self._faults: list[str] = []
        self._row_bytes = 0
        self._is_read = False
        self._ready: Iterator[bytes] = iter(())
        start = self._read(LONGEST_MARK)
        try:
            self._encoding, mark = encoding_of(start, encoding)
        except Contradiction as error:
            raise BadFile(str(error), 1) from None
        self._transcoder = (
            codecs.getincrementaldecoder(self._encoding)("surrogatepass") if KNOWN[self._encoding] == "UTF-16" else None
        )
        self._rest = self._plain(start[mark:])

    def __next__(self) -> str:
        raw = next(self._ready, None)
        while raw is None:
            self._fill()
            raw = next(self._ready, None)
        self.number += 1
        if len(raw) > LONGEST_LINE:
            self._faults.append(f"The line is longer than {LONGEST_LINE:,} bytes.")
            return "\n"
        self._row_bytes += len(raw)
        if self._row_bytes > LONGEST_ROW:
            raise BadFile(f"The row is longer than {LONGEST_ROW:,} bytes. Is a quote not closed?", self.number)
        if fault := fault_of(raw, self._encoding):
            self._faults.append(fault)
            raw = raw.replace(b"\x00", b"")
        return raw.decode("utf-8" if self._transcoder else self._encoding, errors="replace")

    def begin_row(self) -> None:
        """Count the bytes of a row from here."""
        self._row_bytes = 0

    def take_faults(self) -> list[str]:
        """What was wrong with the lines since the last call."""
        faults, self._faults = self._faults, []
        return faults

    @property
    def hash(self) -> str:
        """The SHA-256 of everything read so far, in hexadecimal."""
        return self._hash.hexdigest()

    def _fill(self) -> None:
        """Make the lines of the next block ready; the last one only when it is known to have ended."""
        if self._is_read:
            self.has_ended = True
            raise StopIteration
        raw = self._read(BLOCK)
        self._is_read = not raw
        found = (self._rest + self._plain(raw)).splitlines(keepends=True)
        self._rest = b"" if self._is_read or not found or found[-1].endswith(b"\n") else found.pop()
        if len(self._rest) > LONGEST_LINE:  # of such a line is kept that it is too long, and a CR, which may end it
            self._rest = self._rest[: LONGEST_LINE + 1] + (b"\r" if self._rest.endswith(b"\r") else b"")
        self._ready = iter(found)

    def _read(self, most: int) -> bytes:
        raw = self._file.read(most)
        self._hash.update(raw)
        self.bytes_read += len(raw)
        return raw

    def _plain(self, raw: bytes) -> bytes:
        """Bytes of which each line end is one of ASCII: UTF-16 in UTF-8, in which half characters stay what is none."""
        if self._transcoder is None:
            return raw
        try:
            return self._transcoder.decode(raw, final=not raw).encode("utf-8", "surrogatepass")
        except UnicodeDecodeError:  # half a character at the very end
            return HALF


def file_hash(file: BufferedReader) -> str:
    """The SHA-256 of a file from its beginning, in hexadecimal; the file stands at its beginning again."""
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return found
