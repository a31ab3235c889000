"""A statement as text, and how the values of a request become its parameters."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.sql.compiler import SQLCompiler

from ...models.driver import rows_of
from .given import Wanted

Convert = Callable[[Any], Any]
Row = tuple[Any, ...]
SLOT_BYTES, STATEMENT_BYTES = 200, 4_000  # about: the objects around the text


class TooIntricate(Exception):
    """A statement that the engine does not take, such as one that is too deep for SQLite's parser."""


@dataclass(frozen=True)
class Slot:
    """A parameter: always the same value, or one of the request's, or a member of one that is a list."""

    fixed: object = None
    place: int | None = None
    member: int | None = None
    convert: Convert | None = None

    def of(self, values: Sequence[Any]) -> object:
        """The parameter, as the driver takes it."""
        if self.place is None:
            return self.fixed
        value = values[self.place] if self.member is None else values[self.place][self.member]
        converted: object = value if self.convert is None else self.convert(value)
        return converted


@dataclass(frozen=True)
class Statement:
    """A statement that was made once, for whatever values."""

    text: str
    slots: tuple[Slot, ...]
    names: tuple[str, ...]  # of the slots, where they have any

    @property
    def size(self) -> int:
        """About what it takes in memory."""
        return len(self.text) + SLOT_BYTES * len(self.slots) + STATEMENT_BYTES

    def rows(self, connection: Connection, values: Sequence[object]) -> list[Row]:
        """Its rows, for the values of a request."""
        given = [slot.of(values) for slot in self.slots]
        return rows_of(connection, self.text, dict(zip(self.names, given, strict=True)) if self.names else given)


def statement_of(selected: Select[Any], dialect: Dialect, wanted: Sequence[Wanted]) -> Statement:
    """Write a statement down; the values that stand in `wanted` are a request's."""
    compiled = selected.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler), "a SELECT"
    places = [place for one in wanted for place in one.places]
    known = {compiled.bind_names[place]: at for at, place in enumerate(places) if place in compiled.bind_names}
    state = compiled.construct_expanded_state()
    members = {
        name: (of, number) for of, names in state.parameter_expansion.items() for number, name in enumerate(names)
    }
    is_named = state.positiontup is None
    names = tuple(state.parameters if state.positiontup is None else state.positiontup)
    slots = []
    for name in names:
        of, member = members.get(name, (name, None))
        convert: Any = state.processors.get(name, compiled._bind_processors.get(name))
        if of in known:
            slots.append(Slot(place=known[of], member=member, convert=convert))
        else:
            value = state.parameters[name]
            slots.append(Slot(fixed=value if convert is None else convert(value)))
    if dialect.name == "sqlite":
        _check(state.statement)
    return Statement(state.statement, tuple(slots), names if is_named else ())


def _check(text: str) -> None:
    """Have SQLite read a statement; it looks for the tables, which are not there, after all else."""
    with closing(sqlite3.connect(":memory:")) as nothing:
        try:
            nothing.execute(f"EXPLAIN {text}")
        except sqlite3.Error as error:
            if not str(error).startswith("no such table"):
                raise TooIntricate(f"SQLite does not take its statement: {error}") from None
