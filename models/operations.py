"""Tables that keep the server itself honest: number series, repeated calls and posting runs."""

from datetime import datetime

from sqlmodel import JSON, Field, Index, SQLModel, UniqueConstraint

from . import columns
from .facts import Since, facts

MaybeJSON = JSON(none_as_null=True)


class NumberSeries(SQLModel, table=True):
    """The next number of a gapless series; drawn, under its row lock, in the transaction that uses it."""

    __tablename__ = "number_series"
    name: str = Field(primary_key=True)
    prefix: str
    next: int


class IdempotencyRecord(SQLModel, table=True):
    """What a call with an idempotency key did, stored in the transaction that did it."""

    __tablename__ = "idempotency_record"
    __table_args__ = (facts(Since.WRITTEN),)
    key: str = Field(primary_key=True)
    input_hash: str
    result: dict[str, object] = Field(sa_type=JSON)
    created_at: datetime = columns.instant()


class RunSchedule(SQLModel, table=True):
    """A selection of orders that is posted again and again; `request` is how, as plain values."""

    __tablename__ = "run_schedule"
    id: int | None = columns.key()
    name: str = columns.unique_text()
    cron: str
    time_zone: str
    enabled: bool
    customer_id: int | None = columns.optional_reference("customer.id")
    created_at: datetime = columns.instant()
    request: dict[str, object] = Field(sa_type=JSON)
    actor_id: int | None = columns.optional_reference("actor.id")  # whoever last set it up, in whose name it posts
    actor_scopes: list[str] | None = Field(default=None, sa_type=MaybeJSON)  # theirs then, where nobody can look


class PostingRun(SQLModel, table=True):
    """Several documents posted by one call; `request` is how, as plain values."""

    __tablename__ = "posting_run"
    __table_args__ = (Index("ix_posting_run_scheduled", "schedule_id", "scheduled_for", unique=True),)
    id: int | None = columns.key()
    status: str = Field(index=True)
    created_at: datetime = columns.instant()
    started_at: datetime | None = columns.optional_instant()
    ended_at: datetime | None = columns.optional_instant()
    total: int
    posted: int
    skipped: int
    failed: int
    waiting: int
    kind: str = "POST_INVOICES"
    request: dict[str, object] = Field(sa_type=JSON)
    schedule_id: int | None = columns.optional_reference("run_schedule.id")
    scheduled_for: datetime | None = columns.optional_instant()
    actor_id: int | None = columns.optional_reference("actor.id")  # in whose name it posts
    actor_scopes: list[str] | None = Field(default=None, sa_type=MaybeJSON)  # theirs at its start
    approval_id: int | None = columns.optional_reference("approval.id")  # under which all of it was signed


class PostingRunItem(SQLModel, table=True):
    """One order, draft or posted invoice of a posting run, and what became of it; `corrects_id` is the invoice."""

    __tablename__ = "posting_run_item"
    __table_args__ = (
        UniqueConstraint("run_id", "position"),
        Index("ix_posting_run_item_document", "run_id", "document"),
    )
    id: int | None = columns.key()
    run_id: int = columns.reference("posting_run.id")
    position: int
    document: int = 0  # items with the same number share a document
    status: str
    order_id: int | None = columns.optional_reference("orders.id")
    invoice_id: int | None = columns.optional_reference("invoice.id", index=True)
    problems: list[dict[str, object]] = Field(sa_type=JSON)
    plan_hash: str | None = None  # of the plan that its document was reviewed as
    corrects_id: int | None = columns.optional_reference("invoice.id")
