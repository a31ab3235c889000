"""Which entries of the history to list, and what finds those about one record."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, false, select

from ...models import tables
from ...models.identity import GlobalId, decode
from ...posting.commands import about
from ...posting.history.places import above
from .conditions import Conditions, any_of

ENTRY, SUBJECT = tables.history_entry, tables.history_subject


@dataclass(kw_only=True)
class HistoryFilter:
    """Which entries of the history to list."""

    actor: GlobalId | None = field(default=None, metadata=about("By this actor."))
    operation: list[str] | None = field(
        default=None, metadata=about("Of these mutations or commands; any when left out or empty.")
    )
    from_: datetime | None = field(default=None, metadata={**about("From this instant on."), "name": "from"})
    to: datetime | None = field(default=None, metadata=about("Before this instant."))
    sequence_after: int | None = field(default=None, metadata=about("Entries after this position."))

    def conditions(self) -> Conditions:
        """Conditions on entries."""
        found = any_of(ENTRY, self, "operation")
        if self.actor is not None:
            named = decode(self.actor)
            is_actor = named is not None and named[0] == "Actor"
            found.append(ENTRY.c.actor_id == named[1] if named is not None and is_actor else false())
        if self.from_ is not None:
            found.append(ENTRY.c.at >= self.from_)
        if self.to is not None:
            found.append(ENTRY.c.at < self.to)
        if self.sequence_after is not None:
            found.append(ENTRY.c.id > self.sequence_after)
        return tuple(found)


def of_subject(subject: str) -> ColumnElement[bool]:
    """What holds for the entries that are about a record, be it there or gone."""
    named = decode(subject)
    if named is None:
        return false()
    type_name, key = named
    found = select(SUBJECT.c.entry_id).where(SUBJECT.c.type == type_name, SUBJECT.c.place.in_(above(key)))
    return ENTRY.c.id.in_(found)
