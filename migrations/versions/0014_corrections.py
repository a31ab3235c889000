"""Corrections that begin with what stands billed."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Let a detail of a draft say that it began with what stands; those so far began at zero."""
    op.add_column(
        "invoice_line_detail", sa.Column("starts_billed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
