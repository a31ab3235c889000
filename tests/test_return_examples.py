"""Worked examples of returns, chapter 4, through the whole API: amounts, vouchers and statuses, on both engines.

Every example is in the planners' own tests (`tests.planners.sales`); here is one a family.

Posting types stand for the accounts of the examples: RECEIVABLES is AR, REVENUE REV, SALES_TAX VAT, FEES FEE, INVENTORY
INV, COST_OF_GOODS_SOLD COGS, RETURNS_RECEIVED CLR.
"""

from decimal import Decimal
from typing import Any

import pytest

from tests.api import Api, Rejected, booked


def line(product: str, quantity: str, **more: str) -> dict[str, Any]:
    """A line of a sales order."""
    return {"product": {"number": product}, "quantity": quantity, **more}


def base(api: Api) -> dict[str, Any]:
    """INV-000001: 10 × A at 100.00, cost 60.00; the product is P-000001."""
    customer = api.customer()
    return api.invoiced(customer, line(api.product("100", cost="60"), "10"))


def amounts(document: dict[str, Any]) -> tuple[str, str, str]:
    """Net, tax and total."""
    return document["netAmount"], document["taxAmount"], document["totalAmount"]


def statuses(order: dict[str, Any]) -> list[str]:
    """The status of each line, by number."""
    return [one["returnStatus"] for one in order["lines"]]


def test_4_1_full_return(api: Api) -> None:
    invoice = base(api)
    order = api.return_order((invoice["lines"][0]["id"], "10"))
    order = api.arrive(order, (1, "10"))
    before = Decimal(api.on_hand("P-000001"))
    slip = api.receive(order)
    assert booked(slip["voucher"]) == ["Cr RETURNS_RECEIVED 600.00", "Dr INVENTORY 600.00"]
    assert Decimal(api.on_hand("P-000001")) - before == 10
    posted = api.credit(order)
    note = api.document(posted["invoice"]["number"])
    assert (note["number"], note["documentType"]) == ("CN-000001", "CREDIT_NOTE")
    assert amounts(note) == ("-1000.00", "-250.00", "-1250.00")
    assert [one["quantity"] for one in note["lines"]] == ["-10"]
    assert booked(note["voucher"]) == [
        "Cr COST_OF_GOODS_SOLD 600.00",
        "Cr RECEIVABLES 1250.00",
        "Dr RETURNS_RECEIVED 600.00",
        "Dr REVENUE 1000.00",
        "Dr SALES_TAX 250.00",
    ]
    after = posted["order"]
    assert (after["returnStatus"], after["status"], statuses(after)) == ("CLOSED", "INVOICED", ["INVOICED"])
    assert note["settlements"] == [
        {"date": "2026-09-01", "amount": "1250.00", "other": {"number": "INV-000001"}, "payment": None}
    ]
    original = api.document("INV-000001")
    assert (note["openAmount"], original["openAmount"]) == ("0.00", "0.00")
    assert original["settlements"][0]["other"] == {"number": "CN-000001"}
    assert original["status"] == "CONFIRMED"
    fingerprint = api.fingerprint()
    with pytest.raises(Rejected) as refused:
        api.credit(order)
    assert refused.value.codes == ["ALREADY_INVOICED"]
    assert api.fingerprint() == fingerprint
    assert api.broken_laws() == []


def two_products(api: Api) -> dict[str, Any]:
    """10 × A at 100.00 (cost 60.00) and 5 × B at 40.00 (cost 25.00)."""
    customer = api.customer()
    a, b = api.product("100", cost="60"), api.product("40", cost="25", name="B")
    return api.invoiced(customer, line(a, "10"), line(b, "5"))


def test_4_2_partial_return(api: Api) -> None:
    invoice = two_products(api)
    assert invoice["totalAmount"] == "1500.00"
    ids = [one["id"] for one in invoice["lines"]]
    order = api.return_order((ids[0], "10"), (ids[1], "5"))
    order = api.arrive(order, (1, "4"))
    assert [(one["expectedQuantity"], one["returnStatus"]) for one in order["lines"]] == [
        ("4", "REGISTERED"),
        ("5", "AWAITING"),
        ("6", "AWAITING"),
    ]
    assert booked(api.receive(order)["voucher"]) == ["Cr RETURNS_RECEIVED 240.00", "Dr INVENTORY 240.00"]
    first = api.credit(order, quantity="PACKING_SLIP")
    note = api.document(first["invoice"]["number"])
    assert amounts(note) == ("-400.00", "-100.00", "-500.00")
    assert booked(note["voucher"]) == [
        "Cr COST_OF_GOODS_SOLD 240.00",
        "Cr RECEIVABLES 500.00",
        "Dr RETURNS_RECEIVED 240.00",
        "Dr REVENUE 400.00",
        "Dr SALES_TAX 100.00",
    ]
    assert [(one["line"]["lineNumber"], one["code"]) for one in first["skippedLines"]] == [
        (2, "RETURN_LINE_NOT_RECEIVED"),
        (3, "RETURN_LINE_NOT_RECEIVED"),
    ]
    order = first["order"]
    assert statuses(order) == ["INVOICED", "AWAITING", "AWAITING"]
    assert (order["returnStatus"], order["status"]) == ("OPEN", "OPEN")
    assert api.document("INV-000001")["openAmount"] == "1000.00"
    order = api.arrive(order, (2, "5"), (3, "6"))
    api.receive(order)
    second = api.credit(order)
    rest = api.document(second["invoice"]["number"])
    assert amounts(rest) == ("-800.00", "-200.00", "-1000.00")
    assert "Cr COST_OF_GOODS_SOLD 485.00" in booked(rest["voucher"])
    assert second["order"]["returnStatus"] == "CLOSED"
    assert api.document("INV-000001")["openAmount"] == "0.00"
    with pytest.raises(Rejected) as refused:
        api.return_order((ids[0], "1"))
    assert refused.value.codes == ["RETURN_QTY_EXCEEDS_INVOICED"]
    assert api.broken_laws() == []


def discounted_return(api: Api, percent: str) -> dict[str, Any]:
    """The credit note of 3 of 8 × D at 249.90 with 12.5 % discount, a fee in per cent and freight of 49.00."""
    fee = {"description": "Handling", "category": "PERCENT", "value": percent, "taxRate": "25"}
    freight = {"description": "Freight", "category": "FIXED", "value": "49", "taxRate": "25"}
    action = {"code": "CR-FEE", "description": "Credit with a fee", "action": "CREDIT"}
    api.do("setDispositionCode", "... on DispositionCodeSuccess { replayed }", **action, charges=[fee])
    reason = {"code": "FREIGHT", "description": "Freight back", "charges": [freight]}
    api.do("setReasonCode", "... on ReasonCodeSuccess { replayed }", **reason)
    customer = api.customer()
    invoice = api.invoiced(customer, line(api.product("249.90", cost="130"), "8", discountPercent="12.5"))
    assert amounts(api.document(invoice["number"])) == ("1749.30", "437.33", "2186.63")
    wanted = [{"invoiceLine": invoice["lines"][0]["id"], "quantity": "3"}]
    order = api.returned(reasonCode="FREIGHT", lines=wanted)
    api.receive(api.arrive(order, (1, "3"), code="CR-FEE"))
    return api.document(api.credit(order)["invoice"]["number"])


def test_4_3_discount_charges_and_tax(api: Api) -> None:
    note = discounted_return(api, "-10")
    assert note["lines"][0]["netAmount"] == "-655.99"
    assert note["lines"][0]["taxAmount"] == "-164.00"
    assert note["charges"] == [
        {"description": "Handling", "amount": "65.60", "taxAmount": "16.40", "line": {"lineNumber": 1}},
        {"description": "Freight", "amount": "49.00", "taxAmount": "12.25", "line": None},
    ]
    assert (note["documentType"], amounts(note)) == ("CREDIT_NOTE", ("-541.39", "-135.35", "-676.74"))
    assert booked(note["voucher"]) == [
        "Cr COST_OF_GOODS_SOLD 390.00",
        "Cr FEES 114.60",
        "Cr RECEIVABLES 676.74",
        "Dr RETURNS_RECEIVED 390.00",
        "Dr REVENUE 655.99",
        "Dr SALES_TAX 135.35",
    ]
    assert api.broken_laws() == []


def test_4_4_credit_only(api: Api) -> None:
    customer = api.customer()
    product = api.product("500", cost="320")
    invoice = api.invoiced(customer, line(product, "2"))
    on_hand = api.on_hand(product)
    order = api.return_order((invoice["lines"][0]["id"], "2"), dispositionCode="CREDIT_ONLY")
    assert (order["returnStatus"], statuses(order)) == ("OPEN", ["REGISTERED"])
    for refuse in (lambda: api.credit(order, quantity="PACKING_SLIP"), lambda: api.receive(order)):
        with pytest.raises(Rejected) as refused:
            refuse()
        assert refused.value.codes == ["CREDIT_ONLY_HAS_NO_PACKING_SLIP"]
    items = api.post_orders({"number": order["number"]}, quantity="PACKING_SLIP")
    assert [one["problems"] for one in items] == [[{"code": "CREDIT_ONLY_HAS_NO_PACKING_SLIP"}]]
    item = api.post_orders({"number": order["number"]}, quantity="ALL")[0]
    note = api.document(item["invoice"]["number"])
    assert amounts(note) == ("-1000.00", "-250.00", "-1250.00")
    assert booked(note["voucher"]) == [
        "Cr COST_OF_GOODS_SOLD 640.00",
        "Cr RECEIVABLES 1250.00",
        "Dr REVENUE 1000.00",
        "Dr SALES_TAX 250.00",
        "Dr SCRAP 640.00",
    ]
    assert api.on_hand(product) == on_hand
    assert api.broken_laws() == []


def test_4_4b_return_to_customer(api: Api) -> None:
    customer = api.customer()
    product = api.product("80", cost="45")
    invoice = api.invoiced(customer, line(product, "3"))
    original, on_hand = invoice["lines"][0]["id"], api.on_hand(product)
    charges = [{"description": "Inspection", "category": "FIXED", "value": "100", "taxRate": "25"}]
    order = api.returned(lines=[{"invoiceLine": original, "quantity": "3", "charges": charges}])
    api.arrive(order, (1, "3"), code="RETURN_TO_CUSTOMER")
    assert api.receive(order)["voucher"] is None
    posted = api.credit(order)
    document = api.document(posted["invoice"]["number"])
    assert (document["number"], amounts(document)) == ("INV-000002", ("100.00", "25.00", "125.00"))
    assert [(one["quantity"], one["netAmount"]) for one in document["lines"]] == [("0", "0.00")]
    assert booked(document["voucher"]) == ["Cr FEES 100.00", "Cr SALES_TAX 25.00", "Dr RECEIVABLES 125.00"]
    assert document["corrects"] == []
    assert (posted["order"]["returnStatus"], statuses(posted["order"])) == ("CLOSED", ["INVOICED"])
    assert posted["order"]["lines"][0]["invoicedQuantity"] == "3"
    assert (api.on_hand(product), api.document("INV-000001")["lines"][0]["returnableQuantity"]) == (on_hand, "3")
    api.return_order((original, "3"))
    assert api.broken_laws() == []


def test_4_5_one_run_of_a_sales_order_and_two_return_orders(api: Api) -> None:
    first, second = api.customer(), api.customer()
    a, b, c = api.product("50", cost="30"), api.product("100"), api.product("349.50")
    sold = [api.invoiced(first, line(b, "10")), api.invoiced(second, line(c, "2"))]
    made = api.do(
        "createSalesOrder",
        "... on SalesOrderSuccess { order { number } }",
        customer={"number": first},
        lines=[line(a, "20")],
    )
    sales = {"number": made["order"]["number"]}
    api.do("postPackingSlip", "... on PackingSlipSuccess { replayed }", order=sales)
    ready = api.return_order((sold[0]["lines"][0]["id"], "4"))
    api.receive(api.arrive(ready, (1, "4")))
    late = api.return_order((sold[1]["lines"][0]["id"], "2"))
    api.arrive(late, (1, "2"))
    orders = [sales, {"number": ready["number"]}, {"number": late["number"]}]
    items = api.post_orders(*orders)
    assert [one["status"] for one in items] == ["EXECUTED", "EXECUTED", "CONTAINS_ERRORS"]
    documents = [api.document(one["invoice"]["number"]) for one in items[:2]]
    assert [one["number"] for one in documents] == ["INV-000003", "CN-000001"]
    assert [amounts(one) for one in documents] == [
        ("1000.00", "250.00", "1250.00"),
        ("-400.00", "-100.00", "-500.00"),
    ]
    assert items[2]["problems"] == [{"code": "RETURN_LINE_NOT_RECEIVED"}]
    api.receive(late)
    again = api.post_orders(orders[2])[0]
    note = api.document(again["invoice"]["number"])
    assert (note["number"], amounts(note)) == ("CN-000002", ("-699.00", "-174.75", "-873.75"))
    assert api.broken_laws() == []


def test_4_6_settlement_of_a_partly_paid_invoice(api: Api) -> None:
    invoice = base(api)
    paid = api.pay("INV-000001", "1000", reference="Bank 17")
    assert (paid["invoice"], paid["payment"]["amount"]) == ({"status": "CONFIRMED", "openAmount": "250.00"}, "1000.00")
    assert booked(paid["payment"]["voucher"]) == ["Cr RECEIVABLES 1000.00", "Dr BANK 1000.00"]
    order = api.return_order((invoice["lines"][0]["id"], "4"))
    api.receive(api.arrive(order, (1, "4")))
    note = api.document(api.credit(order)["invoice"]["number"])
    assert [(one["amount"], one["other"]) for one in note["settlements"]] == [("250.00", {"number": "INV-000001"})]
    assert (note["totalAmount"], note["openAmount"]) == ("-500.00", "-250.00")
    assert api.document("INV-000001")["openAmount"] == "0.00"
    assert api.broken_laws() == []
