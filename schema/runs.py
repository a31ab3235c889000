"""Posting runs and ledger checks."""

from datetime import datetime

import strawberry

from ..models import tables
from ..models.vocabulary import PostingItemStatus, PostingRunKind, PostingRunStatus
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import connected, enumerated, kept_problems, parent, stored
from .invoices import Invoice
from .lazy import LazyActor
from .nodes import Connection, Node
from .orders import Order
from .problems import Problem

RUN, ITEM = tables.posting_run, tables.posting_run_item


@strawberry.type(description="A batch: many documents posted by one call, each by itself.")
class PostingRun(Node):
    """A posting run."""

    kind: PostingRunKind = enumerated(RUN.c.kind, PostingRunKind, "What it posts.")
    status: PostingRunStatus = enumerated(RUN.c.status, PostingRunStatus, "How far it has come.")
    created_at: datetime = stored(RUN.c.created_at, "When it was asked for.")
    started_at: datetime | None = stored(RUN.c.started_at, "When it began.")
    ended_at: datetime | None = stored(RUN.c.ended_at, "When it was done.")
    total: int = stored(RUN.c.total, "How many items it has; the four counts below add up to it.")
    posted: int = stored(RUN.c.posted, "How many were posted.")
    skipped: int = stored(RUN.c.skipped, "How many were not ready and left alone.")
    failed: int = stored(RUN.c.failed, "How many contain errors.")
    waiting: int = stored(RUN.c.waiting, "How many have not been tried.")
    created_by: LazyActor | None = parent(
        RUN.c.actor_id, "Actor", "Who started it, or took it up again, and in whose name it posts."
    )
    items: Connection["PostingRunItem"] = connected(RUN.c.id, "PostingRunItem", ITEM.c.run_id, "Item by item.")


@strawberry.type(description="One order, draft or invoice of a posting run, and what became of it.")
class PostingRunItem(Node):
    """An item of a posting run."""

    position: int = stored(ITEM.c.position, "Place in the run, from 0.")
    status: PostingItemStatus = enumerated(ITEM.c.status, PostingItemStatus, "What became of it.")
    order: Order | None = parent(ITEM.c.order_id, "Order", "The order; null for a draft and for what is corrected.")
    invoice: Invoice | None = parent(
        ITEM.c.invoice_id, "Invoice", "The document posted, or the draft; null where there is none."
    )
    corrects: Invoice | None = parent(
        ITEM.c.corrects_id,
        "Invoice",
        "The invoice that this item of a correction run corrects; invoice is the document that was posted.",
    )
    problems: list[Problem] = kept_problems(ITEM.c.problems, "Why it was not posted.")


@strawberry.type(description="A law of the ledger, checked on the live data.")
class LedgerLaw:
    """A law."""

    id: str = strawberry.field(description="Short name of the law.")
    statement: str = strawberry.field(description="The law in words.")
    holds: bool = strawberry.field(description="Whether every row keeps it.")
    checked_rows: int = strawberry.field(description="How many rows were looked at.")
    violations: list[str] = strawberry.field(description="The rows that break it, the first 100.")


@strawberry.type(description="Every ledger law, checked on the live data.")
class LedgerCheck:
    """A check of all laws."""

    holds: bool = strawberry.field(description="Whether all laws hold.")
    checked_at: datetime = strawberry.field(description="When it was checked.")
    laws: list[LedgerLaw] = strawberry.field(description="Law by law.")


catalogue(PostingRun, table=tables.posting_run)
catalogue(PostingRunItem, table=tables.posting_run_item)
