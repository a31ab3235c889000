"""Records of a CSV file: its rows, without those that spreadsheets and exports add to them.

Rows of empty cells, empty columns, a header that comes again where files were put together, and a row of totals at the
end are passed over; the last two are told. What could be a record of anybody's is never passed over.
"""

import csv
import re
from collections.abc import Callable, Iterator

from .cells import BLANKS, form_of, unguarded
from .dialect import Dialect
from .forms import Form
from .grouping import grouped
from .headers import Header, read_header
from .kinds import Kind
from .lines import Lines
from .locales import shortened
from .records import Record

EXACT = "idempotencyKey"  # is taken byte for byte, behind an apostrophe too
TOTALS = {
    *("sum", "sums", "total", "totals", "grand total", "sum total"),
    *("sum totalt", "totalt", "totalsum", "i alt", "ialt", "summe", "gesamt", "gesamtsumme"),
}
SUMMED = re.compile(r"[-+\u2212]?[0-9][0-9.,'\u2019 \u00a0\u202f\u2009]*")
Told = Callable[[int, str], None]  # a line that is passed over, and what it is


def csv_records(lines: Lines, kind: Kind, dialect: Dialect, passed_over: Told) -> Iterator[Record]:
    """One record a row, or a few rows after one another that have the same key; raises `BadFile` for a bad header."""
    header, reader = read_header(lines, kind, dialect)
    form = form_of(dialect.locale_with(header.delimiter))
    rows = _without_totals(_rows(reader, lines, header, form, passed_over), header, passed_over)
    return rows if kind.key is None else grouped(rows, kind.key)


def _rows(
    reader: Iterator[list[str]], lines: Lines, header: Header, form: Form, passed_over: Told
) -> Iterator[Record | None]:
    """The rows that hold something; None where the header comes again."""
    while True:
        line = lines.number + 1
        lines.begin_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lines.take_faults()
            yield Record(line, {}, faults=[(line, None, _why_unreadable(line, lines, error))], form=form)
            continue
        record = Record(line, {}, form=form)
        if faults := lines.take_faults():
            record.faults += [(lines.number, None, fault) for fault in faults]
            yield record
            continue
        texts = [cell.strip(BLANKS) for cell in cells]
        first = next(filter(None, texts), None)
        if first is None:
            continue
        if first.lstrip("\ufeff").casefold() in header.known and _is_header(texts, header, record):
            passed_over(line, "the header, which comes again")
            yield None
            continue
        if not record.faults:
            _fill(record, cells, texts, header)
        yield record


def _fill(record: Record, cells: list[str], texts: list[str], header: Header) -> None:
    columns, line = header.columns, record.line
    if len(texts) != len(columns) and (len(texts) < len(columns) or any(texts[len(columns) :])):
        message = f"The row has {len(texts)} cells, the header {len(columns)}. " + (
            f"An empty cell needs its {header.delimiter_word}, too."
            if len(texts) < len(columns)
            else f"A cell that holds a {header.delimiter_word} stands in quotes."
        )
        record.faults.append((line, None, message))
        return
    for place, name in enumerate(columns):
        text = texts[place]
        if not text:
            continue
        if name is None:
            message = f"{shortened(text)} stands in cell {place + 1}, and that column has no name."
            record.faults.append((line, None, message))
        else:
            record.values[name] = _taken(cells[place], text, header, name)


def _taken(cell: str, text: str, header: Header, name: str) -> str:
    """A cell as it stands where its column holds texts; else, and behind an apostrophe, without its blanks."""
    if name == EXACT or (name in header.texts and unguarded(text) == text):
        return unguarded(cell)
    return unguarded(text)


def _is_header(texts: list[str], header: Header, record: Record) -> bool:
    """Whether a row is the header again; one with other columns is a fault, since the rows below it are others, too."""
    texts = [texts[0].lstrip("\ufeff"), *texts[1:]]
    while not texts[-1]:
        texts.pop()
    if header.is_repeated_by(texts):
        return True
    given = [one.casefold() for one in texts if one]
    if len(given) > 1 and header.known.issuperset(given):
        message = "Another header begins here, with other columns than the first: make it a file of its own."
        record.faults.append((record.line, None, message))
    return False


def _why_unreadable(line: int, lines: Lines, error: csv.Error) -> str:
    if "field limit" in str(error):
        why = f"a cell is longer than {csv.field_size_limit():,} characters. Is a quote not closed?"
    elif lines.has_ended:
        why = "a quote is opened and not closed before the file ends."
    else:
        why = 'a cell that begins with a quote ends with one, and quotes within it are doubled: "19"" rack".'
    return f"The row{f' up to line {lines.number}' if lines.number > line else ''} cannot be read: {why}"


def _without_totals(rows: Iterator[Record | None], header: Header, passed_over: Told) -> Iterator[Record]:
    """Rows without a row of totals at the end, or before a header that comes again; elsewhere it is a fault."""
    total: Record | None = None
    for row in rows:
        if total is not None:
            if row is None:
                passed_over(total.line, "a row of totals")
            else:
                total.faults.append((total.line, None, "This is a row of totals between records: take it out."))
                yield total
            total = None
        if row is None:
            continue
        if _is_total(row, header):
            total = row
        else:
            yield row
    if total is not None:
        passed_over(total.line, "a row of totals")


def _is_total(row: Record, header: Header) -> bool:
    """Whether a row begins with a word for a sum, holds but numbers besides, and lacks what a record must have."""
    if row.faults or not row.values or header.needed <= row.values.keys():
        return False
    word, *others = (str(value).strip(BLANKS) for value in row.values.values())
    return word.casefold().rstrip(": ") in TOTALS and all(map(SUMMED.fullmatch, others))
