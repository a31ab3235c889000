"""What to import, from what the user wrote on the command line; what cannot be is said in one line each."""

import os
from pathlib import Path

from ..process.starting import CannotStart
from .chunks import Source
from .dialect import Dialect, delimiter_named
from .encodings import encoding_named
from .kinds import KINDS, kind_of
from .locales import LOCALES
from .report import MOST_CHECKED, MOST_SHOWN

FORMATS = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
NO_TEXT = {  # by the first bytes of such a file
    b"PK\x03\x04": "it is a workbook or a packed file; save the sheet as CSV UTF-8 and import that",
    b"\xd0\xcf\x11\xe0": "it is a workbook of an older Excel; save the sheet as CSV UTF-8 and import that",
    b"\x1f\x8b": "it is packed; unpack it first",
    b"%PDF": "it is a PDF; what it shows must come as CSV or JSON Lines",
    b"PAR1": "it is Parquet; only CSV and JSON Lines are imported",
}


def dialect(locale: str | None, delimiter: str | None, encoding: str | None) -> Dialect:
    """How CSV files are written, as far as the user says; raises `CannotStart`."""
    if locale is not None and locale not in LOCALES:
        raise CannotStart(f"--locale is one of {', '.join(LOCALES)}, not {locale}")
    mark = None if delimiter is None else delimiter_named(delimiter)
    if delimiter is not None and mark is None:
        raise CannotStart("--delimiter is comma, semicolon, tab, or one other sign that stands between the cells")
    found = None if encoding is None else encoding_named(encoding)
    if encoding is not None and found is None:
        raise CannotStart(
            f"files are not read in {encoding}; give --encoding utf-8, utf-16, windows-1252 or iso-8859-1"
        )
    return Dialect(locale, mark, found)


def chosen(path: Path, kind_name: str | None, format: str | None, dialect: Dialect, *, check: bool) -> Source:
    """A file and what it holds; raises `CannotStart`."""
    kind = kind_of(path) if kind_name is None else KINDS.get(kind_name)
    if kind is None:
        problem = f"{path}: its name does not begin with a kind; give --kind" if kind_name is None else "no such kind"
        raise CannotStart(f"{problem}: {', '.join(KINDS)}")
    _check_readable(path)
    found = FORMATS.get(path.suffix.lower()) if format is None else format
    if found not in ("csv", "jsonl"):
        raise CannotStart(f"{path}: its format is neither csv nor jsonl; give --format")
    return Source(path, kind, found, dialect, MOST_CHECKED if check else MOST_SHOWN)


def _check_readable(path: Path) -> None:
    if str(path) == "-":
        raise CannotStart("standard input cannot be imported, because a file is read twice; give the file's name")
    try:
        if path.is_dir():
            raise CannotStart(f"{path}: it is a directory; name the files in it")
        if not path.is_file():
            raise CannotStart(
                f"{path}: " + ("it is not an ordinary file" if path.exists() else "there is no such file")
            )
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise CannotStart(f"{path}: it cannot be read: {os.strerror(error.errno or 0)}") from None
    for mark, why in NO_TEXT.items():
        if start.startswith(mark):
            raise CannotStart(f"{path}: {why}")
