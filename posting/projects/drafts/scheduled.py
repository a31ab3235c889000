"""Drafts that a posting run is to confirm: locked against changes until it has tried (project-invoicing 2.6)."""

from datetime import datetime

from sqlalchemy import Connection, Select, select

from ....models import tables
from ....models.rows import read_value
from ....models.vocabulary import RUNS_GOING_ON, PostingItemStatus, ProblemCode
from ...command.records import InvoiceRow
from ...problems import refuse

RUN, ITEM = tables.posting_run, tables.posting_run_item

IS_SCHEDULED = (ITEM.c.status == PostingItemStatus.WAITING) & RUN.c.status.in_(RUNS_GOING_ON)


def scheduled_drafts() -> Select[int]:
    """The drafts that runs which go on are to confirm, by key."""
    return (
        select(ITEM.c.invoice_id)
        .join(RUN, RUN.c.id == ITEM.c.run_id)
        .where(ITEM.c.invoice_id.is_not(None), IS_SCHEDULED)
    )


def refuse_scheduled(connection: Connection, draft: InvoiceRow, *path: str) -> None:
    """Refuse where a run that goes on is to confirm the draft."""
    statement = (
        select(RUN.c.created_at)
        .join(ITEM, ITEM.c.run_id == RUN.c.id)
        .where(ITEM.c.invoice_id == draft.id, IS_SCHEDULED)
    )
    asked_for = read_value(connection, statement.limit(1), datetime)
    if asked_for is not None:
        raise refuse(
            ProblemCode.CONCURRENT_UPDATE,
            "run-to-come",
            *path,
            at=f"{asked_for:%Y-%m-%d %H:%M} UTC",
            expected=draft.version,
            current=draft.version,
        )
