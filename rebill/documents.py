"""What a GraphQL document asks for, seen before anything runs."""

from dataclasses import dataclass

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    parse,
)

from .requests import Operation

MOST_TOKENS = 10_000


@dataclass(frozen=True)
class Chosen:
    """The operation that is to run: its kind, and whether it is exactly one mutation field."""

    kind: OperationType
    is_single_mutation: bool


def chosen(operation: Operation) -> Chosen:
    """The operation of a document that is to run; raises `GraphQLError` for a document that doesn't say which."""
    document = parse(operation.query, max_tokens=MOST_TOKENS)
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if operation.operation_name is not None:
        operations = [one for one in operations if one.name and one.name.value == operation.operation_name]
    if not operations:
        named = operation.operation_name
        raise GraphQLError(f'There is no operation named "{named}".' if named else "There is no operation to run.")
    if len(operations) > 1:
        raise GraphQLError("The document has several operations: give operationName to say which one to run.")
    (one,) = operations
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    is_mutation = one.operation is OperationType.MUTATION
    return Chosen(one.operation, is_mutation and _count(one.selection_set, fragments) == 1)


def _count(selection: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode], depth: int = 0) -> int:
    """How many root fields a selection has, fragments followed; 2 stands for many."""
    total = 0
    for node in selection.selections:
        if isinstance(node, FieldNode):
            total += 1
        elif isinstance(node, InlineFragmentNode):
            total += _count(node.selection_set, fragments, depth)
        else:
            fragment = fragments.get(node.name.value)  # type: ignore[attr-defined]  # the third kind: a spread
            total += 2 if fragment is None or depth > 5 else _count(fragment.selection_set, fragments, depth + 1)
    return total
