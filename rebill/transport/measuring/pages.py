"""How many records a field asks for with `first` or `last`: a literal, or the value of a variable (access 5.2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graphql import FieldNode, IntValueNode, OperationDefinitionNode, ValueNode, VariableNode

from ...resolvers.reading.keyset import DEFAULT_PAGE
from .prices import PAGE_ARGUMENTS

LONGEST_NUMBER = 18  # digits; of a longer one it is enough to know that it is longer
MOST = 10**18
Sizes = tuple[int | None, ...]


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


def variables_of(node: FieldNode) -> Iterator[str]:
    """The variables that say how long a field's page is."""
    for argument in node.arguments or ():
        if argument.name.value in PAGE_ARGUMENTS and isinstance(argument.value, VariableNode):
            yield argument.value.name.value


def sizes_of(operation: OperationDefinitionNode, given: Mapping[str, object], names: Sequence[str]) -> Sizes:
    """What some variables say as sizes of pages: all that a measure depends on beside the document."""
    if not names:
        return ()
    values = values_of(operation, given)
    return tuple(_whole(values.get(name)) for name in names)


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
        is_long = len(value.value) > LONGEST_NUMBER
        return _held(value.value.startswith("-")) if is_long else int(value.value)
    return _whole(variables.get(value.name.value)) if isinstance(value, VariableNode) else None


def _whole(given: object) -> int | None:
    if isinstance(given, bool) or not isinstance(given, int | float) or given % 1:
        return None
    whole: int = _held(given < 0) if abs(given) >= MOST else int(given)
    return whole


def _held(is_negative: bool) -> int:
    return -MOST if is_negative else MOST
