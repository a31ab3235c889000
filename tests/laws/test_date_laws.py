"""The laws of dates find what somebody changes behind Rebill's back (putting-right 11)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from rebill.models.database import Database
from rebill.posting.ledger_check import LAWS, checked
from tests.api import Api
from tests.laws.tampering import broken_into
from tests.test_dates import back, corrected, sold

pytestmark = pytest.mark.both_engines
BY_ID = {law.id: law for law in LAWS}
EARLIER, ACCOUNTING = "P11 dated no earlier", "P12 accounting date"
CORRECTION = "(SELECT max(invoice_id) FROM invoice_correction)"
OF_DOCUMENT = "transaction_type = 'BILLED_SALES' AND reverses_id IS NULL"

PLANTED = [
    ("UPDATE invoice SET invoice_date = '2026-09-09' WHERE number = 'CN-000001'", EARLIER, "CN-000001"),
    ("UPDATE invoice SET invoice_date = '2026-09-09' WHERE number = 'CN-000002'", EARLIER, "CN-000002"),
    ("UPDATE invoice SET invoice_date = '2026-09-21' WHERE number = 'INV-000002'", EARLIER, "CN-000003"),
    (f"UPDATE invoice_correction SET predated = true WHERE invoice_id = {CORRECTION}", EARLIER, "CN-000003"),
    (f"UPDATE actual SET accounting_date = '2026-09-11' WHERE {OF_DOCUMENT}", ACCOUNTING, "2"),
    (f"UPDATE actual SET accounting_date = NULL WHERE {OF_DOCUMENT}", ACCOUNTING, "2"),
    ("UPDATE actual SET accounting_date = transaction_date WHERE reverses_id IS NOT NULL", ACCOUNTING, ""),
    (
        "UPDATE actual SET accounting_date = transaction_date WHERE transaction_type = 'UNBILLED_SALES'",
        ACCOUNTING,
        "",
    ),
    ("UPDATE invoice SET invoice_date = '2026-09-22' WHERE number = 'CN-000003'", ACCOUNTING, ""),
]


@pytest.fixture
def intruder(database: Database) -> Iterator[Connection]:
    """Somebody with a book of a correction of work and a credit note of goods, both on the day of what they put right, and later ones."""
    api = Api(database)
    project, draft = corrected(api)
    project.confirm(draft)
    invoice = sold(api)
    api.credit(back(api, invoice))
    api.credit(back(api, invoice), invoiceDate="2026-09-20")
    assert api.broken_laws() == []
    with broken_into(database) as connection:
        yield connection


def finding(intruder: Connection, planted: str, law: str) -> str:
    """What a law tells of an error, which is taken back."""
    with intruder.begin_nested() as savepoint:
        assert intruder.execute(text(planted)).rowcount > 0
        told = checked(intruder, BY_ID[law]).violations
        savepoint.rollback()
    return "; ".join(told)


def test_each_planted_date_is_found(intruder: Connection) -> None:
    told = [(finding(intruder, planted, law), found) for planted, law, found in PLANTED]
    assert [(one, found) for one, found in told if not one or found not in one] == []
