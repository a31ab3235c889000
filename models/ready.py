"""SELECTs that are made once: written down at their first use, and run by the driver itself ever after.

SQLAlchemy builds, keys, compiles and wraps a statement, which is most of the time of one that reads a few rows. Here
the text, how values go in and how they come out are found out once for each engine. Values pass through their columns'
types, so that the rows are exactly those that SQLAlchemy would give.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeDecorator, TypeEngine

from .driver import rows_of
from .given_keys import LISTED, KeysType
from .rows import Build, build_of

T = TypeVar("T")
Values = Mapping[str, object]
Convert = Callable[[Any], object]
Row = Sequence[Any]
FEW = 16  # keys that are written out


class Ready:
    """A SELECT whose parameters are told by their names; make it once, as a constant, or keep it."""

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement
        self._by_engine: dict[str, _Written] = {}

    def rows(self, connection: Connection, values: Values) -> list[Row]:
        """Its rows, in the order of its columns."""
        dialect = connection.dialect
        written = self._by_engine.get(dialect.name)
        if written is None:
            written = self._by_engine[dialect.name] = _Written(self.statement, numbered(dialect))
        return written.rows(connection, values)


class ReadyRows(Generic[T]):
    """The same, whose rows, or the values of whose only column, become `kind`, as `rows` has it."""

    def __init__(self, statement: Select[Any], kind: type[T]) -> None:
        self._ready, self._kind = Ready(statement), kind
        self._build: Build | None = None

    def read(self, connection: Connection, values: Values) -> list[T]:
        """Every row, in the statement's order."""
        build = self._build
        if build is None:
            build = self._build = build_of(self._ready.statement, self._kind)
        found: list[T] = [build(row) for row in self._ready.rows(connection, values)]  # type: ignore[misc]  # its kind
        return found


class _Written:
    """A SELECT as text for one engine."""

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler), "a SELECT"
        given = {one.key for one in compiled.binds.values() if one.required}
        state = compiled.construct_expanded_state(dict.fromkeys(given))
        processors: dict[str, Any] = {**compiled._bind_processors, **state.processors}
        self._text, self._places = state.statement, state.positiontup  # places where the parameters have no names
        self._given = [(name, processors.get(name)) for name in given]
        self._keys = [
            name for name in given if dialect.name == "sqlite" and isinstance(compiled.binds[name].type, KeysType)
        ]
        self._texts: dict[tuple[int, ...], str] = {}  # by how many keys are written out
        self._fixed = {
            name: _processed(value, processors.get(name))
            for name, value in state.parameters.items()
            if name not in given
        }
        converts = [_convert(column.type, dialect) for column in statement.selected_columns]
        self._converts = [(place, one) for place, one in enumerate(converts) if one is not None]

    def rows(self, connection: Connection, values: Values) -> list[Row]:
        text = self._text
        parameters = self._fixed | {name: _processed(values[name], process) for name, process in self._given}
        if self._keys:
            text = self._written_out(parameters, values)
        places = self._places
        found = rows_of(connection, text, parameters if places is None else [parameters[name] for name in places])
        return [self._converted(row) for row in found] if self._converts else list(found)

    def _written_out(self, parameters: dict[str, Any], values: Mapping[str, Any]) -> str:
        """The text for a few keys, which SQLite plans better as a list; it has room for a power of two of them."""
        sizes = []
        for name in self._keys:
            keys = values[name]
            size = 1 << (len(keys) - 1).bit_length() if 0 < len(keys) <= FEW else 0
            parameters.update({f"{name}_{at}": keys[min(at, len(keys) - 1)] for at in range(size)})
            sizes.append(size)
        text = self._texts.get(tuple(sizes))
        if text is None:
            text = self._text
            for name, size in zip(self._keys, sizes, strict=True):
                if size:
                    listed = ", ".join(f":{name}_{at}" for at in range(size))
                    text = text.replace(LISTED.format(f":{name}"), f"({listed})")
            self._texts[tuple(sizes)] = text
        return text

    def _converted(self, row: Row) -> Row:
        converted = list(row)
        for place, convert in self._converts:
            converted[place] = convert(converted[place])
        return converted


def numbered(dialect: Dialect) -> Dialect:
    """The dialect with parameters as `rows_of` has them."""
    kind: Any = type(dialect)
    return _numbered(kind, "named" if dialect.name == "sqlite" else "numeric_dollar")


@cache
def _numbered(kind: Callable[..., Dialect], style: str) -> Dialect:
    """One for all, since a dialect keeps what it has found out about types."""
    return kind(paramstyle=style)


def _processed(value: object, process: Convert | None) -> object:
    return value if process is None else process(value)


def _convert(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    """How a value becomes what the column's type makes of it; PostgreSQL's driver knows all but our own types."""
    if dialect.name == "sqlite" or isinstance(kind, TypeDecorator):
        return kind.dialect_impl(dialect).result_processor(dialect, None)
    return None
