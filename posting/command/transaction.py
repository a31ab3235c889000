"""One command, one transaction: the frame that every mutation runs in.

The idempotency record is read first and written last inside the very transaction that does the work, so that a
repeated call either finds the whole of the first one or nothing at all. Commands never commit by themselves.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Connection, func, insert, select

from ...models import tables
from ...models.database import Database, Unavailable
from ...models.ending import Ending
from ...models.texts import CONTROL, WHITE_SPACE, unwanted
from ...models.vocabulary import ProblemCode
from ..commands import Command
from ..plan import as_json
from ..problems import Problem, Refused, refuse
from ..texts import Meant, in_one_form
from .clock import Clock

Result = dict[str, object]
KEY_LENGTH = 200
LATER_FIELDS = {  # fields that commands of the first revision did not have
    "CreateCustomer": frozenset({"payment_terms_days"}),
    "CreateReturnOrder": frozenset({"charges"}),
    "ReturnOrderLineInput": frozenset({"product", "unit_price", "tax_rate", "unit_cost", "charges"}),
    "ArrivalLineInput": frozenset({"replacement", "quarantine"}),
    "CancelReturnOrder": frozenset({"lines"}),
    "PostReturnInvoice": frozenset({"packing_slips", "allow_direct_invoice", "settlement", "credit_correction"}),
    "PostInvoices": frozenset(
        {"settlement", "select", "summary_update", "mix_order_types", "late_selection", "expected_plan"}
    ),
    "OrderSelection": frozenset({"received"}),
    "CreateProjectContract": frozenset({"retainers", "customers", "not_to_exceed_limit"}),
    "ContractLineInput": frozenset(
        {"product", "quantity", "unit_price", "tax_amount", "milestones", "not_to_exceed_limit"}
    ),
    "JournalEntryInput": frozenset({"billable_quantity"}),
    "MarkReadyToInvoice": frozenset({"milestones", "retainers", "contract_lines"}),
    "CreateInvoice": frozenset({"apply_retainers", "retainers", "customer"}),
    "DetailUpdateInput": frozenset({"amount", "billing_type", "description"}),
    "CorrectInvoice": frozenset({"add_to"}),
}
C = TypeVar("C", bound=Command)
T = TypeVar("T")


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
    """The posting service: a database and a clock; what only looks ends with `ending`."""

    database: Database
    clock: Clock
    ending: Ending | None = None

    def carry_out(self, command: C, handler: Callable[[Transaction, C], Result]) -> Outcome:
        """Run `handler` in a transaction of its own, once per idempotency key; raises `Refused`, writing nothing."""
        key, meant = checked_key(command.idempotency_key), in_one_form(command)

        def work(connection: Connection) -> Outcome:
            transaction = Transaction(connection, self.clock.now(), self.clock.today())
            if key is None:
                return Outcome(_act(transaction, meant, handler), replayed=False)
            hashes = input_hashes(command, meant.command)
            return _once(transaction, key, hashes, lambda: _act(transaction, meant, handler))

        try:
            return self.database.run_write(work)
        except Unavailable as error:
            error.has_key = key is not None
            raise

    def prepare(self, command: C, make: Callable[[Transaction, C], T]) -> T | None:
        """What `make` makes of a read-only snapshot, so that nobody waits for what takes long.

        None where the command's idempotency key is known there, or its texts are wrong: `carry_out` answers from its
        record, or refuses it.
        """
        key, meant = checked_key(command.idempotency_key), in_one_form(command)
        with self.database.read() as connection:
            if meant.problems or (key is not None and _known(connection, key) is not None):
                return None
            return make(Transaction(connection, self.clock.now(), self.clock.today()), meant.command)

    def look(self, command: C, handler: Callable[[Transaction, C], Result]) -> Outcome:
        """Run `handler` on a read-only snapshot: for plans and pro formas, which use up no key and no number."""
        with self.database.read(self.ending) as connection:
            transaction = Transaction(connection, self.clock.now(), self.clock.today())
            return Outcome(_act(transaction, in_one_form(command), handler), replayed=False)


def _act(transaction: Transaction, meant: Meant[C], handler: Callable[[Transaction, C], Result]) -> Result:
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


def checked_key(key: str | None) -> str | None:
    """The idempotency key, which is taken byte for byte; refused where it is not fit to be one (access 6.9)."""
    if key is None:
        return None
    if not 0 < len(key) <= KEY_LENGTH:
        message = f"An idempotency key has 1 to {KEY_LENGTH} characters, not {len(key)}."
    elif not key.strip(WHITE_SPACE):
        message = "An idempotency key is not only blanks."
    elif unwanted(key, CONTROL) is not None:
        message = "An idempotency key has no control characters."
    else:
        return key
    raise refuse(ProblemCode.INVALID_INPUT, message, "idempotencyKey", remedy="Give a key such as a random UUID.")


def input_hashes(command: C, meant: C) -> tuple[str, ...]:
    """SHA-256 of what a command means, its key left out: what is recorded. Then those that earlier versions recorded.

    A field that has its default counts as left out, so that a command may grow without its old keys being forgotten.
    Before texts had one form, a record was of the command as it was said, byte for byte, which its caller repeats.
    """
    earlier = () if meant is command else (_hashed(command, _said(command)),)
    return _hashed(meant, _said(meant)), *earlier, _hashed(command, _said_at_first(command))


def _hashed(command: Command, values: object) -> str:
    text = json.dumps([type(command).__name__, values], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _said(value: object) -> object:
    """A command as plain JSON values, without what has its default."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: _said(said)
            for f in fields(value)
            if (said := getattr(value, f.name)) != f.default and f.name != "idempotency_key"
        }
    return [_said(item) for item in value] if isinstance(value, list) else as_json(value)


def _said_at_first(value: object) -> object:
    """A command as the first revision had it: every field that was there then, defaults too."""
    if is_dataclass(value) and not isinstance(value, type):
        later = LATER_FIELDS.get(type(value).__name__, frozenset())
        return {
            f.name: None if f.name == "idempotency_key" else _said_at_first(getattr(value, f.name))
            for f in fields(value)
            if f.name not in later or getattr(value, f.name) != f.default
        }
    return [_said_at_first(item) for item in value] if isinstance(value, list) else as_json(value)


def _once(transaction: Transaction, key: str, hashed: Sequence[str], act: Callable[[], Result]) -> Outcome:
    connection = transaction.connection
    if connection.dialect.name == "postgresql":  # calls with one key wait for each other
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))
    known = _known(connection, key)
    if known is not None:
        input_hash, result = known
        if input_hash not in hashed:
            raise refuse(
                ProblemCode.IDEMPOTENCY_KEY_REUSED,
                f"The idempotency key {key!r} was already used with other input.",
                "idempotencyKey",
                remedy="Use a new key for a new call; send the very same input to repeat a call.",
            )
        _refuse_deleted(connection, key, result)
        return Outcome(result, replayed=True)
    result = act()
    record = insert(tables.idempotency_record)
    connection.execute(record.values(key=key, input_hash=hashed[0], result=result, created_at=transaction.now))
    return Outcome(result, replayed=False)


def _known(connection: Connection, key: str) -> tuple[str, Result] | None:
    """The input hash and the result that a key was recorded with."""
    record = tables.idempotency_record
    found = connection.execute(select(record.c.input_hash, record.c.result).where(record.c.key == key)).one_or_none()
    return None if found is None else (found.input_hash, found.result)


def _refuse_deleted(connection: Connection, key: str, result: Result) -> None:
    """A key lives as long as what it made: a draft that has been deleted cannot be answered again."""
    made = result.get("invoice")
    if made is None or connection.scalar(select(tables.invoice.c.id).where(tables.invoice.c.id == made)) is not None:
        return
    raise refuse(
        ProblemCode.NOT_FOUND,
        f"The draft that the idempotency key {key!r} made or changed has been deleted.",
        "idempotencyKey",
        remedy="Use a new key for a new call.",
    )
