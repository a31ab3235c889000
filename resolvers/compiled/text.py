"""JSON as it is put together in SQL: what is known beforehand as text, and expressions between it."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import BinaryExpression, ColumnClause, ColumnElement, Text, func, literal_column
from sqlalchemy.sql.elements import ExpressionClauseList
from sqlalchemy.sql.operators import concat_op

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
    """The same with neighbouring texts as one, also where they begin or end what was put together before."""
    found: list[Piece] = []
    for one in _opened(parts):
        if isinstance(one, str) and found and isinstance(found[-1], str):
            found[-1] += one
        else:
            found.append(one)
    return tuple(found)


def _opened(parts: Iterable[Piece]) -> Iterator[Piece]:
    for one in parts:
        if isinstance(one, ExpressionClauseList | BinaryExpression) and one.operator is concat_op:
            clauses = one.clauses if isinstance(one, ExpressionClauseList) else (one.left, one.right)
            yield from _opened(clauses)
        elif isinstance(one, ColumnClause) and one.is_literal and one.name[0] == one.name[-1] == "'":
            yield one.name[1:-1].replace("''", "'")
        else:
            yield one


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
