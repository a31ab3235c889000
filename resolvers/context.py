"""What the resolvers of one request share: the posting service and a snapshot to read from.

All reads of a query see one snapshot, opened at the first of them. A mutation's answer is read from a new one, so that
it shows what was just committed.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from secrets import token_hex
from typing import Any, Protocol

import strawberry
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues
from sqlalchemy import Connection
from strawberry.extensions import SchemaExtension

from ..models.database import Database
from ..models.ending import Ending
from ..models.wording import ENGLISH, Language
from ..posting.command.caller import ANONYMOUS, Caller
from ..posting.command.clock import Clock, SystemClock
from ..posting.command.transaction import Outcome, Service
from ..posting.runs.execution import execute_run

Outcomes = dict[str, Outcome[object] | Exception]  # of the mutations carried out, by response key
Notify = Callable[[Service, int], None]  # sees to it that a posting run goes on; answers at once where it can
State = tuple[object, ...]  # everything of a posting run that moves


@dataclass(frozen=True)
class Budget:
    """Points in a full bucket, points in it now, points that come back a second."""

    maximum: int
    available: int
    restore_rate: int


@dataclass(frozen=True)
class Progress:
    """The state that an event has shown a run in; a run that is over has had its last event."""

    run: int
    state: State
    is_over: bool


class Records(Protocol):
    """Writes records that an answer holds the keys of as JSON; None where graphql-core is to walk them."""

    def __call__(
        self,
        context: "Context",
        variables: VariableValues,
        details: Sequence[FieldDetails],
        held: Any,  # as `reading` declares it, which stands above
        keys: Sequence[int],
    ) -> str | None:
        """The JSON of the field that `details` ask for."""


@dataclass
class Context:
    """One for each request; never shared between requests."""

    database: Database
    idempotency_key_header: str | None = None
    language: Language = ENGLISH  # that whoever asks reads
    clock: Clock = field(default_factory=SystemClock)
    notify: Notify = execute_run
    caller: Caller = ANONYMOUS
    takes_tokens: bool = False  # whether there may be administrators that are no keys
    request_id: str = field(default_factory=partial(token_hex, 6))
    budget: Callable[[], Budget | None] = lambda: None  # how much may be asked for just now
    progress: Progress | None = None  # what a subscription's event has shown
    ending: Ending | None = None  # of a query; a mutation is never cut short
    outcomes: Outcomes = field(default_factory=dict)
    records: Records | None = None  # by which an answer's records are read, where that is by statements
    _snapshot: ExitStack = field(default_factory=ExitStack)
    _connection: Connection | None = None

    @property
    def service(self) -> Service:
        """The posting service."""
        known = (self.database, self.clock, self.ending, self.caller, self.takes_tokens)
        return Service(*known, request_id=self.request_id)

    @property
    def connection(self) -> Connection:
        """The snapshot to read from."""
        if self._connection is None:
            self._connection = self._snapshot.enter_context(self.database.read(self.ending))
        return self._connection

    @contextmanager
    def one_statement(self) -> Iterator[Connection]:
        """What to read from with one statement that is all there is to read: it needs no snapshot of its own."""
        if self._connection is not None:
            yield self._connection
            return
        with self.database.read(self.ending, is_one_statement=True) as connection:
            yield connection

    def fresh(self) -> None:
        """Let go of the snapshot: the next read sees everything committed by then."""
        self._connection = None
        self._snapshot.close()


Info = strawberry.Info[Context, None]


class CloseSnapshot(SchemaExtension):
    """Gives the snapshot's connection back when the operation is over, however it ended."""

    def on_operation(self) -> Iterator[None]:
        """Around the whole operation."""
        yield
        context = self.execution_context.context
        if isinstance(context, Context):
            context.fresh()
