"""The laws of the tax of documents, each of which finds an error that is planted (documents 8)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from rebill.models.database import Database
from tests.api import Api
from tests.laws.tampering import broken_into, missed
from tests.taxes import code, rounds

pytestmark = pytest.mark.both_engines

FIRST, NOTE = "(SELECT min(id) FROM invoice)", "(SELECT max(id) FROM invoice)"
CREDIT = "(SELECT max(id) FROM invoice_line WHERE credits_line_id IS NOT NULL)"
OF_CREDIT = f"kind = 'PRODUCT' AND invoice_line_id = {CREDIT}"
CENT = 100  # as amounts are kept on SQLite; on PostgreSQL far more, which is found as well
PLANTED = [
    ("documents 1 breakdown", f"UPDATE invoice_tax SET base = base + 100 WHERE invoice_id = {FIRST}"),
    ("documents 1 breakdown", f"UPDATE invoice_tax SET amount = amount + 100 WHERE invoice_id = {NOTE}"),
    ("documents 1 breakdown", f"DELETE FROM invoice_tax WHERE invoice_id = {FIRST}"),
    (
        "documents 2 groups",
        f"UPDATE invoice_line_detail SET tax_amount = tax_amount + 100 WHERE invoice_id = {FIRST} AND id = "
        f"(SELECT min(id) FROM invoice_line_detail)",
    ),
    ("documents 3 bounds", f"UPDATE invoice_line SET tax_amount = tax_amount + 30000 WHERE id = {CREDIT}"),
    ("documents 4 credits", f"UPDATE invoice_line_detail SET invoice_tax_amount = 0 WHERE {OF_CREDIT}"),
    ("documents 4 credits", f"UPDATE invoice_line_detail SET invoice_amount = invoice_amount * 3 WHERE {OF_CREDIT}"),
    ("documents 5 codes", f"UPDATE invoice_line SET tax_code_id = 2 WHERE id = {CREDIT}"),
    ("documents 5 codes", f"UPDATE invoice_line SET tax_rate = 15 WHERE id = {CREDIT}"),
    ("documents 16 accounts", "UPDATE voucher_entry SET account = '2702' WHERE account = '2701'"),
    (
        "documents 16 accounts",
        f"UPDATE invoice_tax SET account = '2702' WHERE invoice_id = {FIRST} AND account IS NOT NULL",
    ),
]


@pytest.fixture
def intruder(database: Database) -> Iterator[Connection]:
    """Somebody with the database of a sale of two codes, rounded by rate, that came back in parts; its guards off."""
    api = Api(database)
    rounds(api, "RATE")
    ours, other = code(api, "S25", account="2701"), code(api, "S15", "15")
    lines = [
        {"product": {"number": api.product("9.90")}, "quantity": "2", "taxCode": ours},
        {"product": {"number": api.product("9.90")}, "quantity": "1", "taxCode": ours},
        {"product": {"number": api.product("1.01")}, "quantity": "1", "taxCode": other},
    ]
    invoice = api.invoiced(api.customer(), *lines)
    keys = [line["id"] for line in invoice["lines"]]
    for part in ([(keys[0], "1"), (keys[2], "1")], [(keys[1], "1")], [(keys[0], "1")]):
        order = api.return_order(*part)
        api.arrive(order, *((place, quantity) for place, (_, quantity) in enumerate(part, 1)))
        api.receive(order)
        api.credit(order)
    assert api.broken_laws() == []
    with broken_into(database) as connection:
        yield connection


def test_each_planted_error_is_found(intruder: Connection) -> None:
    assert missed(intruder, PLANTED) == []
