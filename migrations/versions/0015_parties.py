"""Documents keep whom they were addressed to (putting-right 6.6); of those posted before, nobody knows it any more."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

GUARDS = {  # statements, with a blank line between them
    "sqlite": """\
DROP TRIGGER IF EXISTS invoice_update_guard

DROP TRIGGER IF EXISTS invoice_delete_guard

DROP TRIGGER IF EXISTS invoice_insert_guard

CREATE TRIGGER invoice_update_guard BEFORE UPDATE ON invoice
WHEN OLD.posted_at IS NOT NULL AND ((
OLD.id, OLD.number, OLD.document_type, OLD.version, OLD.contract_id, OLD.customer_id, OLD.currency,
OLD.invoice_date, OLD.document_date, OLD.created_at, OLD.posted_at, OLD.net_amount, OLD.tax_amount,
OLD.total_amount, OLD.corrected_total, OLD.previous_total, OLD.has_corrections, OLD.reason,
OLD.due_date, OLD.bill_to_number, OLD.bill_to_name, OLD.bill_to_tax_number, OLD.bill_to_terms_days
) IS NOT (
NEW.id, NEW.number, NEW.document_type, NEW.version, NEW.contract_id, NEW.customer_id, NEW.currency,
NEW.invoice_date, NEW.document_date, NEW.created_at, NEW.posted_at, NEW.net_amount, NEW.tax_amount,
NEW.total_amount, NEW.corrected_total, NEW.previous_total, NEW.has_corrections, NEW.reason,
NEW.due_date, NEW.bill_to_number, NEW.bill_to_name, NEW.bill_to_tax_number, NEW.bill_to_terms_days
)
OR (OLD.status IS NOT NEW.status AND NOT (
  (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('CONFIRMED', 'PAID')
  OR (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('PAID', 'CONFIRMED')))
OR (OLD.settled_amount IS NOT NEW.settled_amount AND (NEW.settled_amount * NEW.total_amount < 0 OR abs(NEW.settled_amount) > abs(NEW.total_amount)))) OR NEW.id <> OLD.id OR EXISTS (SELECT 1 FROM invoice WHERE (number = NEW.number) AND id <> OLD.id)
BEGIN SELECT RAISE(ABORT, 'invoice is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_delete_guard BEFORE DELETE ON invoice
WHEN OLD.posted_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'invoice is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_insert_guard BEFORE INSERT ON invoice
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = NEW.id OR number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'invoice is append-only: posted facts are never changed or deleted'); END
""",
    "postgresql": """\
DROP TRIGGER IF EXISTS invoice_update_guard ON invoice

DROP TRIGGER IF EXISTS invoice_delete_guard ON invoice

DROP TRIGGER IF EXISTS invoice_truncate_guard ON invoice

CREATE TRIGGER invoice_update_guard BEFORE UPDATE ON invoice FOR EACH ROW
WHEN (OLD.posted_at IS NOT NULL AND ((
OLD.id, OLD.number, OLD.document_type, OLD.version, OLD.contract_id, OLD.customer_id, OLD.currency,
OLD.invoice_date, OLD.document_date, OLD.created_at, OLD.posted_at, OLD.net_amount, OLD.tax_amount,
OLD.total_amount, OLD.corrected_total, OLD.previous_total, OLD.has_corrections, OLD.reason,
OLD.due_date, OLD.bill_to_number, OLD.bill_to_name, OLD.bill_to_tax_number, OLD.bill_to_terms_days
) IS DISTINCT FROM (
NEW.id, NEW.number, NEW.document_type, NEW.version, NEW.contract_id, NEW.customer_id, NEW.currency,
NEW.invoice_date, NEW.document_date, NEW.created_at, NEW.posted_at, NEW.net_amount, NEW.tax_amount,
NEW.total_amount, NEW.corrected_total, NEW.previous_total, NEW.has_corrections, NEW.reason,
NEW.due_date, NEW.bill_to_number, NEW.bill_to_name, NEW.bill_to_tax_number, NEW.bill_to_terms_days
)
OR (OLD.status IS DISTINCT FROM NEW.status AND NOT (
  (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('CONFIRMED', 'PAID')
  OR (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('PAID', 'CONFIRMED')))
OR (OLD.settled_amount IS DISTINCT FROM NEW.settled_amount AND (NEW.settled_amount * NEW.total_amount < 0 OR abs(NEW.settled_amount) > abs(NEW.total_amount)))))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_delete_guard BEFORE DELETE ON invoice FOR EACH ROW
WHEN (OLD.posted_at IS NOT NULL)
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_truncate_guard BEFORE TRUNCATE ON invoice FOR EACH STATEMENT
EXECUTE FUNCTION append_only()
""",
}


def upgrade() -> None:
    """Add the copies, empty, and guard them."""
    op.add_column("invoice", sa.Column("bill_to_number", sa.String(), nullable=True))
    op.add_column("invoice", sa.Column("bill_to_name", sa.String(), nullable=True))
    op.add_column("invoice", sa.Column("bill_to_tax_number", sa.String(), nullable=True))
    op.add_column("invoice", sa.Column("bill_to_terms_days", sa.Integer(), nullable=True))
    connection = op.get_bind()
    for statement in GUARDS[connection.dialect.name].split("\n\n"):
        connection.exec_driver_sql(statement)
