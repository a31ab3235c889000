"""Reading rows with types: a statement, and the class whose fields its columns fill by their names.

The class is a frozen dataclass, or where there are rows by the ten thousand a named tuple, which is made faster.

A row of SQLAlchemy answers anything to whoever asks: no type checker sees that a column was misspelt, or is of another
type than it is taken for. Here a class says what is read, and where a statement meets a class for the first time the
two are compared: a field without a column, of another type, or of two columns is an error at once. What may be null, by
itself or by an outer join, is optional in the class, too, or looked at in every row. Fields of the vocabulary's types
get its members.

Where a statement has one column, its type stands instead of a class: `int`, `Decimal`, a type of the vocabulary.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from operator import itemgetter
from types import NoneType, UnionType
from typing import Any, NamedTuple, NewType, TypeVar, Union, get_args, get_origin, get_type_hints
from weakref import WeakKeyDictionary

from sqlalchemy import JSON, Column, ColumnElement, Connection, CursorResult, FromClause, Join, Label, Select
from sqlalchemy.engine.interfaces import Compiled
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")
Key = TypeVar("Key")
Value = TypeVar("Value")
Columns = tuple[Any, ...]  # of any statement: what they are is what the classes say
Statement = Select[*Columns] | ReturningInsert[*Columns] | ReturningUpdate[*Columns]
Parameters = Sequence[Mapping[str, object]]
Row = Sequence[object]
Build = Callable[[Row], object]

# by the compiled statement, which SQLAlchemy keeps as long as it is in use
_builds: WeakKeyDictionary[Compiled, dict[tuple[type, ...], Build]] = WeakKeyDictionary()


class Wanted(NamedTuple):
    """A value that is read: its column's name or place, its type, and whether it may be None."""

    column: str | int
    kind: type
    optional: bool = False


class Words(dict[object, object]):
    """Members of a type of the vocabulary, by what is stored."""

    def __missing__(self, stored: object) -> object:
        raise ValueError(f"{stored!r} is stored where only {', '.join(map(str, self))} can be")


def read_all(
    connection: Connection,
    statement: Statement,
    kind: type[T],
    parameters: Parameters | Mapping[str, object] | None = None,
) -> list[T]:
    """Every row, in the statement's order; TypeError where statement and class do not agree."""
    result = connection.execute(statement, parameters)
    build: Callable[[Row], T] = _built(result, statement, kind)
    return list(map(build, result))


def read_one(
    connection: Connection, statement: Statement, kind: type[T], parameters: Mapping[str, object] | None = None
) -> T:
    """The only row."""
    result = connection.execute(statement, parameters)
    build: Callable[[Row], T] = _built(result, statement, kind)
    return build(result.one())


def read_one_or_none(
    connection: Connection, statement: Statement, kind: type[T], parameters: Mapping[str, object] | None = None
) -> T | None:
    """The only row, or None where there is none."""
    result = connection.execute(statement, parameters)
    build: Callable[[Row], T] = _built(result, statement, kind)
    row = result.one_or_none()
    return None if row is None else build(row)


def read_value(connection: Connection, statement: Statement, kind: type[T]) -> T | None:
    """The value in the first row; None where that is null, or there is no row."""
    result = connection.execute(statement)
    build: Callable[[Row], T] = _built(result, statement, kind)
    row = result.first()
    return None if row is None or row[0] is None else build(row)


def read_pairs(
    connection: Connection, statement: Statement, key: type[Key], value: type[Value]
) -> list[tuple[Key, Value]]:
    """The rows of two columns that are never null; `dict` makes a table of them."""
    result = connection.execute(statement)
    build: Callable[[Row], tuple[Key, Value]] = _built(result, statement, key, value)
    return list(map(build, result))


def columns_of(table: FromClause, kind: type) -> list[ColumnElement[Any]]:
    """The columns of a table that a class has fields for: what nobody looks at is not converted either."""
    return [column for column in table.c if column.name in _names(kind)]


def build_of(statement: Statement, *kinds: type) -> Build:
    """How a row becomes one `kind`, or a tuple of several single values; TypeError where they do not agree."""
    if len(kinds) > 1:
        return _picked(statement, [Wanted(place, kind) for place, kind in enumerate(kinds)])
    (kind,) = kinds
    if _names(kind):
        pick = _picked(statement, list(_fields(kind)))
        make = getattr(kind, "_make", None)
        return (lambda row: kind(*pick(row))) if make is None else (lambda row: make(pick(row)))
    pick = _picked(statement, [Wanted(0, kind)])
    return lambda row: pick(row)[0]


def _built(result: CursorResult[*Columns], statement: Statement, *kinds: type) -> Callable[[Row], Any]:
    """The build of a statement that has been executed, compared with the classes the first time."""
    compiled = result.context.compiled
    assert compiled is not None, "a statement of this kind is compiled"
    builds = _builds.setdefault(compiled, {})
    if kinds not in builds:
        builds[kinds] = build_of(statement, *kinds)
    return builds[kinds]


def _names(kind: type) -> Sequence[str]:
    """The fields of a dataclass or of a named tuple; none where it is a single value."""
    named: Sequence[str] = getattr(kind, "_fields", ())
    return [field.name for field in fields(kind)] if is_dataclass(kind) else named


def _fields(kind: type) -> Iterator[Wanted]:
    hints = get_type_hints(kind)
    for name in _names(kind):
        hint = hints[name]
        is_union = get_origin(hint) in (Union, UnionType)
        (one,) = (arg for arg in (get_args(hint) if is_union else (hint,)) if arg is not NoneType)
        known = get_origin(one) or (one.__supertype__ if isinstance(one, NewType) else one)
        assert isinstance(known, type), f"{kind.__name__}.{name} has no type that a column can have"
        yield Wanted(name, known, is_union)


def _picked(statement: Statement, wanted: Sequence[Wanted]) -> Callable[[Row], Row]:
    """How the wanted values are taken out of a row, in their order."""
    columns = list(statement.exported_columns)
    if wanted[0].column == 0 and len(columns) != len(wanted):
        raise TypeError(f"{len(columns)} columns are selected, not {len(wanted)}")
    outer = set(_outer(statement.get_final_froms())) if isinstance(statement, Select) else set[FromClause]()
    places = [_place(columns, one) for one in wanted]
    words: list[tuple[int, Words]] = []
    doubtful: list[int] = []
    for index, (place, one) in enumerate(zip(places, wanted, strict=True)):
        _check_type(columns[place], one)
        if issubclass(one.kind, StrEnum):
            nothing = [(None, None)] if one.optional else []
            words.append((index, Words([*((member.value, member) for member in one.kind), *nothing])))
        elif not one.optional and _may_be_null(columns[place], outer):
            doubtful.append(index)
    pick = itemgetter(*places) if len(places) > 1 else itemgetter(slice(places[0], places[0] + 1))
    return _converting(pick, words, [(index, wanted[index]) for index in doubtful])


def _converting(
    pick: Callable[[Row], Row], words: Sequence[tuple[int, Words]], doubtful: Sequence[tuple[int, Wanted]]
) -> Callable[[Row], Row]:
    if not words and not doubtful:
        return pick

    def convert(row: Row) -> Row:
        values = list(pick(row))
        for place, members in words:
            values[place] = members[values[place]]
        for place, one in doubtful:
            if values[place] is None:
                raise ValueError(f"{one.column} is null, which {one.kind.__name__} cannot be")
        return values

    return convert


def _place(columns: Sequence[ColumnElement[Any]], wanted: Wanted) -> int:
    """Where the wanted value stands in the row."""
    if isinstance(wanted.column, int):
        return wanted.column
    places = [place for place, column in enumerate(columns) if column.key == wanted.column]
    if len(places) != 1:
        raise TypeError(f"{wanted.column} is {'selected twice' if places else 'not selected'}")
    return places[0]


def _check_type(column: ColumnElement[Any], wanted: Wanted) -> None:
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(kind, JSON):
        fits = wanted.kind in (dict, list)
    else:
        fits = (str if issubclass(wanted.kind, StrEnum) else wanted.kind) is kind.python_type
    if not fits:
        raise TypeError(f"{wanted.column} is {kind.python_type.__name__}, not {wanted.kind.__name__}")


def _may_be_null(column: ColumnElement[Any], outer: Container[FromClause]) -> bool:
    inner = column.element if isinstance(column, Label) else column
    return not isinstance(inner, Column) or bool(inner.nullable) or inner.table in outer


def _outer(froms: Iterable[FromClause]) -> Iterator[FromClause]:
    """The tables that an outer join may leave without a row."""
    for one in froms:
        if isinstance(one, Join):
            yield from _outer((one.left, one.right))
            if one.isouter:
                yield one.right
