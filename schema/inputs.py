"""Publishes commands and filters as GraphQL inputs: each class is written once, in the layer that uses it."""

import dataclasses
import inspect
from collections.abc import Mapping
from functools import cache
from typing import Any

import strawberry
from strawberry.schema.name_converter import NameConverter
from strawberry.types import get_object_definition, has_object_definition
from strawberry.types.arguments import InputContext
from strawberry.types.base import StrawberryList, StrawberryOptional, StrawberryType
from strawberry.types.lazy_type import LazyType

from ..posting import commands
from ..resolvers import filters
from ..resolvers.computed import points

ONE_OF = (
    commands.OrderRef,
    commands.InvoiceRef,
    commands.CustomerRef,
    commands.ProductRef,
    commands.CorrectionRuleInput,
    commands.PostingInput,
    filters.OrderSort,
    filters.InvoiceSort,
    filters.ActualSort,
    points.ExplainRef,
    points.LedgerPoint,
)


def _input_name(one: type) -> str:
    """Commands are called …Input in the API; references, filters and sorts keep their names."""
    return f"{one.__name__}Input" if issubclass(one, commands.Command) else one.__name__


def _publish(one: type) -> None:
    said = {plain.name: plain.metadata for plain in dataclasses.fields(one)}  # strawberry makes new fields without it
    one_of = one in ONE_OF
    strawberry.input(one, name=_input_name(one), description=inspect.getdoc(one), one_of=one_of)
    for plain in dataclasses.fields(one):
        plain.metadata = said[plain.name]  # what posting declares of texts and lists
    for made in get_object_definition(one, strict=True).fields:
        made.description = said[made.python_name].get("description")
        made.graphql_name = said[made.python_name].get("name")
        if made.default is None:  # null is not worth a default in the SDL
            made.default = made.default_value = dataclasses.MISSING
    get_object_definition(one, strict=True).from_input = _built


@dataclasses.dataclass(frozen=True)
class Member:
    """A field of an input: its names in the API and in Python, and its type where its value is not taken as it is."""

    api_name: str
    name: str
    built_as: StrawberryType | type | None


def _built(kind: type, given: Mapping[str, Any], context: InputContext) -> Any:
    """An input from what GraphQL made of its values: strawberry finds out for each value anew what its type takes."""
    values: dict[str, Any] = {}
    for one in _members(kind, context.config.name_converter):
        value = given.get(one.api_name, dataclasses.MISSING)
        if value is dataclasses.MISSING:
            continue
        if one.built_as is not None:
            value = context.convert(value, one.built_as, one.api_name)
        values[one.name] = value
    return kind(**{**_left_out(kind), **values})


@cache
def _members(kind: type, names: NameConverter) -> tuple[Member, ...]:
    definition = get_object_definition(kind, strict=True)
    found = []
    for made in definition.fields:
        resolved = made.resolve_type(type_definition=definition)
        as_it_is = not _has_parts(resolved)
        name = names.get_graphql_name(made)
        found.append(Member(name, made.python_name, None if as_it_is else resolved))
    return tuple(found)


@cache
def _left_out(kind: type) -> Mapping[str, None]:
    """What may be left out, and has no other default."""
    made = get_object_definition(kind, strict=True).fields
    return {one.python_name: None for one in made if one.default_value is dataclasses.MISSING}


def _has_parts(kind: StrawberryType | type) -> bool:
    """Whether values of a type are lists or inputs, which are made of others."""
    if isinstance(kind, StrawberryOptional):
        return _has_parts(kind.of_type)
    return isinstance(kind, StrawberryList | LazyType) or has_object_definition(kind)


for _module in (commands, filters, points):
    for _, _one in inspect.getmembers(_module, inspect.isclass):
        if (
            dataclasses.is_dataclass(_one)
            and _one.__module__.startswith(_module.__name__)
            and _one is not commands.Command
        ):
            _publish(_one)
