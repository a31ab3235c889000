"""The way from the query to each field of the schema, so that every field is asked for in turn."""

from collections import deque
from dataclasses import dataclass
from functools import cache

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
)

from rebill.resolvers.reading.catalogue import CATALOGUE
from rebill.resolvers.reading.declarations import Computed
from rebill.transport.measuring.prices import DEAR

MOVES = {"LedgerCheck.checkedAt"}  # with the clock
STEPPING_STONES = ("node", "nodes")  # records are reached by their ids where they have any


@dataclass(frozen=True)
class Step:
    """A field of a type."""

    on: str
    name: str

    def __str__(self) -> str:
        return f"{self.on}.{self.name}"


Path = tuple[Step, ...]


@cache
def paths(schema: GraphQLSchema) -> tuple[Path, ...]:
    """A shortest way to every field that a query can reach, but those that are dear and those that never stand still."""
    found: dict[str, Path] = {"Query": ()}
    waiting = deque(["Query"])
    every: list[Path] = []
    while waiting:
        on = waiting.popleft()
        for name, declared in schema.type_map[on].fields.items():  # type: ignore[attr-defined]  # objects only
            step = Step(on, name)
            if str(step) in MOVES or is_dear(step):
                continue
            every.append((*found[on], step))
            for below in _types(schema, get_named_type(declared.type)):
                if below not in found:
                    found[below] = (*found[on], step)
                    waiting.append(below)
    return tuple(every)


def is_dear(step: Step) -> bool:
    """Whether a field is worked out, from whole books perhaps: asked for now and then only."""
    return str(step) in DEAR or str(step) in _computed() or str(step) in MOVES


@cache
def _computed() -> frozenset[str]:
    """The fields that a function works out, by their names in the API."""
    return frozenset(
        f"{entity.name}.{_api_name(name)}"
        for family in CATALOGUE.values()
        for entity in family.entities.values()
        for name, declared in entity.fields.items()
        if isinstance(declared, Computed)
    )


def _api_name(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(map(str.capitalize, rest))


def _types(schema: GraphQLSchema, named: object) -> list[str]:
    if isinstance(named, GraphQLInterfaceType | GraphQLUnionType):
        return [one.name for one in schema.get_possible_types(named)]
    return [named.name] if isinstance(named, GraphQLObjectType) else []
