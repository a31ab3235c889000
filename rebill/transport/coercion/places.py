"""Where values stand in a document: every argument, and every variable in one; literals are checked on the way.

This is a rule of validation, so that it sees the document in the one walk that validation makes of it. It takes the
place of GraphQL's rule for literals, whose errors know no path.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    InlineFragmentNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
)

from ...resolvers.list_sizes import MOST_MEMBERS
from ...resolvers.reading.keyset import LONGEST_PAGE
from .checking import MOST_ERRORS, Spot, Use, Wrong, check

MOST = {"orderBy": 5, "ids": LONGEST_PAGE}  # of lists, by the name of their argument (access 5.2)
INPUT = "input"


@dataclass(frozen=True)
class Place:
    """Where a value stands: the definition, the first field in it on the way there, and the spot in its input."""

    definition: str | None  # the name of a fragment; None in an operation
    within: Node  # the operation or fragment
    field: str | None
    spot: Spot


@dataclass
class Places:
    """What a walk over a document has found."""

    wrong: list[tuple[Place, Wrong]] = field(default_factory=list)
    uses: list[tuple[Use, Place]] = field(default_factory=list)  # of variables, in the order of the document

    def rule(self, context: ValidationContext) -> ValidationRule:
        """The rule that finds them."""
        return _Rule(context, self)


class _Rule(ValidationRule):
    def __init__(self, context: ValidationContext, places: Places) -> None:
        super().__init__(context)
        self._places = places

    def enter_argument(
        self, node: ArgumentNode, _key: object, _parent: object, _path: object, above: list[Node]
    ) -> None:
        """Check the literals of an argument and note its variables."""
        argument = self.context.get_argument()
        if argument is None or len(self._places.wrong) >= MOST_ERRORS:
            return  # of an argument that there is not another rule tells
        name = node.name.value
        suggests = not self.context.hide_suggestions
        at = Spot((), None, suggests) if name == INPUT else Spot((name,), MOST.get(name, MOST_MEMBERS), suggests)
        within = next(one for one in above if isinstance(one, OperationDefinitionNode | FragmentDefinitionNode))
        fragment = within.name.value if isinstance(within, FragmentDefinitionNode) else None
        for found in check(node.value, argument.type, at):
            place = Place(fragment, within, _first_field(above), found.spot if isinstance(found, Use) else at)
            if isinstance(found, Use):
                self._places.uses.append((found, place))
            else:
                self._places.wrong.append((place, found))
            if len(self._places.wrong) >= MOST_ERRORS:  # what comes after them is not told, nor looked at
                return


def _first_field(above: list[Node]) -> str | None:
    return next((response_key(one) for one in above if isinstance(one, FieldNode)), None)


def response_key(node: FieldNode) -> str:
    """The name that a field has in the response."""
    return (node.alias or node.name).value


def root_fields_of_fragments(document: DocumentNode, operation: OperationDefinitionNode) -> Mapping[str, str | None]:
    """The fragments that an operation reaches: each with the root field below which, None where on the root itself.

    Every fragment is gone through once, from where it is reached first.
    """
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    found: dict[str, str | None] = {}
    waiting: list[tuple[SelectionSetNode, str | None]] = [(operation.selection_set, None)]
    while waiting:
        selection, key = waiting.pop()
        inner = list(_inner(selection, key, fragments, found))
        waiting.extend(reversed(inner))
    return found


def _inner(
    selection: SelectionSetNode,
    key: str | None,
    fragments: Mapping[str, FragmentDefinitionNode],
    found: dict[str, str | None],
) -> Iterator[tuple[SelectionSetNode, str | None]]:
    for node in selection.selections:
        if isinstance(node, FieldNode):
            if node.selection_set is not None:
                yield node.selection_set, key or response_key(node)
        elif isinstance(node, InlineFragmentNode):
            yield node.selection_set, key
        else:
            name = node.name.value  # type: ignore[attr-defined]  # the third kind: a spread
            if name in fragments and name not in found:
                found[name] = key
                yield fragments[name].selection_set, key
