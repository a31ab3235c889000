"""In whose name runs and schedules post, and what they may do at that moment (access 2.7).

A key is looked up again for each document, so that a run whose key was revoked posts nothing more. A token's scopes
cannot be: those of the moment it was set up by count. What nobody known has set up ends with the first key: from then
on nothing happens without somebody who did it. Looked up again is as well the key of whoever waited for their turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, select

from ...models import tables
from ...models.rows import read_one, read_one_or_none
from ...models.vocabulary import EVERY_SCOPE, ActorKind, Scope
from .caller import ANONYMOUS, Caller

ACTOR, KEY = tables.actor, tables.api_key
GOOD_SECONDS = 0.9  # after which a key that was seen to live is looked at again; with what follows it is within one


class KeyEnded(Exception):
    """Whoever asked came with a key that has ended meanwhile: nothing is written for them."""


@dataclass(frozen=True)
class ActorRow:
    """An actor as it is written down."""

    id: int
    kind: ActorKind
    name: str
    person: str | None
    issuer: str | None


@dataclass(frozen=True)
class KeyRow:
    """The key that an actor is."""

    id: int
    scopes: list[str]
    expires_at: datetime | None
    revoked_at: datetime | None


class Kept(Protocol):
    """A run or a schedule, as far as it says in whose name it posts, and since when."""

    @property
    def actor_id(self) -> int | None:
        """Who that is; None in one of before anybody was known."""

    @property
    def actor_scopes(self) -> list[str] | None:
        """What they might do when they set it up, of a token."""

    @property
    def created_at(self) -> datetime:
        """When it was set up."""


def kept_caller(caller: Caller) -> dict[str, object]:
    """The columns by which a run or a schedule keeps in whose name it posts; that of nobody's schedule may nothing."""
    scopes = [one.value for one in Scope if one in caller.scopes]
    are_kept = caller.kind is ActorKind.SUBJECT or not scopes
    return {"actor_id": caller.actor_id, "actor_scopes": scopes if are_kept else None}


def acting_for(connection: Connection, now: datetime, actor: int | None, scopes: Sequence[str] | None) -> Caller:
    """Whoever that is, with what they may do now; anybody where nobody was known yet."""
    if actor is None or actor == ANONYMOUS.actor_id:
        return ANONYMOUS if scopes is None else replace(ANONYMOUS, scopes=frozenset(Scope(one) for one in scopes))
    names = (ACTOR.c.id, ACTOR.c.kind, ACTOR.c.name, ACTOR.c.person, ACTOR.c.issuer)
    found = read_one(connection, select(*names).where(ACTOR.c.id == actor), ActorRow)
    key: int | None = None
    may = EVERY_SCOPE
    if found.kind is ActorKind.SUBJECT:
        may = frozenset(Scope(one) for one in scopes or ())
    elif found.kind is ActorKind.KEY:
        key, may = _of_key(connection, now, actor)
    return Caller(actor, found.kind, found.name, found.person, found.issuer, scopes=may, key_id=key)


def see_again(connection: Connection, now: datetime, caller: Caller) -> None:
    """Raise `KeyEnded` where the key that somebody came with has ended while they waited for their turn."""
    if caller.actor_id is None or caller.seen_at is None or monotonic() < caller.seen_at + GOOD_SECONDS:
        return
    if _of_key(connection, now, caller.actor_id)[0] is None:
        raise KeyEnded


def _of_key(connection: Connection, now: datetime, actor: int) -> tuple[int | None, frozenset[Scope]]:
    """The key that an actor is, and its scopes; none once it is revoked or over."""
    names = (KEY.c.id, KEY.c.scopes, KEY.c.expires_at, KEY.c.revoked_at)
    row = read_one_or_none(connection, select(*names).where(KEY.c.actor_id == actor), KeyRow)
    is_living = row is not None and row.revoked_at is None and (row.expires_at is None or now < row.expires_at)
    if row is None or not is_living:
        return None, frozenset()
    return row.id, frozenset(Scope(one) for one in row.scopes)


def key_since(instant: ColumnElement[datetime] | datetime) -> ColumnElement[bool]:
    """Whether a key was made after an instant: what was set up before bears nobody's name."""
    return select(KEY.c.id).where(KEY.c.created_at > instant).exists()
