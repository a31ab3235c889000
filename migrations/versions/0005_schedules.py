"""Recurring posting runs, and indexes that keep long runs even from their first document to their last."""

import sqlalchemy as sa
from alembic import op

from rebill.migrations.columns import Instant

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create schedules and let a run know which one asked for it."""
    op.create_table(
        "run_schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("cron", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.execute(sa.text("ALTER TABLE posting_run ADD COLUMN schedule_id INTEGER REFERENCES run_schedule (id)"))
    op.add_column("posting_run", sa.Column("scheduled_for", Instant, nullable=True))
    op.create_index("ix_posting_run_scheduled", "posting_run", ["schedule_id", "scheduled_for"], unique=True)
    op.create_index("ix_posting_run_status", "posting_run", ["status"])
    op.create_index("ix_posting_run_item_document", "posting_run_item", ["run_id", "document"])
