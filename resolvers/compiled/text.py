"""JSON as it is put together in SQL: what is known beforehand as text, and expressions between it."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Text, func, literal_column

Piece = str | ColumnElement[str]
Parts = tuple[Piece, ...]

MARK = "\x01"  # no JSON has it: in its place stands what GraphQL's own executor has to be asked for
LONG = "\x02"  # behind a list that has more than counts of it
HOLE = "\x03"  # around the key of a record of which a function is to work out something
NULL = "null"
MOST_TOGETHER = 90  # of SQLite's functions, which take at most 127 arguments


def constant(text: str) -> ColumnElement[str]:
    """A text as it stands in a statement."""
    return literal_column("'" + text.replace("'", "''") + "'", Text)


def merged(parts: Iterable[Piece]) -> Parts:
    """The same with neighbouring texts as one."""
    found: list[Piece] = []
    for one in parts:
        if isinstance(one, str) and found and isinstance(found[-1], str):
            found[-1] += one
        else:
            found.append(one)
    return tuple(found)


def chained(parts: Iterable[Piece]) -> ColumnElement[str]:
    """One text of all parts; NULL where one of them is."""
    operands = [constant(one) if isinstance(one, str) else one for one in merged(parts)]
    if not operands:
        return constant("")
    whole = operands[0]
    for one in operands[1:]:
        whole = whole.concat(one)
    return whole


def formatted(parts: Iterable[Piece]) -> ColumnElement[str]:
    """One text of parts of which none is NULL, written by one call of SQLite's printf."""
    pieces = merged(parts)
    written = [_printed(pieces[start : start + MOST_TOGETHER]) for start in range(0, len(pieces), MOST_TOGETHER)]
    return written[0] if len(written) == 1 else chained(written)


def _printed(pieces: Sequence[Piece]) -> ColumnElement[str]:
    if all(isinstance(one, str) for one in pieces):
        return constant("".join(map(str, pieces)))
    how = "".join(one.replace("%", "%%") if isinstance(one, str) else "%s" for one in pieces)
    values = [one for one in pieces if not isinstance(one, str)]
    return func.printf(constant(how), *values, type_=Text)
