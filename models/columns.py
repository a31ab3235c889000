"""The columns that many tables have, with the type in which their rows have them.

SQLModel's `Field` answers anything, so that nothing would be known of a column that is declared by it.
"""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import JSON, Column, false
from sqlmodel import Field

from .exact import ExactDecimal
from .facts import Movement, may
from .instant import Instant

ZERO = Decimal(0)


def key() -> int | None:
    """The key that the database gives a row; None until it has."""
    column: int | None = Field(default=None, primary_key=True)
    return column


def part_of_key(to: str, *, index: bool = False) -> int:
    """A row of another table (`invoice.id`), which is a part of the key of this one."""
    column: int = Field(foreign_key=to, primary_key=True, index=index)
    return column


def reference(to: str, *, index: bool = False) -> int:
    """A row of another table."""
    column: int = Field(foreign_key=to, index=index)
    return column


def optional_reference(to: str, *, index: bool = False, unique: bool = False) -> int | None:
    """A row of another table, or none; where it has an index, that is what makes it `unique`."""
    column: int | None = Field(default=None, foreign_key=to, index=index, unique=unique)
    return column


def exact(kind: ExactDecimal, *, index: bool = False) -> Decimal:
    """An `Amount` or a `Quantity`."""
    column: Decimal = Field(sa_type=kind, index=index)
    return column


def exact_from_zero(kind: ExactDecimal) -> Decimal:
    """One that is zero to begin with."""
    column: Decimal = Field(default=ZERO, sa_type=kind)
    return column


def optional_exact(kind: ExactDecimal) -> Decimal | None:
    """One that may be none."""
    column: Decimal | None = Field(default=None, sa_type=kind)
    return column


def instant(*, index: bool = False) -> datetime:
    """An instant in UTC."""
    column: datetime = Field(sa_type=Instant, index=index)
    return column


def optional_instant(movement: Movement | None = None, *, index: bool = False) -> datetime | None:
    """An instant in UTC that may not have come yet, and how it may move in a row that is a fact."""
    moves = {} if movement is None else may(movement)
    column: datetime | None = Field(default=None, sa_type=Instant, index=index, sa_column_kwargs=moves)
    return column


def optional_text_reference(to: str, *, index: bool = False) -> str | None:
    """A row of another table that a text is the key of, or none."""
    column: str | None = Field(default=None, foreign_key=to, index=index)
    return column


def optional_json() -> dict[str, str] | None:
    """A JSON object that is replaced as a whole, or none: SQL's null, not JSON's."""
    column: dict[str, str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    return column


def flag() -> bool:
    """A yes or no that is no to begin with, in rows that are there already, too."""
    column: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    return column


def unique_text() -> str:
    """What no two rows are called."""
    column: str = Field(unique=True)
    return column


def optional_text(movement: Movement | None = None, *, unique: bool = False) -> str | None:
    """A text that may be none, and how it may move in a row that is a fact."""
    column: str | None = Field(default=None, unique=unique, sa_column_kwargs={} if movement is None else may(movement))
    return column
