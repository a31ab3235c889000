"""Goods put right, example by example (putting-right 10), each a test named after it."""

import pytest

from tests.api import Api, Rejected, booked
from tests.goods import Sale, base_sale, entries, ten, three_back, totals
from tests.projects import Project
from tests.settling import balance, matched, state, still_open
from tests.tables import table

pytestmark = pytest.mark.both_engines


def on_hand(api: Api) -> list[str]:
    """What is on stock, product by product."""
    nodes = api.run("{ products { nodes { onHand } } }")["products"]["nodes"]
    return [one["onHand"] for one in nodes]


def test_10_1_price_wrong(api: Api) -> None:
    of, stock = base_sale(api), on_hand(api)
    credit = of.put_right(unitPrice="18")
    assert totals(credit) == "-200.00 / -50.00 / -250.00"
    assert (credit["documentType"], credit["previousTotal"], credit["correctedTotal"]) == (
        "CREDIT_NOTE",
        "2500.00",
        "2250.00",
    )
    assert of.rows(after=1) == table("""
        2 BS product -100 -2000.00 -500.00 unadjustable posted reverses 1
        3 BS product  100  1800.00  450.00 -            posted replaces 1
        """)
    assert entries(credit) == ["Cr RECEIVABLES 250.00", "Dr REVENUE 200.00", "Dr SALES_TAX 50.00"]
    (line,) = credit["lines"]
    assert (line["quantity"], line["unitPrice"], line["netAmount"]) == ("0", "18", "-200.00")
    assert (line["creditsLine"]["id"], line["returnableQuantity"]) == (of.line, "0")
    invoice = of.document()
    assert matched(api, credit["number"]) == [("INV-000001", "250.00")]
    assert still_open(api, "INV-000001", credit["number"]) == ["CONFIRMED 2250.00", "CONFIRMED 0.00"]
    assert (invoice["lines"][0]["returnableQuantity"], on_hand(api)) == ("100", stock)
    assert [one["number"] for one in invoice["correctedBy"]] == [credit["number"]]
    assert api.broken_laws() == []


def test_10_2_tax_rate_wrong(api: Api) -> None:
    of = Sale.of(api, ("4", "250"))
    credit = of.put_right(taxRate="15")
    assert totals(credit) == "0.00 / -100.00 / -100.00"
    assert entries(credit) == ["Cr RECEIVABLES 100.00", "Dr SALES_TAX 100.00"]
    assert still_open(api, "INV-000001", credit["number"]) == ["CONFIRMED 1150.00", "CONFIRMED 0.00"]
    assert api.broken_laws() == []


def test_10_3_text_wrong(api: Api) -> None:
    of = Sale.of(api, ("1", "500"))
    credit = of.put_right(description="Assembly table, oak")
    assert (credit["documentType"], totals(credit), credit["voucher"]) == ("CREDIT_NOTE", "0.00 / 0.00 / 0.00", None)
    assert of.rows(after=1) == table("""
        2 BS product -1 -500.00 -125.00 unadjustable posted reverses 1
        3 BS product  1  500.00  125.00 -            posted replaces 1
        """)
    assert of.document()["openAmount"] == "625.00"
    assert api.broken_laws() == []


def test_10_4_billed_never_delivered(api: Api) -> None:
    of = base_sale(api)
    credit = of.put_right(quantity="98")
    assert totals(credit) == "-40.00 / -10.00 / -50.00"
    assert entries(credit) == [
        "Cr COST_OF_GOODS_SOLD 24.00",
        "Cr RECEIVABLES 50.00",
        "Dr REVENUE 40.00",
        "Dr SALES_TAX 10.00",
        "Dr SCRAP 24.00",
    ]
    assert still_open(api, "INV-000001", credit["number"]) == ["CONFIRMED 2450.00", "CONFIRMED 0.00"]
    assert of.document()["lines"][0]["returnableQuantity"] == "98"
    order = api.run('{ order(ref: {number: "SO-000001"}) { status ... on SalesOrder { lines { invoicedQuantity } } } }')
    assert order["order"] == {"status": "INVOICED", "lines": [{"invoicedQuantity": "100"}]}
    with pytest.raises(Rejected) as refused:
        of.enter(of.correct(credit["number"]), quantity="101")
    assert refused.value.codes == ["CORRECTION_EXCEEDS_BILLED"]
    assert api.broken_laws() == []


def test_10_5_after_a_partial_return(api: Api) -> None:
    of = base_sale(api)
    assert totals(of.returned("10")) == "-200.00 / -50.00 / -250.00"
    assert still_open(api, "INV-000001") == ["CONFIRMED 2250.00"]
    draft = of.correct()
    (detail,) = draft["details"]["nodes"]
    assert [detail[f"previous{name}"] for name in ("Quantity", "Amount", "TaxAmount")] == ["90", "1800.00", "450.00"]
    second = of.confirm(of.enter(draft, unitPrice="18"))
    assert totals(second) == "-180.00 / -45.00 / -225.00"
    assert of.rows(after=2) == table("""
        3 BS product -100 -2000.00 -500.00 unadjustable posted reverses 1
        4 BS product   10   200.00   50.00 -            posted replaces 1
        5 BS product   90  1620.00  405.00 -            posted replaces 1
        """)
    query = "query($r: InvoiceRef!) { invoice(ref: $r) { effective { netAmount chain { number } } } }"
    effective = api.run(query, r={"number": of.invoice["number"]})["invoice"]["effective"]
    assert effective == {"netAmount": "1820.00", "chain": [{"number": "INV-000001"}, {"number": second["number"]}]}
    assert still_open(api, "INV-000001") == ["CONFIRMED 2025.00"]
    assert of.document()["lines"][0]["returnableQuantity"] == "90"
    assert totals(of.returned("90")) == "-1620.00 / -405.00 / -2025.00"
    assert of.document()["lines"][0]["returnableQuantity"] == "0"
    assert still_open(api, "INV-000001") == ["CONFIRMED 0.00"]
    assert [one["number"] for one in of.document()["correctedBy"]] == ["CN-000001", "CN-000002", "CN-000003"]
    assert api.broken_laws() == []


def test_10_6_return_after_a_price_correction(api: Api) -> None:
    of = base_sale(api)
    correction = of.put_right(unitPrice="18")
    first = of.returned("10", line=correction["lines"][0]["id"])
    assert totals(first) == "-180.00 / -45.00 / -225.00"
    assert [one for one in entries(first) if "120.00" in one] == [
        "Cr COST_OF_GOODS_SOLD 120.00",
        "Dr RETURNS_RECEIVED 120.00",
    ]
    assert totals(of.returned("90")) == "-1620.00 / -405.00 / -2025.00"
    assert still_open(api, "INV-000001") == ["CONFIRMED 0.00"]  # all credits come to -2500.00
    assert api.broken_laws() == []


def test_10_6_cents(api: Api) -> None:
    of = Sale.of(api, ("3", "33.35"), discount="10")
    assert totals(of.put_right(unitPrice="30.01")) == "-9.02 / -2.25 / -11.27"
    credits = [of.returned("1") for _ in range(3)]
    assert [one["netAmount"] for one in credits] == ["-27.01", "-27.01", "-27.01"]
    assert [one["taxAmount"] for one in credits] == ["-6.75", "-6.76", "-6.75"]
    assert api.broken_laws() == []


def test_10_6_kept_cents(api: Api) -> None:
    of = Sale.of(api, ("3", "1.12"), discount="10")
    assert totals(of.returned("1")) == "-1.01 / -0.25 / -1.26"
    text = of.put_right(description="Screws")
    assert totals(text) == "0.00 / 0.00 / 0.00"
    assert of.rows(after=2) == table("""
        3 BS product -3 -3.02 -0.76 unadjustable posted reverses 1
        4 BS product  1  1.01  0.25 -            posted replaces 1
        5 BS product  2  2.01  0.51 -            posted replaces 1
        """)
    assert totals(of.put_right(text["number"], taxRate="0")) == "0.00 / -0.51 / -0.51"
    assert api.broken_laws() == []


def test_10_9_part_paid(api: Api) -> None:
    of = ten(api)
    other = of.again(("1", "100"))["number"]
    api.pay("INV-000001", "1000")
    draft = of.enter(of.correct(), quantity="6")
    parts = {"apply": [{"invoice": {"number": other}, "amount": "50"}], "keep": "100"}
    plan = of.planned(draft, creditUse={"refund": "120", **parts})
    assert [one["code"] for one in plan["problems"]] == ["CREDIT_USE_MISMATCH"]
    credit = of.confirm(draft, creditUse={"refund": "100", **parts})
    assert totals(credit) == "-400.00 / -100.00 / -500.00"
    assert matched(api, credit["number"]) == [("INV-000001", "250.00"), (other, "50.00"), ("PAYMENT", "100.00")]
    opened = still_open(api, "INV-000001", other, credit["number"])
    assert opened == ["CONFIRMED 0.00", "CONFIRMED 75.00", "CONFIRMED -100.00"]
    assert api.broken_laws() == []


def test_10_10_paid(api: Api) -> None:
    of = ten(api)
    api.pay("INV-000001", "1250")
    credit = of.confirm(of.enter(of.correct(), unitPrice="90"), creditUse={"refund": "125"})
    assert totals(credit) == "-100.00 / -25.00 / -125.00"
    assert still_open(api, "INV-000001", credit["number"]) == ["PAID 0.00", "PAID 0.00"]
    (refund,) = state(api, credit["number"])["settlements"]
    assert booked(refund["payment"]["voucher"]) == ["Cr BANK 125.00", "Dr RECEIVABLES 125.00"]
    assert (balance(api), api.broken_laws()) == ("0.00", [])


def test_10_13_a_positive_correction_against_an_open_credit(api: Api) -> None:
    of = ten(api)
    api.pay("INV-000001", "1250")
    lower = of.put_right(quantity="6")
    assert totals(lower) == "-400.00 / -100.00 / -500.00"
    assert {"Dr SCRAP 240.00", "Cr COST_OF_GOODS_SOLD 240.00"} <= set(entries(lower))
    assert still_open(api, lower["number"]) == ["CONFIRMED -500.00"]
    higher = of.put_right(lower["number"], quantity="8")
    assert (higher["documentType"], totals(higher)) == ("INVOICE", "200.00 / 50.00 / 250.00")
    assert {"Dr COST_OF_GOODS_SOLD 120.00", "Cr SCRAP 120.00"} <= set(entries(higher))
    assert matched(api, higher["number"]) == [(lower["number"], "250.00")]
    assert still_open(api, lower["number"], higher["number"]) == ["CONFIRMED -250.00", "CONFIRMED 0.00"]
    assert api.broken_laws() == []


def test_10_18_a_product_on_a_project_invoice(api: Api) -> None:
    product = {"number": api.product("50")}
    line = {"name": "Pumps", "type": "PRODUCT_BASED", "product": product, "quantity": "3", "taxAmount": "37.50"}
    project = Project.of(api, line)
    project.ready(contractLines=project.lines)
    invoice = project.confirm(project.draft())
    of = Sale.known(api, invoice["number"])
    with pytest.raises(Rejected) as refused:
        of.correct(details=[of.invoice["details"]["nodes"][0]["id"]])
    assert refused.value.codes == ["PRODUCT_LINE_NOT_CORRECTABLE"]
    draft = of.correct(lines=[of.line])
    credit = of.confirm(of.enter(draft, unitPrice="45", taxAmount="33.75"))
    assert totals(credit) == "-15.00 / -3.75 / -18.75"
    assert entries(credit) == ["Cr RECEIVABLES 18.75", "Dr REVENUE 15.00", "Dr SALES_TAX 3.75"]
    assert of.rows(after=1) == table("""
        2 BS product -3 -150.00 -37.50 unadjustable posted reverses 1
        3 BS product  3  135.00  33.75 -            posted replaces 1
        """)
    order = api.return_order((of.line, "1"), dispositionCode="CREDIT_ONLY")
    back = of.document(api.credit(order)["invoice"]["number"])
    assert totals(back) == "-45.00 / -11.25 / -56.25"
    assert entries(back) == ["Cr RECEIVABLES 56.25", "Dr REVENUE 45.00", "Dr SALES_TAX 11.25"]
    assert still_open(api, "INV-000001") == ["CONFIRMED 112.50"]
    assert of.document()["lines"][0]["returnableQuantity"] == "2"
    assert api.broken_laws() == []


def test_10_19_a_credit_note_at_the_wrong_price(api: Api) -> None:
    of, credit, _ = three_back(api)
    assert totals(credit) == "-300.00 / -75.00 / -375.00"
    invoice = of.put_right(credit["number"], unitPrice="80")
    assert (invoice["documentType"], totals(invoice)) == ("INVOICE", "60.00 / 15.00 / 75.00")
    assert entries(invoice) == ["Cr REVENUE 60.00", "Cr SALES_TAX 15.00", "Dr RECEIVABLES 75.00"]
    assert of.document()["lines"][0]["returnableQuantity"] == "7"
    with pytest.raises(Rejected) as refused:
        of.enter(of.correct(invoice["number"]), unitPrice="101")
    assert refused.value.codes == ["RETURN_PRICE_EXCEEDS_BILLED"]
    assert api.broken_laws() == []
