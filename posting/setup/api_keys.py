"""API keys: making one, whose secret is told once, and ending one for ever (access 1.2, 1.3).

Whoever makes or ends a key keeps everybody else from doing so until it is done: of two living keys of one name, or of
the last two administrators, each would see the other one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field
from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from ...models import tables
from ...models.rows import columns_of, read_all, read_one, read_one_or_none, read_value
from ...models.vocabulary import ActorKind, ProblemCode, Scope
from ..checks import Checks
from ..command.actors import actor_of
from ..command.lookup import key_of, not_there
from ..command.transaction import Transaction
from ..commands import CreateApiKey, RevokeApiKey
from ..ledger.approved import void_given_by
from ..problems import refuse
from .key_secrets import digest_of, new_key, prefix_of

KEY = tables.api_key
Secret = Annotated[str | None, Field(exclude=True)]  # which no record keeps: a repeated call is not told it


@dataclass(frozen=True)
class ApiKeyResult:
    """An API key, and where it was just made, the whole of it."""

    key: int
    secret: Secret = None


@dataclass(frozen=True)
class ApiKeyRow:
    """An API key, as far as whoever ends it has to know it."""

    id: int
    name: str
    scopes: list[str]
    actor_id: int
    revoked_at: datetime | None


def create_api_key(transaction: Transaction, command: CreateApiKey) -> ApiKeyResult:
    """Make a key and an actor that it is; the first of all has to be an administrator's."""
    connection = transaction.connection
    _alone(connection)
    scopes = [one for one in Scope if one in command.scopes]  # each once, in the order of the vocabulary
    _check(transaction, command, scopes)
    secret = _new(connection)
    prefix = prefix_of(secret)
    actor = actor_of(connection, transaction.now, ActorKind.KEY, (prefix,), command.name, person=command.owner)
    values = {
        "name": command.name,
        "prefix": prefix,
        "digest": digest_of(secret),
        "scopes": [one.value for one in scopes],
        "owner": command.owner,
        "actor_id": actor,
        "created_at": transaction.now,
        "created_by_id": transaction.caller.actor_id,
        "expires_at": command.expires_at,
    }
    return ApiKeyResult(read_one(connection, insert(KEY).values(values).returning(KEY.c.id), int), secret)


def revoke_api_key(transaction: Transaction, command: RevokeApiKey) -> ApiKeyResult:
    """End a key; the last administrator's stays, unless tokens can be another's."""
    connection, key = transaction.connection, key_of(command.key, {"ApiKey"}, "API key", "key")
    _alone(connection)
    statement = select(*columns_of(KEY, ApiKeyRow)).where(KEY.c.id == key)
    found = read_one_or_none(connection, statement, ApiKeyRow)
    if found is None:
        raise not_there("API key", command.key, "key")
    if found.revoked_at is not None:
        values = {"document": found.name, "state": "REVOKED", "needed": "LIVING", "at": found.revoked_at}
        raise refuse(ProblemCode.INVALID_STATUS_TRANSITION, "revoke", "key", **values)
    if not transaction.takes_tokens and _is_last_administrator(transaction, key):
        raise refuse(ProblemCode.LAST_ADMIN, "last", "key", document=found.name)
    connection.execute(update(KEY).where(KEY.c.id == key).values(revoked_at=transaction.now))
    void_given_by(transaction, found.actor_id)
    return ApiKeyResult(key)


def is_living(now: datetime) -> ColumnElement[bool]:
    """Whether a key can be used."""
    return KEY.c.revoked_at.is_(None) & or_(KEY.c.expires_at.is_(None), KEY.c.expires_at > now)


def _alone(connection: Connection) -> None:
    """Keep everybody else from making or ending keys; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE api_key IN SHARE ROW EXCLUSIVE MODE")


def _check(transaction: Transaction, command: CreateApiKey, scopes: Collection[Scope]) -> None:
    checks, connection = Checks(), transaction.connection
    named = select(KEY.c.id).where(KEY.c.name == command.name, is_living(transaction.now))
    if read_value(connection, named.limit(1), int) is not None:
        checks.invalid("key-name-taken", "name", given=command.name)
    if command.expires_at is not None and command.expires_at <= transaction.now:
        given, now = command.expires_at, transaction.now
        checks.invalid("expires-before-now", "expiresAt", given=given, limit=now)
    if Scope.ADMIN not in scopes and read_value(connection, select(KEY.c.id).limit(1), int) is None:
        checks.fail(ProblemCode.LAST_ADMIN, "first", "scopes")
    checks.done()


def _is_last_administrator(transaction: Transaction, key: int) -> bool:
    """Whether a key is a living administrator's, and no other one is."""
    living = select(*columns_of(KEY, ApiKeyRow)).where(is_living(transaction.now))
    rows = read_all(transaction.connection, living, ApiKeyRow)
    administrators = [one.id for one in rows if Scope.ADMIN in one.scopes]
    return administrators == [key]


def _new(connection: Connection) -> str:
    """A new key, known by what no other one is."""
    while True:
        made = new_key()
        if read_value(connection, select(KEY.c.id).where(KEY.c.prefix == prefix_of(made)), int) is None:
            return made
