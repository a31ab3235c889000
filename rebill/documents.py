"""A GraphQL document, looked at before anything runs: parsed once, validated once, and which operation is meant."""

from dataclasses import dataclass

import strawberry
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSyntaxError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    parse,
    specified_rules,
)
from strawberry.schema.schema import validate_document

from .requests import Operation
from .resolvers.errors import ErrorCode, RequestError

MOST_TOKENS = 10_000


@dataclass(frozen=True)
class Document:
    """A document, and the one operation of it that is to run."""

    node: DocumentNode
    operation: OperationDefinitionNode
    root_fields: int

    @property
    def kind(self) -> OperationType:
        """Whether it is a query, a mutation or a subscription."""
        return self.operation.operation

    @property
    def is_single_mutation(self) -> bool:
        """Whether it is exactly one mutation field."""
        return self.kind is OperationType.MUTATION and self.root_fields == 1


def document_of(operation: Operation) -> Document:
    """The document of a request, parsed; raises `GraphQLError` where it cannot be, or doesn't say what is to run."""
    try:
        document = parse(operation.query, max_tokens=MOST_TOKENS)
    except GraphQLSyntaxError as error:
        raise _coded(ErrorCode.GRAPHQL_PARSE_FAILED, error) from None
    chosen = _chosen(document, operation.operation_name)
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    return Document(document, chosen, _count(chosen.selection_set, fragments))


def invalid(schema: strawberry.Schema, document: Document) -> list[GraphQLError]:
    """What is wrong with a document by the rules of GraphQL and the schema."""
    found = validate_document(schema._schema, document.node, tuple(specified_rules))
    return [_coded(ErrorCode.GRAPHQL_VALIDATION_FAILED, error) for error in found]


def _chosen(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if name is not None:
        operations = [one for one in operations if one.name and one.name.value == name]
    if not operations:
        message = f'There is no operation named "{name}".' if name else "There is no operation to run."
        raise RequestError(ErrorCode.OPERATION_NAME_REQUIRED, message)
    if len(operations) > 1:
        message = "The document has several operations: give operationName to say which one to run."
        raise RequestError(ErrorCode.OPERATION_NAME_REQUIRED, message)
    return operations[0]


def _coded(code: ErrorCode, error: GraphQLError) -> GraphQLError:
    error.extensions = {"code": code.value} | (error.extensions or {})
    return error


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
