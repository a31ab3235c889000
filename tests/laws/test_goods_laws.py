"""The laws of goods that are corrected, each of which finds an error that is planted (putting-right 11)."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import Connection, text, update

from rebill.models import tables
from rebill.models.database import Database
from rebill.posting.ledger_check import LAWS, checked
from tests.api import Api
from tests.goods import Sale
from tests.laws.tampering import broken_into, missed

pytestmark = pytest.mark.both_engines

LINE, BY_ID = tables.invoice_line, {law.id: law for law in LAWS}
LAST_CORRECTION = "(SELECT max(id) FROM invoice_line_detail WHERE correction AND kind = 'PRODUCT')"
OF_LAST_CORRECTION = f"invoice_line_detail_id = {LAST_CORRECTION}"
CORRECTED_LINE = "(SELECT min(id) FROM invoice_line)"
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
    ("P2 standing pieces", f"UPDATE invoice_line SET net_amount = -net_amount WHERE id = {LAST_RETURN}"),
    ("P2 standing pieces", f"UPDATE invoice_line SET tax_amount = -tax_amount WHERE id = {LAST_RETURN}"),
    ("P2 standing pieces", f"UPDATE invoice_line SET quantity = -quantity WHERE id = {LAST_RETURN}"),
    ("P3 correction", f"UPDATE invoice_line_detail SET invoice_amount = 0 WHERE id = {LAST_CORRECTION}"),
    ("P4 to the cent", f"UPDATE invoice_line SET net_amount = net_amount + 100 WHERE id = {LAST_RETURN}"),
    ("P6 cost", f"UPDATE invoice_line SET cost_amount = cost_amount + 100 WHERE id = {LAST_RETURN}"),
    (
        "putting-right 2.3 credited pieces",
        "UPDATE return_order_line SET invoiced_quantity = invoiced_quantity - 1 WHERE invoiced_quantity > 1",
    ),
    (
        "putting-right 2.3 line = correction",
        f"UPDATE invoice_line SET product_id = product_id + 1 WHERE credits_line_id = {CORRECTED_LINE} AND return_order_line_id IS NULL",
    ),
    (
        "putting-right 2.3 rows",
        f"UPDATE actual SET description = 'X' WHERE rule LIKE '%.returned_part' AND {OF_LAST_CORRECTION}",
    ),
    (
        "putting-right 2.3 rows",
        f"UPDATE actual SET transaction_date = '2020-01-01' WHERE rule LIKE '%.corrected' AND {OF_LAST_CORRECTION}",
    ),
    ("putting-right 1.1 line = detail", f"UPDATE invoice_line SET description = 'X' WHERE id = {LAST_RETURN}"),
    ("putting-right 1.1 charge = detail", "UPDATE invoice_charge SET amount = amount + 100"),
    ("putting-right 1.1 charge = detail", "UPDATE invoice_line_detail SET tax_rate = 15 WHERE kind = 'CHARGE'"),
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


def test_each_planted_error_is_found(intruder: Connection) -> None:
    assert missed(intruder, PLANTED) == []


@pytest.mark.parametrize("cost", ["12.01", "20.01", "0.03"])
def test_a_cent_of_the_cost_of_what_stands_is_missed(database: Database, cost: str) -> None:
    api = Api(database)
    of = Sale.of(api, ("7", "33.35"), cost=cost)
    of.returned("1")
    of.put_right(quantity="5")
    of.returned("2")
    of.put_right(of.document()["correctedBy"][1]["number"], quantity="3", unitPrice="30")
    assert api.broken_laws() == []
    with broken_into(database) as connection:
        for cent in (Decimal("0.01"), Decimal("-0.01")):
            with connection.begin_nested() as savepoint:
                other = {"cost_amount": LINE.c.cost_amount + cent}
                connection.execute(update(LINE).where(text(f"id = {LAST_RETURN}")).values(other))
                assert not checked(connection, BY_ID["P6 cost"]).holds
                savepoint.rollback()
