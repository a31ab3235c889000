"""How many records a field asks for with `first` or `last`: a literal, or the value of a variable (access 5.2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import FieldNode, IntValueNode, OperationDefinitionNode, ValueNode, VariableNode

from ..resolvers.reading.keyset import DEFAULT_PAGE
from .prices import PAGE_ARGUMENTS

LONGEST_NUMBER = 18  # digits; no Int is longer, so that longer ones are refused where they are coerced


@dataclass(frozen=True)
class Page:
    """A size that was asked for, and by which argument; the usual one where `argument` is None."""

    size: int
    argument: str | None = None

    @property
    def records(self) -> int:
        """How many records there can be."""
        return max(0, self.size)


def page_of(node: FieldNode, variables: Mapping[str, object]) -> Page:
    """The page that a field asks for; the longer one where it gives both arguments, which is refused later."""
    found = [
        Page(size, argument.name.value)
        for argument in node.arguments or ()
        if argument.name.value in PAGE_ARGUMENTS and (size := _size(argument.value, variables)) is not None
    ]
    return max(found, key=lambda page: abs(page.size), default=Page(DEFAULT_PAGE))


def values_of(operation: OperationDefinitionNode, given: Mapping[str, object]) -> dict[str, object]:
    """The whole numbers that an operation's variables stand for, given or by default."""
    found: dict[str, object] = {}
    for definition in operation.variable_definitions or ():
        name, default = definition.variable.name.value, definition.default_value
        if name in given:
            found[name] = given[name]
        elif default is not None:
            found[name] = _size(default, {})
    return found


def _size(value: ValueNode, variables: Mapping[str, object]) -> int | None:
    """A whole number, as Int is coerced; None for whatever is none."""
    if isinstance(value, IntValueNode):
        return int(value.value) if len(value.value) <= LONGEST_NUMBER else None
    if not isinstance(value, VariableNode):
        return None
    given = variables.get(value.name.value)
    if isinstance(given, bool) or not isinstance(given, int | float) or given != given or abs(given) >= 10**18:
        return None
    return int(given) if given == int(given) else None
