"""Every place of the schema where a value comes in, found by walking it, so that a new field is tested unasked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_composite_type,
)

from tests.api import SCHEMA

ROOTS = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}


@dataclass(frozen=True)
class RootField:
    """A field of a root type, with its arguments and their types."""

    operation: str
    name: str
    arguments: dict[str, GraphQLInputType]
    is_record: bool

    def document(self) -> str:
        """An operation that takes each argument from a variable of its name."""
        heads = ", ".join(f"${name}: {type_}" for name, type_ in self.arguments.items())
        used = ", ".join(f"{name}: ${name}" for name in self.arguments)
        return f"{self.operation}({heads}) {{ {self.name}({used}) {self.selection()} }}"

    def literal(self, values: dict[str, Any]) -> str:
        """The operation with its arguments written into it."""
        parts = ", ".join(f"{name}: {written(value, self.arguments[name])}" for name, value in values.items())
        arguments = f"({parts})" if parts else ""
        return f"{self.operation} {{ {self.name}{arguments} {self.selection()} }}"

    def selection(self) -> str:
        """What is asked of the answer: its type, and of a refusal what is wrong."""
        problems = " ... on Rejection { problems { code path } }"
        is_answer = self.operation == "mutation" or self.name.startswith("plan")
        return f"{{ __typename{problems if is_answer else ''} }}" if self.is_record else ""


def root_fields() -> Iterator[RootField]:
    """Every root field that takes arguments."""
    for operation, name in ROOTS.items():
        for field_name, field in SCHEMA._schema.type_map[name].fields.items():  # type: ignore[attr-defined]  # an object
            arguments = {one: argument.type for one, argument in field.args.items()}
            if arguments:
                yield RootField(operation, field_name, arguments, is_composite_type(get_named_type(field.type)))


def leaves(type_: GraphQLInputType, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every scalar and enum below a type: its path, and the name of its type; of a list the first member."""
    if isinstance(type_, GraphQLNonNull):
        yield from leaves(type_.of_type, path)
    elif isinstance(type_, GraphQLList):
        yield from leaves(type_.of_type, (*path, "0"))
    elif isinstance(type_, GraphQLInputObjectType):
        for name, field in type_.fields.items():
            yield from leaves(field.type, (*path, name))
    else:
        yield path, "Enum" if isinstance(type_, GraphQLEnumType) else get_named_type(type_).name


def written(value: Any, type_: Any) -> str:
    """A value of JSON as a literal; names of enums stand without quotes."""
    named = get_named_type(type_)
    if isinstance(value, list):
        return "[" + ", ".join(written(one, type_) for one in value) + "]"
    if isinstance(value, dict) and isinstance(named, GraphQLInputObjectType):
        return "{" + ", ".join(f"{name}: {written(one, named.fields[name].type)}" for name, one in value.items()) + "}"
    if isinstance(value, str) and isinstance(named, GraphQLEnumType):
        return value
    return "1e400" if value == float("inf") else json.dumps(value)


def planted(value: Any, path: tuple[str, ...], hostile: Any) -> Any:
    """A value with something else at a path; lists and objects on the way are made where there are none."""
    if not path:
        return hostile
    first, *rest = path
    if first.isdecimal():
        held = value if isinstance(value, list) and value else [None]
        return [planted(held[0], tuple(rest), hostile), *held[1:]]
    held_fields = value if isinstance(value, dict) else {}
    return held_fields | {first: planted(held_fields.get(first), tuple(rest), hostile)}


def exists(value: Any, path: tuple[str, ...]) -> bool:
    """Whether a path leads to something in a value, or to what is missing from it."""
    for place, name in enumerate(path):
        if isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        elif isinstance(value, dict) and name in value:
            value = value[name]
        else:
            return place == len(path) - 1 or value is None
    return True
