"""Fiscal periods keep their changes, billed rows the date that they count on, and corrections that are dated early.

Billed rows of before take the invoice date of their document. Which corrections are dated before what they correct is
written down, since no later one may be. What a list of the ledger is sorted by has an index for each way, in which rows
without a date come last.
"""

import sqlalchemy as sa
from alembic import op

from rebill.migrations import columns

revision = "0011"
down_revision = "0010"

ACCOUNTING_DATES = (
    "UPDATE actual SET accounting_date = (SELECT invoice_date FROM invoice WHERE invoice.id = actual.invoice_id)"
    " WHERE transaction_type = 'BILLED_SALES'"
)
PREDATED = (
    "UPDATE invoice_correction SET predated = true WHERE EXISTS (SELECT 1 FROM invoice AS later, invoice AS earlier"
    " WHERE later.id = invoice_correction.invoice_id AND earlier.id = invoice_correction.corrects_id"
    " AND later.posted_at IS NOT NULL AND later.invoice_date < earlier.invoice_date)"
)
LAST = {"ix_actual_accounted_up": "9999-12-31", "ix_actual_accounted_down": "0001-01-01"}
GUARDS = {  # statements, with a blank line between them
    "sqlite": """\
DROP TRIGGER IF EXISTS actual_update_guard

DROP TRIGGER IF EXISTS actual_delete_guard

DROP TRIGGER IF EXISTS actual_insert_guard

CREATE TRIGGER actual_update_guard BEFORE UPDATE ON actual
WHEN (
OLD.id, OLD.transaction_type, OLD.transaction_class, OLD.billing_type, OLD.description,
OLD.transaction_date, OLD.accounting_date, OLD.recorded_at, OLD.quantity, OLD.unit_price,
OLD.amount, OLD.tax_amount, OLD.currency, OLD.customer_id, OLD.order_id, OLD.contract_line_id,
OLD.invoice_id, OLD.invoice_line_id, OLD.invoice_line_detail_id, OLD.reverses_id, OLD.root_id,
OLD.rule, OLD.milestone_id, OLD.retainer_id
) IS NOT (
NEW.id, NEW.transaction_type, NEW.transaction_class, NEW.billing_type, NEW.description,
NEW.transaction_date, NEW.accounting_date, NEW.recorded_at, NEW.quantity, NEW.unit_price,
NEW.amount, NEW.tax_amount, NEW.currency, NEW.customer_id, NEW.order_id, NEW.contract_line_id,
NEW.invoice_id, NEW.invoice_line_id, NEW.invoice_line_detail_id, NEW.reverses_id, NEW.root_id,
NEW.rule, NEW.milestone_id, NEW.retainer_id
)
OR (OLD.billing_status IS NOT NEW.billing_status AND NOT (
  (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('NOT_READY', 'READY_TO_INVOICE')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'NOT_READY')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'CUSTOMER_INVOICE_CREATED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('CUSTOMER_INVOICE_CREATED', 'READY_TO_INVOICE')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('CUSTOMER_INVOICE_CREATED', 'CUSTOMER_INVOICE_POSTED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'CUSTOMER_INVOICE_POSTED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('NOT_READY', 'CANCELED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'CANCELED')))
OR (OLD.adjustment_status IS NOT NEW.adjustment_status AND NOT (
  (coalesce(OLD.adjustment_status, ''), coalesce(NEW.adjustment_status, '')) = ('', 'IN_PROCESS')
  OR (coalesce(OLD.adjustment_status, ''), coalesce(NEW.adjustment_status, '')) = ('IN_PROCESS', '')
  OR (coalesce(OLD.adjustment_status, ''), coalesce(NEW.adjustment_status, '')) = ('', 'ADJUSTED')
  OR (coalesce(OLD.adjustment_status, ''), coalesce(NEW.adjustment_status, '')) = ('IN_PROCESS', 'ADJUSTED')))
OR (OLD.reversed_by_id IS NOT NULL AND OLD.reversed_by_id IS NOT NEW.reversed_by_id)
BEGIN SELECT RAISE(ABORT, 'actual is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER actual_delete_guard BEFORE DELETE ON actual
WHEN 1
BEGIN SELECT RAISE(ABORT, 'actual is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER actual_insert_guard BEFORE INSERT ON actual
WHEN EXISTS (SELECT 1 FROM actual WHERE id = NEW.id OR reverses_id = NEW.reverses_id)
BEGIN SELECT RAISE(ABORT, 'actual is append-only: posted facts are never changed or deleted'); END

DROP TRIGGER IF EXISTS fiscal_period_change_update_guard

DROP TRIGGER IF EXISTS fiscal_period_change_delete_guard

DROP TRIGGER IF EXISTS fiscal_period_change_insert_guard

CREATE TRIGGER fiscal_period_change_update_guard BEFORE UPDATE ON fiscal_period_change
WHEN 1
BEGIN SELECT RAISE(ABORT, 'fiscal_period_change is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER fiscal_period_change_delete_guard BEFORE DELETE ON fiscal_period_change
WHEN 1
BEGIN SELECT RAISE(ABORT, 'fiscal_period_change is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER fiscal_period_change_insert_guard BEFORE INSERT ON fiscal_period_change
WHEN EXISTS (SELECT 1 FROM fiscal_period_change WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'fiscal_period_change is append-only: posted facts are never changed or deleted'); END

DROP TRIGGER IF EXISTS invoice_correction_insert_guard

DROP TRIGGER IF EXISTS invoice_correction_update_guard

DROP TRIGGER IF EXISTS invoice_correction_delete_guard

CREATE TRIGGER invoice_correction_insert_guard BEFORE INSERT ON invoice_correction
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'invoice_correction is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_correction_update_guard BEFORE UPDATE ON invoice_correction
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'invoice_correction is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_correction_delete_guard BEFORE DELETE ON invoice_correction
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'invoice_correction is append-only: posted facts are never changed or deleted'); END
""",
    "postgresql": """\
DROP TRIGGER IF EXISTS actual_update_guard ON actual

DROP TRIGGER IF EXISTS actual_delete_guard ON actual

DROP TRIGGER IF EXISTS actual_truncate_guard ON actual

CREATE TRIGGER actual_update_guard BEFORE UPDATE ON actual FOR EACH ROW
WHEN ((
OLD.id, OLD.transaction_type, OLD.transaction_class, OLD.billing_type, OLD.description,
OLD.transaction_date, OLD.accounting_date, OLD.recorded_at, OLD.quantity, OLD.unit_price,
OLD.amount, OLD.tax_amount, OLD.currency, OLD.customer_id, OLD.order_id, OLD.contract_line_id,
OLD.invoice_id, OLD.invoice_line_id, OLD.invoice_line_detail_id, OLD.reverses_id, OLD.root_id,
OLD.rule, OLD.milestone_id, OLD.retainer_id
) IS DISTINCT FROM (
NEW.id, NEW.transaction_type, NEW.transaction_class, NEW.billing_type, NEW.description,
NEW.transaction_date, NEW.accounting_date, NEW.recorded_at, NEW.quantity, NEW.unit_price,
NEW.amount, NEW.tax_amount, NEW.currency, NEW.customer_id, NEW.order_id, NEW.contract_line_id,
NEW.invoice_id, NEW.invoice_line_id, NEW.invoice_line_detail_id, NEW.reverses_id, NEW.root_id,
NEW.rule, NEW.milestone_id, NEW.retainer_id
)
OR (OLD.billing_status IS DISTINCT FROM NEW.billing_status AND NOT (
  (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('NOT_READY', 'READY_TO_INVOICE')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'NOT_READY')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'CUSTOMER_INVOICE_CREATED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('CUSTOMER_INVOICE_CREATED', 'READY_TO_INVOICE')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('CUSTOMER_INVOICE_CREATED', 'CUSTOMER_INVOICE_POSTED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'CUSTOMER_INVOICE_POSTED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('NOT_READY', 'CANCELED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'CANCELED')))
OR (OLD.adjustment_status IS DISTINCT FROM NEW.adjustment_status AND NOT (
  (coalesce(OLD.adjustment_status, ''), coalesce(NEW.adjustment_status, '')) = ('', 'IN_PROCESS')
  OR (coalesce(OLD.adjustment_status, ''), coalesce(NEW.adjustment_status, '')) = ('IN_PROCESS', '')
  OR (coalesce(OLD.adjustment_status, ''), coalesce(NEW.adjustment_status, '')) = ('', 'ADJUSTED')
  OR (coalesce(OLD.adjustment_status, ''), coalesce(NEW.adjustment_status, '')) = ('IN_PROCESS', 'ADJUSTED')))
OR (OLD.reversed_by_id IS NOT NULL AND OLD.reversed_by_id IS DISTINCT FROM NEW.reversed_by_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER actual_delete_guard BEFORE DELETE ON actual FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER actual_truncate_guard BEFORE TRUNCATE ON actual FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

DROP TRIGGER IF EXISTS fiscal_period_change_update_guard ON fiscal_period_change

DROP TRIGGER IF EXISTS fiscal_period_change_delete_guard ON fiscal_period_change

DROP TRIGGER IF EXISTS fiscal_period_change_truncate_guard ON fiscal_period_change

CREATE TRIGGER fiscal_period_change_update_guard BEFORE UPDATE ON fiscal_period_change FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER fiscal_period_change_delete_guard BEFORE DELETE ON fiscal_period_change FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER fiscal_period_change_truncate_guard BEFORE TRUNCATE ON fiscal_period_change FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

DROP TRIGGER IF EXISTS invoice_correction_insert_guard ON invoice_correction

DROP TRIGGER IF EXISTS invoice_correction_update_guard ON invoice_correction

DROP TRIGGER IF EXISTS invoice_correction_delete_guard ON invoice_correction

DROP TRIGGER IF EXISTS invoice_correction_truncate_guard ON invoice_correction

CREATE TRIGGER invoice_correction_insert_guard BEFORE INSERT ON invoice_correction FOR EACH ROW
WHEN (invoice_is_posted(NEW.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_correction_update_guard BEFORE UPDATE ON invoice_correction FOR EACH ROW
WHEN (invoice_is_posted(OLD.invoice_id) OR invoice_is_posted(NEW.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_correction_delete_guard BEFORE DELETE ON invoice_correction FOR EACH ROW
WHEN (invoice_is_posted(OLD.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_correction_truncate_guard BEFORE TRUNCATE ON invoice_correction FOR EACH STATEMENT
EXECUTE FUNCTION append_only()
""",
}


def upgrade() -> None:
    """Add them, and fill in what books of before say."""
    op.create_table(
        "fiscal_period_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", columns.Instant, nullable=False),
        sa.Column("status_before", sa.String(), nullable=True),
        sa.Column("status_after", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["period_id"], ["fiscal_period.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_fiscal_period_change_period_id", "fiscal_period_change", ["period_id"], unique=False)
    op.add_column("actual", sa.Column("accounting_date", sa.Date(), nullable=True))
    op.add_column("invoice_correction", sa.Column("predated", sa.Boolean(), server_default=sa.false(), nullable=False))
    connection = op.get_bind()
    of_table = " ON invoice_correction" if connection.dialect.name == "postgresql" else ""
    connection.exec_driver_sql(f"DROP TRIGGER invoice_correction_update_guard{of_table}")
    connection.exec_driver_sql(ACCOUNTING_DATES)
    connection.exec_driver_sql(PREDATED)
    for name, last in LAST.items():
        op.create_index(name, "actual", [sa.text(f"coalesce(accounting_date, '{last}')"), "id"], unique=False)
    for statement in GUARDS[connection.dialect.name].split("\n\n"):
        connection.exec_driver_sql(statement)
