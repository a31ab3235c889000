"""Details of goods and charges, and corrections that begin with what stands billed."""

import sqlalchemy as sa
from alembic import op

from rebill.migrations import columns

revision = "0014"
down_revision = "0013"

# Goods billed or credited by documents of the sales side: a detail for each line, then one for each charge. A charge of
# a whole document stands with its first line. {price} and {piece} are how the engine keeps a price and the quantity 1.
LINES = """
INSERT INTO invoice_line_detail (
  invoice_id, invoice_line_id, kind, transaction_class, billing_type, description, quantity, unit_price, amount,
  tax_amount, extended_amount, invoice_amount, invoice_tax_amount, correction, discount_percent, tax_rate, starts_billed
)
SELECT
  line.invoice_id, line.id, 'PRODUCT', 'PRODUCT', 'CHARGEABLE', line.description, line.quantity, line.unit_price,
  line.net_amount, line.tax_amount, line.total_amount, line.net_amount, line.tax_amount, false, line.discount_percent,
  line.tax_rate, false
FROM invoice_line AS line JOIN invoice ON invoice.id = line.invoice_id
WHERE invoice.contract_id IS NULL
ORDER BY line.invoice_id, line.line_number
"""
CHARGES = """
INSERT INTO invoice_line_detail (
  invoice_id, invoice_line_id, kind, transaction_class, billing_type, description, quantity, unit_price, amount,
  tax_amount, extended_amount, invoice_amount, invoice_tax_amount, correction, tax_rate, starts_billed
)
SELECT
  charge.invoice_id, coalesce(charge.invoice_line_id, opening.id), 'CHARGE', 'FEE', 'CHARGEABLE', charge.description,
  CASE WHEN charge.amount > 0 THEN {piece} ELSE -{piece} END, abs(charge.amount) * {price}, charge.amount,
  charge.tax_amount, charge.amount + charge.tax_amount, charge.amount, charge.tax_amount, false, entered.tax_rate, false
FROM invoice_charge AS charge
JOIN return_charge AS entered ON entered.id = charge.return_charge_id
JOIN invoice_line AS opening ON opening.invoice_id = charge.invoice_id AND opening.line_number = 1
ORDER BY charge.invoice_id, charge.id
"""
# Which row of the ledger is whose: a line has one row, and the charges of a document have theirs in their order.
LINES_NAMED = """
UPDATE actual SET invoice_line_detail_id = detail.id FROM invoice_line_detail AS detail
WHERE detail.invoice_line_id = actual.invoice_line_id AND detail.kind = 'PRODUCT'
  AND actual.transaction_class = 'PRODUCT' AND actual.invoice_line_detail_id IS NULL
"""
CHARGES_NAMED = """
UPDATE actual SET invoice_line_detail_id = pair.detail_id FROM (
  SELECT charged.id, detail.id AS detail_id
  FROM (
    SELECT actual.id, actual.invoice_id, row_number() OVER (PARTITION BY actual.invoice_id ORDER BY actual.id) AS place
    FROM actual JOIN invoice ON invoice.id = actual.invoice_id
    WHERE actual.transaction_class = 'FEE' AND invoice.contract_id IS NULL
  ) AS charged
  JOIN (
    SELECT id, invoice_id, row_number() OVER (PARTITION BY invoice_id ORDER BY id) AS place
    FROM invoice_line_detail WHERE kind = 'CHARGE'
  ) AS detail ON detail.invoice_id = charged.invoice_id AND detail.place = charged.place
) AS pair
WHERE pair.id = actual.id
"""
GUARDED = {"invoice_line_detail": "invoice_line_detail_insert_guard", "actual": "actual_update_guard"}
KEPT_AS = {"sqlite": {"piece": "1000000", "price": "100"}, "postgresql": {"piece": "1", "price": "1"}}


def upgrade() -> None:
    """Add the columns, and write what documents of before would have been posted with."""
    started: sa.Column[bool] = sa.Column("starts_billed", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("invoice_line_detail", started)
    op.add_column("invoice_line_detail", sa.Column("discount_percent", columns.Quantity, nullable=True))
    op.add_column("invoice_line_detail", sa.Column("tax_rate", columns.Quantity, nullable=True))
    connection = op.get_bind()
    dialect = connection.dialect.name
    guards = _lift_guards(connection)
    for statement in (LINES, CHARGES, LINES_NAMED, CHARGES_NAMED):
        connection.exec_driver_sql(statement.format(**KEPT_AS[dialect]))
    for guard in guards:
        connection.exec_driver_sql(guard)


def _lift_guards(connection: sa.Connection) -> list[str]:
    """Let posted documents be added to for this once; the statements that guard them again."""
    if connection.dialect.name == "postgresql":
        for table, guard in GUARDED.items():
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
        return [f"ALTER TABLE {table} ENABLE TRIGGER {guard}" for table, guard in GUARDED.items()]
    made = []
    for guard in GUARDED.values():
        known = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
        made.append(str(connection.scalar(known, {"name": guard})))
        connection.exec_driver_sql(f"DROP TRIGGER {guard}")
    return made
