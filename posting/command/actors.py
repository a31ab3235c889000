"""Actors as they are written down: found by what makes somebody the same one again, or added (access 1.6).

An actor is kept for as long as the books, so that a row is made once and only its name follows. What somebody is known
by is no name: two issuers' equal subjects are two actors.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from ...models import tables
from ...models.rows import read_one, read_one_or_none
from ...models.vocabulary import EVERY_SCOPE, ActorKind
from .caller import Caller

ACTOR = tables.actor


@dataclass(frozen=True)
class Named:
    """An actor as last called."""

    id: int
    name: str


def known_by(kind: ActorKind, *what: str) -> str:
    """What makes one actor of all that is done by the same key, subject or account.

    >>> known_by(ActorKind.SUBJECT, "https://sign.example", "kari")
    '["SUBJECT","https://sign.example","kari"]'
    """
    return json.dumps([kind.value, *what], separators=(",", ":"), ensure_ascii=False)


def actor_of(
    connection: Connection,
    now: datetime,
    kind: ActorKind,
    what: tuple[str, ...],
    name: str,
    *,
    issuer: str | None = None,
    person: str | None = None,
) -> int:
    """The key of an actor, who is called `name` from now on."""
    known = known_by(kind, *what)
    found = read_one_or_none(connection, select(ACTOR.c.id, ACTOR.c.name).where(ACTOR.c.known_by == known), Named)
    if found is None:
        values = {"kind": kind, "known_by": known, "name": name, "issuer": issuer, "person": person, "seen_at": now}
        return read_one(connection, insert(ACTOR).values(values).returning(ACTOR.c.id), int)
    if found.name != name:
        connection.execute(update(ACTOR).where(ACTOR.c.id == found.id).values(name=name))
    return found.id


def operator(connection: Connection, now: datetime, account: str) -> Caller:
    """Whoever runs a command on the machine, by the name of their account there; they may do everything."""
    key = actor_of(connection, now, ActorKind.OPERATOR, (account,), account)
    return Caller(key, ActorKind.OPERATOR, account, scopes=EVERY_SCOPE)
