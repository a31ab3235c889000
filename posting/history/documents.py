"""Notes of what the door writes: what each plan posts, and what it changes of records that are there already."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from ...models.vocabulary import Act
from ..planned.changes import Change
from .followed import BY_TYPE, said
from .notes import Part, Told, notes_of

ACTUAL = "Actual"


def note_posted(
    connection: Connection,
    document: int | None,
    currency: str | None,
    posted: Iterable[tuple[str, Iterable[int]]],
    changes: Iterable[Change],
) -> None:
    """Note one plan that was written: the keys of its document and of other new rows, by type, and its changes."""
    notes = notes_of(connection)
    if notes is None:
        return
    part = Part(document)
    if document is not None:
        part.note(Act.POSTED, "Invoice", [document])
    for type_name, keys in posted:
        part.note(Act.POSTED, type_name, keys)
    by_type: dict[str, list[int]] = {}
    moved: list[Change] = []
    for change in changes:
        by_type.setdefault(change.subject, []).append(change.key)
        if change.subject != ACTUAL:  # a row of the ledger says itself what became of it
            moved.append(change)
    for type_name, keys in by_type.items():
        if type_name in BY_TYPE:
            part.note(Act.CHANGED, type_name, keys)
    part.tell(_told(moved, currency))
    notes.parts.append(part)


def _told(changes: Iterable[Change], currency: str | None) -> Iterator[Told]:
    for subject, key, name, before, after in changes:
        followed = BY_TYPE.get(subject)
        called = None if followed is None else followed.field(name)
        if followed is not None and called is not None:
            column = followed.table.c[name]
            yield Told(subject, key, called, said(column, before, currency), said(column, after, currency))
