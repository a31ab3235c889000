"""Drafts that a posting run is to confirm: locked against changes until it has tried (project-invoicing 2.6)."""

from datetime import datetime

from sqlalchemy import Connection, select

from ....models import tables
from ....models.rows import read_value
from ....models.vocabulary import RUNS_GOING_ON, PostingItemStatus, ProblemCode
from ...command.records import InvoiceRow
from ...problems import refuse

RUN, ITEM = tables.posting_run, tables.posting_run_item


def refuse_scheduled(connection: Connection, draft: InvoiceRow, *path: str) -> None:
    """Refuse where a run that goes on is to confirm the draft."""
    statement = (
        select(RUN.c.created_at)
        .join(ITEM, ITEM.c.run_id == RUN.c.id)
        .where(ITEM.c.invoice_id == draft.id, ITEM.c.status == PostingItemStatus.WAITING)
        .where(RUN.c.status.in_(RUNS_GOING_ON))
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
