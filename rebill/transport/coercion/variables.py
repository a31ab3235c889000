"""The wrong values of a request as errors: those of its literals, then those of its variables, at most twenty.

A variable has its place where it is first used: `$d` at `input.details` and wrong at `[0].quantity` is wrong at
details, 0, quantity (access 6.3.1). Null is wrong wherever it is used that cannot do with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TypeAlias

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLInputType,
    GraphQLSchema,
    NullValueNode,
    OperationDefinitionNode,
    VariableDefinitionNode,
    type_from_ast,
)
from graphql.type import is_input_type, is_non_null_type

from ...resolvers.errors import ErrorCode, RequestError
from .checking import MOST_ERRORS, Spot, Use, Wrong, check, missing
from .places import INPUT, Place, Places, root_fields_of_fragments

Found: TypeAlias = tuple[Wrong, Place, str | None]  # what, where, and the variable that carried it
Uses: TypeAlias = Mapping[str, Sequence[tuple[Use, Place]]]


@dataclass(frozen=True)
class Declared:
    """A variable of an operation that is used: its type, where it is first used, and every place."""

    definition: VariableDefinitionNode
    type: GraphQLInputType
    place: Place
    uses: Sequence[tuple[Use, Place]]


@dataclass(frozen=True)
class Checked:
    """A document that is valid otherwise: what is wrong with the values in it, and what its variables must meet."""

    wrong: tuple[Found, ...]
    variables: tuple[Declared, ...]
    below: Mapping[str, str | None]


def checked(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    places: Places,
    *,
    suggests: bool = True,
) -> Checked:
    """What there is to say of a document's values whatever its variables stand for, once for all of its requests."""
    below = root_fields_of_fragments(document, operation)
    uses: dict[str, list[tuple[Use, Place]]] = {}
    for use, place in places.uses:
        if place.within is operation or place.definition in below:
            uses.setdefault(use.name, []).append((use, place))
    literals = ((wrong, place, None) for place, wrong in places.wrong)
    wrong = tuple(
        islice(
            chain(literals, _in_defaults(schema, document, operation, uses, Spot((), suggests=suggests))), MOST_ERRORS
        )
    )
    return Checked(wrong, tuple(_declared(schema, operation, uses)), below)


def wrong_values(checked: Checked, variables: Mapping[str, object]) -> list[GraphQLError]:
    """What is wrong with the values of a request: those in its document, then those of its variables."""
    found = chain(checked.wrong, _in_variables(checked.variables, variables))
    return [_error(wrong, place, checked.below, variable) for wrong, place, variable in islice(found, MOST_ERRORS)]


def _declared(schema: GraphQLSchema, operation: OperationDefinitionNode, uses: Uses) -> Iterator[Declared]:
    for definition in operation.variable_definitions or ():
        name, type_ = definition.variable.name.value, type_from_ast(schema, definition.type)
        if name in uses and is_input_type(type_):
            yield Declared(definition, type_, _place(uses[name]), uses[name])


def _in_defaults(
    schema: GraphQLSchema, document: DocumentNode, chosen: OperationDefinitionNode, uses: Uses, nowhere: Spot
) -> Iterator[Found]:
    """What is wrong with the default values of all operations."""
    for operation in document.definitions:
        if isinstance(operation, OperationDefinitionNode):
            used = uses if operation is chosen else {}
            for definition in operation.variable_definitions or ():
                name, type_ = definition.variable.name.value, type_from_ast(schema, definition.type)
                place = _place(used[name]) if name in used else Place(None, operation, None, nowhere)
                if definition.default_value is not None and is_input_type(type_):
                    for wrong in _in_value(definition.default_value, type_, place.spot):
                        yield wrong, place, name


def _in_variables(declared: Sequence[Declared], variables: Mapping[str, object]) -> Iterator[Found]:
    for one in declared:
        name, place = one.definition.variable.name.value, one.place
        if variables.get(name) is not None or (name in variables and is_non_null_type(one.type)):
            for wrong in _in_value(variables[name], one.type, place.spot):
                yield wrong, place, name
        elif is_non_null_type(one.type) and one.definition.default_value is None:
            yield missing(one.type, place.spot), place, name
        else:
            yield from _where_null(one.definition, variables, one.uses)


def _where_null(
    definition: VariableDefinitionNode, variables: Mapping[str, object], uses: Sequence[tuple[Use, Place]]
) -> Iterator[Found]:
    """The first place that cannot do with what a variable stands for: null, or nothing at all.

    GraphQL finds this only when it comes to that field, when the mutations before it are carried out.
    """
    name, default = definition.variable.name.value, definition.default_value
    is_given = name in variables
    if not is_given and default is not None and not isinstance(default, NullValueNode):
        return
    for use, place in uses:
        if use.null is not None and (is_given or use.is_only_key):
            yield use.null, place, name
            return


def _place(uses: Sequence[tuple[Use, Place]]) -> Place:
    """Where a variable is first used, with the shortest list that any of its places takes."""
    place = uses[0][1]
    most = min((use.spot.most for use, _ in uses if use.spot.most is not None), default=None)
    return replace(place, spot=replace(place.spot, most=most))


def _in_value(value: object, type_: GraphQLInputType, spot: Spot) -> Iterator[Wrong]:
    return (found for found in check(value, type_, spot) if isinstance(found, Wrong))


def _error(wrong: Wrong, place: Place, below: Mapping[str, str | None], variable: str | None) -> GraphQLError:
    nodes = None if wrong.node is None else [wrong.node]
    words = {**wrong.words, "at": ".".join(wrong.path) or INPUT}
    error = RequestError(
        ErrorCode.BAD_USER_INPUT, wrong.variant, params=wrong.params, words=words, path=wrong.path, nodes=nodes
    )
    field = (place.definition and below.get(place.definition)) or place.field
    more = {"field": field, "variable": variable}
    error.extensions = (error.extensions or {}) | {name: value for name, value in more.items() if value is not None}
    return error
