"""How the fields of a GraphQL type are stored, each declared once in its schema class.

A declaration says which columns a field needs and how its value is made of them; selecting only the asked-for columns,
loading a relation for all rows of a list at once and paging are drawn from it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import strawberry
from sqlalchemy import ColumnElement, FromClause

from ...models.money import minor_unit

Expression = ColumnElement[Any]
DECLARATION = "declaration"


@dataclass(frozen=True, eq=False)
class Stored:
    """A value made of one column, or of a few: `render` gets them in order."""

    columns: tuple[Expression, ...]
    render: Callable[..., object] | None = None


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
    link: tuple[FromClause, ColumnElement[bool]] | None = None
    where: ColumnElement[bool] | None = None

    @property
    def columns(self) -> tuple[Expression, ...]:
        """What has to be selected for it."""
        return (self.key,)


@dataclass(frozen=True, eq=False)
class Computed:
    """A value that a plain function of `resolvers` works out, and the columns that it reads."""

    columns: tuple[Expression, ...]


Declaration = Stored | Parent | Children | Computed


@dataclass(frozen=True, eq=False)
class Entity:
    """A GraphQL type that is stored: its table and the declarations of its fields by Python name."""

    name: str
    table: FromClause
    fields: dict[str, Declaration]


@dataclass(frozen=True, eq=False)
class Family:
    """The types that one table holds, told apart by a column; of most tables there is just one."""

    entities: tuple[Entity, ...]
    discriminator: Expression | None = None
    names: dict[str, str] = field(default_factory=dict)  # value of the discriminator -> type name

    @property
    def table(self) -> FromClause:
        """The table that all of them live in."""
        return self.entities[0].table

    @property
    def key(self) -> Expression:
        """The primary key."""
        return self.table.c.id

    def columns(self, names: frozenset[str]) -> list[Expression]:
        """The columns that the asked-for fields need, each once; the key comes first."""
        found: dict[int, Expression] = {id(self.key): self.key}
        if self.discriminator is not None:
            found[id(self.discriminator)] = self.discriminator
        for entity in self.entities:
            for name in names & entity.fields.keys():
                for column in entity.fields[name].columns:
                    found[id(column)] = column
        return list(found.values())


CATALOGUE: dict[str, Family] = {}


def catalogue(*classes: type, table: FromClause, discriminator: Expression | None = None, interface: str = "") -> None:
    """Enter schema classes that live in one table; `interface` names them together."""
    entities = tuple(Entity(one.__name__, table, _declared(one)) for one in classes)
    names = {_snake(one.__name__): one.__name__ for one in classes}
    family = Family(entities, discriminator, names)
    for entity in entities:
        CATALOGUE[entity.name] = family
    if interface:
        CATALOGUE[interface] = family


def _snake(name: str) -> str:
    """SalesOrder -> SALES_ORDER, as the discriminator column has it."""
    return "".join(f"_{c}" if c.isupper() and i else c for i, c in enumerate(name)).upper()


def _declared(cls: type) -> dict[str, Declaration]:
    definition = cls.__strawberry_definition__  # type: ignore[attr-defined]  # set by strawberry's decorator
    return {one.python_name: one.metadata[DECLARATION] for one in definition.fields if DECLARATION in one.metadata}


def stored(column: Expression, description: str, name: str | None = None) -> Any:
    """A field that is a column as it is; `name` is what the API calls it, where Python cannot."""
    return strawberry.field(name=name, description=description, metadata={DECLARATION: Stored((column,))})


def enumerated(column: Expression, kind: type, description: str) -> Any:
    """A field that is a column holding a member of an enum."""
    return _field(Stored((column,), lambda value: None if value is None else kind(value)), description)


def converted(column: Expression, render: Callable[..., object], description: str) -> Any:
    """A field that `render` makes of a column."""
    return _field(Stored((column,), render), description)


def measured(column: Expression, description: str) -> Any:
    """A quantity, price or per cent: plain notation without trailing zeros."""
    return _field(Stored((column,), normalized), description)


def money(column: Expression, currency: Expression, description: str) -> Any:
    """An amount at its currency's minor unit."""
    return _field(Stored((column, currency), at_minor_unit), description)


def computed(description: str, *columns: Expression, resolver: Callable[..., Any]) -> Any:
    """A field that `resolver` works out from `columns`."""
    return _field(Computed(columns), description, resolver)


def _field(declaration: Declaration, description: str, resolver: Callable[..., Any] | None = None) -> Any:
    metadata = {DECLARATION: declaration}
    if resolver is None:
        return strawberry.field(description=description, metadata=metadata)
    return strawberry.field(resolver=resolver, description=description, metadata=metadata)


def normalized(value: Decimal | None) -> Decimal | None:
    """Without trailing zeros; whole numbers without an exponent."""
    if value is None:
        return None
    short = Decimal(value).normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def at_minor_unit(value: Decimal | None, currency: str) -> Decimal | None:
    """At the places of its currency."""
    return None if value is None else Decimal(value).quantize(Decimal(1).scaleb(-minor_unit(currency)))
