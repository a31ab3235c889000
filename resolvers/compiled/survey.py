"""Which fields of the schema are compiled: each is asked for by itself, in a document that leads to it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from graphql import (
    DocumentNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
    parse,
)
from sqlalchemy import Dialect

from ..reading.catalogue import CATALOGUE
from ..reading.declarations import Computed
from ..reading.selection import python_name
from .coverage import reason
from .explaining import explained

Steps = tuple[tuple[str, str], ...]  # a type and one of its fields, from the query on
NOWHERE = "no list and no record leads to it"
ANY = {"Date": '"2026-01-01"'}  # a value of each type that an argument which must be given has


@dataclass(frozen=True)
class Covered:
    """A declared field of a stored type, and why it is not compiled; a function works out what is not `is_stored`."""

    name: str
    is_stored: bool
    reason: str | None


def survey(schema: GraphQLSchema, dialect: Dialect) -> tuple[Covered, ...]:
    """Every declared field of the catalogue, in its order."""
    ways = ways_to(schema)
    return tuple(
        Covered(f"{on}.{name}", is_stored, _reason(schema, ways, (on, name), dialect))
        for on, name, is_stored in _declared(schema)
    )


def ways_to(schema: GraphQLSchema) -> dict[str, Steps]:
    """A shortest way from the query to each type of records, by fields that need no arguments and are no function's."""
    found: dict[str, Steps] = {"Query": ()}
    waiting = deque(found)
    while waiting:
        on = waiting.popleft()
        for name, field in _object(schema, on).fields.items():
            by_function = on == "Query" and reason(_object(schema, on), name) is not None
            if by_function or any(map(is_required_argument, field.args.values())):
                continue
            for below in _types_below(schema, field):
                if below not in found:
                    found[below] = (*found[on], (on, name))
                    waiting.append(below)
    return found


def document_to(schema: GraphQLSchema, steps: Steps) -> str:
    """The document that asks for the field that steps lead to."""
    on, name = steps[-1]
    field = _object(schema, on).fields[name]
    called = f"{name}{_given(field)}"
    text = called if is_leaf_type(get_named_type(field.type)) else f"{called} {{ __typename }}"
    for (_, above), (below, _) in reversed(list(pairwise(steps))):
        text = f"{above} {{ ... on {below} {{ {text} }} }}"
    return f"{{ {text} }}"


def _given(field: GraphQLField) -> str:
    """The arguments that a field cannot be asked for without."""
    required = [name for name, one in field.args.items() if is_required_argument(one)]
    given = ", ".join(f"{name}: {ANY[get_named_type(field.args[name].type).name]}" for name in required)
    return f"({given})" if given else ""


def _declared(schema: GraphQLSchema) -> Iterator[tuple[str, str, bool]]:
    entities = {one.name: one for family in CATALOGUE.values() for one in family.entities.values()}
    for entity in entities.values():
        for name in _object(schema, entity.name).fields:
            declared = entity.fields.get(python_name(name))
            if declared is not None:
                yield entity.name, name, not isinstance(declared, Computed)


def _reason(schema: GraphQLSchema, ways: dict[str, Steps], field: tuple[str, str], dialect: Dialect) -> str | None:
    if field[0] not in ways:
        return NOWHERE
    document: DocumentNode = parse(document_to(schema, (*ways[field[0]], field)))
    (operation,) = document.definitions
    assert isinstance(operation, OperationDefinitionNode), "it has no fragments"
    found = explained(schema, document, operation, {}, dialect)
    return next((reason for one in found for reason in one.reasons), None)


def _types_below(schema: GraphQLSchema, field: GraphQLField) -> list[str]:
    named = get_named_type(field.type)
    if is_abstract_type(named):
        return [one.name for one in schema.get_possible_types(named)]
    return [named.name] if isinstance(named, GraphQLObjectType) else []


def _object(schema: GraphQLSchema, name: str) -> GraphQLObjectType:
    found = schema.type_map[name]
    assert isinstance(found, GraphQLObjectType), "a type of records"
    return found
