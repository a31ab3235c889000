"""Making a document that fails shorter: parts are left out of it for as long as it still fails."""

from collections.abc import Callable, Iterator, Sequence

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
    for node, name, index in sorted(_removable(document), key=_size, reverse=True):
        kept = getattr(node, name)
        setattr(node, name, (*kept[:index], *kept[index + 1 :]))
        yield from _new(drawn, document, seen)
        if isinstance(kept[index], Node) and (inside := _inside(document, kept[index])) is not None:
            setattr(node, name, (*kept[:index], *inside, *kept[index + 1 :]))
            yield from _new(drawn, document, seen)
        setattr(node, name, kept)
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


def _removable(document: DocumentNode) -> Iterator[tuple[Node, str, int]]:
    """Every part that may be left out: a selection of several, an argument, a directive, a member of a value."""
    for node in _nodes(document):
        for name in ("definitions", "selections", "arguments", "directives", "fields", "values"):
            parts = getattr(node, name, None)
            if isinstance(parts, tuple) and (len(parts) > 1 or name in ("arguments", "directives", "fields", "values")):
                yield from ((node, name, index) for index in range(len(parts)))


def _size(part: tuple[Node, str, int]) -> int:
    node, name, index = part
    return sum(1 for _ in _nodes(getattr(node, name)[index]))


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
