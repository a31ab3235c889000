"""What a transaction notes of itself while it works: what it did to which records, and values before and after.

Notes are kept with the connection, so that whoever writes adds to them, and are made an entry of at the end. A posting
of several documents has a part for each of them; all else is in the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection

from ...models.vocabulary import Act
from .places import ranges

KEPT = "notes of the history"


class Noted(NamedTuple):
    """What was done to the records of a type from one key to another."""

    act: Act
    type: str
    first: int
    last: int


class Told(NamedTuple):
    """A field of a record before and after, as the API writes it; None for nothing."""

    type: str
    key: int
    field: str
    before: str | None
    after: str | None


@dataclass
class Part:
    """What belongs to one document, or to none."""

    document: int | None = None
    noted: list[Noted] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    approval: int | None = None  # that it used

    def note(self, act: Act, type_name: str, keys: Iterable[int]) -> None:
        """Note what is done to records."""
        self.noted += [Noted(act, type_name, first, last) for first, last in ranges(keys)]

    def tell(self, told: Iterable[Told]) -> None:
        """Note fields that change."""
        self.told += [one for one in told if one.before != one.after]


@dataclass
class Notes:
    """All that a transaction has noted."""

    parts: list[Part] = field(default_factory=lambda: [Part()])

    @property
    def own(self) -> Part:
        """What belongs to no document that the door has posted."""
        return self.parts[0]

    def mark(self) -> tuple[int, int, int]:
        """Where the notes are, to come back to where what follows is taken back."""
        return len(self.parts), len(self.own.noted), len(self.own.told)

    def back_to(self, mark: tuple[int, int, int]) -> None:
        """Forget what was noted since."""
        parts, noted, told = mark
        del self.parts[parts:], self.own.noted[noted:], self.own.told[told:]


def together(parts: Iterable[Part]) -> Part:
    """Several parts as one: each record with what was done to it first, each field from its first to its last value.

    Fields of what was made meanwhile are not told, for it is shown as it is.
    """
    whole, known = Part(), set[tuple[str, int, int]]()
    fields: dict[tuple[str, int, str], Told] = {}
    for part in parts:
        whole.approval = whole.approval or part.approval
        for one in part.noted:
            if one.act is Act.POSTED or one[1:] not in known:
                known.add(one[1:])
                whole.noted.append(one)
        for told in part.told:
            place = told[:3]
            first = fields.get(place)
            fields[place] = told if first is None else told._replace(before=first.before)
    made = {(one.type, one.first) for one in whole.noted if one.act is Act.MADE}
    whole.tell(told for told in fields.values() if told[:2] not in made)
    return whole


def notes_of(connection: Connection) -> Notes | None:
    """The notes of a connection; None where nobody keeps any."""
    kept: Notes | None = connection.info.get(KEPT)
    return kept


def note_made(connection: Connection, type_name: str, *keys: int) -> None:
    """Note records that were added."""
    notes = notes_of(connection)
    if notes is not None:
        notes.own.note(Act.MADE, type_name, keys)


def note_list(connection: Connection, type_name: str, key: int, field: str, before: str, after: str) -> None:
    """Note a list of a record's that has no records of its own, as it was and as it is from now on."""
    notes = notes_of(connection)
    if notes is not None and before != after:
        notes.own.note(Act.CHANGED, type_name, [key])
        notes.own.tell([Told(type_name, key, field, before, after)])


def note_used(connection: Connection, approval: int, documents: Iterable[int] | None = None) -> None:
    """Note under which approval a command, or each of some documents of a run, was carried out."""
    notes = notes_of(connection)
    if notes is None:
        return
    chosen = set(documents or ())
    for part in [notes.own] if documents is None else notes.parts:
        if documents is None or part.document in chosen:
            part.approval = approval
