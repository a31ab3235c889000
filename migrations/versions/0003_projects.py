"""Projects, whole: milestones, retainers, product-based lines, customers who share a contract, limits."""

import sqlalchemy as sa
from alembic import op

from rebill.migrations.columns import Amount, Quantity

revision = "0003"
down_revision = "0002"

DETAILS = (
    "id, invoice_id, invoice_line_id, kind, transaction_class, billing_type, description, start_date, quantity, "
    "unit_price, amount, tax_amount, extended_amount, invoice_amount, invoice_tax_amount, correction, "
    "original_detail_id, first_detail_id, previous_quantity, previous_amount, previous_tax_amount, source_actual_id"
)


def upgrade() -> None:
    """Create what is new, and widen what was there."""
    dialect = op.get_bind().dialect.name
    create_tables()
    widen()
    loosen_details(dialect)
    if dialect == "sqlite":
        for table in ("invoice", "invoice_line"):
            use_keys_once(table)
    account = sa.table("posting_account", *[sa.column(name) for name in ("posting_type", "account", "name")])
    op.bulk_insert(account, [{"posting_type": "ADVANCES", "account": "2900", "name": "Advances from customers"}])


def create_tables() -> None:
    """New tables."""
    op.create_table(
        "contract_customer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("percent", Quantity, nullable=False),
        sa.Column("takes_rounding", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_id", "customer_id"),
    )
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_line_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("amount", Amount, nullable=False),
        sa.Column("tax_amount", Amount, nullable=False),
        sa.Column("invoice_status", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["contract_line_id"], ["contract_line.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_milestone_contract_line_id", "milestone", ["contract_line_id"])
    op.create_table(
        "retainer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("invoice_date", sa.Date(), nullable=True),
        sa.Column("contract_amount", Amount, nullable=False),
        sa.Column("invoice_status", sa.String(), nullable=False),
        sa.Column("refund_status", sa.String(), nullable=True),
        sa.Column("billed_amount", Amount, nullable=False),
        sa.Column("used_amount", Amount, nullable=False),
        sa.Column("refunded_amount", Amount, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_retainer_order_id", "retainer", ["order_id"])


def widen() -> None:
    """New columns of tables that are there."""
    op.add_column("orders", sa.Column("not_to_exceed_limit", Amount, nullable=True))
    op.execute(sa.text("ALTER TABLE contract_line ADD COLUMN product_id INTEGER REFERENCES product (id)"))
    op.add_column("contract_line", sa.Column("quantity", Quantity, nullable=True))
    op.add_column("contract_line", sa.Column("unit_price", Quantity, nullable=True))
    op.add_column("contract_line", sa.Column("tax_amount", Amount, nullable=True))
    op.add_column("contract_line", sa.Column("billing_status", sa.String(), nullable=True))
    op.add_column("contract_line", sa.Column("not_to_exceed_limit", Amount, nullable=True))
    for parent in ("milestone", "retainer"):
        op.execute(sa.text(f"ALTER TABLE actual ADD COLUMN {parent}_id INTEGER REFERENCES {parent} (id)"))
        op.create_index(f"ix_actual_{parent}_id", "actual", [f"{parent}_id"])
    op.add_column("actual", sa.Column("not_to_exceed_status", sa.String(), nullable=True))
    op.execute(
        sa.text("UPDATE actual SET not_to_exceed_status = 'NOT_APPLICABLE' WHERE transaction_type = 'UNBILLED_SALES'")
    )


def loosen_details(dialect: str) -> None:
    """A detail may bill something else than unbilled sales."""
    if dialect != "sqlite":
        op.alter_column("invoice_line_detail", "source_actual_id", nullable=True)
        for parent in ("milestone", "retainer"):
            op.execute(
                sa.text(f"ALTER TABLE invoice_line_detail ADD COLUMN {parent}_id INTEGER REFERENCES {parent} (id)")
            )
    else:  # cannot take NOT NULL away: the table is made anew, with foreign keys off (models.migrate)
        op.create_table("invoice_line_detail_new", *detail_columns(), sqlite_autoincrement=True)
        op.execute(
            sa.text(f"INSERT INTO invoice_line_detail_new ({DETAILS}) SELECT {DETAILS} FROM invoice_line_detail")
        )
        op.drop_table("invoice_line_detail")
        op.rename_table("invoice_line_detail_new", "invoice_line_detail")
        for column in ("invoice_id", "invoice_line_id", "original_detail_id", "source_actual_id"):
            op.create_index(f"ix_invoice_line_detail_{column}", "invoice_line_detail", [column])
        op.create_index("ix_detail_first", "invoice_line_detail", ["first_detail_id", "id"])
    for parent in ("milestone", "retainer"):
        op.create_index(f"ix_invoice_line_detail_{parent}_id", "invoice_line_detail", [f"{parent}_id"])


def use_keys_once(table: str) -> None:
    """Make a table of SQLite anew, so that the key of a deleted draft never becomes another one's."""
    connection = op.get_bind()
    created = connection.exec_driver_sql(f"SELECT sql FROM sqlite_master WHERE name = '{table}'").scalar_one()
    attached = connection.exec_driver_sql(
        f"SELECT sql FROM sqlite_master WHERE tbl_name = '{table}' AND type IN ('index', 'trigger') AND sql IS NOT NULL"
    )
    others = list(attached.scalars())
    names = ", ".join(row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})"))
    anew = created.replace(table, f"{table}_new", 1)
    anew = anew.replace("id INTEGER NOT NULL", "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", 1)
    connection.exec_driver_sql("PRAGMA legacy_alter_table = ON")  # triggers elsewhere keep naming the table
    for statement in (
        anew.replace("PRIMARY KEY (id), ", "", 1),
        f"INSERT INTO {table}_new ({names}) SELECT {names} FROM {table}",
        f"DROP TABLE {table}",
        f"ALTER TABLE {table}_new RENAME TO {table}",
        *others,
    ):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("PRAGMA legacy_alter_table = OFF")


def detail_columns() -> list[sa.schema.SchemaItem]:
    """The table of invoice line details as it now is."""
    return [
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
        *[
            sa.Column(name, Amount, nullable=False)
            for name in ("amount", "tax_amount", "extended_amount", "invoice_amount", "invoice_tax_amount")
        ],
        sa.Column("correction", sa.Boolean(), nullable=False),
        sa.Column("original_detail_id", sa.Integer(), nullable=True),
        sa.Column("first_detail_id", sa.Integer(), nullable=True),
        sa.Column("previous_quantity", Quantity, nullable=True),
        sa.Column("previous_amount", Amount, nullable=True),
        sa.Column("previous_tax_amount", Amount, nullable=True),
        sa.Column("source_actual_id", sa.Integer(), nullable=True),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("retainer_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["first_detail_id"], ["invoice_line_detail.id"]),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"]),
        sa.ForeignKeyConstraint(["invoice_line_id"], ["invoice_line.id"]),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"]),
        sa.ForeignKeyConstraint(["original_detail_id"], ["invoice_line_detail.id"]),
        sa.ForeignKeyConstraint(["retainer_id"], ["retainer.id"]),
        sa.ForeignKeyConstraint(["source_actual_id"], ["actual.id"]),
        sa.PrimaryKeyConstraint("id"),
    ]
