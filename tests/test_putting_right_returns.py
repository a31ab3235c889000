"""Worked examples of putting right (putting-right 10) that are about returns, through the whole API, on both engines.

Posting types stand for the accounts of the examples, as in `tests.test_return_examples`.
"""

import pytest

from tests.api import Api, Rejected, booked
from tests.taking_back import change, credited, figures, pump, received, refused, sold

pytestmark = pytest.mark.both_engines


def test_10_19_damaged_goods_at_80_per_cent(api: Api) -> None:
    order = received(api, sold(api), "3")
    code, path, _ = refused(api, order, line=1, unitPrice="101")
    assert (code, path) == ("RETURN_PRICE_EXCEEDS_BILLED", "lines.0.unitPrice")
    change(api, order, line=1, unitPrice="80")
    note = credited(api, order)
    assert (note["number"], figures(note)) == ("CN-000001", ("-240.00", "-60.00", "-300.00"))
    assert booked(note["voucher"]) == [
        "Cr COST_OF_GOODS_SOLD 180.00",
        "Cr RECEIVABLES 300.00",
        "Dr RETURNS_RECEIVED 180.00",
        "Dr REVENUE 240.00",
        "Dr SALES_TAX 60.00",
    ]
    sale = api.document("INV-000001")
    assert (sale["openAmount"], sale["lines"][0]["returnableQuantity"]) == ("950.00", "7")
    assert api.broken_laws() == []


def test_10_18_a_product_on_a_project_invoice_is_returned_credit_only(api: Api) -> None:
    _, line = pump(api)
    invoice = api.document("INV-000001")
    assert figures(invoice) == ("150.00", "37.50", "187.50")
    order = api.return_order((line, "1"), dispositionCode="CREDIT_ONLY")
    note = credited(api, order)
    assert figures(note) == ("-50.00", "-12.50", "-62.50")
    assert booked(note["voucher"]) == ["Cr RECEIVABLES 62.50", "Dr REVENUE 50.00", "Dr SALES_TAX 12.50"]
    sale = api.document("INV-000001")
    assert (sale["openAmount"], sale["lines"][0]["returnableQuantity"]) == ("125.00", "2")
    query = '{ invoice(ref: {number: "INV-000001"}) { id details { nodes { id } } } }'
    shown = api.run(query)["invoice"]
    with pytest.raises(Rejected) as rejected:
        api.correct(shown, details=[shown["details"]["nodes"][0]["id"]])
    (problem,) = rejected.value.problems
    assert problem["code"] == "PRODUCT_LINE_NOT_CORRECTABLE"
    assert "createReturnOrder with invoiceLine" in problem["remedy"]
    assert api.broken_laws() == []
