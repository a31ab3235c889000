"""Operations compiled: for each shape of its arguments the statements that answer it, made once and kept."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, TypeVar

import structlog
from graphql import DocumentNode, GraphQLError, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode, OperationType
from graphql.execution.values import VariableValues, get_variable_values
from sqlalchemy import Dialect, Select
from sqlalchemy.util import LRUCache

from ...models.outages import is_canceled, reason_of
from ..context import Context
from .core import Core, Hole, WentWrong
from .coverage import alone, has_covered, uncovered
from .document import Asked, Asking, fragments_of, switches_of
from .given import Arguments, NoShape, Shape, Wanted
from .making import Making, Read
from .making import NotCompiled as Reason
from .postgresql import POSTGRESQL
from .roots import Root, root_of
from .sqlite import SQLITE
from .statements import Statement, TooIntricate, numbered, statement_of
from .text import LONG, MARK

MOST_SHAPES = 64  # of one operation
MOST_TEXT = 2 * 1024 * 1024  # characters of its statements
ENGINES = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
log = structlog.get_logger()
T = TypeVar("T")


@dataclass(frozen=True)
class NotCompiled:
    """Why graphql-core has to answer an operation."""

    reasons: tuple[str, ...]
    size: int = 0


@dataclass(frozen=True)
class CompiledAnswer:
    """The JSON of `data`, and whether a list without pages in it is longer than counts in what an answer costs."""

    data: bytes
    has_long_list: bool = False


@dataclass(frozen=True, eq=False)
class Answered:
    """A root field that a function answers."""

    key: str
    asked: Asked
    kind: GraphQLObjectType
    statements: tuple[Select[Any], ...] = ()


@dataclass(frozen=True, eq=False)
class Shaped:
    """What answers an operation whose arguments are of one shape."""

    roots: Sequence[tuple[Root | Answered, Sequence[Statement]]]
    reads: Sequence[Read]
    holes: Sequence[Hole]

    @property
    def is_one_statement(self) -> bool:
        """Whether one statement is all that is read for it, which is a snapshot by itself."""
        is_answered = any(isinstance(root, Answered) for root, _ in self.roots)
        return not is_answered and not self.holes and sum(len(statements) for _, statements in self.roots) == 1

    @property
    def size(self) -> int:
        """About what it takes in memory."""
        return sum(one.size for _, statements in self.roots for one in statements)


class CompiledOperation:
    """One operation of a document."""

    def __init__(self, document: DocumentNode, asking: Asking, dialect: Dialect, reasons: tuple[str, ...]) -> None:
        self._document, self._asking, self._dialect = document, asking, dialect
        self.reasons = reasons  # why graphql-core answers some of its fields
        self._guard = Lock()  # of what is kept, while it is gone through or grows
        self.made = 0  # how often statements were made for arguments of a new shape
        self.failure: Exception | None = None  # the last bug in it, which no client is told of
        self._switches = switches_of(document)
        self._reads: LRUCache[Shape, Sequence[Read] | None] = LRUCache(MOST_SHAPES)  # by the values of directives
        self._shaped: LRUCache[Shape, Shaped] = LRUCache(MOST_SHAPES)

    def answer(self, context: Context, variables: Mapping[str, object]) -> CompiledAnswer | None:
        """The answer; None where graphql-core is to give it, as it is wherever anything is wrong.

        Raises what says that the database cannot be used, or that the time is over.
        """
        try:
            data = self._data(*self._of(self._values(variables), context), context, variables)
        except (GraphQLError, Reason, NoShape):
            return None
        except WentWrong:
            context.fresh()  # on PostgreSQL nothing more can be read where a statement has failed
            return None
        except Exception as bug:
            if reason_of(bug) is not None or is_canceled(bug):
                raise
            self.failure = bug
            log.error("a compiled query failed, and graphql-core answers it", exc_info=bug)
            context.fresh()
            return None
        if MARK in data:
            return None
        has_long_list = LONG in data
        return CompiledAnswer((data.replace(LONG, "") if has_long_list else data).encode(), has_long_list)

    def _data(self, shaped: Shaped, found: Sequence[Wanted], context: Context, variables: Mapping[str, object]) -> str:
        name = self._asking.operation.name
        core = Core(self._asking.schema, self._document, name.value if name else None, variables, context)
        given = [value for one in found for value in one.values]
        told = []
        with context.one_statement() if shaped.is_one_statement else nullcontext() as alone_on:
            for root, statements in shaped.roots:
                if isinstance(root, Answered):
                    text = core.text(root.asked, root.kind)
                else:
                    rows = [one.rows(alone_on or context.connection, given) for one in statements]
                    text = root.told(rows, None if root.met is None else found[root.met])
                told.append(f'"{root.key}":{text}')
        data = f"{{{','.join(told)}}}"
        return core.filled(data, shaped.holes) if shaped.holes else data

    @property
    def size(self) -> int:
        """About what its statements take in memory."""
        with self._guard:
            return sum(one.size for one in self._shaped.values())

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements that were made so far."""
        with self._guard:
            kept = list(self._shaped.values())
        return tuple(one.text for shaped in kept for _, statements in shaped.roots for one in statements)

    def _values(self, variables: Mapping[str, object]) -> VariableValues:
        definitions = self._asking.operation.variable_definitions or ()
        found = get_variable_values(self._asking.schema, definitions, dict(variables))
        if isinstance(found, list):
            raise found[0]
        return found

    def _of(self, variables: VariableValues, context: Context) -> tuple[Shaped, Sequence[Wanted]]:
        switched = tuple([variables.coerced.get(one) for one in self._switches])
        arguments = Arguments(self._asking.schema, variables)
        reads = self._reads.get(switched, ())
        if reads is None:
            raise Reason("it was not compiled before")
        if reads or switched in self._reads:
            found = [read(arguments) for read in reads]
            shape = (switched, *[one.shape for one in found])
            shaped = self._shaped.get(shape)
            if shaped is not None:
                return shaped, found
        return self._made(switched, variables, arguments, context)

    def _made(
        self, switched: tuple[object, ...], variables: VariableValues, arguments: Arguments, context: Context
    ) -> tuple[Shaped, Sequence[Wanted]]:
        asking = Asking(self._asking.schema, self._asking.operation, self._asking.fragments, variables)
        making = Making(asking, ENGINES[self._dialect.name], arguments)
        roots = [self._root(making, asked) for asked in _in_time(asking.root, context)]
        if not any(isinstance(root, Answered) or root.statements for root in roots):
            raise Reason("nothing is read for it")  # so that it needs no database
        found = [one for _, one in making.met]
        try:
            written = [
                (replace(root, statements=()), [statement_of(one, self._dialect, found) for one in root.statements])
                for root in _in_time(roots, context)
            ]
        except TooIntricate as refused:
            self._reads[switched] = None
            raise Reason(str(refused)) from refused
        shaped = Shaped(written, [read for read, _ in making.met], making.holes)
        self._reads[switched] = shaped.reads
        is_much = self.size + shaped.size > MOST_TEXT
        with self._guard:
            if is_much:
                self._shaped.clear()
            self._shaped[(switched, *[one.shape for one in found])] = shaped
            self.made += 1
        return shaped, found

    def _root(self, making: Making, asked: Asked) -> Root | Answered:
        kind = making.asking.schema.query_type
        assert kind is not None, "there are queries"
        if asked.name == "__typename":
            return Root(asked.key, (), lambda *_: f'"{kind.name}"')
        if any(uncovered(making.asking.schema, self._document, alone(making.asking.operation, asked.nodes))):
            return Answered(asked.key, asked, kind)
        return root_of(making, asked, kind.fields[asked.name], self._dialect)


def _in_time(every: Sequence[T], context: Context) -> Iterator[T]:
    """Each of them, while the query is to go on: what is compiled for the first time may take long."""
    for one in every:
        if context.ending is not None:
            context.ending.check()
        yield one


def compiled(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, dialect: Dialect
) -> CompiledOperation | NotCompiled:
    """What answers an operation of a valid document by statements of its own, or why nothing does."""
    if operation.operation is not OperationType.QUERY:
        return NotCompiled((f"a {operation.operation.value} is carried out by graphql-core",))
    reasons = tuple(dict.fromkeys(uncovered(schema, document, operation)))
    if reasons and not has_covered(schema, document, operation):
        return NotCompiled(reasons)
    asking = Asking(schema, operation, fragments_of(document), VariableValues({}, {}))
    return CompiledOperation(document, asking, numbered(dialect), reasons)
