"""Indexes that lists are filtered and sorted by, and that a run finds what is to be invoiced by."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make them."""
    if op.get_context().dialect.name == "postgresql":
        _have_nulls_first()
    op.create_index("ix_invoice_status", "invoice", ["status", "id"], unique=False)
    op.create_index(
        "ix_orders_return_status",
        "orders",
        ["return_status", "id"],
        unique=False,
        sqlite_where=sa.text("return_status IS NOT NULL"),
        postgresql_where=sa.text("return_status IS NOT NULL"),
    )
    op.create_index("ix_orders_status", "orders", ["status", "id"], unique=False)
    op.create_index("ix_orders_type", "orders", ["type", "id"], unique=False)
    op.create_index("ix_return_order_line_status", "return_order_line", ["return_status", "order_id"], unique=False)
    op.create_index(
        "ix_sales_order_line_to_invoice",
        "sales_order_line",
        ["order_id"],
        unique=False,
        sqlite_where=sa.text("quantity > invoiced_quantity"),
        postgresql_where=sa.text("quantity > invoiced_quantity"),
    )


def _have_nulls_first() -> None:
    """In lists nulls are the smallest value; PostgreSQL's own indexes have them last, so that it would sort the list."""
    op.drop_index("ix_invoice_invoice_date", table_name="invoice")
    op.drop_index("ix_invoice_posted_at", table_name="invoice")
    for column in ("invoice_date", "posted_at", "number"):
        op.create_index(f"ix_invoice_{column}", "invoice", [sa.text(f"{column} NULLS FIRST"), "id"], unique=False)
