"""Project invoices of revision 0001, posted and drafted, go on after an upgrade: corrected, confirmed, still guarded."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from rebill.models import migrate
from rebill.models.database import Database
from rebill.models.identity import encode
from tests.api import Api
from tests.projects import Project, ledger_table
from tests.storage.test_upgrade_of_books import DAY, NOW, put
from tests.tables import table

pytestmark = pytest.mark.both_engines

CREATED, POSTED = "CUSTOMER_INVOICE_CREATED", "CUSTOMER_INVOICE_POSTED"


def row(connection: sa.Connection, key: int, rule: str, kind: str, hours: int, root: int, **more: object) -> None:
    """A row of the ledger: hours at 100, cost 0."""
    price = 0 if kind == "COST" else 100
    put(connection, "actual", id=key, transaction_type=kind, transaction_class="TIME", billing_type="CHARGEABLE",
        description="Work", transaction_date=DAY, recorded_at=NOW, quantity=hours, unit_price=price,
        amount=Decimal(hours * price), tax_amount=Decimal(0), currency="NOK", customer_id=1, order_id=1,
        contract_line_id=1, root_id=root, rule=rule, **more)  # fmt: skip


def invoice(connection: sa.Connection, key: int, hours: int, source: int) -> None:
    """A draft of hours at 100."""
    amounts = {"net_amount": Decimal(hours * 100), "tax_amount": Decimal(0), "total_amount": Decimal(hours * 100)}
    put(connection, "invoice", id=key, document_type="INVOICE", status="DRAFT", version=1, contract_id=1,
        customer_id=1, currency="NOK", created_at=NOW, has_corrections=False, **amounts)  # fmt: skip
    put(connection, "invoice_order", invoice_id=key, order_id=1)
    put(connection, "invoice_line", id=key, invoice_id=key, line_number=1, description="Work", contract_line_id=1,
        discount_amount=Decimal(0), cost_amount=Decimal(0), **amounts)  # fmt: skip
    put(connection, "invoice_line_detail", id=key, invoice_id=key, invoice_line_id=key, kind="TRANSACTION",
        transaction_class="TIME", billing_type="CHARGEABLE", description="Work", start_date=DAY, quantity=hours,
        unit_price=100, amount=amounts["net_amount"], tax_amount=Decimal(0), extended_amount=amounts["net_amount"],
        invoice_amount=amounts["net_amount"], invoice_tax_amount=Decimal(0), correction=False,
        source_actual_id=source)  # fmt: skip


def write_books(connection: sa.Connection) -> None:
    """Ten hours on a posted invoice, four on a draft."""
    put(connection, "customer", id=1, number="C-1", name="x", currency="NOK", balance=Decimal(1000))
    put(connection, "orders", id=1, type="PROJECT_CONTRACT", number="PC-000001", status="OPEN", customer_id=1,
        currency="NOK", created_at=NOW, name="P")  # fmt: skip
    put(connection, "contract_line", id=1, order_id=1, line_number=1, name="Work", type="PROJECT_BASED",
        billing_method="TIME_AND_MATERIAL", amount=Decimal(0))  # fmt: skip
    row(connection, 1, "entry.cost", "COST", 10, 1)
    row(connection, 2, "entry.unbilled", "UNBILLED_SALES", 10, 2, billing_status=POSTED, reversed_by_id=3)
    invoice(connection, 1, 10, 2)
    of_detail = {"invoice_id": 1, "invoice_line_detail_id": 1, "billing_status": POSTED}
    row(
        connection,
        3,
        "time.first_unchanged.source_reversal",
        "UNBILLED_SALES",
        -10,
        2,
        reverses_id=2,
        adjustment_status="UNADJUSTABLE",
        **of_detail,
    )
    row(connection, 4, "time.first_unchanged.billed", "BILLED_SALES", 10, 2, **of_detail)
    posted = sa.text(
        "UPDATE invoice SET number = 'INV-000001', status = 'CONFIRMED', posted_at = :now, "
        "invoice_date = '2026-01-05' WHERE id = 1"
    )
    connection.execute(posted, {"now": NOW.isoformat(timespec="microseconds")})
    row(connection, 5, "entry.cost", "COST", 4, 5)
    row(connection, 6, "entry.unbilled", "UNBILLED_SALES", 4, 6, billing_status=CREATED, draft_detail_id=2)
    invoice(connection, 2, 4, 6)
    for key, role, other, other_role in (
        (2, "UNBILLED_SALES", 1, "COST"),
        (3, "REVERSING", 2, "ORIGINAL"),
        (4, "BILLED_SALES", 2, "UNBILLED_SALES"),
        (6, "UNBILLED_SALES", 5, "COST"),
    ):
        put(connection, "actual_connection", actual_id=key, role=role, other_id=other, other_role=other_role)
    for series, following in (("INVOICE", 2), ("CONTRACT", 2), ("LEDGER", 7)):
        connection.execute(sa.text(f"UPDATE number_series SET next = {following} WHERE name = '{series}'"))


@pytest.fixture
def upgraded(empty: str) -> Iterator[Database]:
    """A database with books of revision 0001, upgraded."""
    database = Database.open(empty)
    migrate.upgrade(database, "0001")
    with database.write() as connection:
        write_books(connection)
    migrate.upgrade(database)
    yield database
    database.dispose()


def test_old_project_invoices_keep_every_law_and_go_on(upgraded: Database) -> None:
    api = Api(upgraded)
    project = Project(api, encode("ProjectContract", 1), [encode("ContractLine", 1)])
    assert api.broken_laws() == []
    project.confirm(project.correct({"id": encode("Invoice", 1)}))
    project.confirm(project.bill({"id": encode("Invoice", 2), "details": {"nodes": [
        {"id": encode("InvoiceLineDetail", 2)}]}}, quantity="5"))  # fmt: skip
    assert ledger_table(api, after=6) == table("""
         7 BS  time -10  -1000.00  0.00  unadjustable  posted     reverses 4
         8 US  time  10   1000.00  0.00  -             not-ready  replaces 4
         9 US  time  -4   -400.00  0.00  unadjustable  posted     reverses 6
        10 US  time   5    500.00  0.00  -             posted     replaces 6
        11 US  time  -5   -500.00  0.00  unadjustable  posted     reverses 10
        12 BS  time   5    500.00  0.00  -             posted     bills 10
        """)
    assert api.broken_laws() == []


STATEMENTS = (
    "UPDATE invoice_line_detail SET quantity = 1 WHERE id = 1",
    "DELETE FROM invoice_line_detail WHERE id = 1",
    "UPDATE actual SET retainer_id = 1 WHERE id = 4",
    "UPDATE actual SET amount = 1 WHERE id = 4",
)


def test_what_was_posted_is_as_immutable_as_before(upgraded: Database) -> None:
    for statement in STATEMENTS:
        with pytest.raises(DBAPIError, match="is append-only"), upgraded.write() as connection:
            connection.execute(sa.text(statement))
