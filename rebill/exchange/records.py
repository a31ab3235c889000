"""Records of a file, in CSV or JSON Lines, as plain values with the lines that they stand on."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args, get_origin

from .cells import unguarded
from .kinds import Kind
from .lines import Lines
from .seen import Seen
from .values import fields_of

LINE = "line."
MOST_ROWS = 1000  # of one record, as many as a record may have lines
Values = dict[str, object]


class BadFile(Exception):
    """The file cannot be read at all, from `line` on; nothing of it is taken."""

    def __init__(self, message: str, line: int, column: str | None = None) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


@dataclass
class Record:
    """One record: its values, the line it begins on, that of each of its lines, and what is wrong with its form.

    A fault is a line, a column (where one is to blame) and a message.
    """

    line: int
    values: Values
    rows: list[int] = field(default_factory=list)
    faults: list[tuple[int, str | None, str]] = field(default_factory=list)
    is_table: bool = True


def json_records(lines: Lines) -> Iterator[Record]:
    """One record a line; blank lines are passed over."""
    for text in lines:
        record = Record(lines.number, {}, is_table=False)
        record.faults += [(lines.number, None, fault) for fault in lines.take_faults()]
        if not record.faults:
            if not text.strip():
                continue
            _parse(text, record)
        yield record
    if lines.number == 0:
        raise BadFile("The file is empty.", 1)


def _parse(text: str, record: Record) -> None:
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except RecursionError:
        record.faults.append((record.line, None, "The line is nested too deeply."))
    except ValueError as error:
        record.faults.append((record.line, None, f"The line is not JSON: {str(error)[:200]}."))
    else:
        if isinstance(found, dict):
            record.values = found
        else:
            record.faults.append((record.line, None, "A line is a JSON object: {…}."))


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no number")


def csv_records(lines: Lines, kind: Kind) -> Iterator[Record]:
    """One record a row, or a few rows after one another that have the same key; raises `BadFile` for a bad header."""
    reader = csv.reader(lines, strict=True)
    header = _header(reader, lines, kind)
    rows = _rows(reader, lines, header)
    return rows if kind.key is None else _grouped(rows, kind.key)


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


def _member(kind: object) -> type:
    member = get_args(kind)[0]
    assert isinstance(member, type)
    return member


def _add_column(name: str, kind: object, required: bool, columns: dict[str, bool], nested: list[str]) -> None:
    if get_origin(kind) is list:
        nested.append(name)
    else:
        columns[name] = required


def _header(reader: Iterator[list[str]], lines: Lines, kind: Kind) -> list[str]:
    try:
        header = next(reader, None)
    except csv.Error as error:
        raise BadFile(f"The header cannot be read: {error}.", 1) from None
    if faults := lines.take_faults():
        raise BadFile(faults[0], 1)
    if header is None:
        raise BadFile("The file is empty; its first line names the columns.", 1)
    columns, nested = columns_of(kind)
    for name in header:
        if name in nested:
            raise BadFile(f"{name} is a list, which a cell cannot hold; use JSON Lines.", 1, name)
        if name not in columns:
            hint = " Columns are parted by commas." if ";" in name or "\t" in name else ""
            message = f"There is no column {name[:100]!r} for {kind.name}.{hint} There are: {', '.join(columns)}."
            raise BadFile(message, 1, name[:100])
        if header.count(name) > 1:
            raise BadFile(f"The column {name} stands there twice.", 1, name)
    missing = [name for name, required in columns.items() if required and name not in header]
    if missing:
        raise BadFile(f"The header lacks {', '.join(missing)}.", 1, missing[0])
    return header


def _rows(reader: Iterator[list[str]], lines: Lines, header: Sequence[str]) -> Iterator[Record]:
    width = len(header)
    while True:
        line = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lines.take_faults()
            to = f" to {lines.number}" if lines.number > line else ""
            yield Record(line, {}, faults=[(line, None, f"Line {line}{to} cannot be read as CSV: {error}.")])
            continue
        faults = [(lines.number, None, fault) for fault in lines.take_faults()]
        if faults:
            yield Record(line, {}, faults=list(faults))
        elif len(cells) == width:
            yield Record(line, {name: unguarded(cell) for name, cell in zip(header, cells, strict=True) if cell})
        elif cells:
            message = f"The row has {len(cells)} cells, the header {width}."
            yield Record(line, {}, faults=[(line, None, message)])


def _grouped(rows: Iterator[Record], key: str) -> Iterator[Record]:
    """Rows after one another with the same key as one record; a key that comes again later is a fault."""
    current: Record | None = None
    name: object = None
    unread: int | None = None  # the last row whose record cannot be told: it may be either one's beside it
    with Seen() as seen:
        for row in rows:
            given = row.values.pop(key, None)
            if row.faults or given is None:
                if not row.faults:
                    row.faults.append((row.line, key, "A value is required: it says which rows belong together."))
                unread = row.line
                if current is None:
                    yield row
                else:
                    current.faults += row.faults
                continue
            if current is not None and given == name:
                _join(current, row)
            else:
                if current is not None:
                    yield current
                current, name = _begun(row), given
                if not seen.is_new(str(given)):
                    message = f"{str(given)[:100]!r} stands further up, too; its rows must follow one another."
                    current.faults.append((row.line, key, message))
                if unread is not None:
                    message = f"Line {unread} before it cannot be read and may be a part of it."
                    current.faults.append((row.line, key, message))
            unread = None
        if current is not None:
            yield current


def _begun(row: Record) -> Record:
    header = {name: value for name, value in row.values.items() if not name.startswith(LINE)}
    return Record(row.line, header | {"lines": [_line(row.values)]}, [row.line])


def _join(record: Record, row: Record) -> None:
    """Add a row to a record: what it says of the whole record is what the first row says, or left out."""
    for name, value in row.values.items():
        if not name.startswith(LINE) and record.values.get(name) != value:
            message = f"{str(value)[:100]!r} differs from the first row of the same record."
            record.faults.append((row.line, name, message))
    lines = record.values["lines"]
    assert isinstance(lines, list)
    if len(lines) == MOST_ROWS:
        record.faults.append((row.line, None, f"A record has at most {MOST_ROWS} lines."))
    elif len(lines) < MOST_ROWS:
        record.rows.append(row.line)
        lines.append(_line(row.values))


def _line(values: Mapping[str, object]) -> Values:
    return {name.removeprefix(LINE): value for name, value in values.items() if name.startswith(LINE)}
