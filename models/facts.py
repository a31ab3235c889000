"""What of a row is a fact, said beside its table: a fact is never changed, deleted or replaced by any program.

A table says from when on its rows are facts. From then on each of its columns is one, unless the column says how it may
still move: a column that somebody adds and thinks no more about is guarded. `triggers` has both engines hold all this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Column, Table

KEY = "facts"  # in the `info` of tables and columns


class Since(Enum):
    """From when on the rows of a table are facts."""

    WRITTEN = "from the moment they are written"
    POSTED = "once their posted_at is there"
    INVOICE_POSTED = "once the invoice that they belong to is posted; none is added to it then"


@dataclass(frozen=True)
class Status:
    """Moves only from the first to the second of one of these pairs."""

    moves: tuple[tuple[str | None, str | None], ...]


@dataclass(frozen=True)
class Within:
    """An amount that moves between zero and that of another column, and never beyond either."""

    column: str


class Moving(Enum):
    """A column that is no fact, without more to say about it."""

    ONCE = "is given once, and then stays"
    FREELY = "is derived from facts, or about a draft"


Movement = Status | Within | Moving


def facts(since: Since, **options: bool) -> dict[str, object]:
    """Options of a table whose rows are facts `since`."""
    return {"info": {KEY: since}, **options}


def may(movement: Movement) -> dict[str, object]:
    """Options of a column that may still move in a row which is a fact."""
    return {"info": {KEY: movement}}


def since_when(table: Table) -> Since | None:
    """From when on its rows are facts; None for working data, of which nothing is guarded."""
    found = _said(table.info)
    assert found is None or isinstance(found, Since)
    return found


def movement_of(column: "Column[object]") -> Movement | None:
    """How a column may still move in a row that is a fact; None where it is a fact itself."""
    found = _said(column.info)
    assert found is None or isinstance(found, Movement)
    return found


def _said(info: Mapping[object, object]) -> object:
    return info.get(KEY)
