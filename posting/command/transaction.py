"""One command, one transaction: the frame that every mutation runs in.

Commands never commit by themselves; a command with an idempotency key is carried out once (see `idempotency`).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, partial
from secrets import token_hex
from typing import Generic, TypeVar

from sqlalchemy import Connection, select

from ...models.bulk import Statement
from ...models.database import Database, Unavailable
from ...models.driver import changed
from ...models.ending import Ending
from ...models.looking import WouldWrite, looking
from ...models.rows import read_value
from ..commands import Command
from ..history.entries import SHOWN, Entry, of_command, operation_of
from ..history.following import keeping
from ..history.notes import Notes, Part
from ..history.notes import together as together_noted
from ..history.writing import append
from ..problems import Problem, Problems, Refused
from ..texts import Meant, in_one_form
from .acting import Kept, acting_for, key_since, see_again
from .actors import written_down
from .asked import asked_for, input_hash
from .caller import ANONYMOUS, Caller
from .clock import Clock
from .concerned import concerning
from .idempotency import begun, check_repeats, checked_key, keeping_of, recorded, turn_of
from .results import restored, result_of
from .zones import day_in, today_of

C = TypeVar("C", bound=Command)
R = TypeVar("R")
T = TypeVar("T")


@dataclass(frozen=True)
class Transaction:
    """What a command works with: the open connection, the time it is carried out at, and who asked for it.

    Where it is not `posting` the command only looks: nothing is locked and nothing written. Where the server
    `takes_tokens`, there may be administrators that nobody can count.
    """

    connection: Connection
    now: datetime
    given_today: date | None = None  # that of a run; else it is the company's
    posting: bool = True
    caller: Caller = ANONYMOUS
    takes_tokens: bool = False
    is_heard: bool = True  # whether anybody hears what it warns of: not of what a program enters by itself

    @cached_property
    def today(self) -> date:
        """The company's calendar date: what is left out of most inputs, and looked up where it is."""
        return today_of(self.connection, self.now) if self.given_today is None else self.given_today


@dataclass(frozen=True)
class Outcome(Generic[R]):
    """What a command did, or did when its key was first used."""

    result: R
    replayed: bool


@dataclass(frozen=True)
class Service:
    """The posting service: a database, a clock and who asks; what only looks ends with `ending`.

    Where it `stays_open`, nobody has to say who they are, whatever keys there are.
    """

    database: Database
    clock: Clock
    ending: Ending | None = None
    caller: Caller = ANONYMOUS
    takes_tokens: bool = False
    stays_open: bool = False
    request_id: str = field(default_factory=partial(token_hex, 6))
    program: str | None = None  # the command line's own command, where that is what acts
    gathered: Notes | None = None  # in place of entries, where many transactions are to be one

    def transaction(self, connection: Connection, *, posting: bool = True) -> Transaction:
        """What a command works with on a connection, now."""
        known = (self.clock.now(), None, posting, self.caller, self.takes_tokens)
        return Transaction(connection, *known, is_heard=self.gathered is None)

    def writing(self, connection: Connection) -> Transaction:
        """The same for what writes: whoever asks is written down; raises `KeyEnded` for who is no longer let in."""
        transaction = self.transaction(connection)
        see_again(connection, transaction.now, transaction.caller)
        return replace(transaction, caller=written_down(connection, transaction.now, transaction.caller))

    def acting_for(self, connection: Connection, kept: Kept, *, has_key_since: bool | None = None) -> Caller:
        """In whose name a run or a schedule posts, with what they may do now; anybody nothing, once it is shut."""
        whose = acting_for(connection, self.clock.now(), kept.actor_id, kept.actor_scopes)
        if whose.authenticated or self.stays_open:
            return whose
        if has_key_since is None:
            has_key_since = bool(read_value(connection, select(key_since(kept.created_at)), bool))
        is_shut = self.takes_tokens or has_key_since
        return replace(whose, scopes=frozenset()) if is_shut else whose

    def execute(self, command: C, handler: Callable[[Transaction, C], R]) -> Outcome[R]:
        """Run `handler` in a transaction of its own, once per idempotency key; raises `Refused`, writing nothing."""
        key, meant = checked_key(command.idempotency_key), in_one_form(command)

        def work(connection: Connection) -> Outcome[R]:
            transaction = self.writing(connection)
            if key is None:
                with keeping(connection) as notes:
                    result = _act(transaction, meant, handler)
                self._tell(transaction, meant.command, result, notes)
                return Outcome(result, replayed=False)
            return self._once(transaction, key, meant, handler)

        try:
            return self.database.run_write(work, turn=turn_of(key))
        except Unavailable as error:
            error.has_key = key is not None
            raise

    def _once(
        self, transaction: Transaction, key: str, meant: Meant[C], handler: Callable[[Transaction, C], R]
    ) -> Outcome[R]:
        """Answer from the key's record; where it has none, carry the command out and write one."""
        connection, hashed = transaction.connection, input_hash(meant.command)
        record, zone = begun(connection, key)
        transaction = replace(transaction, given_today=day_in(zone, transaction.now))
        if record is not None:
            check_repeats(connection, record, hashed, meant.command)
            return Outcome(restored(result_of(handler), record.result), replayed=True)
        with keeping(connection) as notes:
            result = _act(transaction, meant, handler)
        kept = keeping_of(connection, transaction.now, key, hashed, asked_for(meant.command), result)
        self._tell(transaction, meant.command, result, notes, kept)
        return Outcome(result, replayed=False)

    def _tell(
        self, transaction: Transaction, command: Command, result: object, notes: Notes, beside: Statement | None = None
    ) -> None:
        """Write the entry of a command that was carried out, and `beside` with it: the last of its statements."""
        part = of_command(command, result, notes)
        reason = getattr(command, "reason", None)
        self.tell(transaction, self.program or operation_of(command), [part], reason=reason, beside=beside)

    def tell(
        self,
        transaction: Transaction,
        operation: str,
        parts: Sequence[Part],
        *,
        reason: str | None = None,
        run: int | None = None,
        shown: int | None = None,
        beside: Statement | None = None,
    ) -> None:
        """Write entries of what was done, one for each part, at the end of their transaction."""
        if self.gathered is not None:
            self.gathered.parts.extend(parts)
            if beside is not None:
                changed(transaction.connection, *beside)
            return
        actor = transaction.caller.actor_id
        assert actor is not None, "whoever writes is written down"
        entries = [
            Entry(
                operation, actor, self.request_id, tuple(one.noted), tuple(one.told), reason, run, shown, one.approval
            )
            for one in parts
        ]
        append(transaction.connection, transaction.now, entries, beside)

    @contextmanager
    def entering(self, connection: Connection, operation: str) -> Iterator[Transaction]:
        """What many commands work with that are one: a program's, of which there is one entry."""
        transaction = self.writing(connection)
        with keeping(connection) as notes:
            yield transaction
        self.tell(transaction, operation, [together_noted(notes.parts)], shown=SHOWN)

    def prepare(self, command: C, make: Callable[[Transaction, C], T]) -> T | None:
        """What `make` makes of a read-only snapshot, so that nobody waits for what takes long.

        None where the command's idempotency key is known there, or its texts are wrong: `execute` answers from its
        record, or refuses it.
        """
        key, meant = checked_key(command.idempotency_key), in_one_form(command)
        with self.database.read() as connection:
            if meant.problems or (key is not None and recorded(connection, [key])):
                return None
            return make(self.transaction(connection, posting=False), meant.command)

    def look(self, command: C, handler: Callable[[Transaction, C], R]) -> R:
        """Run `handler` on a read-only snapshot: for plans and pro formas, which use up no key and no number."""
        with self.database.read(self.ending) as connection:
            return _act(self.transaction(connection, posting=False), in_one_form(command), handler)

    def foresee(self, connection: Connection, command: C, handler: Callable[[Transaction, C], R]) -> Problems:
        """What `handler` would be refused with now: it runs on a snapshot as far as its first write (access 2.6)."""
        return self.foreseen(connection, lambda: _act(self.transaction(connection), in_one_form(command), handler))

    def foreseen(self, connection: Connection, act: Callable[[], object]) -> Problems:
        """The same of whatever acts with a connection."""
        try:
            with looking(connection):
                act()
        except Refused as refused:
            return refused.problems
        except WouldWrite:
            pass
        return ()


def _act(transaction: Transaction, meant: Meant[C], handler: Callable[[Transaction, C], R]) -> R:
    """Carry out a command, or refuse it with what is wrong with its texts and whatever else is."""
    if meant.unclear:
        raise Refused(meant.problems)
    if not meant.problems:
        try:
            return handler(transaction, meant.command)
        except Refused as refused:
            raise Refused(concerning(transaction.connection, meant.command, refused.problems)) from None
    try:
        handler(transaction, meant.command)  # is taken back
    except Refused as refused:
        raise Refused(together(meant.problems, refused.problems)) from None
    raise Refused(meant.problems)


def together(first: Sequence[Problem], further: Sequence[Problem]) -> list[Problem]:
    """Problems of two looks at a command, in the order of its lists; at the same place the first look's are told."""
    places = {one.path for one in first}
    every = [*first, *(one for one in further if one.path not in places)]
    return sorted(every, key=lambda one: [int(part) for part in one.path if part.isdecimal()])
