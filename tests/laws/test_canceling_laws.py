"""The laws that know cancellations, each of which finds an error that is planted (putting-right 11: P7, L7, L10, L13, L20).

The book has a sale, a correction of it, a return and work that were canceled, and a product on a project that was billed
anew.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from rebill.models.database import Database
from tests.api import Api
from tests.canceling import cancel
from tests.goods import ten
from tests.laws.tampering import broken_into, missed
from tests.projects import Project
from tests.settling import corrected, hours
from tests.taking_back import pump

pytestmark = pytest.mark.both_engines

CANCELING = "(SELECT max(id) FROM invoice WHERE cancels_id IS NOT NULL)"
OF_SALE = "(SELECT max(id) FROM invoice WHERE cancels_id IS NOT NULL AND contract_id IS NULL)"
RESTORED = "(SELECT max(id) FROM actual WHERE stands_for_id IS NOT NULL AND transaction_type = 'UNBILLED_SALES')"
BILLED_AGAIN = "(SELECT min(id) FROM actual WHERE stands_for_id IS NOT NULL AND transaction_type = 'BILLED_SALES')"
THAT_COUNTS = "invoice_id = (SELECT id FROM invoice WHERE number = 'CN-000003')"
PLANTED = [
    ("P7 totals", f"UPDATE invoice SET net_amount = net_amount + 100 WHERE id = {CANCELING}"),
    ("P7 totals", f"UPDATE invoice SET cancels_id = id WHERE id = {CANCELING}"),
    ("P7 rows", f"UPDATE actual SET quantity = quantity + 1 WHERE invoice_id = {CANCELING}"),
    ("P7 rows", f"UPDATE actual SET tax_amount = tax_amount + 100 WHERE invoice_id = {OF_SALE}"),
    (
        "P7 accounts",
        "UPDATE voucher_entry SET account = '9999' WHERE posting_type = 'REVENUE' AND voucher_id ="
        f" (SELECT id FROM voucher WHERE invoice_id = {OF_SALE})",
    ),
    (
        "P7 successors",
        "UPDATE invoice SET cancels_id = (SELECT id FROM invoice WHERE number = 'INV-000001')"
        " WHERE number = 'INV-000002'",
    ),
    (
        "P7 successors",
        "UPDATE invoice_line_detail SET original_detail_id ="
        f" (SELECT max(id) FROM invoice_line_detail WHERE invoice_id = {OF_SALE}) WHERE id ="
        " (SELECT max(id) FROM invoice_line_detail WHERE original_detail_id IS NOT NULL)",
    ),
    ("L7 quantities", f"UPDATE actual SET quantity = quantity + 1 WHERE id = {RESTORED}"),
    ("L10 products", "UPDATE contract_line SET billing_status = 'READY_TO_INVOICE' WHERE product_id IS NOT NULL"),
    (
        "L13 one live row",
        "UPDATE actual SET reversed_by_id = NULL"
        f" WHERE id = (SELECT stands_for_id FROM actual WHERE id = {BILLED_AGAIN})",
    ),
    ("L14 billable set", f"UPDATE actual SET billing_status = 'CUSTOMER_INVOICE_POSTED' WHERE id = {RESTORED}"),
    ("L20 restoring", f"UPDATE actual SET stands_for_id = 1 WHERE id = {RESTORED}"),
    ("L20 restoring", f"UPDATE actual SET amount = amount + 100 WHERE id = {RESTORED}"),
    ("L20 restoring", f"DELETE FROM actual_connection WHERE actual_id = {RESTORED} AND role = 'REPLACING'"),
    ("returns 3.3 invoiced", "UPDATE sales_order_line SET invoiced_quantity = invoiced_quantity + 1"),
    (
        "returns CLR clearing",
        "UPDATE invoice_line SET cost_amount = cost_amount + 100 WHERE cost_amount > 0 AND invoice_id IN"
        " (SELECT id FROM invoice WHERE cancels_id = (SELECT id FROM invoice WHERE number = 'CN-000002'))",
    ),
    ("returns 5 header", "UPDATE orders SET return_status = 'OPEN' WHERE return_status = 'CLOSED'"),
    ("putting-right 4.8 left to credit", "UPDATE return_order_line SET return_status = 'RECEIVED'"),
    (
        "putting-right 4.8 parts",
        f"UPDATE invoice_line SET returned_quantity = returned_quantity + 1 WHERE {THAT_COUNTS}",
    ),
    (
        "putting-right 4.8 parts",
        f"UPDATE invoice_line SET released_quantity = released_quantity + 1 WHERE {THAT_COUNTS}",
    ),
    ("putting-right 4.8 parts", "UPDATE return_order_line SET released_quantity = released_quantity + 1"),
    ("rule tables", f"UPDATE actual SET rule = 'cancel.reversal' WHERE id = {RESTORED}"),
]


@pytest.fixture
def intruder(database: Database) -> Iterator[Connection]:
    """Somebody with the database of documents that were canceled, its guards off."""
    api = Api(database)
    of = ten(api)
    of.put_right(unitPrice="90")
    cancel(api, "CN-000001")  # CN-000001 by INV-000002
    of.returned("3")  # CN-000002
    cancel(api, "CN-000002")
    (order,) = api.run("{ orders(filter: {returnStatus: OPEN}) { nodes { id } } }")["orders"]["nodes"]
    api.credit(order)
    other = of.again(("1", "50"))
    cancel(api, other["number"])
    project = Project.of(api)
    work = hours(project, "10", "250")
    correction = project.confirm(corrected(project, work, "8", "200"))
    cancel(api, correction["number"])
    goods, _ = pump(api)
    products = api.run("{ invoices(last: 1) { nodes { number } } }")["invoices"]["nodes"]
    cancel(api, products[0]["number"])
    goods.confirm(goods.draft())
    cancel(api, work["number"])
    of.put_right(taxRate="15")
    assert api.broken_laws() == []
    with broken_into(database) as connection:
        yield connection


def test_each_planted_error_is_found(intruder: Connection) -> None:
    assert missed(intruder, PLANTED) == []
