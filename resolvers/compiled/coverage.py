"""Which fields of an operation no statement answers, and why, in words for whoever asks what was compiled."""

from collections.abc import Iterator
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    type_from_ast,
)

from ..reading.catalogue import CATALOGUE
from ..reading.declarations import Children, Connected, Listed, Only, Parent, Referred, Stored, Whole
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
        is_compiled = isinstance(declaration_of(kind.fields[name]), Listed | Whole | Only | Referred)
        return None if is_compiled else f"{said} is answered by a function"
    family = CATALOGUE.get(kind.name)
    if family is None:
        return None  # what stands between records: connections, edges, page infos, problems
    of_type = [one for one in family.entities.values() if one.name == kind.name] or family.entities.values()
    declared = [one.fields.get(python_name(name)) for one in of_type]
    is_compiled = all(isinstance(one, Stored | Parent | Children | Connected) for one in declared)
    return None if is_compiled else f"{said} is worked out by a function"


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
                elif node.selection_set is not None:
                    left.append((node.selection_set, get_named_type(kind.fields[node.name.value].type)))
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                left.append((node.selection_set, type_from_ast(schema, condition) if condition else kind))
            elif isinstance(node, FragmentSpreadNode) and (node.name.value, kind) not in opened:
                opened.add((node.name.value, kind))
                fragment = fragments[node.name.value]
                left.append((fragment.selection_set, type_from_ast(schema, fragment.type_condition)))
