"""How the fields of a GraphQL type are stored, each declared once in its schema class.

A declaration says which columns a field needs and how its value is made of them, or which records it leads to. Drawn
from it are: selecting only the asked-for columns, loading a relation for all rows of a list at once, paging, exports.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Protocol

from sqlalchemy import ColumnElement, FromClause

from .renderings import Identified, Rendering, beside
from .sources import Expression, Source, expression

DECLARATION = "declaration"
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
    """A list at the root in pages: all records of a type, as `filter` narrows and `sort` orders them."""

    type_name: str
    filter: type[Filter] | None = None
    sort: type[object] | None = None


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


FieldDeclaration = Stored | Parent | Children | Connected | Computed
RootDeclaration = Listed | Whole | Only | Referred
Declaration = FieldDeclaration | RootDeclaration


@dataclass(frozen=True, eq=False)
class Entity:
    """A GraphQL type that is stored: its table and the declarations of its fields by Python name."""

    name: str
    table: FromClause
    fields: Mapping[str, FieldDeclaration]


@dataclass(frozen=True, eq=False)
class Family:
    """The types that one table holds, told apart by a column; of most tables there is just one."""

    entities: Mapping[str, Entity]  # by the value of the discriminator; "" where there is none
    discriminator: Expression | None = None

    @cached_property
    def table(self) -> FromClause:
        """The table that all of them live in."""
        return next(iter(self.entities.values())).table

    @cached_property
    def key(self) -> Expression:
        """The primary key."""
        return self.table.c.id

    def columns(self, names: Iterable[str]) -> list[Expression]:
        """The columns that the asked-for fields need, each once; the key comes first."""
        found: dict[int, Expression] = {id(self.key): self.key}
        if self.discriminator is not None:
            found[id(self.discriminator)] = self.discriminator
        wanted = frozenset(names)
        for entity in self.entities.values():
            for name in wanted & entity.fields.keys():
                for column in entity.fields[name].columns:
                    found[id(column)] = column
        return list(found.values())


CATALOGUE: dict[str, Family] = {}


def declared(type_name: str, field: str) -> FieldDeclaration:
    """What a type, or an interface by the first of its types that has it, declares of a field; KeyError for none."""
    entities = CATALOGUE[type_name].entities.values()
    return next((one.fields for one in entities if field in one.fields), {})[field]


def catalogue(*classes: type, table: FromClause, discriminator: Expression | None = None, interface: str = "") -> None:
    """Enter schema classes that live in one table; `interface` names them together."""
    values = {"" if discriminator is None else _capitals(one.__name__): one for one in classes}
    names = MappingProxyType({value: one.__name__ for value, one in values.items()})
    identified = Stored(table.c.id, Identified(names, discriminator))
    family = Family(
        {value: Entity(one.__name__, table, _fields(one, identified)) for value, one in values.items()}, discriminator
    )
    for name in (*names.values(), *([interface] if interface else [])):
        CATALOGUE[name] = family


def _capitals(name: str) -> str:
    """SalesOrder -> SALES_ORDER, as the discriminator column has it."""
    return "".join(f"_{c}" if c.isupper() and i else c for i, c in enumerate(name)).upper()


def _fields(cls: type, identified: Stored) -> dict[str, FieldDeclaration]:
    """The fields of a class that are declared, its global id among them: that is what its key is rendered as."""
    found = {name: one for name, one in declarations_of(cls).items() if isinstance(one, FieldDeclaration)}
    return {"id": identified, **found}


def declarations_of(cls: type) -> dict[str, Declaration]:
    """What a schema class declares, by the Python names of its fields."""
    definition = cls.__strawberry_definition__  # type: ignore[attr-defined]  # set by strawberry's decorator
    return {one.python_name: one.metadata[DECLARATION] for one in definition.fields if DECLARATION in one.metadata}
