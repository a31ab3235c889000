"""What a return credits can be changed before it is credited: prices that were entered, charges that have ended."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Nothing has been changed yet: every price is that of the invoice line, and every charge still counts."""
    op.add_column(
        "return_order_line", sa.Column("price_entered", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("return_charge", sa.Column("ended", sa.Boolean(), nullable=False, server_default=sa.false()))
