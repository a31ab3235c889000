"""Which fields a client asks for below a field; a superset, for choosing columns."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from keyword import iskeyword

from graphql import FieldNode, FragmentSpreadNode, GraphQLResolveInfo, InlineFragmentNode

from ..context import Info


def requested(info: Info, *paths: tuple[str, ...]) -> frozenset[str]:
    """Python names of the fields asked for below each of `paths`, e.g. ("edges", "node"); () is the field itself."""
    raw = info._raw_info
    found: set[str] = set()
    for path in paths or ((),):
        nodes = list(raw.field_nodes)
        for step in path:
            nodes = [child for child in _below(raw, nodes) if child.name.value == step]
        found.update(python_name(child.name.value) for child in _below(raw, nodes))
    return frozenset(found)


def place(info: Info) -> tuple[int, ...]:
    """Where in the document a field stands: one row can be shown in several places that ask for different things."""
    return tuple(id(node) for node in info._raw_info.field_nodes)


def _below(raw: GraphQLResolveInfo[object], nodes: Sequence[FieldNode]) -> Iterator[FieldNode]:
    """The fields asked for below fields of one place; every fragment is opened once, however often it is spread."""
    opened: set[str] = set()
    left = [node.selection_set for node in reversed(nodes)]
    while left:
        selection = left.pop()
        for node in selection.selections if selection else ():
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                left.append(node.selection_set)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in opened:
                opened.add(node.name.value)
                left.append(raw.fragments[node.name.value].selection_set)


@lru_cache(4096)
def python_name(name: str) -> str:
    """The Python name of a field: words of the language have an underscore after them."""
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
    return f"{snake}_" if iskeyword(snake) else snake
