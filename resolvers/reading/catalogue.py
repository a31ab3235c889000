"""The catalogue: every type that is stored, its table and what its fields declare; schema classes enter themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from sqlalchemy import FromClause
from strawberry.types import get_object_definition

from ...models.vocabulary import Scope
from .declarations import Declaration, FieldDeclaration, Stored
from .renderings import Identified
from .sources import Expression

DECLARATION = "declaration"  # where a field of a schema class keeps it among its metadata


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
    only_for: Scope | None = None  # to others there are no such records

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


def has_global_id(type_name: str) -> bool:
    """Whether there are records of exactly this type that a global id can name."""
    family = CATALOGUE.get(type_name)
    return family is not None and any(one.name == type_name and "id" in one.fields for one in family.entities.values())


def types_in(table: FromClause) -> set[str]:
    """The types whose records a table holds."""
    return {one.name for family in CATALOGUE.values() if family.table is table for one in family.entities.values()}


def catalogue(
    *classes: type,
    table: FromClause,
    discriminator: Expression | None = None,
    interface: str = "",
    only_for: Scope | None = None,
) -> None:
    """Enter schema classes that live in one table; `interface` names them together; some are seen `only_for` some."""
    values = {"" if discriminator is None else _capitals(one.__name__): one for one in classes}
    names = MappingProxyType({value: one.__name__ for value, one in values.items()})
    identified = Stored(table.c.id, Identified(names, discriminator))
    family = Family(
        {value: Entity(one.__name__, table, _fields(one, identified)) for value, one in values.items()},
        discriminator,
        only_for,
    )
    for name in (*names.values(), *([interface] if interface else [])):
        CATALOGUE[name] = family


def _capitals(name: str) -> str:
    """SalesOrder -> SALES_ORDER, as the discriminator column has it."""
    return "".join(f"_{c}" if c.isupper() and i else c for i, c in enumerate(name)).upper()


def _fields(cls: type, identified: Stored) -> dict[str, FieldDeclaration]:
    """The fields of a class that are declared; its global id, where it has one, is what its key is rendered as."""
    found = {name: one for name, one in declarations_of(cls).items() if isinstance(one, FieldDeclaration)}
    has_id = get_object_definition(cls, strict=True).get_field("id") is not None
    return {"id": identified, **found} if has_id else found


def declarations_of(cls: type) -> dict[str, Declaration]:
    """What a schema class declares, by the Python names of its fields."""
    fields = get_object_definition(cls, strict=True).fields
    return {one.python_name: one.metadata[DECLARATION] for one in fields if DECLARATION in one.metadata}
