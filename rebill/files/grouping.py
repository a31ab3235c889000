"""Rows that stand together as one record: an order with its lines, named by the text in its key column."""

from collections.abc import Iterator, Mapping
from unicodedata import normalize

from .cells import BLANKS
from .records import LINE, Record, Values
from .seen import Seen

MOST_ROWS = 1000  # of one record, as many as a record may have lines


def grouped(rows: Iterator[Record], key: str) -> Iterator[Record]:
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
            given = normalize("NFC", str(given))  # as the API has texts (access 6.9)
            if current is not None and given == name:
                _join(current, row)
            else:
                if current is not None:
                    yield current
                current, name = _begun(row), given
                if not seen.is_new(given):
                    message = f"{given[:100]!r} stands further up, too; its rows must follow one another."
                    current.faults.append((row.line, key, message))
                if unread is not None:
                    message = f"Line {unread} before it cannot be read and may be a part of it."
                    current.faults.append((row.line, key, message))
            unread = None
        if current is not None:
            yield current


def _begun(row: Record) -> Record:
    header = {name: value for name, value in row.values.items() if not name.startswith(LINE)}
    return Record(row.line, header | {"lines": [_line(row.values)]}, [row.line], form=row.form)


def _join(record: Record, row: Record) -> None:
    """Add a row to a record: what it says of the whole record is what the first row says, or left out."""
    for name, value in row.values.items():
        if not name.startswith(LINE) and _plain(record.values.get(name)) != _plain(value):
            message = f"{str(value)[:100]!r} differs from the first row of the same record."
            record.faults.append((row.line, name, message))
    lines = record.values["lines"]
    assert isinstance(lines, list)
    if len(lines) == MOST_ROWS:
        record.faults.append((row.line, None, f"A record has at most {MOST_ROWS} lines."))
    elif len(lines) < MOST_ROWS:
        record.rows.append(row.line)
        lines.append(_line(row.values))


def _plain(value: object) -> object:
    return value.strip(BLANKS) if isinstance(value, str) else value


def _line(values: Mapping[str, object]) -> Values:
    return {name.removeprefix(LINE): value for name, value in values.items() if name.startswith(LINE)}
