"""Posting runs of project invoices, and runs that can go on later."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ITEMS = "id, run_id, position, status, order_id, invoice_id, problems"


def upgrade() -> None:
    """Keep what a run was asked for, and let an item be a draft."""
    op.add_column("posting_run", sa.Column("kind", sa.String(), nullable=False, server_default="POST_INVOICES"))
    op.add_column("posting_run", sa.Column("request", sa.JSON(), nullable=False, server_default="{}"))
    document = sa.Column("document", sa.Integer(), nullable=False, server_default="0")
    if op.get_bind().dialect.name != "sqlite":
        op.add_column("posting_run_item", document)
        op.alter_column("posting_run_item", "order_id", nullable=True)
    else:  # cannot take NOT NULL away: the table is made anew, with foreign keys off (models.migrate)
        op.create_table(
            "posting_run_item_new",
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("run_id", sa.Integer(), nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            document,
            sa.Column("status", sa.String(), nullable=False),
            sa.Column("order_id", sa.Integer(), nullable=True),
            sa.Column("invoice_id", sa.Integer(), nullable=True),
            sa.Column("problems", sa.JSON(), nullable=False),
            sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"]),
            sa.ForeignKeyConstraint(["order_id"], ["orders.id"]),
            sa.ForeignKeyConstraint(["run_id"], ["posting_run.id"]),
            sa.PrimaryKeyConstraint("id"),
            sa.UniqueConstraint("run_id", "position"),
        )
        op.execute(sa.text(f"INSERT INTO posting_run_item_new ({ITEMS}) SELECT {ITEMS} FROM posting_run_item"))
        op.drop_table("posting_run_item")
        op.rename_table("posting_run_item_new", "posting_run_item")
    op.execute(sa.text("UPDATE posting_run_item SET document = position"))
    op.execute(sa.text("UPDATE posting_run SET status = 'CANCELED' WHERE status = 'ERROR'"))  # cannot be resumed
    op.create_index("ix_posting_run_item_invoice_id", "posting_run_item", ["invoice_id"])
