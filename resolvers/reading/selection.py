"""Which fields a client asks for below a field; a superset, for choosing columns."""

from collections.abc import Iterator
from keyword import iskeyword

from graphql import FieldNode, FragmentSpreadNode, GraphQLResolveInfo, InlineFragmentNode, SelectionSetNode

from ..context import Info


def requested(info: Info, *paths: tuple[str, ...]) -> frozenset[str]:
    """Python names of the fields asked for below each of `paths`, e.g. ("edges", "node"); () is the field itself."""
    raw = info._raw_info
    found: set[str] = set()
    for path in paths or ((),):
        nodes = list(raw.field_nodes)
        for step in path:
            nodes = [child for node in nodes for child in _fields(raw, node.selection_set) if child.name.value == step]
        found.update(_snake(child.name.value) for node in nodes for child in _fields(raw, node.selection_set))
    return frozenset(found)


def place(info: Info) -> tuple[int, ...]:
    """Where in the document a field stands: one row can be shown in several places that ask for different things."""
    return tuple(id(node) for node in info._raw_info.field_nodes)


def _fields(raw: GraphQLResolveInfo[object], selection: SelectionSetNode | None) -> Iterator[FieldNode]:
    for node in selection.selections if selection else ():
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, InlineFragmentNode):
            yield from _fields(raw, node.selection_set)
        elif isinstance(node, FragmentSpreadNode):
            yield from _fields(raw, raw.fragments[node.name.value].selection_set)


def _snake(name: str) -> str:
    """The Python name of a field: words of the language have an underscore after them."""
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
    return f"{snake}_" if iskeyword(snake) else snake
