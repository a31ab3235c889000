"""Books of before have their billed rows dated, and corrections that are dated early marked, once they are upgraded."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from benchmarks.multiplied import unguarded
from rebill.models import migrate
from rebill.models.database import Database
from tests.api import Api
from tests.storage.test_upgrade_of_books import write_books

pytestmark = pytest.mark.both_engines
EARLY = ("UPDATE invoice SET invoice_date = '2026-01-04' WHERE id = 2",)
EARLY += ("UPDATE actual SET transaction_date = '2026-01-04' WHERE invoice_id = 2",)


@pytest.fixture
def old(empty: str) -> Iterator[Database]:
    """Books at revision 0001 in which a credit note is dated the day before what it credits."""
    database = Database.open(empty)
    migrate.upgrade(database, "0001")
    with database.migrate() as connection:
        write_books(connection)
        with unguarded(connection):
            for statement in EARLY:
                connection.execute(text(statement))
    yield database
    database.dispose()


def test_billed_rows_of_before_count_on_the_date_of_their_document(old: Database) -> None:
    migrate.upgrade(old)
    rows = Api(old).run("{ actuals { nodes { accountingDate invoice { number invoiceDate } } } }")["actuals"]["nodes"]
    assert [(one["invoice"]["number"], one["accountingDate"]) for one in rows] == [
        ("INV-000001", "2026-01-05"),
        ("CN-000001", "2026-01-04"),
        ("CN-000002", "2026-01-05"),
    ]
    assert all(one["accountingDate"] == one["invoice"]["invoiceDate"] for one in rows)


def test_a_credit_note_of_before_that_is_dated_early_is_marked_and_breaks_no_law(old: Database) -> None:
    migrate.upgrade(old)
    with old.read() as connection:
        marked = text("SELECT invoice_id, predated FROM invoice_correction ORDER BY invoice_id")
        assert [(key, bool(predated)) for key, predated in connection.execute(marked)] == [(2, True), (3, False)]
    assert Api(old).broken_laws() == []


def test_periods_of_before_have_a_history_from_their_next_change_on(old: Database) -> None:
    migrate.upgrade(old, "0010")
    with old.write() as connection:
        period = "('2025-12-01', '2025-12-31', 'CLOSED')"
        connection.execute(text(f"INSERT INTO fiscal_period (from_date, to_date, status) VALUES {period}"))
    migrate.upgrade(old)
    api = Api(old)
    december = {"from": "2025-12-01", "to": "2025-12-31"}
    selection = "... on FiscalPeriodSuccess { period { history { before after reason } } }"
    found = api.do("setFiscalPeriod", selection, **december, status="OPEN", reason="Late")["period"]["history"]
    assert found == [{"before": "CLOSED", "after": "OPEN", "reason": "Late"}]
