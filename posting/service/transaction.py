"""One command, one transaction: the frame that every mutation runs in.

The idempotency record is read first and written last inside the very transaction that does the work, so that a
repeated call either finds the whole of the first one or nothing at all. Commands never commit by themselves.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import Enum
from typing import TypeVar

from sqlalchemy import Connection, func, insert, select

from ...models import tables
from ...models.database import Database
from ...models.vocabulary import ProblemCode
from ..commands import Command
from ..plan import as_json
from ..problems import refuse
from .clock import Clock

Result = dict[str, object]
KEY_LENGTH = 200
C = TypeVar("C", bound=Command)


@dataclass(frozen=True)
class Transaction:
    """What a command works with: the open connection, and the time it is carried out at."""

    connection: Connection
    now: datetime
    today: date


@dataclass(frozen=True)
class Outcome:
    """What a command did, as plain JSON values: keys of records, plans, warnings."""

    result: Result
    replayed: bool


@dataclass(frozen=True)
class Service:
    """The posting service: a database and a clock."""

    database: Database
    clock: Clock

    def carry_out(self, command: C, handler: Callable[[Transaction, C], Result]) -> Outcome:
        """Run `handler` in a transaction of its own, once per idempotency key; raises `Refused`, writing nothing."""
        key = checked_key(command.idempotency_key)

        def work(connection: Connection) -> Outcome:
            transaction = Transaction(connection, self.clock.now(), self.clock.today())
            if key is None:
                return Outcome(handler(transaction, command), replayed=False)
            return _once(transaction, key, input_hash(command), lambda: handler(transaction, command))

        return self.database.run_write(work)

    def look(self, command: C, handler: Callable[[Transaction, C], Result]) -> Outcome:
        """Run `handler` on a read-only snapshot: for plans and pro formas, which use up no key and no number."""
        with self.database.read() as connection:
            transaction = Transaction(connection, self.clock.now(), self.clock.today())
            return Outcome(handler(transaction, command), replayed=False)


def checked_key(key: str | None) -> str | None:
    """The idempotency key, refused where it is empty or too long."""
    if key is not None and not 0 < len(key) <= KEY_LENGTH:
        message = f"An idempotency key has 1 to {KEY_LENGTH} characters, not {len(key)}."
        raise refuse(ProblemCode.INVALID_INPUT, message, "idempotencyKey")
    return key


def input_hash(command: Command) -> str:
    """SHA-256 of the command's name and values, the key left out."""
    values = as_json(_plain_enums(replace(command, idempotency_key=None)))
    text = json.dumps([type(command).__name__, values], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain_enums(command: Command) -> Command:
    members = {f.name: value.value for f in fields(command) if isinstance(value := getattr(command, f.name), Enum)}
    return replace(command, **members)


def _once(transaction: Transaction, key: str, hashed: str, act: Callable[[], Result]) -> Outcome:
    connection, record = transaction.connection, tables.idempotency_record
    if connection.dialect.name == "postgresql":  # calls with one key wait for each other
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))
    known = connection.execute(select(record.c.input_hash, record.c.result).where(record.c.key == key)).one_or_none()
    if known is not None:
        if known.input_hash != hashed:
            raise refuse(
                ProblemCode.IDEMPOTENCY_KEY_REUSED,
                f"The idempotency key {key!r} was already used with other input.",
                "idempotencyKey",
                remedy="Use a new key for a new call; send the very same input to repeat a call.",
            )
        return Outcome(known.result, replayed=True)
    result = act()
    connection.execute(insert(record).values(key=key, input_hash=hashed, result=result, created_at=transaction.now))
    return Outcome(result, replayed=False)
