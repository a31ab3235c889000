"""Writes rows as CSV, JSON Lines or Parquet: decimals as the API prints them, never floats; instants in UTC."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO, Protocol

from ..models.places import AMOUNT_PLACES, QUANTITY_PLACES
from ..schema.scalars import print_decimal, print_instant
from .cells import guarded
from .columns import Column, Form

Row = Sequence[object]


class Writer(Protocol):
    """Takes rows, a page at a time, and must be closed for the file to be whole."""

    def write(self, rows: Sequence[Row]) -> None: ...

    def close(self) -> None: ...


class MissingLibrary(Exception):
    """A format needs a library that is not installed; the message is one line."""


def _printed(value: object) -> object:
    """A value as the API prints it."""
    if isinstance(value, Decimal):
        return print_decimal(value)
    if isinstance(value, datetime):
        return print_instant(value)
    return value.isoformat() if isinstance(value, date) else value


def as_text(value: object) -> str:
    """A list as it stands in a cell."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class CsvWriter:
    """RFC 4180: a header, commas, lines that end in CR LF. Null and empty text are both an empty cell."""

    def __init__(self, file: BinaryIO, columns: Sequence[Column]) -> None:
        self._text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
        self._writer = csv.writer(self._text)
        self._cells = [_CELLS[column.form] for column in columns]
        self._writer.writerow([column.name for column in columns])

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        cells = self._cells
        self._writer.writerows(
            ["" if value is None else cell(value) for cell, value in zip(cells, row, strict=True)] for row in rows
        )

    def close(self) -> None:
        """Write what is left; the file stays open."""
        self._text.flush()
        self._text.detach()


_CELLS: dict[Form, Callable[[Any], str]] = {
    Form.TEXT: guarded,
    Form.WHOLE: str,
    Form.SWITCH: lambda value: "true" if value else "false",
    Form.DAY: date.isoformat,
    Form.INSTANT: print_instant,
    Form.AMOUNT: print_decimal,
    Form.QUANTITY: print_decimal,
    Form.LIST: lambda value: guarded(as_text(value)),
}


class JsonWriter:
    """One JSON object a line; decimals are strings, as in the API."""

    def __init__(self, file: BinaryIO, columns: Sequence[Column]) -> None:
        self._file = file
        self._names = [column.name for column in columns]

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        names = self._names
        for row in rows:
            values = dict(zip(names, map(_printed, row), strict=True))
            self._file.write(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")

    def close(self) -> None:
        """Write what is left; the file stays open."""
        self._file.flush()


class ParquetWriter:
    """Parquet: amounts are decimal128(20, 4), quantities decimal128(20, 6), instants microseconds in UTC."""

    def __init__(self, file: BinaryIO, columns: Sequence[Column]) -> None:
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError:
            raise MissingLibrary("Parquet needs pyarrow: pip install 'rebill[parquet]'") from None
        types = {
            Form.TEXT: pyarrow.string(),
            Form.WHOLE: pyarrow.int64(),
            Form.SWITCH: pyarrow.bool_(),
            Form.DAY: pyarrow.date32(),
            Form.INSTANT: pyarrow.timestamp("us", tz="UTC"),
            Form.AMOUNT: pyarrow.decimal128(20, AMOUNT_PLACES),
            Form.QUANTITY: pyarrow.decimal128(20, QUANTITY_PLACES),
            Form.LIST: pyarrow.string(),
        }
        self._arrow = pyarrow
        self._schema = pyarrow.schema([(column.name, types[column.form]) for column in columns])
        self._lists = [column.form is Form.LIST for column in columns]
        self._writer = pyarrow.parquet.ParquetWriter(file, self._schema)

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows as a row group."""
        if not rows:
            return
        arrays = [
            self._arrow.array([None if one is None else as_text(one) for one in values] if is_list else values, kind)
            for values, kind, is_list in zip(zip(*rows, strict=True), self._schema.types, self._lists, strict=True)
        ]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))

    def close(self) -> None:
        """Write the footer, without which nobody can read the file; the file stays open."""
        self._writer.close()


WRITERS: dict[str, Callable[[BinaryIO, Sequence[Column]], Writer]] = {
    "csv": CsvWriter,
    "jsonl": JsonWriter,
    "parquet": ParquetWriter,
}
