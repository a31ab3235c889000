"""Several results in one statement: what a posting needs to know is one round trip, however many tables it stands in.

Each part is a statement of its own, with the class of its rows as `rows` has it. Together they are one row, in which a
column for each part has the part's rows as JSON arrays. Values pass through their columns' types, so
that a part gives exactly what the statement by itself would. The text is made once for each engine.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Dialect, Select, String, cast, func, select
from sqlalchemy.types import TypeDecorator, TypeEngine

from .driver import rows_of
from .rows import Build, build_of

T = TypeVar("T")
Convert = Callable[[Any], object]
FROM_JSON: Mapping[type, Convert] = {  # of PostgreSQL; SQLite's own values are what JSON has
    Decimal: Decimal,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}


@dataclass(frozen=True, eq=False)
class Part(Generic[T]):
    """A statement, and what its rows, or the values of its only column, become."""

    statement: Select[Any]  # of any columns: they are compared with `kind`
    kind: type[T]

    @cached_property
    def build(self) -> Build:
        """How a row becomes one of `kind`."""
        return build_of(self.statement, self.kind)


class Found:
    """What the parts gave."""

    def __init__(self, rows: Mapping[Part[Any], Sequence[object]]) -> None:
        self._by_part = rows

    def rows(self, part: Part[T]) -> list[T]:
        """Every row of a part, in its statement's order."""
        rows: list[T] = list(self._by_part[part])  # type: ignore[arg-type]  # which were built as its kind
        return rows

    def row_or_none(self, part: Part[T]) -> T | None:
        """The first row of a part; None where it has none."""
        rows = self.rows(part)
        return rows[0] if rows else None

    def row(self, part: Part[T]) -> T:
        """The only row of a part."""
        (row,) = self.rows(part)
        return row


class Several:
    """Parts that are read together; make one once, as a constant."""

    def __init__(self, *parts: Part[Any]) -> None:
        self._parts = parts
        self._by_dialect: dict[str, _Prepared] = {}

    def read(self, connection: Connection, values: Mapping[str, object]) -> Found:
        """The rows of all parts; `values` are those of their parameters."""
        prepared = self._by_dialect.get(connection.dialect.name)
        if prepared is None:
            prepared = self._by_dialect[connection.dialect.name] = _Prepared(self._parts, connection.dialect)
        return Found(prepared.read(connection, values))


class _Prepared:
    """The parts as a statement of one engine."""

    def __init__(self, parts: Sequence[Part[Any]], dialect: Dialect) -> None:
        self._parts = [(part, _converts(part, dialect), part.build) for part in parts]
        columns = [_as_json(part, dialect).label(f"part_{place}") for place, part in enumerate(parts)]
        self._compiled = select(*columns).compile(dialect=dialect)
        self._text = str(self._compiled)
        self._names = self._compiled.positiontup
        processors = {
            name: bound.type.dialect_impl(dialect).bind_processor(dialect)
            for name, bound in self._compiled.binds.items()
        }
        self._binds = {name: bind for name, bind in processors.items() if bind is not None}

    def read(self, connection: Connection, values: Mapping[str, object]) -> dict[Part[Any], list[object]]:
        (row,) = self._rows(connection, values)
        found: dict[Part[Any], list[object]] = {}
        for (part, converts, build), text in zip(self._parts, row, strict=True):
            rows = [] if text is None else json.loads(text, parse_float=Decimal)
            for place, convert in converts:
                for one in rows:
                    if one[place] is not None:
                        one[place] = convert(one[place])
            found[part] = list(map(build, rows))
        return found

    def _rows(self, connection: Connection, values: Mapping[str, object]) -> Sequence[Sequence[Any]]:
        given = self._compiled.construct_params(values)
        for name, bind in self._binds.items():
            given[name] = bind(given[name])
        if self._names is None:
            return connection.exec_driver_sql(self._text, given).all()
        return rows_of(connection, self._text, tuple([given[name] for name in self._names]), announces=True)


def _as_json(part: Part[Any], dialect: Dialect) -> ColumnElement[str]:
    rows = part.statement.subquery()
    if dialect.name == "sqlite":
        return select(func.json_group_array(func.json_array(*rows.c))).select_from(rows).scalar_subquery()
    return select(cast(func.json_agg(func.json_build_array(*rows.c)), String)).scalar_subquery()


def _converts(part: Part[Any], dialect: Dialect) -> list[tuple[int, Convert]]:
    """How values become what the column's type makes of them, by their place, where they are not that already."""
    found = ((place, _convert(column.type, dialect)) for place, column in enumerate(part.statement.selected_columns))
    return [(place, convert) for place, convert in found if convert is not None]


def _convert(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if dialect.name == "sqlite":
        return kind.dialect_impl(dialect).result_processor(dialect, None)
    stored = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    read = FROM_JSON.get(stored.python_type)
    made = None if read is None else kind.result_processor(dialect, None)
    if read is None or made is None:
        return read
    return lambda value: made(read(value))
