"""Runs of a plan that was reviewed: what each document was to be."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Let an item keep the hash of its document's plan; runs so far were not reviewed."""
    op.add_column("posting_run_item", sa.Column("plan_hash", sa.String(), nullable=True))
