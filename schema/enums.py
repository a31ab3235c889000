"""Publishes the vocabulary as GraphQL enums, each with its docstring as the description."""

import inspect
from enum import Enum

import strawberry

from ..models import vocabulary
from ..resolvers import filters
from .enum_members import MEMBERS

ENUMS: tuple[type[Enum], ...] = (
    *(
        one
        for _, one in inspect.getmembers(vocabulary, inspect.isclass)
        if issubclass(one, Enum) and one.__module__.startswith(f"{vocabulary.__name__}.")
    ),
    filters.SortDirection,
)


def publish() -> None:
    """Make each enum known to strawberry; once, when the schema is imported."""
    for one in ENUMS:
        published = strawberry.enum(one, description=inspect.getdoc(one))
        definition = published.__strawberry_definition__  # type: ignore[attr-defined]  # set by strawberry
        for value in definition.values:
            value.description = MEMBERS.get((one.__name__, value.name))


publish()
