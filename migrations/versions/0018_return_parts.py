"""What a document's line credits, sends back and gives up of its return line stands on the line itself.

So each part that was posted of a return line can be taken back by itself, in any order. Of documents of before: a line
credits the pieces on it; what was sent back, and what was given up, is put down to the last document that counts.
"""

import sqlalchemy as sa
from alembic import op

from rebill.migrations import columns

revision = "0018"
down_revision = "0017"

GUARD = "invoice_line_update_guard"
CREDITED = """
UPDATE invoice_line SET returned_quantity = -quantity, released_quantity = 0 WHERE return_order_line_id IS NOT NULL
"""
LAST = """
SELECT max(line.id) FROM invoice_line AS line
JOIN invoice ON invoice.id = line.invoice_id
LEFT JOIN invoice AS canceling ON canceling.cancels_id = invoice.id
WHERE line.return_order_line_id IS NOT NULL AND canceling.id IS NULL
GROUP BY line.return_order_line_id
"""
SENT_BACK = f"""
UPDATE invoice_line SET returned_quantity = returned.invoiced_quantity
FROM return_order_line AS returned JOIN disposition_code AS code ON code.id = returned.disposition_code_id
WHERE returned.id = invoice_line.return_order_line_id AND code.action = 'RETURN_TO_CUSTOMER'
  AND invoice_line.id IN ({LAST})
"""
# What corrections of the credits gave up is not the posting's: it comes back when they are canceled.
GIVEN_UP = f"""
UPDATE invoice_line SET released_quantity = returned.released_quantity + coalesce((
  SELECT sum(later.previous_quantity - later.quantity)
  FROM invoice_line AS credit
  JOIN invoice_line_detail AS opening ON opening.invoice_line_id = credit.id AND opening.kind = 'PRODUCT'
  JOIN invoice_line_detail AS later ON later.first_detail_id = opening.id
  JOIN invoice ON invoice.id = later.invoice_id AND invoice.posted_at IS NOT NULL
  WHERE credit.return_order_line_id = returned.id
    AND NOT EXISTS (SELECT 1 FROM invoice AS canceling WHERE canceling.cancels_id = credit.invoice_id)
), 0)
FROM return_order_line AS returned
WHERE returned.id = invoice_line.return_order_line_id AND returned.released_quantity <> 0
  AND invoice_line.id IN ({LAST})
"""


def upgrade() -> None:
    """Add the columns, and fill them in for the documents that are there."""
    op.add_column("invoice_line", sa.Column("returned_quantity", columns.Quantity, nullable=True))
    op.add_column("invoice_line", sa.Column("released_quantity", columns.Quantity, nullable=True))
    connection = op.get_bind()
    guard = _lift_guard(connection)
    for statement in (CREDITED, SENT_BACK, GIVEN_UP):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(guard)


def _lift_guard(connection: sa.Connection) -> str:
    """Let posted documents be added to for this once; the statement that guards them again."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ALTER TABLE invoice_line DISABLE TRIGGER {GUARD}")
        return f"ALTER TABLE invoice_line ENABLE TRIGGER {GUARD}"
    known = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
    made = str(connection.scalar(known, {"name": GUARD}))
    connection.exec_driver_sql(f"DROP TRIGGER {GUARD}")
    return made
