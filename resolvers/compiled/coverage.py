"""Which fields of an operation no statement answers, and why, in words for whoever asks what was compiled."""

from collections.abc import Iterator, Sequence
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    type_from_ast,
)

from ..reading.catalogue import CATALOGUE
from ..reading.declarations import Computed, FieldDeclaration, RootDeclaration
from ..reading.selection import python_name
from .making import declaration_of

Kind = Any  # of a valid document: an object, an interface or a union


def reason(kind: Kind, name: str) -> str | None:
    """Why a field of a type is not compiled; None where it is."""
    if name == "__typename":
        return None
    if name.startswith("__"):
        return f"{name} asks about the schema"
    said = f"{kind.name}.{name}"
    if kind.name == "Query":
        is_compiled = isinstance(declaration_of(kind.fields[name]), RootDeclaration)
        return None if is_compiled else f"{said} is answered by a function"
    family = CATALOGUE.get(kind.name)
    if family is None:
        return None  # what stands between records: connections, edges, page infos, problems
    of_type = [one for one in family.entities.values() if one.name == kind.name] or family.entities.values()
    declared = [one.fields.get(python_name(name)) for one in of_type]
    is_compiled = all(isinstance(one, FieldDeclaration) for one in declared)
    return None if is_compiled else f"{said} is worked out by a function"


def is_worked_out(kind: Kind, name: str) -> bool:
    """Whether a function works a field of records out, with all that is below it."""
    family = CATALOGUE.get(kind.name)
    return family is not None and any(
        isinstance(one.fields.get(python_name(name)), Computed) for one in family.entities.values()
    )


def uncovered(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> Iterator[str]:
    """Why graphql-core has to answer fields of a valid operation, field by field; nothing for one that is compiled."""
    found = (reason(kind, name) for kind, name in _asked_for(schema, document, operation))
    yield from (why for why in found if why is not None)


def worked_out(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> Iterator[str]:
    """The fields of a valid operation's records that functions work out, among what statements answer."""
    for kind, name in _asked_for(schema, document, operation):
        if is_worked_out(kind, name):
            yield f"{kind.name}.{name}"


def _asked_for(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
) -> Iterator[tuple[Kind, str]]:
    """Every field with the type that it is asked for of; none below one that statements do not answer."""
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    left: list[tuple[SelectionSetNode, Kind]] = [(operation.selection_set, schema.get_root_type(operation.operation))]
    opened: set[tuple[str, Kind]] = set()
    while left:
        selection, kind = left.pop()
        for node in selection.selections:
            if isinstance(node, FieldNode):
                name = node.name.value
                yield kind, name
                is_answered = reason(kind, name) is None and not is_worked_out(kind, name)
                if node.selection_set is not None and is_answered:
                    left.append((node.selection_set, get_named_type(kind.fields[name].type)))
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                left.append((node.selection_set, type_from_ast(schema, condition) if condition else kind))
            elif isinstance(node, FragmentSpreadNode) and (node.name.value, kind) not in opened:
                opened.add((node.name.value, kind))
                fragment = fragments[node.name.value]
                left.append((fragment.selection_set, type_from_ast(schema, fragment.type_condition)))


def alone(operation: OperationDefinitionNode, nodes: Sequence[SelectionNode]) -> OperationDefinitionNode:
    """An operation with some of its fields alone."""
    return OperationDefinitionNode(
        operation=operation.operation, selection_set=SelectionSetNode(selections=tuple(nodes))
    )


def has_covered(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> bool:
    """Whether statements answer any of an operation's own fields."""
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    left, opened = list(operation.selection_set.selections), set[str]()
    while left:
        node = left.pop()
        if isinstance(node, InlineFragmentNode):
            left.extend(node.selection_set.selections)
        elif isinstance(node, FragmentSpreadNode) and node.name.value not in opened:
            opened.add(node.name.value)
            left.extend(fragments[node.name.value].selection_set.selections)
        elif isinstance(node, FieldNode) and not node.name.value.startswith("__"):
            reasons = list(uncovered(schema, document, alone(operation, [node])))
            if not reasons:
                return True
    return False
