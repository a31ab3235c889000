"""The fields of an operation as GraphQL merges them, for one set of values of its directives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    visit,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues

from ..reading.selection import python_name


@dataclass(frozen=True, eq=False)
class Asked:
    """A field of a response: its key, and every place of the document that asks for it."""

    key: str
    name: str
    details: Sequence[FieldDetails]

    @property
    def node(self) -> FieldNode:
        """The first place; the arguments of all of them are the same."""
        return self.details[0].node

    @property
    def nodes(self) -> tuple[FieldNode, ...]:
        """All places."""
        return tuple(one.node for one in self.details)

    @property
    def python_name(self) -> str:
        """What the schema's class calls it."""
        return python_name(self.name)


@dataclass(frozen=True, eq=False)
class Asking:
    """An operation of a document, read for one set of values of its directives."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    fragments: Mapping[str, FragmentDetails]
    variables: VariableValues

    @property
    def root(self) -> list[Asked]:
        """The operation's own fields, in the order of the response."""
        kind = self.schema.get_root_type(self.operation.operation)
        assert kind is not None, "the document is valid"
        found = collect_fields(self.schema, dict(self.fragments), self.variables, kind, self.operation)
        return _asked(found.grouped_field_set)

    def below(self, field: Asked, kind: GraphQLObjectType) -> list[Asked]:
        """The fields below a field where an object of a type stands there."""
        details = list(field.details)
        found = collect_subfields(self.schema, dict(self.fragments), self.variables, self.operation, kind, details)
        return _asked(found.grouped_field_set)


def _asked(grouped: Mapping[str, Sequence[FieldDetails]]) -> list[Asked]:
    return [Asked(key, details[0].node.name.value, details) for key, details in grouped.items()]


def fragments_of(document: DocumentNode) -> dict[str, FragmentDetails]:
    """The fragments of a document by name."""
    return {
        one.name.value: FragmentDetails(one) for one in document.definitions if isinstance(one, FragmentDefinitionNode)
    }


def switches_of(document: DocumentNode) -> tuple[str, ...]:
    """The variables by which directives leave fields out."""
    found: dict[str, None] = {}

    class Switches(Visitor):
        """Collects the variables of directives."""

        def enter_directive(self, node: object, *_: object) -> None:
            """Look at its arguments."""
            for argument in getattr(node, "arguments", ()):
                if isinstance(argument.value, VariableNode):
                    found[argument.value.name.value] = None

    visit(document, Switches())
    return tuple(found)
