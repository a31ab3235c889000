"""One linear pass over a document: every fragment is measured once, and a spread of it is a look-up (access 5.1).

It comes before validation, so that nothing may be taken for granted: fields and types that there are not cost nothing,
and a spread that closes a circle counts nothing; validation refuses them. Fragments are measured in an order in which
those that one spreads come before it, so that a chain of them does not deepen Python's stack; within a definition the
parser bounds the nesting.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
)

from ...resolvers.reading.declarations import UNPAGED_LIST
from .pages import page_of, variables_of
from .prices import Price, Shape, Tariff
from .sums import MOST, Cost, Sum

Fragments = Mapping[str, FragmentDefinitionNode]
ROOTS = {OperationType.QUERY: "Query", OperationType.MUTATION: "Mutation", OperationType.SUBSCRIPTION: "Subscription"}


@dataclass
class Pass:
    """A pass over one operation: what it goes by, the fragments measured so far, and how many nodes it has visited."""

    tariff: Tariff
    fragments: Fragments
    variables: Mapping[str, object]
    longest_page: int
    measured: dict[str, Sum] = field(default_factory=dict)
    sized_by: set[str] = field(default_factory=set)  # variables that say how long a page is
    visits: int = 0

    def operation(self, node: OperationDefinitionNode) -> Sum:
        """What an operation asks for."""
        for name in self._in_order(node):
            fragment = self.fragments[name]
            found = self._selections(fragment.selection_set, fragment.type_condition.name.value)
            found.note_directives(len(fragment.directives or ()))
            self.measured[name] = found
        found = self._selections(node.selection_set, ROOTS[node.operation])
        found.note_directives(len(node.directives or ()))
        for one in node.variable_definitions or ():
            found.note_directives(len(one.directives or ()))
        return found

    def _in_order(self, operation: OperationDefinitionNode) -> Iterator[str]:
        """The fragments that an operation leads to, each after those that it spreads."""
        begun: set[str] = set()
        path = [("", self._spreads(operation.selection_set))]
        while path:
            name, spreads = path[-1]
            following = next((one for one in spreads if one in self.fragments and one not in begun), None)
            if following is not None:
                begun.add(following)
                path.append((following, self._spreads(self.fragments[following].selection_set)))
                continue
            path.pop()
            if name:
                yield name

    def _spreads(self, selection: SelectionSetNode) -> Iterator[str]:
        """The fragments that are spread anywhere in a definition."""
        left = [selection]
        while left:
            for node in left.pop().selections:
                self.visits += 1
                if isinstance(node, FragmentSpreadNode):
                    yield node.name.value
                elif isinstance(node, FieldNode | InlineFragmentNode) and node.selection_set:
                    left.append(node.selection_set)

    def _selections(self, selection: SelectionSetNode, type_name: str | None) -> Sum:
        total = Sum()
        for node in selection.selections:
            self.visits += 1
            total.note_directives(len(node.directives or ()))
            if isinstance(node, FieldNode):
                self._field(total, node, type_name)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition.name.value if node.type_condition else type_name
                self._opened(total, self._selections(node.selection_set, condition), type_name, condition)
            elif isinstance(node, FragmentSpreadNode) and node.name.value in self.measured:
                condition = self.fragments[node.name.value].type_condition.name.value
                self._opened(total, self.measured[node.name.value], type_name, condition)
        return total

    def _field(self, total: Sum, node: FieldNode, type_name: str | None) -> None:
        total.fields += 1
        total.level_fields += 1
        total.aliases += node.alias is not None
        name = node.name.value
        price = self.tariff.price(type_name, name)
        below = self._selections(node.selection_set, price.below if price else None) if node.selection_set else Sum()
        total.take_in(below)
        if name in ("__schema", "__type"):
            total.introspect(name, below)
            return
        total.depth = max(total.depth, 1 + below.depth)
        total.fields = min(MOST, total.fields + below.fields)
        if price is not None:
            self._pay(total, node, price, below.cost)

    def _pay(self, total: Sum, node: FieldNode, price: Price, below: Cost) -> None:
        size = self._records(total, node) if price.is_paged else 0
        dearest = below.dearest()
        match price.shape:
            case Shape.ONCE:
                total.cost.charge(price.own + dearest)
            case Shape.UNPAGED:
                total.cost.charge(price.own + UNPAGED_LIST * (price.each + dearest))
            case Shape.PAGED:
                total.cost.charge(price.own + size * (price.each + dearest))
            case Shape.CONNECTION:
                total.cost.charge(price.own + dearest + size * below.a_record)
            case Shape.RECORDS:
                total.cost.charge(0, price.each + dearest)

    def _records(self, total: Sum, node: FieldNode) -> int:
        page = page_of(node, self.variables)
        self.sized_by.update(variables_of(node))
        if not 0 <= page.size <= self.longest_page:
            total.note_page(page)
        return page.records

    def _opened(self, total: Sum, spread: Sum, type_name: str | None, condition: str | None) -> None:
        """Open a fragment on `condition` where something of type `type_name` is."""
        total.open(spread)
        ours, theirs = self.tariff.types(type_name), self.tariff.types(condition)
        if not ours <= theirs:
            total.cost.narrow(spread.cost, ours & theirs)
        elif len(ours) == 1:
            total.cost.charge(spread.cost.of(*ours), spread.cost.a_record)
        else:
            total.cost.add(spread.cost)
