"""What an operation cost in the end: the sum of its prices over what came back (access 5.3).

It is never above what was asked for: a list without page arguments counts at most ten times, and where one response
name stands for fields of several types, of which the answer does not say which it is, the cheapest of them counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode, OperationDefinitionNode, SelectionSetNode

from ...resolvers.reading.declarations import UNPAGED_LIST
from ...resolvers.walking.written import Written
from .measure import ROOTS, Fragments
from .prices import Price, Shape, Tariff

Set = tuple[SelectionSetNode, str | None]


@dataclass(frozen=True)
class Branch:
    """A response name: what it costs once, what each item costs, how many items count, and the names below it."""

    own: int
    each: int
    items: int | None
    below: "Branches"


Branches = Mapping[str, Branch]


def branches(operation: OperationDefinitionNode, fragments: Fragments, tariff: Tariff) -> Branches:
    """The response names of an operation that cost anything; of a document that is valid and within the limits."""
    return _branches([(operation.selection_set, ROOTS[operation.operation])], fragments, tariff)


def spent(data: Mapping[str, object] | None, names: Branches) -> int:
    """The points that an answer cost."""
    points = 0
    for name, branch in names.items():
        value = data.get(name) if data else None
        if isinstance(value, Written):
            value = value.value
        if isinstance(value, list):
            items = [one for one in value[: branch.items] if one is not None]
            points += branch.own + branch.each * len(items)
            if branch.below:
                points += sum(spent(one, branch.below) for one in items)
        elif value is not None:
            points += branch.own
            if branch.below and isinstance(value, dict):
                points += spent(value, branch.below)
    return points


def _branches(sets: Sequence[Set], fragments: Fragments, tariff: Tariff) -> Branches:
    found: dict[str, list[tuple[FieldNode, Price]]] = {}
    opened: set[str] = set()
    left = list(sets)
    while left:
        selection, type_name = left.pop()
        for node in selection.selections:
            if isinstance(node, FieldNode):
                price = tariff.price(type_name, node.name.value)
                if price is not None and price != FREE:
                    found.setdefault(node.alias.value if node.alias else node.name.value, []).append((node, price))
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                left.append((node.selection_set, condition.name.value if condition else type_name))
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in opened:
                opened.add(node.name.value)
                fragment = fragments[node.name.value]
                left.append((fragment.selection_set, fragment.type_condition.name.value))
    made = {name: _branch(nodes, fragments, tariff) for name, nodes in found.items()}
    return {name: branch for name, branch in made.items() if branch.own or branch.each or branch.below}


FREE = Price(Shape.ONCE)


def _branch(nodes: Sequence[tuple[FieldNode, Price]], fragments: Fragments, tariff: Tariff) -> Branch:
    prices = [price for _, price in nodes]
    below = [(node.selection_set, price.below) for node, price in nodes if node.selection_set]
    is_unpaged = any(price.shape is Shape.UNPAGED for price in prices)
    return Branch(
        min(price.own for price in prices),
        min(price.each for price in prices),
        UNPAGED_LIST if is_unpaged else None,
        _branches(below, fragments, tariff),
    )
