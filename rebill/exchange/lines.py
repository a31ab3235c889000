"""The lines of a file, one at a time: numbered, bounded, decoded, and hashed on the way.

What is wrong with a line does not end the reading: it is kept as a fault until the record that the line belongs to
takes it.
"""

import hashlib
from collections.abc import Iterator
from io import BufferedReader
from typing import BinaryIO

LONGEST_LINE = 1 << 20  # bytes
BOM = b"\xef\xbb\xbf"
BLOCK = 1 << 20


class Lines(Iterator[str]):
    """Iterates over the lines of a file that is open for reading bytes.

    `number` is the line that was read last, `faults` what was wrong since they were last taken, `hash` the SHA-256 of
    the bytes read so far.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.number = 0
        self.bytes_read = 0
        self._file = file
        self._hash = hashlib.sha256()
        self._faults: list[str] = []

    def __next__(self) -> str:
        raw = self._read(LONGEST_LINE)
        if not raw:
            raise StopIteration
        self.number += 1
        if self.number == 1:
            raw = raw.removeprefix(BOM)
        if len(raw) >= LONGEST_LINE and not raw.endswith(b"\n"):
            self._skip_rest()
            self._faults.append(f"The line is longer than {LONGEST_LINE:,} bytes.")
            return "\n"
        if b"\x00" in raw:
            self._faults.append("The line has a NUL byte: the file is not plain UTF-8 text, or it is damaged.")
            raw = raw.replace(b"\x00", b"")
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            self._faults.append(f"Byte {error.start + 1} of the line is not UTF-8; save the file as UTF-8.")
            return raw.decode(errors="replace")

    def take_faults(self) -> list[str]:
        """What was wrong with the lines since the last call."""
        faults, self._faults = self._faults, []
        return faults

    @property
    def hash(self) -> str:
        """The SHA-256 of everything read so far, in hexadecimal."""
        return self._hash.hexdigest()

    def _read(self, most: int) -> bytes:
        raw = self._file.readline(most)
        self._hash.update(raw)
        self.bytes_read += len(raw)
        return raw

    def _skip_rest(self) -> None:
        while (part := self._read(BLOCK)) and not part.endswith(b"\n"):
            pass


def file_hash(file: BufferedReader) -> str:
    """The SHA-256 of a file from its beginning, in hexadecimal; the file stands at its beginning again."""
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return found
