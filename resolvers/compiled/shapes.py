"""For each shape of a request's arguments the statements that answer something, made once and kept."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

from graphql import DocumentNode, GraphQLObjectType
from graphql.execution.values import VariableValues
from sqlalchemy import Dialect, Select
from sqlalchemy.util import LRUCache

from ..context import Context
from .core import Hole
from .document import Asked, Asking, switches_of
from .given import Arguments, Shape, Wanted
from .making import Making, NotCompiled, Read
from .postgresql import POSTGRESQL
from .roots import Root
from .sqlite import SQLITE
from .statements import Statement, TooIntricate, statement_of

MOST_SHAPES = 64  # of one operation
MOST_TEXT = 2 * 1024 * 1024  # characters of its statements
ENGINES = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
T = TypeVar("T")


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

    @cached_property
    def is_one_statement(self) -> bool:
        """Whether one statement is all that is read for it, which is a snapshot by itself."""
        is_answered = any(isinstance(root, Answered) for root, _ in self.roots)
        return not is_answered and not self.holes and sum(len(statements) for _, statements in self.roots) == 1

    @property
    def size(self) -> int:
        """About what it takes in memory."""
        return sum(one.size for _, statements in self.roots for one in statements)


Roots = Callable[[Making, Context], Sequence[Root | Answered]]


class Shapes:
    """What answers something that a document asks for, shape by shape; `roots` says how it is read."""

    def __init__(self, document: DocumentNode, asking: Asking, dialect: Dialect, roots: Roots) -> None:
        self._asking, self._dialect, self._roots = asking, dialect, roots
        self._guard = Lock()  # of what is kept, while it is gone through or grows
        self.made = 0  # how often statements were made for arguments of a new shape
        self._switches = switches_of(document)
        self._reads: LRUCache[Shape, Sequence[Read] | None] = LRUCache(MOST_SHAPES)  # by the values of directives
        self._shaped: LRUCache[Shape, Shaped] = LRUCache(MOST_SHAPES)

    @property
    def size(self) -> int:
        """About what its statements take in memory."""
        with self._guard:
            return sum(one.size for one in self._shaped.values())

    @property
    def kept(self) -> list[Shaped]:
        """What was made so far."""
        with self._guard:
            return list(self._shaped.values())

    def of(self, variables: VariableValues, context: Context) -> tuple[Shaped, Sequence[Wanted]]:
        """What answers a request, and what its arguments mean; raises `NotCompiled` where nothing does."""
        return self.known(variables) or self._made(variables, context)

    def known(self, variables: VariableValues) -> tuple[Shaped, Sequence[Wanted]] | None:
        """The same, where it was made before; None where it is to be made."""
        switched = self._switched(variables)
        reads = self._reads.get(switched, ())
        if reads is None:
            raise NotCompiled("it was not compiled before")
        if reads or switched in self._reads:
            arguments = Arguments(self._asking.schema, variables)
            found = [read(arguments) for read in reads]
            shaped = self._shaped.get((switched, *[one.shape for one in found]))
            if shaped is not None:
                return shaped, found
        return None

    def _switched(self, variables: VariableValues) -> tuple[object, ...]:
        return tuple([variables.coerced.get(one) for one in self._switches])

    def _made(self, variables: VariableValues, context: Context) -> tuple[Shaped, Sequence[Wanted]]:
        switched, arguments = self._switched(variables), Arguments(self._asking.schema, variables)
        asking = Asking(self._asking.schema, self._asking.operation, self._asking.fragments, variables)
        making = Making(asking, ENGINES[self._dialect.name], arguments)
        roots = self._roots(making, context)
        found = [one for _, one in making.met]
        try:
            written = [
                (replace(root, statements=()), [statement_of(one, self._dialect, found) for one in root.statements])
                for root in in_time(roots, context)
            ]
        except TooIntricate as refused:
            self._reads[switched] = None
            raise NotCompiled(str(refused)) from refused
        shaped = Shaped(written, [read for read, _ in making.met], making.holes)
        self._reads[switched] = shaped.reads
        is_much = self.size + shaped.size > MOST_TEXT
        with self._guard:
            if is_much:
                self._shaped.clear()
            self._shaped[(switched, *[one.shape for one in found])] = shaped
            self.made += 1
        return shaped, found


def in_time(every: Sequence[T], context: Context) -> Iterator[T]:
    """Each of them, while the query is to go on: what is compiled for the first time may take long."""
    for one in every:
        if context.ending is not None:
            context.ending.check()
        yield one
