"""Documents of before revision 0022 get copies of whom they were addressed to, and what they must name (documents 1.4)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select, text

from rebill.migrations import copies_0022
from rebill.models import migrate, tables
from rebill.models.database import Database
from rebill.posting.ledger.copied import copied_papers
from rebill.posting.ledger.copies import COPIED, copy_fingerprint
from tests.storage.books import INVOICE, THEN

pytestmark = pytest.mark.both_engines

DOCUMENTS = ("INVOICE", "CREDIT_NOTE", "INVOICE", "INVOICE")
DETAIL = (
    "id, invoice_id, invoice_line_id, kind, transaction_class, billing_type, description, quantity, unit_price, amount, "
    "tax_amount, extended_amount, correction, invoice_amount, invoice_tax_amount, retainer_id, starts_billed"
)
BEFORE = [
    "INSERT INTO customer (id, number, name, currency, balance, folded_number, folded_name, tax_registration_number,"
    " payment_terms_days, blocked) VALUES (1, 'C-1', 'New AS', 'NOK', 0, 'c-1', 'x', 'no 987.654.325 MVA', 30, 'NO')",
    f"INSERT INTO invoice ({INVOICE}, total_amount, has_corrections) VALUES"
    + ", ".join(
        f" ({key}, 'D-{key}', '{kind}', 'CONFIRMED', 1, 1, 'NOK', {THEN}, 100, 0, 100, false)"
        for key, kind in enumerate(DOCUMENTS, 1)
    ),
    f"INSERT INTO invoice ({INVOICE}, total_amount, has_corrections) VALUES"
    f" (5, NULL, 'INVOICE', 'DRAFT', 1, 1, 'NOK', {THEN}, 100, 0, 100, false)",
    "INSERT INTO orders (id, type, number, status, customer_id, currency, created_at, replaced_up_front) VALUES"
    f" (1, 'PROJECT_CONTRACT', 'PC-1', 'OPEN', 1, 'NOK', {THEN}, false)",
    "INSERT INTO retainer (id, order_id, customer_id, description, contract_amount, invoice_status,"
    " billed_amount, used_amount, refunded_amount) VALUES"
    " (1, 1, 1, 'x', 100, 'CUSTOMER_INVOICE_POSTED', 100, 50, 0)",
    "INSERT INTO invoice_line (id, invoice_id, line_number, description, net_amount, tax_amount, total_amount,"
    " discount_amount, cost_amount) VALUES"
    " (3, 3, 1, 'x', 100, 0, 100, 0, 0), (4, 4, 1, 'x', 100, 0, 100, 0, 0)",
    f"INSERT INTO invoice_line_detail ({DETAIL}) VALUES"
    " (3, 3, 3, 'RETAINER', 'RETAINER', 'CHARGEABLE', 'x', 1, 100, 100, 0, 100, false, 100, 0, 1, false),"
    " (4, 4, 4, 'APPLIED_RETAINER', 'RETAINER', 'CHARGEABLE', 'x', -1, 50, -50, 0, -50, false, -50, 0, 1, false)",
    "INSERT INTO invoice_correction (invoice_id, corrects_id) VALUES (2, 1), (4, 1)",
    f"UPDATE invoice SET posted_at = {THEN}, invoice_date = '2026-09-01', due_date = '2026-09-30',"
    " bill_to_number = 'C-1', bill_to_name = 'Old AS', bill_to_terms_days = 14 WHERE id = 1",
    f"UPDATE invoice SET posted_at = {THEN}, invoice_date = '2026-09-01' WHERE id IN (2, 3, 4)",
]


@pytest.fixture
def upgraded(empty: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database of before with four documents and a draft, upgraded two documents at a time."""
    monkeypatch.setattr(copies_0022, "BATCH", 2)
    database = Database.open(empty)
    migrate.upgrade(database, "0021")
    with database.write() as connection:
        for statement in BEFORE:
            connection.execute(text(statement))
    migrate.upgrade(database)
    yield database
    database.dispose()


def test_each_posted_document_gets_the_buyer_that_it_kept_else_the_customer_of_now(upgraded: Database) -> None:
    copy = tables.document_copy
    with upgraded.read() as connection:
        papers = copied_papers(connection, [1, 2, 3, 4, 5])
        rows = connection.execute(select(copy)).mappings().all()
        parties = connection.execute(select(tables.party_copy.c.fingerprint)).all()
    buyers = {key: (one.bill_to.name, one.bill_to.vat_number, one.terms_days) for key, one in papers.items()}
    now = ("New AS", "NO987654325MVA", None)
    assert buyers == {1: ("Old AS", None, 14), 2: now, 3: now, 4: now}
    assert [papers[key].kind.value for key in (1, 2, 3, 4)] == [
        "INVOICE",
        "CREDIT_NOTE",
        "PREPAYMENT_INVOICE",
        "INVOICE",
    ]
    assert {key: one.preceding for key, one in papers.items() if one.preceding} == {2: (1,), 4: (1, 3)}
    assert {one.seller for one in papers.values()} == {None}
    assert len(parties) == 2
    assert all(row["fingerprint"] == copy_fingerprint({name: row[name] for name in COPIED}) for row in rows)
