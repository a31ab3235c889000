"""What an answer cost, counted in its text: an object that costs a point begins with `{"`, as no text inside does.

Of an operation it is known beforehand which of its objects cost nothing, and how they begin. Where that cannot be told
apart, or a list is longer than what counts of it, the answer is looked through value by value (`spent`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from .measure import ROOTS, Fragments
from .prices import Price, Tariff
from .spent import FREE


@dataclass(frozen=True)
class Counting:
    """How objects begin that cost nothing, and the leaves that cost something, with their points."""

    free: tuple[bytes, ...]
    dear: tuple[tuple[bytes, int], ...]

    def points(self, data: bytes) -> int:
        """What an answer cost, of which no list is longer than what counts of it; the data itself costs nothing."""
        objects = data.count(b'{"') - 1 - sum(data.count(begin) for begin in self.free)
        return objects + sum(points * data.count(key) for key, points in self.dear)


@dataclass(frozen=True)
class Place:
    """A field in a selection; one that is not sure may be left out, or be of another type."""

    name: str
    node: FieldNode
    price: Price
    is_sure: bool


Sets = Sequence[tuple[SelectionSetNode, str | None, bool]]  # the last is whether it is sure to be there


class Untold(Exception):
    """Objects that cannot be told apart by how they begin."""


def counting(operation: OperationDefinitionNode, fragments: Fragments, tariff: Tariff) -> Counting | None:
    """How to count what answers of a valid operation cost; None where only looking through them tells."""
    root = [(operation.selection_set, ROOTS[operation.operation], True)]
    leaves: dict[str, set[int]] = {}
    left: list[Sets] = [root]
    try:
        beginnings = {0: set[str](), 1: set(_first(list(_places(root, fragments, tariff))))}
        while left:
            left.extend(_looked(left.pop(), fragments, tariff, beginnings, leaves))
    except Untold:
        return None
    dear = {name: points for name, points in leaves.items() if points != {0}}
    if beginnings[0] & beginnings[1] or any(len(points) > 1 for points in dear.values()):
        return None
    return Counting(
        tuple(f'{{"{name}":'.encode() for name in sorted(beginnings[0])),
        tuple((f'"{name}":'.encode(), points.pop()) for name, points in sorted(dear.items())),
    )


def _looked(
    sets: Sets, fragments: Fragments, tariff: Tariff, beginnings: dict[int, set[str]], leaves: dict[str, set[int]]
) -> Iterator[Sets]:
    """Note how the objects one level below selections begin, and what their leaves cost; yields those objects' sets."""
    found: dict[str, list[Place]] = {}
    for place in _places(sets, fragments, tariff):
        found.setdefault(place.name, []).append(place)
    for name, places in found.items():
        points = min(one.price.own for one in places) + min(one.price.each for one in places)
        below = [(one.node.selection_set, one.price.below, one.is_sure) for one in places if one.node.selection_set]
        if not below:
            leaves.setdefault(name, set()).add(points)
        elif points not in beginnings:
            raise Untold
        else:
            leaves.setdefault(name, set()).add(0)
            beginnings[points] |= set(_beginnings(below, fragments, tariff))
            yield below


def _beginnings(sets: Sets, fragments: Fragments, tariff: Tariff) -> Iterator[str]:
    """The names that an object of several selections can begin with: any of them may be the first that is there."""
    for selection, kind, is_sure in sets:
        yield from _first(list(_places([(selection, kind, True)], fragments, tariff)))
        if is_sure:
            return


def _first(places: Sequence[Place]) -> Iterator[str]:
    """The names that an object can begin with; raises `Untold` where it may be empty."""
    for place in places:
        yield place.name
        if place.is_sure:
            return
    raise Untold


def _places(sets: Sets, fragments: Fragments, tariff: Tariff) -> Iterator[Place]:
    """The fields of selections in their order, each fragment opened once."""
    opened: set[str] = set()
    left = [(node, kind, sure) for selection, kind, sure in reversed(sets) for node in reversed(selection.selections)]
    while left:
        node, kind, is_sure = left.pop()
        is_sure = is_sure and not node.directives
        if isinstance(node, FieldNode):
            name = node.alias.value if node.alias else node.name.value
            yield Place(name, node, tariff.price(kind, node.name.value) or FREE, is_sure)
            continue
        if isinstance(node, FragmentSpreadNode):
            if node.name.value in opened:
                continue
            opened.add(node.name.value)
        fragment = fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
        assert isinstance(fragment, InlineFragmentNode | FragmentDefinitionNode), "all that there is in a selection"
        condition = fragment.type_condition.name.value if fragment.type_condition else kind
        is_sure = is_sure and tariff.types(kind) <= tariff.types(condition)
        left.extend((one, condition, is_sure) for one in reversed(fragment.selection_set.selections))
