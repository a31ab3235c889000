"""Tables that keep the server itself honest: number series, repeated calls and posting runs."""

from datetime import datetime

from sqlmodel import JSON, Field, Index, SQLModel, UniqueConstraint

from .facts import Since, facts
from .instant import Instant


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
    created_at: datetime = Field(sa_type=Instant)


class RunSchedule(SQLModel, table=True):
    """A selection of orders that is posted again and again; `request` is how, as plain values."""

    __tablename__ = "run_schedule"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    cron: str
    time_zone: str
    enabled: bool
    customer_id: int | None = Field(default=None, foreign_key="customer.id")
    created_at: datetime = Field(sa_type=Instant)
    request: dict[str, object] = Field(sa_type=JSON)


class PostingRun(SQLModel, table=True):
    """Several documents posted by one call; `request` is how, as plain values."""

    __tablename__ = "posting_run"
    __table_args__ = (Index("ix_posting_run_scheduled", "schedule_id", "scheduled_for", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    status: str = Field(index=True)
    created_at: datetime = Field(sa_type=Instant)
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    total: int
    posted: int
    skipped: int
    failed: int
    waiting: int
    kind: str = "POST_INVOICES"
    request: dict[str, object] = Field(sa_type=JSON)
    schedule_id: int | None = Field(default=None, foreign_key="run_schedule.id")
    scheduled_for: datetime | None = Field(default=None, sa_type=Instant)


class PostingRunItem(SQLModel, table=True):
    """One order or draft of a posting run, and what became of it."""

    __tablename__ = "posting_run_item"
    __table_args__ = (
        UniqueConstraint("run_id", "position"),
        Index("ix_posting_run_item_document", "run_id", "document"),
    )
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="posting_run.id")
    position: int
    document: int = 0  # items with the same number share a document
    status: str
    order_id: int | None = Field(default=None, foreign_key="orders.id")
    invoice_id: int | None = Field(default=None, foreign_key="invoice.id", index=True)
    problems: list[dict[str, object]] = Field(sa_type=JSON)
    plan_hash: str | None = None  # of the plan that its document was reviewed as
