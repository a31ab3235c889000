"""Tables that keep the server itself honest: number series, repeated calls and posting runs."""

from datetime import datetime

from sqlmodel import JSON, Field, SQLModel, UniqueConstraint

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
    key: str = Field(primary_key=True)
    input_hash: str
    result: dict[str, object] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Instant)


class PostingRun(SQLModel, table=True):
    """Several orders invoiced by one call."""

    __tablename__ = "posting_run"
    id: int | None = Field(default=None, primary_key=True)
    status: str
    created_at: datetime = Field(sa_type=Instant)
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    total: int
    posted: int
    skipped: int
    failed: int
    waiting: int


class PostingRunItem(SQLModel, table=True):
    """One order of a posting run and what became of it."""

    __tablename__ = "posting_run_item"
    __table_args__ = (UniqueConstraint("run_id", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="posting_run.id")
    position: int
    status: str
    order_id: int = Field(foreign_key="orders.id")
    invoice_id: int | None = Field(default=None, foreign_key="invoice.id")
    problems: list[dict[str, object]] = Field(sa_type=JSON)
