"""The line that names the columns of a CSV file, in any order and in any case, held against those of a kind."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import get_args, get_origin

from .cells import BLANKS
from .dialect import DELIMITERS, Dialect, delimiter_of, hinted_delimiter
from .kinds import Kind
from .lines import BadFile, Lines
from .records import LINE
from .values import fields_of

MOST_TOLD = 5  # unknown columns


@dataclass(frozen=True, eq=False)
class Header:
    """The columns of a file: None where a column has no name. `known` are the kind's columns, in lower case; every
    row fills those that are `needed`; `texts` go on as they stand, since what they mean is decided for all ways in at
    one place (`posting.texts`), and an idempotency key of before is known by what was said.
    """

    line: int
    columns: list[str | None]
    delimiter: str
    known: frozenset[str]
    needed: frozenset[str]
    texts: frozenset[str]

    @property
    def delimiter_word(self) -> str:
        """What the delimiter is called."""
        return DELIMITERS.get(self.delimiter, repr(self.delimiter))

    def is_repeated_by(self, texts: list[str]) -> bool:
        """Whether a row of texts says what the header says."""
        return [one.casefold() for one in texts] == [(one or "").casefold() for one in self.columns]


def columns_of(kind: Kind) -> tuple[dict[str, bool], list[str]]:
    """The columns of a kind with whether they are required, and the fields that only JSON Lines can hold."""
    columns: dict[str, bool] = {} if kind.key is None else {kind.key: True}
    nested: list[str] = []
    for one in fields_of(kind.command):
        if one.name == "lines":
            for part in fields_of(_member(one.kind)):
                _add_column(LINE + part.name, part.kind, part.required, columns, nested)
        else:
            _add_column(one.name, one.kind, one.required, columns, nested)
    return columns, nested


def texts_of(kind: Kind) -> frozenset[str]:
    """The columns that hold texts, or records by their numbers."""
    found: set[str] = set()
    for one in fields_of(kind.command):
        parts = fields_of(_member(one.kind)) if one.name == "lines" else (one,)
        prefix = LINE if one.name == "lines" else ""
        found.update(prefix + part.name for part in parts if part.is_text)
    return frozenset(found)


def _member(kind: object) -> type:
    member = get_args(kind)[0]
    assert isinstance(member, type)
    return member


def _add_column(name: str, kind: object, required: bool, columns: dict[str, bool], nested: list[str]) -> None:
    if get_origin(kind) is list:
        nested.append(name)
    else:
        columns[name] = required


def read_header(lines: Lines, kind: Kind, dialect: Dialect) -> tuple[Header, Iterator[list[str]]]:
    """The header, and a reader of the rows below it; raises `BadFile`."""
    columns, nested = columns_of(kind)
    known = {name.casefold(): name for name in (*columns, *nested)}
    first, delimiter = _first_line(lines, dialect)
    begun = lines.number
    if delimiter is None:
        delimiter = delimiter_of(first, known)
    reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
    try:
        cells = [cell.strip(BLANKS) for cell in next(reader)]
    except csv.Error:
        message = "The header cannot be read: a cell that begins with a quote ends with one."
        raise BadFile(message, begun) from None
    if faults := lines.take_faults():
        raise BadFile(faults[0], begun)
    names = [known.get(cell.casefold(), cell) or None for cell in cells]
    while names and names[-1] is None:
        names.pop()
    needed = frozenset(
        name for name, required in columns.items() if required and (kind.key is None or name.startswith(LINE))
    )
    header = Header(begun, names, delimiter, frozenset(known), needed, texts_of(kind))
    _check(header, kind, columns, nested)
    return header, reader


def _first_line(lines: Lines, dialect: Dialect) -> tuple[str, str | None]:
    """The first line that is not empty, and the delimiter where it is known without looking at the names."""
    delimiter = dialect.delimiter
    for line in lines:
        if faults := lines.take_faults():
            raise BadFile(faults[0], lines.number)
        hinted = hinted_delimiter(line) if lines.number == 1 else None
        if hinted is not None:
            delimiter = delimiter or hinted
        elif line.strip(f'{BLANKS},;{delimiter or ""}"'):
            return line, delimiter
    raise BadFile("The file is empty; its first line names the columns.", 1)


def _check(header: Header, kind: Kind, columns: dict[str, bool], nested: list[str]) -> None:
    named = [name for name in header.columns if name is not None]
    for name in named:
        if name in nested:
            raise BadFile(f"{name} is a list, which a cell cannot hold; use JSON Lines.", header.line, name)
    unknown = [name[:100] for name in named if name not in columns]
    if unknown:
        told = ", ".join(map(repr, unknown[:MOST_TOLD])) + (", …" if len(unknown) > MOST_TOLD else "")
        hint = " Is the delimiter another one? Give --delimiter." if len(header.columns) == 1 else ""
        message = f"There is no column {told} for {kind.name}.{hint} There are: {', '.join(columns)}."
        raise BadFile(message, header.line, unknown[0])
    for name in named:
        if named.count(name) > 1:
            raise BadFile(f"The column {name} stands there twice.", header.line, name)
    missing = [name for name, required in columns.items() if required and name not in named]
    if missing:
        raise BadFile(f"The header lacks {', '.join(missing)}.", header.line, missing[0])
