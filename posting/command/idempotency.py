"""Once per idempotency key: the one place that looks a key up, compares, keeps and refuses.

A record is read first and written last inside the very transaction that does the work, so that a repeated call either
finds the whole of the first one or nothing at all. It keeps a hash of what was asked for, and of the answer keys of
records and what the books do not say themselves. Single calls, batches and files all come here.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, literal, select

from ...models import bulk, tables
from ...models.rows import read_all, read_one, read_value
from ...models.texts import CONTROL, WHITE_SPACE, unwanted
from ...models.vocabulary import ProblemCode
from ..commands import Command
from ..history.entries import operation_of
from ..problems import Refused, refuse
from .asked import differing
from .results import as_kept
from .zones import ZONE

KEY_LENGTH = 200
ASKED = "asked"  # in a record, beside the answer: what was asked for, for those who use its key again
TABLE = tables.idempotency_record
COLUMNS = ("key", "input_hash", "result", "created_at")


@dataclass(frozen=True)
class Record:
    """What a key was used for: a hash of what was asked for, and the answer as plain JSON values."""

    key: str
    input_hash: str
    result: dict[str, object]
    created_at: datetime

    @property
    def asked(self) -> str:
        """What was asked for, see `asked_for`; empty where it was kept before that was."""
        return str(self.result.get(ASKED, ""))


@dataclass(frozen=True)
class Begun:
    """The company's time zone, and what a key was used for, if it was."""

    zone: str | None
    input_hash: str | None
    result: dict[str, object] | None
    created_at: datetime | None


_GIVEN = bindparam("begun", type_=TABLE.c.key.type)
_ONE = select(literal(1).label("one")).subquery()
BEGUN = select(
    ZONE.scalar_subquery().label("zone"), TABLE.c.input_hash, TABLE.c.result, TABLE.c.created_at
).select_from(_ONE.outerjoin(TABLE, TABLE.c.key == _GIVEN))


def checked_key(key: str | None) -> str | None:
    """The idempotency key, which is taken byte for byte; refused where it is not fit to be one (access 6.9)."""
    if key is None:
        return None
    if not 0 < len(key) <= KEY_LENGTH:
        raise refuse(ProblemCode.INVALID_INPUT, "key-length", "idempotencyKey", limit=KEY_LENGTH, given=len(key))
    if not key.strip(WHITE_SPACE):
        raise refuse(ProblemCode.INVALID_INPUT, "key-blank", "idempotencyKey")
    if unwanted(key, CONTROL) is not None:
        raise refuse(ProblemCode.INVALID_INPUT, "key-control-characters", "idempotencyKey")
    return key


def turn_of(key: str | None) -> int | None:
    """What calls with one key have in common, so that they wait for each other: 64 bits of it."""
    return None if key is None else int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True)


def wait_turn(connection: Connection, key: str) -> None:
    """Wait for calls with the same key from within a transaction; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({turn_of(key)})")


def recorded(connection: Connection, keys: Collection[str]) -> dict[str, Record]:
    """The records of those keys that have been used."""
    if not keys:
        return {}
    statement = select(TABLE.c.key, TABLE.c.input_hash, TABLE.c.result, TABLE.c.created_at).where(
        TABLE.c.key.in_(set(keys))
    )
    return {record.key: record for record in read_all(connection, statement, Record)}


def begun(connection: Connection, key: str) -> tuple[Record | None, str | None]:
    """The record of a key, None where it has not been used, and the company's time zone: what a call begins with."""
    row = read_one(connection, BEGUN, Begun, {"begun": key})
    if row.input_hash is None or row.result is None or row.created_at is None:
        return None, row.zone
    return Record(key, row.input_hash, row.result, row.created_at), row.zone


def check_repeats(connection: Connection, record: Record, hashed: str, command: Command) -> None:
    """Refuse a call that is not a repetition of the recorded one, or whose draft is gone: a key lives as long as it."""
    if record.input_hash != hashed:
        raise refuse(
            ProblemCode.IDEMPOTENCY_KEY_REUSED,
            "other-input",
            "idempotencyKey",
            given=record.key,
            operation=record.asked.partition(" ")[0] or operation_of(command),
            at=record.created_at,
            differs=differing(record.asked, command),
        )
    made = record.result.get("invoice")
    draft = select(tables.invoice.c.id).where(tables.invoice.c.id == made)
    if made is None or read_value(connection, draft, int) is not None:
        return
    raise refuse(
        ProblemCode.NOT_FOUND,
        "draft-of-key",
        "idempotencyKey",
        type="Invoice",
        given=record.key,
    )


def given_twice(key: str, command: Command, now: datetime) -> Refused:
    """The refusal of the second of two commands of a batch with one key."""
    values = {"given": key, "operation": operation_of(command), "at": now}
    return refuse(ProblemCode.IDEMPOTENCY_KEY_REUSED, "twice", "idempotencyKey", **values)


def keep(connection: Connection, now: datetime, answers: Iterable[tuple[str, str, str, object]]) -> None:
    """Write down keys, each with the hash of its call, what that asked for and what it answered."""
    rows = [_row(now, *answer) for answer in answers]
    if rows:
        bulk.append(connection, TABLE, COLUMNS, rows)


def keeping_of(
    connection: Connection, now: datetime, key: str, hashed: str, asked: str, answer: object
) -> bulk.Statement | None:
    """The statement that writes a key down, to go along with another one; None where it is written at once."""
    if connection.dialect.name == "postgresql":
        return bulk.insertion(connection.dialect, TABLE, COLUMNS, [_row(now, key, hashed, asked, answer)])
    keep(connection, now, [(key, hashed, asked, answer)])
    return None


def _row(now: datetime, key: str, hashed: str, asked: str, answer: object) -> tuple[object, ...]:
    return key, hashed, as_kept(answer) | {ASKED: asked}, now
