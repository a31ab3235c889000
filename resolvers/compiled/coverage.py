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
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    left: list[tuple[SelectionSetNode, Kind]] = [(operation.selection_set, schema.get_root_type(operation.operation))]
    opened: set[tuple[str, Kind]] = set()
    while left:
        selection, kind = left.pop()
        for node in selection.selections:
            if isinstance(node, FieldNode):
                why = reason(kind, node.name.value)
                if why is not None:
                    yield why
                elif node.selection_set is not None and not is_worked_out(kind, node.name.value):
                    left.append((node.selection_set, get_named_type(kind.fields[node.name.value].type)))
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
