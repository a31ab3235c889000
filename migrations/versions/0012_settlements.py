"""Settlements that are released, rests that are written off, and no document PAID of which something is open.

Documents that were marked PAID beside an open amount become CONFIRMED: the mark moved nothing, and what is open of
them is open (putting-right 5.9). The guards let a status and what is settled move back, as a release moves them.
"""

import sqlalchemy as sa
from alembic import op

from rebill.migrations import columns

revision = "0012"
down_revision = "0011"

FIVE = {"sqlite": "50000", "postgresql": "5"}  # as the column stores it
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
OLD.due_date
) IS NOT (
NEW.id, NEW.number, NEW.document_type, NEW.version, NEW.contract_id, NEW.customer_id, NEW.currency,
NEW.invoice_date, NEW.document_date, NEW.created_at, NEW.posted_at, NEW.net_amount, NEW.tax_amount,
NEW.total_amount, NEW.corrected_total, NEW.previous_total, NEW.has_corrections, NEW.reason,
NEW.due_date
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

DROP TRIGGER IF EXISTS settlement_update_guard

DROP TRIGGER IF EXISTS settlement_delete_guard

DROP TRIGGER IF EXISTS settlement_insert_guard

CREATE TRIGGER settlement_update_guard BEFORE UPDATE ON settlement
WHEN 1
BEGIN SELECT RAISE(ABORT, 'settlement is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER settlement_delete_guard BEFORE DELETE ON settlement
WHEN 1
BEGIN SELECT RAISE(ABORT, 'settlement is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER settlement_insert_guard BEFORE INSERT ON settlement
WHEN EXISTS (SELECT 1 FROM settlement WHERE id = NEW.id OR payment_id = NEW.payment_id OR releases_id = NEW.releases_id)
BEGIN SELECT RAISE(ABORT, 'settlement is append-only: posted facts are never changed or deleted'); END

DROP TRIGGER IF EXISTS voucher_update_guard

DROP TRIGGER IF EXISTS voucher_delete_guard

DROP TRIGGER IF EXISTS voucher_insert_guard

CREATE TRIGGER voucher_update_guard BEFORE UPDATE ON voucher
WHEN 1
BEGIN SELECT RAISE(ABORT, 'voucher is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER voucher_delete_guard BEFORE DELETE ON voucher
WHEN 1
BEGIN SELECT RAISE(ABORT, 'voucher is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER voucher_insert_guard BEFORE INSERT ON voucher
WHEN EXISTS (SELECT 1 FROM voucher WHERE id = NEW.id OR invoice_id = NEW.invoice_id OR number = NEW.number OR packing_slip_id = NEW.packing_slip_id OR payment_id = NEW.payment_id OR settlement_id = NEW.settlement_id)
BEGIN SELECT RAISE(ABORT, 'voucher is append-only: posted facts are never changed or deleted'); END
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
OLD.due_date
) IS DISTINCT FROM (
NEW.id, NEW.number, NEW.document_type, NEW.version, NEW.contract_id, NEW.customer_id, NEW.currency,
NEW.invoice_date, NEW.document_date, NEW.created_at, NEW.posted_at, NEW.net_amount, NEW.tax_amount,
NEW.total_amount, NEW.corrected_total, NEW.previous_total, NEW.has_corrections, NEW.reason,
NEW.due_date
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

DROP TRIGGER IF EXISTS settlement_update_guard ON settlement

DROP TRIGGER IF EXISTS settlement_delete_guard ON settlement

DROP TRIGGER IF EXISTS settlement_truncate_guard ON settlement

CREATE TRIGGER settlement_update_guard BEFORE UPDATE ON settlement FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER settlement_delete_guard BEFORE DELETE ON settlement FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER settlement_truncate_guard BEFORE TRUNCATE ON settlement FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

DROP TRIGGER IF EXISTS voucher_update_guard ON voucher

DROP TRIGGER IF EXISTS voucher_delete_guard ON voucher

DROP TRIGGER IF EXISTS voucher_truncate_guard ON voucher

CREATE TRIGGER voucher_update_guard BEFORE UPDATE ON voucher FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER voucher_delete_guard BEFORE DELETE ON voucher FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER voucher_truncate_guard BEFORE TRUNCATE ON voucher FOR EACH STATEMENT
EXECUTE FUNCTION append_only()
""",
}


def upgrade() -> None:
    """Add what is new, have the guards know it, and take the marks back that say what is not so."""
    connection = op.get_bind()
    dialect = connection.dialect.name
    widen(FIVE[dialect])
    account = sa.table("posting_account", *[sa.column(name) for name in ("posting_type", "account", "name")])
    op.bulk_insert(account, [{"posting_type": "WRITE_OFF", "account": "7830", "name": "Small rests written off"}])
    for statement in GUARDS[dialect].split("\n\n"):
        connection.exec_driver_sql(statement)
    op.execute(
        sa.text("UPDATE invoice SET status = 'CONFIRMED' WHERE status = 'PAID' AND settled_amount <> total_amount")
    )


def widen(limit: str) -> None:
    """New columns, and indexes by which a settlement is found as one of its documents sees it."""
    released = sa.Column("releases_id", sa.Integer(), sa.ForeignKey("settlement.id"), nullable=True)
    op.add_column("settlement", released, inline_references=True)
    op.add_column("settlement", sa.Column("reason", sa.String(), nullable=True))
    op.add_column("settlement", sa.Column("write_off_limit", columns.Amount, nullable=True))
    settled = sa.Column("settlement_id", sa.Integer(), sa.ForeignKey("settlement.id"), nullable=True)
    op.add_column("voucher", settled, inline_references=True)
    op.add_column("parameters", sa.Column("write_off_limit", columns.Amount, nullable=False, server_default=limit))
    op.create_index("ix_settlement_releases_id", "settlement", ["releases_id"], unique=True)
    op.create_index("ix_voucher_settlement_id", "voucher", ["settlement_id"], unique=True)
    op.create_index("ix_settlement_as_debit", "settlement", [sa.text("(id * 2)")])
    op.create_index("ix_settlement_as_credit", "settlement", [sa.text("(id * 2 + 1)")])
