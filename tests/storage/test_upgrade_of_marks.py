"""Documents that were marked PAID beside an open amount, before revision 0012 (putting-right 5.9)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from rebill.models import migrate
from rebill.models.database import Database
from tests.storage.books import INVOICE, THEN

pytestmark = pytest.mark.both_engines

CUSTOMER = "INSERT INTO customer (id, number, name, currency, balance, folded_number, folded_name) VALUES"
MARKED = [
    f"{CUSTOMER} (1, 'C-1', 'x', 'NOK', 0, 'c-1', 'x')",
    f"INSERT INTO invoice ({INVOICE}, total_amount, has_corrections) VALUES"
    + ", ".join(
        f" ({key}, 'INV-00000{key}', 'INVOICE', '{status}', 1, 1, 'NOK', {THEN}, 100, 0, 100, false)"
        for key, status in enumerate(("PAID", "PAID", "CONFIRMED"), 1)
    ),
    f"UPDATE invoice SET posted_at = {THEN}, invoice_date = '2026-09-01', due_date = '2026-09-30'",
    "UPDATE invoice SET settled_amount = 100 WHERE id = 2",
]


@pytest.fixture
def upgraded(empty: str) -> Iterator[Database]:
    """A database of before with three documents, upgraded."""
    database = Database.open(empty)
    migrate.upgrade(database, "0010")
    with database.write() as connection:
        for statement in MARKED:
            connection.execute(text(statement))
    migrate.upgrade(database)
    yield database
    database.dispose()


def test_a_document_that_was_marked_paid_beside_an_open_amount_is_confirmed(upgraded: Database) -> None:
    with upgraded.read() as connection:
        statuses = connection.execute(text("SELECT id, status FROM invoice ORDER BY id")).all()
        limit, account = (
            connection.scalar(text(statement))
            for statement in (
                "SELECT write_off_limit FROM parameters",
                "SELECT account FROM posting_account WHERE posting_type = 'WRITE_OFF'",
            )
        )
    assert [tuple(row) for row in statuses] == [(1, "CONFIRMED"), (2, "PAID"), (3, "CONFIRMED")]
    assert (float(limit) in (5, 50000), account) == (True, "7830")
