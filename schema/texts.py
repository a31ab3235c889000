"""Text at the door: whatever comes in as a String or an ID can be held by either engine (access 6.3.6).

The two scalars are GraphQL's own, of which a schema can have no others: introspection uses the same objects. So it is
these that are told to look, once, and every field, argument, variable, literal and default value is covered by it.
"""

from collections.abc import Callable

from graphql import ConstValueNode, GraphQLID, GraphQLScalarType, GraphQLString

from ..models.storable import unstorable
from .scalars import Unfit


class UnstorableText(Unfit):
    """A text that no database holds."""


def _checked(text: str) -> str:
    character = unstorable(text)
    if character is not None:
        raise UnstorableText("unstorable", character=character)
    return text


def _looking(scalar: GraphQLScalarType) -> None:
    """Let a scalar look at what comes in."""
    of_value, of_literal = scalar.coerce_input_value, scalar.coerce_input_literal
    assert of_literal is not None, "GraphQL's own scalars read literals"
    read: Callable[[ConstValueNode], str] = of_literal
    scalar.coerce_input_value = lambda value: _checked(of_value(value))
    scalar.coerce_input_literal = lambda node: _checked(read(node))


for _scalar in (GraphQLString, GraphQLID):  # once, when the schema is imported
    _looking(_scalar)
