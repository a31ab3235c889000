"""Two persons: who may approve what somebody else asked for (access 4.3).

A person may have several actors: a key stands for its owner, who signs in with tokens as well. Whoever made or changed
a draft would approve their own work, so that the history is asked who that was. Nobody knows who stands behind an
operator's account, or behind whoever acts on an open server: neither approves anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, or_, select

from ...models import tables
from ...models.identity import decode
from ...models.rows import columns_of, read_all, read_one
from ...models.vocabulary import Act, ActorKind
from ..command.caller import Caller
from ..history.places import above

ACTOR, INVOICE = tables.actor, tables.invoice
ENTRY, SUBJECT = tables.history_entry, tables.history_subject
NOT_WRITTEN = 0  # the key of an actor of whom there is no row yet: they have asked for nothing, and drafted nothing
NEVER = frozenset({ActorKind.ANONYMOUS, ActorKind.OPERATOR})


@dataclass(frozen=True)
class Person:
    """An actor, as far as it says who stands behind it."""

    id: int
    kind: ActorKind
    name: str
    person: str | None
    issuer: str | None

    def is_also(self, other: "Person") -> bool:
        """Whether two actors are one person: equal subjects of two issuers are not, unless a key tells them so."""
        if self.id == other.id:
            return True
        if self.person is None or self.person != other.person:
            return False
        return ActorKind.KEY in (self.kind, other.kind) or self.issuer == other.issuer


def person_of(connection: Connection, actor: int) -> Person:
    """Who an actor is."""
    return read_one(connection, select(*columns_of(ACTOR, Person)).where(ACTOR.c.id == actor), Person)


def as_person(caller: Caller) -> Person:
    """Who asks, as a person."""
    return Person(caller.actor_id or NOT_WRITTEN, caller.kind, caller.name, caller.person, caller.issuer)


def not_independent(connection: Connection, approver: Person, asker: int, subjects: Iterable[str]) -> Person | None:
    """Whose own work somebody would approve; they themselves where they never may, None where nothing is against it."""
    if approver.kind in NEVER:
        return approver
    hands = (person_of(connection, asker), *_who_drafted(connection, subjects))
    return next((one for one in hands if approver.is_also(one)), None)


def _who_drafted(connection: Connection, subjects: Iterable[str]) -> list[Person]:
    """Whose entries made or changed drafts among the subjects."""
    keys = [key for kind, key in filter(None, map(decode, subjects)) if kind == "Invoice"]
    drafts = set(
        read_all(connection, select(INVOICE.c.id).where(INVOICE.c.id.in_(keys), INVOICE.c.posted_at.is_(None)), int)
    )
    if not drafts:
        return []
    places = {place for key in drafts for place in above(key)}
    actors = select(ENTRY.c.actor_id).where(ENTRY.c.id.in_(select(SUBJECT.c.entry_id).where(*_touched(places))))
    return read_all(connection, select(*columns_of(ACTOR, Person)).where(ACTOR.c.id.in_(actors)), Person)


def _touched(places: Iterable[int]) -> tuple[ColumnElement[bool], ...]:
    made_or_changed = or_(SUBJECT.c.act == Act.MADE, SUBJECT.c.act == Act.CHANGED)
    return SUBJECT.c.type == "Invoice", SUBJECT.c.place.in_(sorted(places)), made_or_changed
