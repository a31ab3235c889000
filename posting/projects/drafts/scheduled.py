"""Drafts that a posting run is to confirm: locked against changes until it has tried (project-invoicing 2.6)."""

from sqlalchemy import Connection, select

from ....models import tables
from ....models.vocabulary import RUNS_GOING_ON, PostingItemStatus, ProblemCode
from ...command.lookup import Found
from ...problems import refuse

RUN, ITEM = tables.posting_run, tables.posting_run_item


def refuse_scheduled(connection: Connection, draft: Found, *path: str) -> None:
    """Refuse where a run that goes on is to confirm the draft."""
    statement = (
        select(RUN.c.created_at)
        .join(ITEM, ITEM.c.run_id == RUN.c.id)
        .where(ITEM.c.invoice_id == draft.id, ITEM.c.status == PostingItemStatus.WAITING)
        .where(RUN.c.status.in_(RUNS_GOING_ON))
    )
    asked_for = connection.scalar(statement.limit(1))
    if asked_for is not None:
        raise refuse(
            ProblemCode.CONCURRENT_UPDATE,
            f"The posting run of {asked_for:%Y-%m-%d %H:%M} UTC is about to confirm the draft; nothing may change "
            "meanwhile.",
            *path,
            remedy="Wait for the run, or cancel it with cancelPostingRun.",
        )
