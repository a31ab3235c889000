"""What was made of an operation, told field by field: the statements that answer it, or why none does.

Each of an operation's own fields is looked at by itself, so that one that cannot be compiled does not hide what becomes
of the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graphql import DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode, OperationType, SelectionSetNode
from graphql.execution.values import VariableValues, get_variable_values
from sqlalchemy import Dialect

from ...models.ready import numbered
from .coverage import uncovered, worked_out
from .document import Asked, Asking, fragments_of
from .given import Arguments, NoShape
from .making import Making, NotCompiled
from .roots import root_of
from .shapes import ENGINES
from .statements import TooIntricate, statement_of


@dataclass(frozen=True)
class ExplainedField:
    """A field of an operation itself: its statements and what functions work out among them, or why it has none."""

    key: str
    name: str
    statements: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def is_compiled(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons


def explained(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, object],
    dialect: Dialect,
) -> tuple[ExplainedField, ...]:
    """The fields of an operation of a valid document; raises `GraphQLError` for variables that it does not take."""
    values = get_variable_values(schema, operation.variable_definitions or (), dict(variables))
    if isinstance(values, list):
        raise values[0]
    asking = Asking(schema, operation, fragments_of(document), values)
    return tuple(_field(asking, document, one, values, dialect) for one in asking.root)


def _field(
    asking: Asking, document: DocumentNode, asked: Asked, values: VariableValues, dialect: Dialect
) -> ExplainedField:
    selections = tuple(one.node for one in asked.details)
    alone = replace(asking.operation, selection_set=SelectionSetNode(selections=selections))
    reasons = tuple(dict.fromkeys(uncovered(asking.schema, document, alone)))
    if asking.operation.operation is not OperationType.QUERY:
        reasons = (f"a {asking.operation.operation.value} is carried out by graphql-core",)
    if reasons or asked.name == "__typename":
        return ExplainedField(asked.key, asked.name, reasons=reasons)
    try:
        statements = _statements(asking, asked, values, numbered(dialect))
    except (NotCompiled, TooIntricate) as why:
        return ExplainedField(asked.key, asked.name, reasons=(str(why),))
    except GraphQLError as wrong:
        return ExplainedField(asked.key, asked.name, reasons=(f"it is refused: {wrong.message}",))
    except NoShape:
        return ExplainedField(asked.key, asked.name, reasons=("its conditions have values that are not told apart",))
    functions = tuple(dict.fromkeys(worked_out(asking.schema, document, alone)))
    return ExplainedField(asked.key, asked.name, statements, functions)


def _statements(asking: Asking, asked: Asked, values: VariableValues, dialect: Dialect) -> tuple[str, ...]:
    kind = asking.schema.query_type
    assert kind is not None, "there are queries"
    making = Making(asking, ENGINES[dialect.name], Arguments(asking.schema, values))
    root = root_of(making, asked, kind.fields[asked.name], dialect)
    wanted = [one for _, one in making.met]
    return tuple(statement_of(one, dialect, wanted).text for one in root.statements)
