"""The laws of goods that are corrected, each of which finds an error that is planted (putting-right 11)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from rebill.models.database import Database
from rebill.posting.ledger_check import LAWS, checked
from tests.api import Api
from tests.goods import Sale
from tests.laws.tampering import broken_into

pytestmark = pytest.mark.both_engines

BY_ID = {law.id: law for law in LAWS}
LAST_CORRECTION = "(SELECT max(id) FROM invoice_line_detail WHERE correction AND kind = 'PRODUCT')"
LAST_RETURN = (
    "(SELECT max(id) FROM invoice_line WHERE return_order_line_id IS NOT NULL AND credits_line_id IS NOT NULL)"
)
PLANTED = [
    ("P1 chain", f"UPDATE actual SET amount = amount + 10000 WHERE invoice_line_detail_id = {LAST_CORRECTION}"),
    (
        "P1 live row",
        f"UPDATE actual SET reversed_by_id = 1 WHERE invoice_line_detail_id = {LAST_CORRECTION} AND quantity > 0",
    ),
    ("P2 standing pieces", f"UPDATE invoice_line SET quantity = quantity * 1000 WHERE id = {LAST_RETURN}"),
    ("P3 correction", f"UPDATE invoice_line_detail SET invoice_amount = 0 WHERE id = {LAST_CORRECTION}"),
    ("P4 to the cent", f"UPDATE invoice_line SET net_amount = net_amount + 100 WHERE id = {LAST_RETURN}"),
    ("P6 cost", f"UPDATE invoice_line SET cost_amount = cost_amount + 100 WHERE id = {LAST_RETURN}"),
    (
        "putting-right 2.3 credited pieces",
        "UPDATE return_order_line SET invoiced_quantity = invoiced_quantity - 1 WHERE invoiced_quantity > 1",
    ),
    ("putting-right 1.1 line = detail", f"UPDATE invoice_line SET description = 'X' WHERE id = {LAST_RETURN}"),
    ("putting-right 1.1 charge = detail", "UPDATE invoice_charge SET amount = amount + 100"),
]


@pytest.fixture
def intruder(database: Database) -> Iterator[Connection]:
    """Somebody with the database of a sale that was returned in part, corrected, and returned in whole, its guards off."""
    api = Api(database)
    of = Sale.of(api, ("7", "33.35"), discount="10")
    of.returned("2")
    of.put_right(unitPrice="30.01", quantity="4")
    fee = {"description": "Restocking", "category": "FIXED", "value": "5", "taxRate": "25"}
    order = api.returned(lines=[{"invoiceLine": of.line, "quantity": "4"}], charges=[fee])
    api.arrive(order, (1, "4"))
    api.receive(order)
    api.credit(order)
    assert api.broken_laws() == []
    with broken_into(database) as connection:
        yield connection


@pytest.mark.parametrize(("law", "error"), PLANTED, ids=[law for law, _ in PLANTED])
def test_a_planted_error_is_found(intruder: Connection, law: str, error: str) -> None:
    with intruder.begin_nested() as savepoint:
        intruder.execute(text(error))
        assert not checked(intruder, BY_ID[law]).holds
        savepoint.rollback()
