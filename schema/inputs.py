"""Publishes commands and filters as GraphQL inputs: each class is written once, in the layer that uses it."""

import dataclasses
import inspect

import strawberry
from strawberry.types import get_object_definition

from ..posting import commands
from ..resolvers import filters
from ..resolvers.computed import points

ONE_OF = (
    commands.OrderRef,
    commands.InvoiceRef,
    commands.CustomerRef,
    commands.ProductRef,
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


for _module in (commands, filters, points):
    for _, _one in inspect.getmembers(_module, inspect.isclass):
        if (
            dataclasses.is_dataclass(_one)
            and _one.__module__.startswith(_module.__name__)
            and _one is not commands.Command
        ):
            _publish(_one)
