"""Who did what: entries of a history, and by whom records were entered and posted.

The history is empty to begin with; nobody is known of what is there already.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from rebill.migrations import columns

revision = "0020"
down_revision = "0019"

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
OLD.rule, OLD.milestone_id, OLD.retainer_id, OLD.stands_for_id, OLD.posted_by_id
) IS NOT (
NEW.id, NEW.transaction_type, NEW.transaction_class, NEW.billing_type, NEW.description,
NEW.transaction_date, NEW.accounting_date, NEW.recorded_at, NEW.quantity, NEW.unit_price,
NEW.amount, NEW.tax_amount, NEW.currency, NEW.customer_id, NEW.order_id, NEW.contract_line_id,
NEW.invoice_id, NEW.invoice_line_id, NEW.invoice_line_detail_id, NEW.reverses_id, NEW.root_id,
NEW.rule, NEW.milestone_id, NEW.retainer_id, NEW.stands_for_id, NEW.posted_by_id
)
OR (OLD.billing_status IS NOT NEW.billing_status AND NOT (
  (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('NOT_READY', 'READY_TO_INVOICE')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'NOT_READY')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'CUSTOMER_INVOICE_CREATED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('CUSTOMER_INVOICE_CREATED', 'READY_TO_INVOICE')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('CUSTOMER_INVOICE_CREATED', 'CUSTOMER_INVOICE_POSTED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'CUSTOMER_INVOICE_POSTED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('NOT_READY', 'CUSTOMER_INVOICE_POSTED')
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

DROP TRIGGER IF EXISTS history_entry_update_guard

DROP TRIGGER IF EXISTS history_entry_delete_guard

DROP TRIGGER IF EXISTS history_entry_insert_guard

CREATE TRIGGER history_entry_update_guard BEFORE UPDATE ON history_entry
WHEN 1
BEGIN SELECT RAISE(ABORT, 'history_entry is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER history_entry_delete_guard BEFORE DELETE ON history_entry
WHEN 1
BEGIN SELECT RAISE(ABORT, 'history_entry is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER history_entry_insert_guard BEFORE INSERT ON history_entry
WHEN EXISTS (SELECT 1 FROM history_entry WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'history_entry is append-only: posted facts are never changed or deleted'); END

DROP TRIGGER IF EXISTS history_subject_update_guard

DROP TRIGGER IF EXISTS history_subject_delete_guard

DROP TRIGGER IF EXISTS history_subject_insert_guard

CREATE TRIGGER history_subject_update_guard BEFORE UPDATE ON history_subject
WHEN 1
BEGIN SELECT RAISE(ABORT, 'history_subject is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER history_subject_delete_guard BEFORE DELETE ON history_subject
WHEN 1
BEGIN SELECT RAISE(ABORT, 'history_subject is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER history_subject_insert_guard BEFORE INSERT ON history_subject
WHEN EXISTS (SELECT 1 FROM history_subject WHERE type = NEW.type AND place = NEW.place AND entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'history_subject is append-only: posted facts are never changed or deleted'); END

DROP TRIGGER IF EXISTS invoice_update_guard

DROP TRIGGER IF EXISTS invoice_delete_guard

DROP TRIGGER IF EXISTS invoice_insert_guard

CREATE TRIGGER invoice_update_guard BEFORE UPDATE ON invoice
WHEN OLD.posted_at IS NOT NULL AND ((
OLD.id, OLD.number, OLD.document_type, OLD.version, OLD.contract_id, OLD.customer_id, OLD.currency,
OLD.invoice_date, OLD.document_date, OLD.created_at, OLD.posted_at, OLD.net_amount, OLD.tax_amount,
OLD.total_amount, OLD.corrected_total, OLD.previous_total, OLD.has_corrections, OLD.reason,
OLD.due_date, OLD.bill_to_number, OLD.bill_to_name, OLD.bill_to_tax_number, OLD.bill_to_terms_days,
OLD.cancels_id, OLD.created_by_id, OLD.posted_by_id
) IS NOT (
NEW.id, NEW.number, NEW.document_type, NEW.version, NEW.contract_id, NEW.customer_id, NEW.currency,
NEW.invoice_date, NEW.document_date, NEW.created_at, NEW.posted_at, NEW.net_amount, NEW.tax_amount,
NEW.total_amount, NEW.corrected_total, NEW.previous_total, NEW.has_corrections, NEW.reason,
NEW.due_date, NEW.bill_to_number, NEW.bill_to_name, NEW.bill_to_tax_number, NEW.bill_to_terms_days,
NEW.cancels_id, NEW.created_by_id, NEW.posted_by_id
)
OR (OLD.status IS NOT NEW.status AND NOT (
  (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('CONFIRMED', 'PAID')
  OR (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('PAID', 'CONFIRMED')))
OR (OLD.settled_amount IS NOT NEW.settled_amount AND (NEW.settled_amount * NEW.total_amount < 0 OR abs(NEW.settled_amount) > abs(NEW.total_amount)))) OR NEW.id <> OLD.id OR EXISTS (SELECT 1 FROM invoice WHERE (cancels_id = NEW.cancels_id OR number = NEW.number) AND id <> OLD.id)
BEGIN SELECT RAISE(ABORT, 'invoice is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_delete_guard BEFORE DELETE ON invoice
WHEN OLD.posted_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'invoice is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_insert_guard BEFORE INSERT ON invoice
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = NEW.id OR cancels_id = NEW.cancels_id OR number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'invoice is append-only: posted facts are never changed or deleted'); END
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
OLD.rule, OLD.milestone_id, OLD.retainer_id, OLD.stands_for_id, OLD.posted_by_id
) IS DISTINCT FROM (
NEW.id, NEW.transaction_type, NEW.transaction_class, NEW.billing_type, NEW.description,
NEW.transaction_date, NEW.accounting_date, NEW.recorded_at, NEW.quantity, NEW.unit_price,
NEW.amount, NEW.tax_amount, NEW.currency, NEW.customer_id, NEW.order_id, NEW.contract_line_id,
NEW.invoice_id, NEW.invoice_line_id, NEW.invoice_line_detail_id, NEW.reverses_id, NEW.root_id,
NEW.rule, NEW.milestone_id, NEW.retainer_id, NEW.stands_for_id, NEW.posted_by_id
)
OR (OLD.billing_status IS DISTINCT FROM NEW.billing_status AND NOT (
  (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('NOT_READY', 'READY_TO_INVOICE')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'NOT_READY')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'CUSTOMER_INVOICE_CREATED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('CUSTOMER_INVOICE_CREATED', 'READY_TO_INVOICE')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('CUSTOMER_INVOICE_CREATED', 'CUSTOMER_INVOICE_POSTED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'CUSTOMER_INVOICE_POSTED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('NOT_READY', 'CUSTOMER_INVOICE_POSTED')
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

DROP TRIGGER IF EXISTS history_entry_update_guard ON history_entry

DROP TRIGGER IF EXISTS history_entry_delete_guard ON history_entry

DROP TRIGGER IF EXISTS history_entry_truncate_guard ON history_entry

CREATE TRIGGER history_entry_update_guard BEFORE UPDATE ON history_entry FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER history_entry_delete_guard BEFORE DELETE ON history_entry FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER history_entry_truncate_guard BEFORE TRUNCATE ON history_entry FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

DROP TRIGGER IF EXISTS history_subject_update_guard ON history_subject

DROP TRIGGER IF EXISTS history_subject_delete_guard ON history_subject

DROP TRIGGER IF EXISTS history_subject_truncate_guard ON history_subject

CREATE TRIGGER history_subject_update_guard BEFORE UPDATE ON history_subject FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER history_subject_delete_guard BEFORE DELETE ON history_subject FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER history_subject_truncate_guard BEFORE TRUNCATE ON history_subject FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

DROP TRIGGER IF EXISTS invoice_update_guard ON invoice

DROP TRIGGER IF EXISTS invoice_delete_guard ON invoice

DROP TRIGGER IF EXISTS invoice_truncate_guard ON invoice

CREATE TRIGGER invoice_update_guard BEFORE UPDATE ON invoice FOR EACH ROW
WHEN (OLD.posted_at IS NOT NULL AND ((
OLD.id, OLD.number, OLD.document_type, OLD.version, OLD.contract_id, OLD.customer_id, OLD.currency,
OLD.invoice_date, OLD.document_date, OLD.created_at, OLD.posted_at, OLD.net_amount, OLD.tax_amount,
OLD.total_amount, OLD.corrected_total, OLD.previous_total, OLD.has_corrections, OLD.reason,
OLD.due_date, OLD.bill_to_number, OLD.bill_to_name, OLD.bill_to_tax_number, OLD.bill_to_terms_days,
OLD.cancels_id, OLD.created_by_id, OLD.posted_by_id
) IS DISTINCT FROM (
NEW.id, NEW.number, NEW.document_type, NEW.version, NEW.contract_id, NEW.customer_id, NEW.currency,
NEW.invoice_date, NEW.document_date, NEW.created_at, NEW.posted_at, NEW.net_amount, NEW.tax_amount,
NEW.total_amount, NEW.corrected_total, NEW.previous_total, NEW.has_corrections, NEW.reason,
NEW.due_date, NEW.bill_to_number, NEW.bill_to_name, NEW.bill_to_tax_number, NEW.bill_to_terms_days,
NEW.cancels_id, NEW.created_by_id, NEW.posted_by_id
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


BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    """The tables of the history, with its head, and the columns of who did it."""
    head = op.create_table(
        "history_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", columns.Instant, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    if op.get_bind().dialect.name == "postgresql":  # SQLite has one writer: there the last entry is the head
        op.bulk_insert(head, [{"id": 1, "sequence": 0, "at": BEGINNING}])
    op.create_table(
        "history_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", columns.Instant, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["actor.id"],
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["posting_run.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_history_entry_actor", "history_entry", ["actor_id", "id"], unique=False)
    op.create_index("ix_history_entry_at", "history_entry", ["at", "id"], unique=False)
    op.create_index("ix_history_entry_operation", "history_entry", ["operation", "id"], unique=False)
    op.create_table(
        "history_subject",
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["history_entry.id"],
        ),
        sa.PrimaryKeyConstraint("type", "place", "entry_id"),
        sqlite_with_rowid=False,
    )
    op.add_column("actual", sa.Column("posted_by_id", sa.Integer(), nullable=True))
    op.add_column(
        "invoice",
        sa.Column("created_by_id", sa.Integer(), sa.ForeignKey("actor.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "invoice",
        sa.Column("posted_by_id", sa.Integer(), sa.ForeignKey("actor.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "orders",
        sa.Column("created_by_id", sa.Integer(), sa.ForeignKey("actor.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "packing_slip",
        sa.Column("posted_by_id", sa.Integer(), sa.ForeignKey("actor.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "payment",
        sa.Column("created_by_id", sa.Integer(), sa.ForeignKey("actor.id"), nullable=True),
        inline_references=True,
    )
    connection = op.get_bind()
    for statement in GUARDS[connection.dialect.name].split("\n\n"):
        connection.exec_driver_sql(statement)
