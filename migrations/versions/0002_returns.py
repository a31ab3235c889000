"""Returns, whole: charges, reason codes, settlements, vouchers, stock, fiscal periods and posting parameters.

What was posted before gets its vouchers as if it had been posted with this schema; see `backfill_0002`.
"""

import sqlalchemy as sa
from alembic import op

from rebill.migrations.backfill_0002 import backfill
from rebill.migrations.columns import Amount, Quantity

revision = "0002"
down_revision = "0001"

DISPOSITIONS = {
    "REPLACE_AND_CREDIT": "Back into stock; the customer is credited and gets a replacement.",
    "REPLACE_AND_SCRAP": "The goods are scrapped; the customer is credited and gets a replacement.",
    "RETURN_TO_CUSTOMER": "The goods go back to the customer; nothing is credited.",
}
REASON_GROUPS = {"QUALITY": "The goods were at fault", "SERVICE": "We were at fault", "CUSTOMER": "The customer's wish"}
REASONS = {
    "DEFECT": ("Defective", "QUALITY"),
    "DAMAGED": ("Damaged in transit", "QUALITY"),
    "WRONG-ITEM": ("Wrong item sent", "SERVICE"),
    "LATE": ("Delivered too late", "SERVICE"),
    "NOT-WANTED": ("No longer wanted", "CUSTOMER"),
}
ACCOUNTS = {
    "INVENTORY": ("1400", "Inventory"),
    "GOODS_DELIVERED": ("1450", "Goods delivered, not invoiced"),
    "RETURNS_RECEIVED": ("1460", "Returned goods received, not credited"),
    "RECEIVABLES": ("1500", "Accounts receivable"),
    "BANK": ("1920", "Bank"),
    "SALES_TAX": ("2700", "Output VAT"),
    "REVENUE": ("3000", "Sales revenue"),
    "FEES": ("3900", "Fees and charges"),
    "COST_OF_GOODS_SOLD": ("4000", "Cost of goods sold"),
    "SCRAP": ("4300", "Scrapped goods"),
}
LINES = (
    "id, order_id, line_number, product_id, description, return_status, disposition_code_id, expected_quantity, "
    "registered_quantity, received_quantity, invoiced_quantity, released_quantity, closed_on, unit_price, unit_cost, "
    "discount_percent, tax_rate, original_invoice_line_id, parent_line_id"
)


def upgrade() -> None:
    """Create what is new, widen what was there, install codes and accounts, and write the missing vouchers."""
    dialect = op.get_bind().dialect.name
    widen(dialect)
    create_tables()
    install()
    of_table = " ON packing_slip_line" if dialect == "postgresql" else ""  # a guard of old, see 0008
    op.execute(sa.text(f"DROP TRIGGER IF EXISTS packing_slip_line_update_guard{of_table}"))
    backfill(op.get_bind())


def install() -> None:
    """What a fresh database starts with."""
    insert("number_series", [{"name": "VOUCHER", "prefix": "V-", "next": 1}])
    insert("disposition_code", [{"code": c, "description": text, "action": c} for c, text in DISPOSITIONS.items()])
    groups = {code: key for key, code in enumerate(REASON_GROUPS, 1)}
    insert("reason_code_group", [{"id": key, "code": c, "description": REASON_GROUPS[c]} for c, key in groups.items()])
    insert(
        "reason_code",
        [{"code": c, "description": text, "group_id": groups[group]} for c, (text, group) in REASONS.items()],
    )
    insert(
        "posting_account",
        [{"posting_type": kind, "account": account, "name": name} for kind, (account, name) in ACCOUNTS.items()],
    )
    insert(
        "parameters",
        [
            {
                "id": 1,
                "return_validity_days": 90,
                "reason_code_required": False,
                "credit_correction": False,
                "payment_terms_on_credit_notes": False,
                "enforce_chronological_numbers": False,
                "post_packing_slips_in_ledger": True,
            }
        ],
    )
    if op.get_bind().dialect.name == "postgresql":
        sequence = "SELECT setval(pg_get_serial_sequence('reason_code_group', 'id'), 3)"
        op.execute(sa.text(sequence))


def insert(table: str, rows: list[dict[str, object]]) -> None:
    """Insert rows of plain values."""
    op.bulk_insert(sa.table(table, *[sa.column(name) for name in rows[0]]), rows)


def widen(dialect: str) -> None:
    """New columns of tables that are there."""
    op.add_column("customer", sa.Column("payment_terms_days", sa.Integer(), nullable=False, server_default="30"))
    op.add_column("customer", sa.Column("blocked", sa.String(), nullable=False, server_default="NO"))
    op.add_column("product", sa.Column("on_hand", Quantity, nullable=False, server_default="0"))
    op.add_column("invoice", sa.Column("due_date", sa.Date(), nullable=True))
    op.add_column("invoice", sa.Column("settled_amount", Amount, nullable=False, server_default="0"))
    is_open = sa.text("settled_amount <> total_amount")
    op.create_index(
        "ix_invoice_open", "invoice", ["customer_id", "due_date", "id"], sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_index("ix_invoice_line_return_order_line_id", "invoice_line", ["return_order_line_id"])
    op.execute(sa.text("ALTER TABLE orders ADD COLUMN replaces_for_id INTEGER REFERENCES orders (id)"))
    op.add_column("orders", sa.Column("replaced_up_front", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_orders_replaces_for_id", "orders", ["replaces_for_id"])
    op.execute(sa.text("ALTER TABLE packing_slip_line ADD COLUMN product_id INTEGER REFERENCES product (id)"))
    op.add_column("packing_slip_line", sa.Column("action", sa.String(), nullable=True))
    op.add_column("packing_slip_line", sa.Column("on_hand_change", Quantity, nullable=False, server_default="0"))
    op.add_column("packing_slip_line", sa.Column("cost_amount", Amount, nullable=False, server_default="0"))
    op.create_index("ix_packing_slip_line_product_id", "packing_slip_line", ["product_id"])
    op.create_index("ix_packing_slip_line_return_order_line_id", "packing_slip_line", ["return_order_line_id"])
    if dialect == "sqlite":  # cannot take NOT NULL away: the table is made anew, with foreign keys off (models.migrate)
        op.create_table("return_order_line_new", *return_order_line_columns())
        op.execute(
            sa.text(f"INSERT INTO return_order_line_new ({LINES}, inspected) SELECT {LINES}, 0 FROM return_order_line")
        )
        op.drop_table("return_order_line")
        op.rename_table("return_order_line_new", "return_order_line")
        original = "original_invoice_line_id"
        op.create_index(f"ix_return_order_line_{original}", "return_order_line", [original])
    else:
        op.alter_column("return_order_line", "original_invoice_line_id", nullable=True)
        new = ("inspected", "arrived_on", "replacement_product_id", "replacement_quantity")
        for column in return_order_line_columns():
            if isinstance(column, sa.Column) and column.name in new:
                op.add_column("return_order_line", column)
        op.create_foreign_key(None, "return_order_line", "product", ["replacement_product_id"], ["id"])


def return_order_line_columns() -> list[sa.schema.SchemaItem]:
    """The table of return order lines as it now is."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("line_number", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("return_status", sa.String(), nullable=False),
        sa.Column("disposition_code_id", sa.Integer(), nullable=True),
        *[
            sa.Column(f"{stage}_quantity", Quantity, nullable=False)
            for stage in ("expected", "registered", "received", "invoiced", "released")
        ],
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("unit_price", Quantity, nullable=False),
        sa.Column("unit_cost", Quantity, nullable=False),
        sa.Column("discount_percent", Quantity, nullable=False),
        sa.Column("tax_rate", Quantity, nullable=False),
        sa.Column("original_invoice_line_id", sa.Integer(), nullable=True),
        sa.Column("parent_line_id", sa.Integer(), nullable=True),
        sa.Column("inspected", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("replacement_product_id", sa.Integer(), nullable=True),
        sa.Column("replacement_quantity", Quantity, nullable=True),
        sa.ForeignKeyConstraint(["disposition_code_id"], ["disposition_code.id"]),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"]),
        sa.ForeignKeyConstraint(["original_invoice_line_id"], ["invoice_line.id"]),
        sa.ForeignKeyConstraint(["parent_line_id"], ["return_order_line.id"]),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"]),
        sa.ForeignKeyConstraint(["replacement_product_id"], ["product.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_id", "line_number"),
    ]


def create_tables() -> None:
    """New tables and indexes."""
    op.create_table(
        "fiscal_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("to_date", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("from_date"),
    )
    op.create_table(
        "parameters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_validity_days", sa.Integer(), nullable=False),
        sa.Column("reason_code_required", sa.Boolean(), nullable=False),
        sa.Column("credit_correction", sa.Boolean(), nullable=False),
        sa.Column("payment_terms_on_credit_notes", sa.Boolean(), nullable=False),
        sa.Column("enforce_chronological_numbers", sa.Boolean(), nullable=False),
        sa.Column("post_packing_slips_in_ledger", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "posting_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("posting_type", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("posting_type"),
    )
    op.create_table(
        "reason_code_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "reason_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["reason_code_group.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "automatic_charge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reason_code_id", sa.Integer(), nullable=True),
        sa.Column("disposition_code_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("value", Quantity, nullable=False),
        sa.Column("tax_rate", Quantity, nullable=False),
        sa.Column("currency", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["disposition_code_id"],
            ["disposition_code.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reason_code_id"],
            ["reason_code.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_automatic_charge_disposition_code_id"), "automatic_charge", ["disposition_code_id"], unique=False
    )
    op.create_index(op.f("ix_automatic_charge_reason_code_id"), "automatic_charge", ["reason_code_id"], unique=False)
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("amount", Amount, nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_payment_invoice_id"), "payment", ["invoice_id"], unique=False)
    op.create_table(
        "settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("amount", Amount, nullable=False),
        sa.Column("debit_invoice_id", sa.Integer(), nullable=True),
        sa.Column("credit_invoice_id", sa.Integer(), nullable=True),
        sa.Column("payment_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["credit_invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["debit_invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"],
            ["payment.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("payment_id"),
    )
    op.create_index(op.f("ix_settlement_credit_invoice_id"), "settlement", ["credit_invoice_id"], unique=False)
    op.create_index(op.f("ix_settlement_debit_invoice_id"), "settlement", ["debit_invoice_id"], unique=False)
    op.create_table(
        "voucher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("packing_slip_id", sa.Integer(), nullable=True),
        sa.Column("payment_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["packing_slip_id"],
            ["packing_slip.id"],
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"],
            ["payment.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invoice_id"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("packing_slip_id"),
        sa.UniqueConstraint("payment_id"),
    )
    op.create_table(
        "return_charge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("value", Quantity, nullable=False),
        sa.Column("tax_rate", Quantity, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("posted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["line_id"],
            ["return_order_line.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_return_charge_line_id"), "return_charge", ["line_id"], unique=False)
    op.create_index(op.f("ix_return_charge_order_id"), "return_charge", ["order_id"], unique=False)
    op.create_table(
        "voucher_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("posting_type", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("account_name", sa.String(), nullable=False),
        sa.Column("amount", Amount, nullable=False),
        sa.Column("is_correction", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["voucher_id"],
            ["voucher.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("voucher_id", "position"),
    )
    op.create_table(
        "invoice_charge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("invoice_line_id", sa.Integer(), nullable=True),
        sa.Column("return_charge_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("amount", Amount, nullable=False),
        sa.Column("tax_amount", Amount, nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invoice_line_id"],
            ["invoice_line.id"],
        ),
        sa.ForeignKeyConstraint(
            ["return_charge_id"],
            ["return_charge.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_invoice_charge_invoice_id"), "invoice_charge", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_invoice_charge_return_charge_id"), "invoice_charge", ["return_charge_id"], unique=False)
