"""Two persons: who may approve what somebody else asked for (access 4.3).

A person may have several actors: a key stands for its owner, who signs in with tokens as well. Whoever made or changed
a draft would approve their own work, so that the history is asked who that was. Nobody knows who stands behind an
operator's account, or behind whoever acts on an open server: neither approves anything.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import ColumnElement, Connection, or_, select

from ...models import tables
from ...models.identity import decode
from ...models.rows import columns_of, read_all, read_one, read_pairs
from ...models.vocabulary import Act, ActorKind
from ..command.caller import Caller
from ..history.places import above

ACTOR, INVOICE = tables.actor, tables.invoice
ENTRY, SUBJECT = tables.history_entry, tables.history_subject
NOT_WRITTEN = 0  # the key of an actor of whom there is no row yet: they have asked for nothing, and drafted nothing
AT_ONCE = 500  # keys of a statement, of which each may have as many places as a key has bits
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


@dataclass(frozen=True)
class Work:
    """What is to be approved: who asked for it, and the ids of what it is about."""

    asker: int
    subjects: Sequence[str]


def not_independent(connection: Connection, approver: Person, asker: int, subjects: Sequence[str]) -> Person | None:
    """Whose own work somebody would approve; they themselves where they never may, None where nothing is against it."""
    (found,) = whose_own(connection, approver, [Work(asker, subjects)])
    return found


def whose_own(connection: Connection, approver: Person, works: Sequence[Work]) -> list[Person | None]:
    """The same of many at once, in their order: few statements, however many there are."""
    if approver.kind in NEVER:
        return [approver for _ in works]
    drafted = _who_drafted(connection, {key for one in works for key in _invoices(one)})
    actors = {*(one.asker for one in works), *(actor for hands in drafted.values() for actor in hands)}
    persons = {one.id: one for some in _some(actors) for one in _persons(connection, some)}
    found: list[Person | None] = []
    for one in works:
        hands = [one.asker, *sorted({actor for key in _invoices(one) for actor in drafted.get(key, ())})]
        found.append(next((persons[actor] for actor in hands if approver.is_also(persons[actor])), None))
    return found


def _invoices(work: Work) -> list[int]:
    return [key for kind, key in filter(None, map(decode, work.subjects)) if kind == "Invoice"]


def _persons(connection: Connection, actors: Sequence[int]) -> list[Person]:
    return read_all(connection, select(*columns_of(ACTOR, Person)).where(ACTOR.c.id.in_(actors)), Person)


def _who_drafted(connection: Connection, invoices: Iterable[int]) -> dict[int, set[int]]:
    """Of those that are drafts, the actors whose entries made or changed them."""
    found: dict[int, set[int]] = defaultdict(set)
    for some in _some(invoices):
        is_draft = (INVOICE.c.id.in_(some), INVOICE.c.posted_at.is_(None))
        drafts = read_all(connection, select(INVOICE.c.id).where(*is_draft), int)
        if not drafts:
            continue
        hands = (
            select(SUBJECT.c.place, ENTRY.c.actor_id)
            .select_from(SUBJECT)
            .join(ENTRY, ENTRY.c.id == SUBJECT.c.entry_id)
            .where(*_touched({place for key in drafts for place in above(key)}))
            .distinct()
        )
        acted: dict[int, set[int]] = defaultdict(set)
        for place, actor in read_pairs(connection, hands, int, int):
            acted[place].add(actor)
        for key in drafts:
            found[key].update(*(acted.get(place, ()) for place in above(key)))
    return found


def _some(keys: Iterable[int]) -> Iterator[list[int]]:
    """Keys, so many at a time that their places fit into one statement of SQLite."""
    given = iter(sorted(keys))
    while some := list(islice(given, AT_ONCE)):
        yield some


def _touched(places: Iterable[int]) -> tuple[ColumnElement[bool], ...]:
    made_or_changed = or_(SUBJECT.c.act == Act.MADE, SUBJECT.c.act == Act.CHANGED)
    return SUBJECT.c.type == "Invoice", SUBJECT.c.place.in_(sorted(places)), made_or_changed
