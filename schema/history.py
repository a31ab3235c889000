"""The history: what was done, by whom, when and why."""

from datetime import datetime

import strawberry

from ..models import tables
from ..models.identity import GlobalId
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import parent, rendered, stored
from ..resolvers.reading.renderings import Documents, Texts
from .access import Actor
from .approvals import Approval
from .nodes import Node
from .runs import PostingRun

ENTRY = tables.history_entry


@strawberry.type(description="A field before and after, written as the API writes it; null for nothing.")
class FieldChange:
    """A field of a record that was changed."""

    subject: GlobalId = strawberry.field(description="The record.")
    field: str = strawberry.field(description="The field, by its name in the API.")
    from_: str | None = strawberry.field(name="from", description="Its value before.")
    to: str | None = strawberry.field(description="Its value after.")


@strawberry.type(
    description="Something that was done. Entries are only ever added, and none is ever changed or removed."
)
class HistoryEntry(Node):
    """An entry of the history."""

    sequence: int = stored(ENTRY.c.id, "Position in the history, gapless, in order of commit.")
    at: datetime = stored(ENTRY.c.at, "When it was committed.")
    actor: Actor = parent(ENTRY.c.actor_id, "Actor", "Who did it.")
    operation: str = stored(ENTRY.c.operation, 'The mutation, or the command, e.g. "confirmInvoice", "rebill import".')
    subjects: list[GlobalId] = rendered(
        ENTRY.c.subjects,
        Texts(),
        "The records that it made, changed or removed, the one that was asked about first.",
    )
    reason: str | None = stored(ENTRY.c.reason, "Why, as entered.")
    request_id: str = stored(
        ENTRY.c.request_id,
        "The request that it came with, as in the answer's X-Request-Id and in the server's log.",
    )
    approval: Approval | None = parent(ENTRY.c.approval_id, "Approval", "The approval that it used.")
    run: PostingRun | None = parent(ENTRY.c.run_id, "PostingRun", "The posting run that it was a part of.")
    changes: list[FieldChange] = rendered(
        ENTRY.c.changes,
        Documents(),
        "What was changed in records that can change: drafts, orders, master data, settings. Empty where records "
        "were only added.",
    )


catalogue(HistoryEntry, table=tables.history_entry)
