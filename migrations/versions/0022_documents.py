"""Documents: the company, tax codes, what posted documents copy, and the files that are kept; nothing existing changes."""

import sqlalchemy as sa
from alembic import op

from rebill.migrations import columns
from rebill.migrations.copies_0022 import copy_parties

revision = "0022"
down_revision = "0021"

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
OLD.rule, OLD.milestone_id, OLD.retainer_id, OLD.stands_for_id, OLD.tax_code_id, OLD.tax_rate,
OLD.posted_by_id
) IS NOT (
NEW.id, NEW.transaction_type, NEW.transaction_class, NEW.billing_type, NEW.description,
NEW.transaction_date, NEW.accounting_date, NEW.recorded_at, NEW.quantity, NEW.unit_price,
NEW.amount, NEW.tax_amount, NEW.currency, NEW.customer_id, NEW.order_id, NEW.contract_line_id,
NEW.invoice_id, NEW.invoice_line_id, NEW.invoice_line_detail_id, NEW.reverses_id, NEW.root_id,
NEW.rule, NEW.milestone_id, NEW.retainer_id, NEW.stands_for_id, NEW.tax_code_id, NEW.tax_rate,
NEW.posted_by_id
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

DROP TRIGGER IF EXISTS document_copy_update_guard

DROP TRIGGER IF EXISTS document_copy_delete_guard

DROP TRIGGER IF EXISTS document_copy_insert_guard

CREATE TRIGGER document_copy_update_guard BEFORE UPDATE ON document_copy
WHEN 1
BEGIN SELECT RAISE(ABORT, 'document_copy is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER document_copy_delete_guard BEFORE DELETE ON document_copy
WHEN 1
BEGIN SELECT RAISE(ABORT, 'document_copy is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER document_copy_insert_guard BEFORE INSERT ON document_copy
WHEN EXISTS (SELECT 1 FROM document_copy WHERE invoice_id = NEW.invoice_id)
BEGIN SELECT RAISE(ABORT, 'document_copy is append-only: posted facts are never changed or deleted'); END

DROP TRIGGER IF EXISTS document_file_update_guard

DROP TRIGGER IF EXISTS document_file_delete_guard

DROP TRIGGER IF EXISTS document_file_insert_guard

CREATE TRIGGER document_file_update_guard BEFORE UPDATE ON document_file
WHEN 1
BEGIN SELECT RAISE(ABORT, 'document_file is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER document_file_delete_guard BEFORE DELETE ON document_file
WHEN 1
BEGIN SELECT RAISE(ABORT, 'document_file is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER document_file_insert_guard BEFORE INSERT ON document_file
WHEN EXISTS (SELECT 1 FROM document_file WHERE id = NEW.id OR invoice_id = NEW.invoice_id AND rendition = NEW.rendition)
BEGIN SELECT RAISE(ABORT, 'document_file is append-only: posted facts are never changed or deleted'); END

DROP TRIGGER IF EXISTS product_unit_update_guard

DROP TRIGGER IF EXISTS product_unit_delete_guard

DROP TRIGGER IF EXISTS product_unit_insert_guard

CREATE TRIGGER product_unit_update_guard BEFORE UPDATE ON product_unit
WHEN 1
BEGIN SELECT RAISE(ABORT, 'product_unit is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER product_unit_delete_guard BEFORE DELETE ON product_unit
WHEN 1
BEGIN SELECT RAISE(ABORT, 'product_unit is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER product_unit_insert_guard BEFORE INSERT ON product_unit
WHEN EXISTS (SELECT 1 FROM product_unit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'product_unit is append-only: posted facts are never changed or deleted'); END

DROP TRIGGER IF EXISTS external_reference_update_guard

DROP TRIGGER IF EXISTS external_reference_delete_guard

DROP TRIGGER IF EXISTS external_reference_insert_guard

CREATE TRIGGER external_reference_update_guard BEFORE UPDATE ON external_reference
WHEN 1
BEGIN SELECT RAISE(ABORT, 'external_reference is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER external_reference_delete_guard BEFORE DELETE ON external_reference
WHEN 1
BEGIN SELECT RAISE(ABORT, 'external_reference is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER external_reference_insert_guard BEFORE INSERT ON external_reference
WHEN EXISTS (SELECT 1 FROM external_reference WHERE id = NEW.id OR invoice_id = NEW.invoice_id AND system = NEW.system)
BEGIN SELECT RAISE(ABORT, 'external_reference is append-only: posted facts are never changed or deleted'); END

DROP TRIGGER IF EXISTS invoice_preceding_insert_guard

DROP TRIGGER IF EXISTS invoice_preceding_update_guard

DROP TRIGGER IF EXISTS invoice_preceding_delete_guard

CREATE TRIGGER invoice_preceding_insert_guard BEFORE INSERT ON invoice_preceding
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'invoice_preceding is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_preceding_update_guard BEFORE UPDATE ON invoice_preceding
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'invoice_preceding is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_preceding_delete_guard BEFORE DELETE ON invoice_preceding
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'invoice_preceding is append-only: posted facts are never changed or deleted'); END

DROP TRIGGER IF EXISTS invoice_tax_insert_guard

DROP TRIGGER IF EXISTS invoice_tax_update_guard

DROP TRIGGER IF EXISTS invoice_tax_delete_guard

CREATE TRIGGER invoice_tax_insert_guard BEFORE INSERT ON invoice_tax
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM invoice_tax WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'invoice_tax is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_tax_update_guard BEFORE UPDATE ON invoice_tax
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted_at IS NOT NULL) OR NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'invoice_tax is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_tax_delete_guard BEFORE DELETE ON invoice_tax
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'invoice_tax is append-only: posted facts are never changed or deleted'); END

DROP TRIGGER IF EXISTS logo_update_guard

DROP TRIGGER IF EXISTS logo_delete_guard

DROP TRIGGER IF EXISTS logo_insert_guard

CREATE TRIGGER logo_update_guard BEFORE UPDATE ON logo
WHEN 1
BEGIN SELECT RAISE(ABORT, 'logo is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER logo_delete_guard BEFORE DELETE ON logo
WHEN 1
BEGIN SELECT RAISE(ABORT, 'logo is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER logo_insert_guard BEFORE INSERT ON logo
WHEN EXISTS (SELECT 1 FROM logo WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'logo is append-only: posted facts are never changed or deleted'); END

DROP TRIGGER IF EXISTS party_copy_update_guard

DROP TRIGGER IF EXISTS party_copy_delete_guard

DROP TRIGGER IF EXISTS party_copy_insert_guard

CREATE TRIGGER party_copy_update_guard BEFORE UPDATE ON party_copy
WHEN 1
BEGIN SELECT RAISE(ABORT, 'party_copy is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER party_copy_delete_guard BEFORE DELETE ON party_copy
WHEN 1
BEGIN SELECT RAISE(ABORT, 'party_copy is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER party_copy_insert_guard BEFORE INSERT ON party_copy
WHEN EXISTS (SELECT 1 FROM party_copy WHERE fingerprint = NEW.fingerprint)
BEGIN SELECT RAISE(ABORT, 'party_copy is append-only: posted facts are never changed or deleted'); END
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
OLD.rule, OLD.milestone_id, OLD.retainer_id, OLD.stands_for_id, OLD.tax_code_id, OLD.tax_rate,
OLD.posted_by_id
) IS DISTINCT FROM (
NEW.id, NEW.transaction_type, NEW.transaction_class, NEW.billing_type, NEW.description,
NEW.transaction_date, NEW.accounting_date, NEW.recorded_at, NEW.quantity, NEW.unit_price,
NEW.amount, NEW.tax_amount, NEW.currency, NEW.customer_id, NEW.order_id, NEW.contract_line_id,
NEW.invoice_id, NEW.invoice_line_id, NEW.invoice_line_detail_id, NEW.reverses_id, NEW.root_id,
NEW.rule, NEW.milestone_id, NEW.retainer_id, NEW.stands_for_id, NEW.tax_code_id, NEW.tax_rate,
NEW.posted_by_id
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

DROP TRIGGER IF EXISTS document_copy_update_guard ON document_copy

DROP TRIGGER IF EXISTS document_copy_delete_guard ON document_copy

DROP TRIGGER IF EXISTS document_copy_truncate_guard ON document_copy

CREATE TRIGGER document_copy_update_guard BEFORE UPDATE ON document_copy FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER document_copy_delete_guard BEFORE DELETE ON document_copy FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER document_copy_truncate_guard BEFORE TRUNCATE ON document_copy FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

DROP TRIGGER IF EXISTS document_file_update_guard ON document_file

DROP TRIGGER IF EXISTS document_file_delete_guard ON document_file

DROP TRIGGER IF EXISTS document_file_truncate_guard ON document_file

CREATE TRIGGER document_file_update_guard BEFORE UPDATE ON document_file FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER document_file_delete_guard BEFORE DELETE ON document_file FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER document_file_truncate_guard BEFORE TRUNCATE ON document_file FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

DROP TRIGGER IF EXISTS product_unit_update_guard ON product_unit

DROP TRIGGER IF EXISTS product_unit_delete_guard ON product_unit

DROP TRIGGER IF EXISTS product_unit_truncate_guard ON product_unit

CREATE TRIGGER product_unit_update_guard BEFORE UPDATE ON product_unit FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER product_unit_delete_guard BEFORE DELETE ON product_unit FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER product_unit_truncate_guard BEFORE TRUNCATE ON product_unit FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

DROP TRIGGER IF EXISTS external_reference_update_guard ON external_reference

DROP TRIGGER IF EXISTS external_reference_delete_guard ON external_reference

DROP TRIGGER IF EXISTS external_reference_truncate_guard ON external_reference

CREATE TRIGGER external_reference_update_guard BEFORE UPDATE ON external_reference FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER external_reference_delete_guard BEFORE DELETE ON external_reference FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER external_reference_truncate_guard BEFORE TRUNCATE ON external_reference FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

DROP TRIGGER IF EXISTS invoice_preceding_insert_guard ON invoice_preceding

DROP TRIGGER IF EXISTS invoice_preceding_update_guard ON invoice_preceding

DROP TRIGGER IF EXISTS invoice_preceding_delete_guard ON invoice_preceding

DROP TRIGGER IF EXISTS invoice_preceding_truncate_guard ON invoice_preceding

CREATE TRIGGER invoice_preceding_insert_guard BEFORE INSERT ON invoice_preceding FOR EACH ROW
WHEN (invoice_is_posted(NEW.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_preceding_update_guard BEFORE UPDATE ON invoice_preceding FOR EACH ROW
WHEN (invoice_is_posted(OLD.invoice_id) OR invoice_is_posted(NEW.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_preceding_delete_guard BEFORE DELETE ON invoice_preceding FOR EACH ROW
WHEN (invoice_is_posted(OLD.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_preceding_truncate_guard BEFORE TRUNCATE ON invoice_preceding FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

DROP TRIGGER IF EXISTS invoice_tax_insert_guard ON invoice_tax

DROP TRIGGER IF EXISTS invoice_tax_update_guard ON invoice_tax

DROP TRIGGER IF EXISTS invoice_tax_delete_guard ON invoice_tax

DROP TRIGGER IF EXISTS invoice_tax_truncate_guard ON invoice_tax

CREATE TRIGGER invoice_tax_insert_guard BEFORE INSERT ON invoice_tax FOR EACH ROW
WHEN (invoice_is_posted(NEW.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_tax_update_guard BEFORE UPDATE ON invoice_tax FOR EACH ROW
WHEN (invoice_is_posted(OLD.invoice_id) OR invoice_is_posted(NEW.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_tax_delete_guard BEFORE DELETE ON invoice_tax FOR EACH ROW
WHEN (invoice_is_posted(OLD.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_tax_truncate_guard BEFORE TRUNCATE ON invoice_tax FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

DROP TRIGGER IF EXISTS logo_update_guard ON logo

DROP TRIGGER IF EXISTS logo_delete_guard ON logo

DROP TRIGGER IF EXISTS logo_truncate_guard ON logo

CREATE TRIGGER logo_update_guard BEFORE UPDATE ON logo FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER logo_delete_guard BEFORE DELETE ON logo FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER logo_truncate_guard BEFORE TRUNCATE ON logo FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

DROP TRIGGER IF EXISTS party_copy_update_guard ON party_copy

DROP TRIGGER IF EXISTS party_copy_delete_guard ON party_copy

DROP TRIGGER IF EXISTS party_copy_truncate_guard ON party_copy

CREATE TRIGGER party_copy_update_guard BEFORE UPDATE ON party_copy FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER party_copy_delete_guard BEFORE DELETE ON party_copy FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER party_copy_truncate_guard BEFORE TRUNCATE ON party_copy FOR EACH STATEMENT
EXECUTE FUNCTION append_only()
""",
}


def upgrade() -> None:
    """Documents."""
    op.create_table(
        "logo",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "party_copy",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint"),
    )
    op.create_table(
        "tax_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("exemption_reason", sa.String(), nullable=True),
        sa.Column("exemption_reason_code", sa.String(), nullable=True),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("standard_code", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("trading_name", sa.String(), nullable=True),
        sa.Column("registration_number", sa.String(), nullable=True),
        sa.Column("vat_number", sa.String(), nullable=True),
        sa.Column("legal_information", sa.String(), nullable=True),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("electronic_address", sa.JSON(), nullable=True),
        sa.Column("contact_name", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("bank_accounts", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("logo", sa.String(), nullable=True),
        sa.Column("tax_rounding", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["logo"],
            ["logo.sha256"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "tax_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tax_code_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("rate", columns.Quantity, nullable=False),
        sa.ForeignKeyConstraint(
            ["tax_code_id"],
            ["tax_code.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tax_code_id", "from_day"),
    )
    op.create_table(
        "document_copy",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("seller", sa.String(), nullable=True),
        sa.Column("bill_to", sa.String(), nullable=False),
        sa.Column("ship_to", sa.JSON(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("buyer_reference", sa.String(), nullable=True),
        sa.Column("purchase_order_number", sa.String(), nullable=True),
        sa.Column("packing_slip_number", sa.String(), nullable=True),
        sa.Column("account", sa.JSON(), nullable=True),
        sa.Column("logo", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("terms_days", sa.Integer(), nullable=True),
        sa.Column("tax_rounding", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("required", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bill_to"],
            ["party_copy.fingerprint"],
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["logo"],
            ["logo.sha256"],
        ),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["party_copy.fingerprint"],
        ),
        sa.PrimaryKeyConstraint("invoice_id"),
    )
    op.create_index(op.f("ix_document_copy_bill_to"), "document_copy", ["bill_to"], unique=False)
    op.create_index(op.f("ix_document_copy_seller"), "document_copy", ["seller"], unique=False)
    op.create_table(
        "document_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("rendition", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("embeds", sa.Boolean(), nullable=False),
        sa.Column("validated_by", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("created_at", columns.Instant, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["actor.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invoice_id", "rendition"),
    )
    op.create_table(
        "external_reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("recorded_at", columns.Instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invoice_id", "system"),
    )
    op.create_table(
        "product_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("until_actual_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_product_unit_product_id"), "product_unit", ["product_id"], unique=False)
    op.create_table(
        "invoice_preceding",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("preceding_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["preceding_id"],
            ["invoice.id"],
        ),
        sa.PrimaryKeyConstraint("invoice_id", "preceding_id"),
    )
    op.create_index(op.f("ix_invoice_preceding_preceding_id"), "invoice_preceding", ["preceding_id"], unique=False)
    op.create_table(
        "invoice_tax",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tax_code_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("rate", columns.Quantity, nullable=True),
        sa.Column("base", columns.Amount, nullable=False),
        sa.Column("amount", columns.Amount, nullable=False),
        sa.Column("exemption_reason", sa.String(), nullable=True),
        sa.Column("exemption_reason_code", sa.String(), nullable=True),
        sa.Column("last_supply", sa.Date(), nullable=True),
        sa.Column("first_supply", sa.Date(), nullable=True),
        sa.Column("account", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tax_code_id"],
            ["tax_code.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invoice_id", "position"),
    )
    op.create_index(op.f("ix_invoice_tax_tax_code_id"), "invoice_tax", ["tax_code_id"], unique=False)
    op.create_table(
        "return_preceding",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
        ),
        sa.PrimaryKeyConstraint("order_id", "invoice_id"),
    )
    op.create_index(op.f("ix_return_preceding_invoice_id"), "return_preceding", ["invoice_id"], unique=False)
    op.add_column("actual", sa.Column("tax_code_id", sa.Integer(), nullable=True))
    op.add_column("actual", sa.Column("tax_rate", columns.Quantity, nullable=True))
    op.add_column(
        "automatic_charge",
        sa.Column("tax_code_id", sa.Integer(), sa.ForeignKey("tax_code.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "contract_line",
        sa.Column("tax_code_id", sa.Integer(), sa.ForeignKey("tax_code.id"), nullable=True),
        inline_references=True,
    )
    op.add_column("contract_line", sa.Column("tax_entered", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("customer", sa.Column("trading_name", sa.String(), nullable=True))
    op.add_column("customer", sa.Column("registration_number", sa.String(), nullable=True))
    op.add_column("customer", sa.Column("address", sa.JSON(), nullable=True))
    op.add_column("customer", sa.Column("delivery_address", sa.JSON(), nullable=True))
    op.add_column("customer", sa.Column("electronic_address", sa.JSON(), nullable=True))
    op.add_column("customer", sa.Column("buyer_reference", sa.String(), nullable=True))
    op.add_column("customer", sa.Column("contact_name", sa.String(), nullable=True))
    op.add_column("customer", sa.Column("phone", sa.String(), nullable=True))
    op.add_column("customer", sa.Column("email", sa.String(), nullable=True))
    op.add_column("customer", sa.Column("language", sa.String(), nullable=True))
    op.add_column(
        "customer",
        sa.Column("tax_code_id", sa.Integer(), sa.ForeignKey("tax_code.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "customer", sa.Column("require_electronic_document", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("customer", sa.Column("electronic_format", sa.String(), server_default="UBL", nullable=False))
    op.add_column("customer", sa.Column("electronic_profile", sa.String(), server_default="EN16931", nullable=False))
    op.add_column(
        "invoice_charge",
        sa.Column("tax_code_id", sa.Integer(), sa.ForeignKey("tax_code.id"), nullable=True),
        inline_references=True,
    )
    op.add_column("invoice_charge", sa.Column("tax_rate", columns.Quantity, nullable=True))
    op.add_column(
        "invoice_line",
        sa.Column("tax_code_id", sa.Integer(), sa.ForeignKey("tax_code.id"), nullable=True),
        inline_references=True,
    )
    op.add_column("invoice_line", sa.Column("supplied_on", sa.Date(), nullable=True))
    op.add_column(
        "invoice_line_detail",
        sa.Column("tax_code_id", sa.Integer(), sa.ForeignKey("tax_code.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "invoice_line_detail",
        sa.Column("previous_tax_code_id", sa.Integer(), sa.ForeignKey("tax_code.id"), nullable=True),
        inline_references=True,
    )
    op.add_column("invoice_line_detail", sa.Column("previous_tax_rate", columns.Quantity, nullable=True))
    op.add_column("invoice_line_detail", sa.Column("supplied_on", sa.Date(), nullable=True))
    op.add_column(
        "invoice_line_detail", sa.Column("tax_entered", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "milestone",
        sa.Column("tax_code_id", sa.Integer(), sa.ForeignKey("tax_code.id"), nullable=True),
        inline_references=True,
    )
    op.add_column("milestone", sa.Column("tax_entered", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("orders", sa.Column("purchase_order_number", sa.String(), nullable=True))
    op.add_column("orders", sa.Column("buyer_reference", sa.String(), nullable=True))
    op.add_column("orders", sa.Column("delivery_address", sa.JSON(), nullable=True))
    op.add_column(
        "product",
        sa.Column("tax_code_id", sa.Integer(), sa.ForeignKey("tax_code.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "retainer",
        sa.Column("tax_code_id", sa.Integer(), sa.ForeignKey("tax_code.id"), nullable=True),
        inline_references=True,
    )
    op.add_column("retainer", sa.Column("tax_rate", columns.Quantity, nullable=True))
    op.add_column("retainer", sa.Column("billed_tax_amount", columns.Amount, server_default="0", nullable=False))
    op.add_column("retainer", sa.Column("used_tax_amount", columns.Amount, server_default="0", nullable=False))
    op.add_column("retainer", sa.Column("refunded_tax_amount", columns.Amount, server_default="0", nullable=False))
    op.add_column(
        "return_charge",
        sa.Column("tax_code_id", sa.Integer(), sa.ForeignKey("tax_code.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "return_order_line",
        sa.Column("tax_code_id", sa.Integer(), sa.ForeignKey("tax_code.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "sales_order_line",
        sa.Column("tax_code_id", sa.Integer(), sa.ForeignKey("tax_code.id"), nullable=True),
        inline_references=True,
    )
    connection = op.get_bind()
    copy_parties(connection)
    for statement in GUARDS[connection.dialect.name].split("\n\n"):
        connection.exec_driver_sql(statement)
