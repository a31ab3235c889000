"""Making a document that fails shorter: parts are left out of it for as long as it still fails."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    parse,
    print_ast,
)

from tests.fuzz.writing import Drawn

MOST_TRIES = 400
MAY_BE_EMPTY = ("arguments", "directives", "fields", "values")
PARTS = ("definitions", "selections", *MAY_BE_EMPTY)
T = TypeVar("T", bound=Node)
Path = tuple[tuple[str, int | None], ...]  # names of fields, and which member of those that are lists


def minimised(drawn: Drawn, fails: Callable[[Drawn], bool], most: int = MOST_TRIES) -> Drawn:
    """The shortest document found that still fails; of a document that is no GraphQL, the document itself."""
    found, tries = drawn, 0
    is_shorter = True
    while is_shorter and tries < most:
        is_shorter = False
        for shorter in _shorter(found):
            tries += 1
            if fails(shorter):
                found, is_shorter = shorter, True
                break
            if tries >= most:
                break
    return found


def _shorter(drawn: Drawn) -> Iterator[Drawn]:
    """The document with one part left out, the largest first."""
    document = parse(drawn.text, no_location=True)
    seen = {drawn.text}
    for path, part, may_go in sorted(_parts(document), key=lambda found: -_size(found[1])):
        for instead in (() if may_go else None, _inside(document, part)):
            if instead is not None:
                yield from _new(drawn, _replaced(document, path, instead), seen)
    for name in drawn.variables:
        yield Drawn(drawn.text, drawn.operation, {key: one for key, one in drawn.variables.items() if key != name})


def _new(drawn: Drawn, document: DocumentNode, seen: set[str]) -> Iterator[Drawn]:
    text = print_ast(_pruned(document))
    if text not in seen:
        seen.add(text)
        yield Drawn(text, drawn.operation, drawn.variables)


def _inside(document: DocumentNode, node: Node) -> Sequence[Node] | None:
    """What may stand in the place of a fragment: what is in it."""
    if isinstance(node, FragmentSpreadNode):
        fragments = (one for one in document.definitions if isinstance(one, FragmentDefinitionNode))
        return next((one.selection_set.selections for one in fragments if one.name.value == node.name.value), None)
    if not isinstance(node, FieldNode) and isinstance(getattr(node, "selection_set", None), SelectionSetNode):
        return node.selection_set.selections  # type: ignore[attr-defined,no-any-return]  # an inline fragment
    return None


def _parts(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node, bool]]:
    """Every part of several, where it stands, and whether it may be left out, as the last selection may not."""
    for name in node.keys:
        value = getattr(node, name, None)
        if isinstance(value, Node):
            yield from _parts(value, (*path, (name, None)))
        parts = value if isinstance(value, tuple) else ()
        for index, one in enumerate(parts):
            here: Path = (*path, (name, index))
            if name in PARTS:
                yield here, one, name in MAY_BE_EMPTY or len(parts) > 1
            yield from _parts(one, here)


def _replaced(node: T, path: Path, instead: Sequence[Node]) -> T:
    """The node with other parts in the place of the one at the end of a path."""
    (name, index), *further = path
    value = getattr(node, name)
    if index is None:
        return _with(node, name, _replaced(value, tuple(further), instead))
    parts = [_replaced(value[index], tuple(further), instead)] if further else instead
    return _with(node, name, (*value[:index], *parts, *value[index + 1 :]))


def _with(node: T, name: str, value: object) -> T:
    changed: dict[str, Any] = {name: value}
    return replace(node, **changed)


def _size(node: Node) -> int:
    return sum(1 for _ in _nodes(node))


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for key in node.keys:
        value = getattr(node, key, None)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Node):
                yield from _nodes(one)


def _pruned(document: DocumentNode) -> DocumentNode:
    """The document without fragments and variables that nothing uses any more."""
    definitions = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    kept: dict[str, FragmentDefinitionNode] = {}
    shown = []
    for operation in definitions:
        used = _opened(operation, fragments)
        kept |= {name: fragments[name] for name in used if name in fragments}
        names = {
            one.name.value
            for part in (operation.selection_set, *(fragments[name] for name in used if name in fragments))
            for one in _nodes(part)
            if isinstance(one, VariableNode)
        }
        variables = tuple(one for one in operation.variable_definitions or () if one.variable.name.value in names)
        shown.append(
            OperationDefinitionNode(
                operation=operation.operation,
                name=operation.name,
                variable_definitions=variables,
                directives=operation.directives,
                selection_set=operation.selection_set,
            )
        )
    return DocumentNode(definitions=(*shown, *kept.values()))


def _opened(operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]) -> set[str]:
    used: set[str] = set()
    waiting: list[Node] = [operation]
    while waiting:
        for one in _nodes(waiting.pop()):
            if isinstance(one, FragmentSpreadNode) and one.name.value not in used:
                used.add(one.name.value)
                if one.name.value in fragments:
                    waiting.append(fragments[one.name.value])
    return used
