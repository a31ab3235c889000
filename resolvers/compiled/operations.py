"""Operations compiled: for each shape of its arguments the statements that answer it, made once and kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphql import DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode, OperationType
from graphql.execution.values import VariableValues, get_variable_values
from sqlalchemy import Dialect
from sqlalchemy.util import LRUCache

from ..context import Context
from .coverage import uncovered
from .document import Asking, fragments_of, switches_of
from .given import Arguments, NoShape, Shape, Wanted
from .making import Making, Read
from .making import NotCompiled as Reason
from .postgresql import POSTGRESQL
from .roots import Root, root_of
from .sqlite import SQLITE
from .statements import Statement, numbered, statement_of
from .text import MARK

MOST_SHAPES = 64  # of one operation
ENGINES = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


@dataclass(frozen=True)
class NotCompiled:
    """Why graphql-core has to answer an operation."""

    reasons: tuple[str, ...]


@dataclass(frozen=True)
class CompiledAnswer:
    """The JSON of `data`."""

    data: bytes


@dataclass(frozen=True, eq=False)
class Shaped:
    """What answers an operation whose arguments are of one shape."""

    roots: Sequence[tuple[Root, Sequence[Statement]]]
    reads: Sequence[Read]


class CompiledOperation:
    """One operation of a document."""

    def __init__(self, asking: Asking, switches: Sequence[str], dialect: Dialect) -> None:
        self._asking, self._switches, self._dialect = asking, switches, dialect
        self._reads: LRUCache[Shape, Sequence[Read]] = LRUCache(MOST_SHAPES)  # by the values of directives
        self._shaped: LRUCache[Shape, Shaped] = LRUCache(MOST_SHAPES)

    def answer(self, context: Context, variables: Mapping[str, object]) -> CompiledAnswer | None:
        """The answer; None where graphql-core is to give it, as it is wherever anything is wrong."""
        try:
            values = self._values(variables)
            shaped, found = self._of(values)
        except (GraphQLError, Reason, NoShape):
            return None
        connection = context.connection
        given = [value for one in found for value in one.values]
        told = []
        for root, statements in shaped.roots:
            rows = [one.rows(connection, given) for one in statements]
            told.append(f'"{root.key}":{root.told(rows, None if root.met is None else found[root.met])}')
        data = f"{{{','.join(told)}}}"
        return None if MARK in data else CompiledAnswer(data.encode())

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements that were made so far."""
        kept = list(self._shaped.values())
        return tuple(one.text for shaped in kept for _, statements in shaped.roots for one in statements)

    def _values(self, variables: Mapping[str, object]) -> VariableValues:
        definitions = self._asking.operation.variable_definitions or ()
        found = get_variable_values(self._asking.schema, definitions, dict(variables))
        if isinstance(found, list):
            raise found[0]
        return found

    def _of(self, variables: VariableValues) -> tuple[Shaped, Sequence[Wanted]]:
        switched = tuple([variables.coerced.get(one) for one in self._switches])
        arguments = Arguments(self._asking.schema, variables)
        reads = self._reads.get(switched)
        if reads is not None:
            found = [read(arguments) for read in reads]
            shape = (switched, *[one.shape for one in found])
            shaped = self._shaped.get(shape)
            if shaped is not None:
                return shaped, found
        return self._made(switched, variables, arguments)

    def _made(
        self, switched: tuple[object, ...], variables: VariableValues, arguments: Arguments
    ) -> tuple[Shaped, Sequence[Wanted]]:
        asking = Asking(self._asking.schema, self._asking.operation, self._asking.fragments, variables)
        making = Making(asking, ENGINES[self._dialect.name], arguments)
        root_type = asking.schema.query_type
        assert root_type is not None, "there are queries"
        roots: list[Root] = []
        for asked in asking.root:
            if asked.name == "__typename":
                roots.append(Root(asked.key, (), lambda *_: f'"{root_type.name}"'))
            elif asked.name.startswith("__"):
                raise Reason(f"{asked.name} asks about the schema")
            else:
                roots.append(root_of(making, asked, root_type.fields[asked.name], self._dialect))
        found = [one for _, one in making.met]
        written = [(root, [statement_of(one, self._dialect, found) for one in root.statements]) for root in roots]
        shaped = Shaped(written, [read for read, _ in making.met])
        self._reads[switched] = shaped.reads
        self._shaped[(switched, *[one.shape for one in found])] = shaped
        return shaped, found


def compiled(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, dialect: Dialect
) -> CompiledOperation | NotCompiled:
    """What answers an operation of a valid document by statements of its own, or why nothing does."""
    if operation.operation is not OperationType.QUERY:
        return NotCompiled((f"a {operation.operation.value} is carried out by graphql-core",))
    reasons = tuple(dict.fromkeys(uncovered(schema, document, operation)))
    if reasons:
        return NotCompiled(reasons)
    nothing = VariableValues({}, {})
    asking = Asking(schema, operation, fragments_of(document), nothing)
    return CompiledOperation(asking, switches_of(document), numbered(dialect))
