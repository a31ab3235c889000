"""What the database itself holds: append-only facts, exact numbers, migrations that agree with the models."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from rebill.models import migrate, tables
from rebill.models.database import Database, DatabaseError
from rebill.models.revising import UNKNOWN_TO_SQLALCHEMY, is_compared
from tests.api import Api

pytestmark = pytest.mark.both_engines


@pytest.fixture
def posted(api: Api) -> Api:
    """Books with a posted invoice, a credit note, a confirmed project invoice and a packing slip."""
    customer = api.customer()
    api.product("100")
    invoice = api.invoiced(customer, {"product": {"number": "P-000001"}, "quantity": "10"})
    order = api.return_order((invoice["lines"][0]["id"], "4"))
    api.arrive(order, (1, "4"))
    api.receive(order)
    api.credit(order, idempotencyKey="k")
    contract = api.contract(customer)
    api.work(contract, "8", "200")
    api.confirm(api.draft(contract))
    return api


REFUSED = [
    "UPDATE actual SET amount = amount + 1",
    "UPDATE actual SET quantity = 0 WHERE id = 1",
    "UPDATE actual SET rule = 'x'",
    "UPDATE actual SET billing_status = 'NOT_READY' WHERE billing_status = 'CUSTOMER_INVOICE_POSTED'",
    "UPDATE actual SET adjustment_status = NULL WHERE adjustment_status = 'UNADJUSTABLE'",
    "UPDATE actual SET reversed_by_id = NULL WHERE reversed_by_id IS NOT NULL",
    "DELETE FROM actual",
    "UPDATE invoice SET total_amount = 0",
    "UPDATE invoice SET number = 'INV-9'",
    "UPDATE invoice SET status = 'DRAFT'",
    "DELETE FROM invoice_line",
    "UPDATE invoice_line SET net_amount = 0",
    "UPDATE invoice_line_detail SET amount = 0",
    "DELETE FROM invoice_order",
    "DELETE FROM actual_connection",
    "UPDATE packing_slip SET number = 'PS-9'",
    "DELETE FROM idempotency_record",
]


def test_posted_facts_cannot_be_changed_by_any_program(posted: Api) -> None:
    before = posted.fingerprint()
    for statement in REFUSED:
        with pytest.raises(DBAPIError, match="append-only"), posted.database.write() as connection:
            assert connection.execute(text(statement)).rowcount != 0, statement
        assert posted.fingerprint() == before, statement


def test_a_posted_row_cannot_be_replaced_or_truncated(posted: Api) -> None:
    statements = {
        "sqlite": "REPLACE INTO actual SELECT * FROM actual WHERE id = 1",
        "postgresql": "TRUNCATE actual CASCADE",
    }
    with pytest.raises(DBAPIError, match="append-only"), posted.database.write() as connection:
        connection.execute(text(statements[posted.database.dialect]))


def test_nothing_can_be_added_to_a_posted_invoice(posted: Api) -> None:
    with pytest.raises(DBAPIError, match="append-only"), posted.database.write() as connection:
        connection.execute(
            insert(tables.invoice_line).values(
                invoice_id=1, line_number=9, description="x", net_amount=0, tax_amount=0, total_amount=0,
                discount_amount=0, cost_amount=0,
            )
        )  # fmt: skip


@pytest.mark.filterwarnings(f"ignore:{UNKNOWN_TO_SQLALCHEMY}")
def test_models_and_migrations_agree(database: Database) -> None:
    with database.read() as connection:
        options = {"compare_type": database.dialect == "postgresql", "include_object": is_compared}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_numbers_sum_and_sort_exactly_in_sql(database: Database) -> None:
    product = tables.product
    prices = [Decimal("0.1"), Decimal("0.2"), Decimal("9007199254.740993"), Decimal("-0.000001"), Decimal("10")]
    rows = [
        {"number": f"P-{i}", "name": "x", "unit": "ea", "sales_price": p, "cost_price": 0, "tax_rate": 0}
        for i, p in enumerate(prices)
    ]
    with database.write() as connection:
        connection.execute(insert(product), rows)
        total = connection.scalar(select(func.sum(product.c.sales_price, type_=product.c.sales_price.type)))
        in_order = list(connection.scalars(select(product.c.sales_price).order_by(product.c.sales_price)))
    assert total == sum(prices)
    assert in_order == sorted(prices)


def test_a_database_newer_than_the_code_is_refused(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="is newer than this Rebill"):
        migrate.upgrade(database)


def test_migrating_twice_changes_nothing(api: Api) -> None:
    before = api.fingerprint()
    migrate.upgrade(api.database)
    assert api.fingerprint() == before


def test_sqlite_is_set_up_to_lose_nothing(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'x.db'}")
    with database.read() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }
    database.dispose()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("nonsense", "is not a database URL"),
        ("mysql://localhost/x", "is not a URL of the form"),
        ("sqlite:////no/such/folder/x.db", "there is no folder"),
        ("postgresql://nobody@127.0.0.1:1/x", "cannot open"),
    ],
)
def test_a_database_that_cannot_be_opened_is_one_clear_line(url: str, message: str) -> None:
    with pytest.raises(DatabaseError, match=message) as refused:
        Database.open(url)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear customer, " * 100)
    with pytest.raises(DatabaseError, match="file is not a database"):
        Database.open(f"sqlite:///{path}")


def test_a_failing_write_leaves_no_trace(new_database: Callable[[], Database], engine_name: str) -> None:
    database = new_database()
    with pytest.raises(RuntimeError), database.write() as connection:
        connection.execute(text("UPDATE number_series SET next = 99"))
        raise RuntimeError("power cut")
    with database.read() as connection:
        assert connection.scalar(text("SELECT max(next) FROM number_series")) == 1
