"""How values of a column are handed to the driver: each distinct one is converted once a set.

A column of ten thousand rows holds few words, days and instants, and its amounts come again, too; to look one up takes
a fifth of its conversion. A member of the vocabulary becomes the text that it stands for: SQLite's driver takes long
over whatever is not quite a text.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial

from sqlalchemy import JSON, Dialect, String, Table

Convert = Callable[[object], object]
Column = Iterable[object]
Way = Callable[[Column], Column]
Ways = tuple[Way, ...]


class Converted(dict[object, object]):
    """What values become, by what they are."""

    def __init__(self, convert: Convert) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, value: object) -> object:
        converted = self[value] = self._convert(value)
        return converted


@lru_cache(maxsize=1000)
def ways(dialect: Dialect, table: Table, names: tuple[str, ...]) -> Ways:
    """By column, how its values become what the driver takes."""
    return tuple(_way(dialect, table, name) for name in names)


def bound(rows: Sequence[Sequence[object]], of_columns: Ways) -> list[Column]:
    """The columns of some rows, as the driver takes them; none where there are no rows."""
    if not rows:
        return []
    return [way(column) for way, column in zip(of_columns, zip(*rows, strict=True), strict=True)]


def _way(dialect: Dialect, table: Table, name: str) -> Way:
    kind = table.c[name].type
    if isinstance(kind, String):
        return partial(_looked_up, _text)
    convert: Convert | None = kind.dialect_impl(dialect).bind_processor(dialect)
    if convert is None:
        return _as_it_is
    return partial(_each, convert) if isinstance(kind, JSON) else partial(_looked_up, convert)


def _as_it_is(column: Column) -> Column:
    return column


def _each(convert: Convert, column: Column) -> Column:
    return [convert(value) for value in column]


def _looked_up(convert: Convert, column: Column) -> Column:
    known = Converted(convert)
    return [known[value] for value in column]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
