"""Queries compiled: what answers an operation's own fields, and its answer put together from them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property

import structlog
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLID,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    OperationType,
    get_named_type,
    get_nullable_type,
    is_list_type,
)
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values
from sqlalchemy import Dialect

from ...models.outages import is_canceled, reason_of
from ...models.ready import numbered
from ..context import Context
from .core import Core, WentWrong
from .coverage import alone, has_covered, uncovered
from .document import Asked, Asking, fragments_of
from .given import NoShape, Wanted
from .making import Making
from .making import NotCompiled as Reason
from .roots import Root, root_of
from .shapes import Answered, Shaped, Shapes, in_time
from .statements import Row
from .text import LONG, MARK

log = structlog.get_logger()
TEXTS = (GraphQLString, GraphQLID)


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


@dataclass(frozen=True)
class Alone:
    """One statement that is all there is to read for an answer, with its values, and what makes the answer of its rows.

    That gives None where graphql-core is to answer.
    """

    text: str
    values: Sequence[object]
    answer: Callable[[list[Row]], CompiledAnswer | None]


class CompiledOperation:
    """One operation of a document."""

    def __init__(self, document: DocumentNode, asking: Asking, dialect: Dialect, reasons: tuple[str, ...]) -> None:
        self._document, self._asking, self._dialect = document, asking, dialect
        self.reasons = reasons  # why graphql-core answers some of its fields
        self.failure: Exception | None = None  # the last bug in it, which no client is told of
        self._shapes = Shapes(document, asking, dialect, self._roots)

    def answer(self, context: Context, variables: Mapping[str, object]) -> CompiledAnswer | None:
        """The answer; None where graphql-core is to give it, as it is wherever anything is wrong.

        Raises what says that the database cannot be used, or that the time is over.
        """
        try:
            data = self._data(*self._shapes.of(self._values(variables), context), context, variables)
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
        return _written(data)

    def alone(self, variables: Mapping[str, object]) -> Alone | None:
        """The one statement that answers it, where that was made before; None where `answer` is to be asked."""
        try:
            known = self._shapes.known(self._values(variables))
        except (GraphQLError, Reason, NoShape):
            return None
        if known is None or not known[0].is_one_statement:
            return None
        shaped, found = known
        ((statement,),) = [statements for _, statements in shaped.roots if statements]
        if statement.names:  # of SQLite, which is asked in a thread
            return None

        def answer(rows: list[Row]) -> CompiledAnswer | None:
            told = [
                f'"{root.key}":{root.told([rows] if statements else [], None if root.met is None else found[root.met])}'
                for root, statements in shaped.roots
                if isinstance(root, Root)
            ]
            return _written(f"{{{','.join(told)}}}")

        given = [value for one in found for value in one.values]
        return Alone(statement.text, [slot.of(given) for slot in statement.slots], answer)

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
        return self._shapes.size

    @property
    def made(self) -> int:
        """How often statements were made for arguments of a new shape."""
        return self._shapes.made

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements that were made so far."""
        return tuple(one.text for shaped in self._shapes.kept for _, statements in shaped.roots for one in statements)

    def _values(self, variables: Mapping[str, object]) -> VariableValues:
        """The variables as GraphQL reads them; of texts, which were looked at before, each is what it is."""
        texts = self._texts
        if texts is not None and all(type(variables.get(one.name)) is str for one in texts):
            given = {one.name: variables[one.name] for one in texts}
            return VariableValues({one.name: VariableValueSource(one, given[one.name]) for one in texts}, given)
        definitions = self._asking.operation.variable_definitions or ()
        found = get_variable_values(self._asking.schema, definitions, dict(variables))
        if isinstance(found, list):
            raise found[0]
        return found

    @cached_property
    def _texts(self) -> Sequence[GraphQLVariableSignature] | None:
        """The variables, where all of them are texts."""
        schema = self._asking.schema
        found = [get_variable_signature(schema, one) for one in self._asking.operation.variable_definitions or ()]
        texts = [one for one in found if not isinstance(one, GraphQLError) and get_named_type(one.type) in TEXTS]
        is_list = any(is_list_type(get_nullable_type(one.type)) for one in texts)
        return texts if len(texts) == len(found) and not is_list else None

    def _roots(self, making: Making, context: Context) -> list[Root | Answered]:
        roots = [self._root(making, asked) for asked in in_time(making.asking.root, context)]
        if not any(isinstance(root, Answered) or root.statements for root in roots):
            raise Reason("nothing is read for it")  # so that it needs no database
        return roots

    def _root(self, making: Making, asked: Asked) -> Root | Answered:
        kind = making.asking.schema.query_type
        assert kind is not None, "there are queries"
        if asked.name == "__typename":
            return Root(asked.key, (), lambda *_: f'"{kind.name}"')
        if any(uncovered(making.asking.schema, self._document, alone(making.asking.operation, asked.nodes))):
            return Answered(asked.key, asked, kind)
        return root_of(making, asked, kind.fields[asked.name], self._dialect)


def _written(data: str) -> CompiledAnswer | None:
    if MARK in data:
        return None
    has_long_list = LONG in data
    return CompiledAnswer((data.replace(LONG, "") if has_long_list else data).encode(), has_long_list)


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
