"""The wrong values of a request as errors: those of its literals, then those of its variables, at most twenty.

A variable has its place where it is first used: `$d` at `input.details` and wrong at `[0].quantity` is wrong at
details, 0, quantity (access 6.3.1).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from graphql import DocumentNode, GraphQLError, GraphQLInputType, GraphQLSchema, OperationDefinitionNode, type_from_ast
from graphql.type import is_input_type, is_non_null_type

from ..resolvers.errors import ErrorCode, RequestError
from .checking import Spot, Wrong, check, missing
from .places import INPUT, Place, Places, root_fields_of_fragments

MOST_ERRORS = 20


def wrong_values(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, object],
    places: Places,
) -> list[GraphQLError]:
    """What is wrong with the values of a document that is valid otherwise."""
    below = root_fields_of_fragments(document, operation)
    uses: dict[str, Place] = {}
    for name, place in places.uses:
        if place.within is operation or place.definition in below:
            uses.setdefault(name, place)
    found = _all(schema, operation, variables, places, uses)
    return [_error(wrong, place, below, variable) for wrong, place, variable in islice(found, MOST_ERRORS)]


def _all(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    variables: Mapping[str, object],
    places: Places,
    uses: Mapping[str, Place],
) -> Iterator[tuple[Wrong, Place, str | None]]:
    for place, wrong in places.wrong:
        yield wrong, place, None
    for within, name, wrong in places.wrong_defaults:
        place = uses.get(name) or Place(None, within, None, Spot(()))
        yield replace(wrong, path=(*place.spot.path, *wrong.path)), place, name
    for definition in operation.variable_definitions or ():
        name, type_ = definition.variable.name.value, type_from_ast(schema, definition.type)
        if name not in uses or not is_input_type(type_):
            continue
        place = uses[name]
        if name in variables:
            for wrong in _in_value(variables[name], type_, place.spot):
                yield wrong, place, name
        elif is_non_null_type(type_) and definition.default_value is None:
            yield missing(type_, place.spot), place, name


def _in_value(value: object, type_: GraphQLInputType, spot: Spot) -> Iterator[Wrong]:
    return (found for found in check(value, type_, spot) if isinstance(found, Wrong))


def _error(wrong: Wrong, place: Place, below: Mapping[str, str | None], variable: str | None) -> GraphQLError:
    nodes = None if wrong.node is None else [wrong.node]
    message = f"{'.'.join(wrong.path) or INPUT}: {wrong.message}"
    error = RequestError(ErrorCode.BAD_USER_INPUT, message, params=wrong.params, path=wrong.path, nodes=nodes)
    field = (place.definition and below.get(place.definition)) or place.field
    more = {"field": field, "variable": variable}
    error.extensions = (error.extensions or {}) | {name: value for name, value in more.items() if value is not None}
    return error
