"""The first schema: customers, orders, invoices, the ledger, number series and posting runs."""

import sqlalchemy as sa
from alembic import op

from rebill.migrations.columns import Amount, Instant, Quantity

revision = "0001"
down_revision = None

SERIES = {
    "INVOICE": "INV-",
    "CREDIT_NOTE": "CN-",
    "SALES_ORDER": "SO-",
    "RETURN_ORDER": "RO-",
    "RMA": "RMA-",
    "PACKING_SLIP": "PS-",
    "CONTRACT": "PC-",
    "CUSTOMER": "C-",
    "PRODUCT": "P-",
    "LEDGER": "",
}
DISPOSITIONS = {
    "CREDIT": "Back into stock; the customer is credited.",
    "CREDIT_ONLY": "Nothing comes back; the customer is credited.",
    "SCRAP": "The goods are scrapped; the customer is credited.",
}


def upgrade() -> None:
    """Create the tables and what they start with."""
    create_tables()
    series = sa.table("number_series", sa.column("name"), sa.column("prefix"), sa.column("next"))
    op.bulk_insert(series, [{"name": name, "prefix": prefix, "next": 1} for name, prefix in SERIES.items()])
    codes = sa.table("disposition_code", sa.column("code"), sa.column("description"), sa.column("action"))
    op.bulk_insert(codes, [{"code": code, "description": text, "action": code} for code, text in DISPOSITIONS.items()])


def create_tables() -> None:
    """Tables and indexes."""
    op.create_table(
        "customer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("tax_registration_number", sa.String(), nullable=True),
        sa.Column("balance", Amount, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "disposition_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "idempotency_record",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("input_hash", sa.String(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "number_series",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("next", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "posting_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("started_at", Instant, nullable=True),
        sa.Column("ended_at", Instant, nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("posted", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("sales_price", Quantity, nullable=False),
        sa.Column("cost_price", Quantity, nullable=False),
        sa.Column("tax_rate", Quantity, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("rma_number", sa.String(), nullable=True),
        sa.Column("return_status", sa.String(), nullable=True),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("rma_number"),
    )
    op.create_index(op.f("ix_orders_created_at"), "orders", ["created_at"], unique=False)
    op.create_index(op.f("ix_orders_customer_id"), "orders", ["customer_id"], unique=False)
    op.create_table(
        "contract_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("line_number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("billing_method", sa.String(), nullable=True),
        sa.Column("amount", Amount, nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_id", "line_number"),
    )
    op.create_table(
        "invoice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("document_type", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("invoice_date", sa.Date(), nullable=True),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("posted_at", Instant, nullable=True),
        sa.Column("net_amount", Amount, nullable=False),
        sa.Column("tax_amount", Amount, nullable=False),
        sa.Column("total_amount", Amount, nullable=False),
        sa.Column("corrected_total", Amount, nullable=True),
        sa.Column("previous_total", Amount, nullable=True),
        sa.Column("has_corrections", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["orders.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index(op.f("ix_invoice_contract_id"), "invoice", ["contract_id"], unique=False)
    op.create_index(op.f("ix_invoice_created_at"), "invoice", ["created_at"], unique=False)
    op.create_index("ix_invoice_customer", "invoice", ["customer_id", "id"], unique=False)
    op.create_index(op.f("ix_invoice_invoice_date"), "invoice", ["invoice_date"], unique=False)
    op.create_index(op.f("ix_invoice_posted_at"), "invoice", ["posted_at"], unique=False)
    op.create_index(op.f("ix_invoice_total_amount"), "invoice", ["total_amount"], unique=False)
    op.create_table(
        "packing_slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("customer_reference", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index(op.f("ix_packing_slip_order_id"), "packing_slip", ["order_id"], unique=False)
    op.create_table(
        "sales_order_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("line_number", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("quantity", Quantity, nullable=False),
        sa.Column("unit_price", Quantity, nullable=False),
        sa.Column("unit_cost", Quantity, nullable=False),
        sa.Column("discount_percent", Quantity, nullable=False),
        sa.Column("tax_rate", Quantity, nullable=False),
        sa.Column("net_amount", Amount, nullable=False),
        sa.Column("delivered_quantity", Quantity, nullable=False),
        sa.Column("invoiced_quantity", Quantity, nullable=False),
        sa.Column("returned_quantity", Quantity, nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_id", "line_number"),
    )
    op.create_table(
        "invoice_correction",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrects_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.PrimaryKeyConstraint("invoice_id", "corrects_id"),
    )
    op.create_index(op.f("ix_invoice_correction_corrects_id"), "invoice_correction", ["corrects_id"], unique=False)
    op.create_table(
        "invoice_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("line_number", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("quantity", Quantity, nullable=True),
        sa.Column("unit_price", Quantity, nullable=True),
        sa.Column("discount_percent", Quantity, nullable=True),
        sa.Column("tax_rate", Quantity, nullable=True),
        sa.Column("net_amount", Amount, nullable=False),
        sa.Column("tax_amount", Amount, nullable=False),
        sa.Column("total_amount", Amount, nullable=False),
        sa.Column("discount_amount", Amount, nullable=False),
        sa.Column("cost_amount", Amount, nullable=False),
        sa.Column("contract_line_id", sa.Integer(), nullable=True),
        sa.Column("sales_order_line_id", sa.Integer(), nullable=True),
        sa.Column("return_order_line_id", sa.Integer(), nullable=True),
        sa.Column("credits_line_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_line_id"],
            ["contract_line.id"],
        ),
        sa.ForeignKeyConstraint(
            ["credits_line_id"],
            ["invoice_line.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
        ),
        sa.ForeignKeyConstraint(
            ["sales_order_line_id"],
            ["sales_order_line.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invoice_id", "line_number"),
    )
    op.create_index(op.f("ix_invoice_line_credits_line_id"), "invoice_line", ["credits_line_id"], unique=False)
    op.create_table(
        "invoice_order",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
        ),
        sa.PrimaryKeyConstraint("invoice_id", "order_id"),
    )
    op.create_index("ix_invoice_order_order", "invoice_order", ["order_id", "invoice_id"], unique=False)
    op.create_table(
        "posting_run_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["posting_run.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("run_id", "position"),
    )
    op.create_table(
        "actual",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("transaction_type", sa.String(), nullable=False),
        sa.Column("transaction_class", sa.String(), nullable=False),
        sa.Column("billing_type", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("transaction_date", sa.Date(), nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
        sa.Column("quantity", Quantity, nullable=False),
        sa.Column("unit_price", Quantity, nullable=False),
        sa.Column("amount", Amount, nullable=False),
        sa.Column("tax_amount", Amount, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("contract_line_id", sa.Integer(), nullable=True),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("invoice_line_id", sa.Integer(), nullable=True),
        sa.Column("invoice_line_detail_id", sa.Integer(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("billing_status", sa.String(), nullable=True),
        sa.Column("adjustment_status", sa.String(), nullable=True),
        sa.Column("reversed_by_id", sa.Integer(), nullable=True),
        sa.Column("draft_detail_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_line_id"],
            ["contract_line.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invoice_line_id"],
            ["invoice_line.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["actual.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reverses_id"),
    )
    op.create_index("ix_actual_amount", "actual", ["amount", "id"], unique=False)
    op.create_index(op.f("ix_actual_draft_detail_id"), "actual", ["draft_detail_id"], unique=False)
    op.create_index("ix_actual_invoice", "actual", ["invoice_id", "id"], unique=False)
    op.create_index(op.f("ix_actual_invoice_line_detail_id"), "actual", ["invoice_line_detail_id"], unique=False)
    op.create_index(op.f("ix_actual_invoice_line_id"), "actual", ["invoice_line_id"], unique=False)
    op.create_index("ix_actual_order", "actual", ["order_id", "id"], unique=False)
    op.create_index("ix_actual_root", "actual", ["root_id", "id"], unique=False)
    op.create_index("ix_actual_transaction_date", "actual", ["transaction_date", "id"], unique=False)
    op.create_table(
        "return_order_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("line_number", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("return_status", sa.String(), nullable=False),
        sa.Column("disposition_code_id", sa.Integer(), nullable=True),
        sa.Column("expected_quantity", Quantity, nullable=False),
        sa.Column("registered_quantity", Quantity, nullable=False),
        sa.Column("received_quantity", Quantity, nullable=False),
        sa.Column("invoiced_quantity", Quantity, nullable=False),
        sa.Column("released_quantity", Quantity, nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("unit_price", Quantity, nullable=False),
        sa.Column("unit_cost", Quantity, nullable=False),
        sa.Column("discount_percent", Quantity, nullable=False),
        sa.Column("tax_rate", Quantity, nullable=False),
        sa.Column("original_invoice_line_id", sa.Integer(), nullable=False),
        sa.Column("parent_line_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["disposition_code_id"],
            ["disposition_code.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
        ),
        sa.ForeignKeyConstraint(
            ["original_invoice_line_id"],
            ["invoice_line.id"],
        ),
        sa.ForeignKeyConstraint(
            ["parent_line_id"],
            ["return_order_line.id"],
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_id", "line_number"),
    )
    op.create_index(
        op.f("ix_return_order_line_original_invoice_line_id"),
        "return_order_line",
        ["original_invoice_line_id"],
        unique=False,
    )
    op.create_table(
        "actual_connection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actual_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("other_role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actual_id"],
            ["actual.id"],
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["actual.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("actual_id", "other_id", "role"),
    )
    op.create_index(op.f("ix_actual_connection_other_id"), "actual_connection", ["other_id"], unique=False)
    op.create_table(
        "invoice_line_detail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("invoice_line_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("transaction_class", sa.String(), nullable=False),
        sa.Column("billing_type", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("quantity", Quantity, nullable=False),
        sa.Column("unit_price", Quantity, nullable=False),
        sa.Column("amount", Amount, nullable=False),
        sa.Column("tax_amount", Amount, nullable=False),
        sa.Column("extended_amount", Amount, nullable=False),
        sa.Column("invoice_amount", Amount, nullable=False),
        sa.Column("invoice_tax_amount", Amount, nullable=False),
        sa.Column("correction", sa.Boolean(), nullable=False),
        sa.Column("original_detail_id", sa.Integer(), nullable=True),
        sa.Column("first_detail_id", sa.Integer(), nullable=True),
        sa.Column("previous_quantity", Quantity, nullable=True),
        sa.Column("previous_amount", Amount, nullable=True),
        sa.Column("previous_tax_amount", Amount, nullable=True),
        sa.Column("source_actual_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_detail_id"],
            ["invoice_line_detail.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invoice_line_id"],
            ["invoice_line.id"],
        ),
        sa.ForeignKeyConstraint(
            ["original_detail_id"],
            ["invoice_line_detail.id"],
        ),
        sa.ForeignKeyConstraint(
            ["source_actual_id"],
            ["actual.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_detail_first", "invoice_line_detail", ["first_detail_id", "id"], unique=False)
    op.create_index(op.f("ix_invoice_line_detail_invoice_id"), "invoice_line_detail", ["invoice_id"], unique=False)
    op.create_index(
        op.f("ix_invoice_line_detail_invoice_line_id"), "invoice_line_detail", ["invoice_line_id"], unique=False
    )
    op.create_index(
        op.f("ix_invoice_line_detail_original_detail_id"), "invoice_line_detail", ["original_detail_id"], unique=False
    )
    op.create_index(
        op.f("ix_invoice_line_detail_source_actual_id"), "invoice_line_detail", ["source_actual_id"], unique=False
    )
    op.create_table(
        "packing_slip_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("packing_slip_id", sa.Integer(), nullable=False),
        sa.Column("sales_order_line_id", sa.Integer(), nullable=True),
        sa.Column("return_order_line_id", sa.Integer(), nullable=True),
        sa.Column("quantity", Quantity, nullable=False),
        sa.ForeignKeyConstraint(
            ["packing_slip_id"],
            ["packing_slip.id"],
        ),
        sa.ForeignKeyConstraint(
            ["return_order_line_id"],
            ["return_order_line.id"],
        ),
        sa.ForeignKeyConstraint(
            ["sales_order_line_id"],
            ["sales_order_line.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_packing_slip_line_packing_slip_id"), "packing_slip_line", ["packing_slip_id"], unique=False
    )
