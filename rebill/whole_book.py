"""Which queries read the whole book: they have few places of their own, so that no number of them is in the way."""

from collections.abc import Iterator

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, OperationType, SelectionSetNode

from .documents import Document

FIELDS = {"checkLedger", "ledgerDiff", "returnStatistics"}


def reads_whole_book(document: Document) -> bool:
    """Whether one of these fields stands at the root of a query (access 5.3)."""
    if document.kind is not OperationType.QUERY:
        return False
    fragments = {one.name.value: one for one in document.node.definitions if isinstance(one, FragmentDefinitionNode)}
    return any(name in FIELDS for name in _roots(document.operation.selection_set, fragments, set()))


def _roots(selection: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode], seen: set[str]) -> Iterator[str]:
    """The names of the fields at the root; every fragment is looked at once."""
    for node in selection.selections:
        if isinstance(node, FieldNode):
            yield node.name.value
        elif not isinstance(node, FragmentSpreadNode):
            yield from _roots(node.selection_set, fragments, seen)  # type: ignore[attr-defined]  # the third kind
        elif (name := node.name.value) in fragments and name not in seen:
            seen.add(name)
            yield from _roots(fragments[name].selection_set, fragments, seen)
