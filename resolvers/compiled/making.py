"""A statement while it is made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from graphql import GraphQLField
from sqlalchemy import FromClause
from strawberry.schema.schema_converter import GraphQLCoreConverter

from ..reading.catalogue import DECLARATION
from ..reading.sources import Expression
from .core import Hole
from .document import Asking
from .engines import Engine
from .given import Arguments, Wanted
from .money import kept_with
from .scopes import Scope

Read = Callable[[Arguments], Wanted]


class NotCompiled(Exception):
    """A field that graphql-core has to answer, and why."""


def declaration_of(said: GraphQLField) -> object:
    """What a field declares; None where a function answers it."""
    return said.extensions[GraphQLCoreConverter.DEFINITION_BACKREF].metadata.get(DECLARATION)


@dataclass(frozen=True, eq=False)
class Making:
    """What a statement answers, for which engine, and which arguments were met on the way."""

    asking: Asking
    engine: Engine
    arguments: Arguments
    met: list[tuple[Read, Wanted]] = field(default_factory=list)
    holes: list[Hole] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def name(self) -> str:
        """A name that nothing else in the statement has."""
        return f"t{next(self.numbers)}"

    def aliased(self, table: FromClause, above: Scope | None = None, owner: Expression | None = None) -> Scope:
        """The records of a table under a name of its own."""
        return Scope(table, self.name(), above, owner, kept_with(table))

    def meet(self, read: Read) -> Wanted:
        """What the arguments of a field mean in the request at hand; later requests read their own."""
        found = read(self.arguments)
        self.met.append((read, found))
        return found
