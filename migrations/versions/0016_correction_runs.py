"""Correction runs: which posted invoice an item is about."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Let an item name the invoice that it corrects; runs so far corrected none."""
    op.add_column(
        "posting_run_item",
        sa.Column("corrects_id", sa.Integer(), sa.ForeignKey("invoice.id"), nullable=True),
        inline_references=True,
    )
