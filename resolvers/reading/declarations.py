"""How the fields of a GraphQL type are stored, each declared once in its schema class.

A declaration says which columns a field needs and how its value is made of them, or which records it leads to. Drawn
from it are: selecting only the asked-for columns, loading a relation for all rows of a list at once, paging, exports.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from sqlalchemy import ColumnElement, FromClause

from .renderings import Rendering, beside, python_of
from .sources import Expression, Source, expression

UNPAGED_LIST = 10  # of a list that has no pages, how many count in the cost of an answer
About = Callable[[str], ColumnElement[bool]]  # what the rows meet that are about the record of a global id
Link = tuple[FromClause, ColumnElement[bool]]  # a table that stands between, and how its rows belong to those listed


class Filter(Protocol):
    """The input that narrows a list; one with nothing given says what the list holds when it is left out."""

    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """What the listed rows must meet."""


@dataclass(frozen=True, eq=False)
class Stored:
    """A value made of a column, and of what its rendering needs beside it."""

    source: Source
    rendering: Rendering

    @cached_property
    def columns(self) -> tuple[Expression, ...]:
        """What has to be selected for it, the value first."""
        return tuple(expression(one) for one in (self.source, *beside(self.rendering)))

    @cached_property
    def shown(self) -> Callable[..., object]:
        """What Python makes of the values of these columns."""
        return python_of(self.rendering)


@dataclass(frozen=True, eq=False)
class Parent:
    """The one record that a key column points at; `owner` is the column of the other table that it is found by."""

    key: Expression
    type_name: str
    owner: Expression | None = None

    @property
    def columns(self) -> tuple[Expression, ...]:
        """What has to be selected for it."""
        return (self.key,)


@dataclass(frozen=True, eq=False)
class Children:
    """The records whose `owner` column holds this record's key, in `order`; a link table may stand between."""

    key: Expression
    type_name: str
    owner: Expression
    order: tuple[Expression, ...]
    link: Link | None = None
    where: ColumnElement[bool] | None = None

    @property
    def columns(self) -> tuple[Expression, ...]:
        """What has to be selected for it."""
        return (self.key,)


@dataclass(frozen=True, eq=False)
class Connected:
    """The same in pages, in the order of their keys; `filter` narrows them."""

    key: Expression
    type_name: str
    owner: Expression
    link: Link | None = None
    filter: type[Filter] | None = None

    @property
    def columns(self) -> tuple[Expression, ...]:
        """What has to be selected for it."""
        return (self.key,)


@dataclass(frozen=True, eq=False)
class Computed:
    """A value that a plain function of `resolvers` works out, and the columns that it reads."""

    columns: tuple[Expression, ...]


@dataclass(frozen=True, eq=False)
class Listed:
    """A list at the root in pages: all records of a type, as `filter` narrows and `sort` orders them.

    Where there is `about`, it can be asked for what is about one record, its `subject`.
    """

    type_name: str
    filter: type[Filter] | None = None
    sort: type[object] | None = None
    about: About | None = None


@dataclass(frozen=True, eq=False)
class Whole:
    """A short list at the root, given whole in an order."""

    type_name: str
    order: Expression


@dataclass(frozen=True, eq=False)
class Only:
    """The one record that a table holds."""

    type_name: str


@dataclass(frozen=True, eq=False)
class Referred:
    """The record at the root that an input `ref` names by id or number."""

    type_name: str
    ref: type[object]


@dataclass(frozen=True, eq=False)
class ById:
    """The record at the root that a global id names, of whatever type or only of one."""

    type_name: str | None = None


@dataclass(frozen=True, eq=False)
class ByIds:
    """The records at the root that global ids name, in their order, with null for what there is not."""


@dataclass(frozen=True, eq=False)
class Held:
    """The record or records whose keys a command's answer holds, or a part of it; `owner` is what they belong to by."""

    type_name: str
    held: Callable[[object], Sequence[int]]
    is_list: bool = False
    owner: Expression | None = None


FieldDeclaration = Stored | Parent | Children | Connected | Computed
RootDeclaration = Listed | Whole | Only | Referred | ById | ByIds
Declaration = FieldDeclaration | RootDeclaration | Held
