"""On PostgreSQL the details of a line are found in their order, so that no page sorts them line by line.

SQLite keeps the key behind whatever an index has, and so finds them in their order as it is.
"""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Have the key in the index."""
    if op.get_context().dialect.name == "postgresql":
        name = "ix_invoice_line_detail_invoice_line_id"
        op.drop_index(name, table_name="invoice_line_detail")
        op.create_index(name, "invoice_line_detail", ["invoice_line_id", "id"], unique=False)
