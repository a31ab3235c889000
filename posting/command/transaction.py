"""One command, one transaction: the frame that every mutation runs in.

Commands never commit by themselves; a command with an idempotency key is carried out once (see `idempotency`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from sqlalchemy import Connection

from ...models.database import Database, Unavailable
from ...models.ending import Ending
from ..commands import Command
from ..problems import Problem, Refused
from ..texts import Meant, in_one_form
from .clock import Clock
from .idempotency import check_repeats, checked_key, input_hash, keep, recorded, turn_of
from .results import restored, result_of

C = TypeVar("C", bound=Command)
R = TypeVar("R")
T = TypeVar("T")


@dataclass(frozen=True)
class Transaction:
    """What a command works with: the open connection, and the time it is carried out at.

    Where it is not `posting` the command only looks: nothing is locked and nothing written.
    """

    connection: Connection
    now: datetime
    today: date
    posting: bool = True


@dataclass(frozen=True)
class Outcome(Generic[R]):
    """What a command did, or did when its key was first used."""

    result: R
    replayed: bool


@dataclass(frozen=True)
class Service:
    """The posting service: a database and a clock; what only looks ends with `ending`."""

    database: Database
    clock: Clock
    ending: Ending | None = None

    def execute(self, command: C, handler: Callable[[Transaction, C], R]) -> Outcome[R]:
        """Run `handler` in a transaction of its own, once per idempotency key; raises `Refused`, writing nothing."""
        key, meant = checked_key(command.idempotency_key), in_one_form(command)

        def work(connection: Connection) -> Outcome[R]:
            transaction = Transaction(connection, self.clock.now(), self.clock.today())
            if key is None:
                return Outcome(_act(transaction, meant, handler), replayed=False)
            return _once(transaction, key, meant, handler)

        try:
            return self.database.run_write(work, turn=turn_of(key))
        except Unavailable as error:
            error.has_key = key is not None
            raise

    def prepare(self, command: C, make: Callable[[Transaction, C], T]) -> T | None:
        """What `make` makes of a read-only snapshot, so that nobody waits for what takes long.

        None where the command's idempotency key is known there, or its texts are wrong: `execute` answers from its
        record, or refuses it.
        """
        key, meant = checked_key(command.idempotency_key), in_one_form(command)
        with self.database.read() as connection:
            if meant.problems or (key is not None and recorded(connection, [key])):
                return None
            return make(Transaction(connection, self.clock.now(), self.clock.today(), posting=False), meant.command)

    def look(self, command: C, handler: Callable[[Transaction, C], R]) -> R:
        """Run `handler` on a read-only snapshot: for plans and pro formas, which use up no key and no number."""
        with self.database.read(self.ending) as connection:
            transaction = Transaction(connection, self.clock.now(), self.clock.today(), posting=False)
            return _act(transaction, in_one_form(command), handler)


def _once(transaction: Transaction, key: str, meant: Meant[C], handler: Callable[[Transaction, C], R]) -> Outcome[R]:
    """Answer from the key's record; where it has none, carry the command out and write one."""
    connection, hashed = transaction.connection, input_hash(meant.command)
    record = recorded(connection, [key]).get(key)
    if record is not None:
        check_repeats(connection, record, hashed, meant.command)
        return Outcome(restored(result_of(handler), record.result), replayed=True)
    result = _act(transaction, meant, handler)
    keep(connection, transaction.now, [(key, hashed, result)])
    return Outcome(result, replayed=False)


def _act(transaction: Transaction, meant: Meant[C], handler: Callable[[Transaction, C], R]) -> R:
    """Carry out a command, or refuse it with what is wrong with its texts and whatever else is."""
    if meant.unclear:
        raise Refused(meant.problems)
    if not meant.problems:
        return handler(transaction, meant.command)
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
