"""List indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """List indexes."""
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
