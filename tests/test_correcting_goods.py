"""Sales invoices put right, example by example (putting-right 10.1 to 10.6), each a test named after it."""

from typing import Any

import pytest

from tests.api import Api, Rejected
from tests.goods import Sale, entries, totals
from tests.projects import Project
from tests.tables import table

pytestmark = pytest.mark.both_engines


def sale(api: Api) -> Sale:
    """INV-000001: 100 at 20.00, cost 12.00: 2000.00 / 500.00 / 2500.00."""
    return Sale.of(api, ("100", "20"))


def on_hand(api: Api) -> list[str]:
    """What is on stock, product by product."""
    nodes = api.run("{ products { nodes { onHand } } }")["products"]["nodes"]
    return [one["onHand"] for one in nodes]


def test_10_1_price_wrong(api: Api) -> None:
    of, stock = sale(api), on_hand(api)
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
    assert (invoice["lines"][0]["returnableQuantity"], on_hand(api)) == ("100", stock)
    assert [one["number"] for one in invoice["correctedBy"]] == [credit["number"]]
    assert api.broken_laws() == []


def test_10_2_tax_rate_wrong(api: Api) -> None:
    of = Sale.of(api, ("4", "250"))
    credit = of.put_right(taxRate="15")
    assert totals(credit) == "0.00 / -100.00 / -100.00"
    assert entries(credit) == ["Cr RECEIVABLES 100.00", "Dr SALES_TAX 100.00"]
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
    of = sale(api)
    credit = of.put_right(quantity="98")
    assert totals(credit) == "-40.00 / -10.00 / -50.00"
    assert entries(credit) == [
        "Cr COST_OF_GOODS_SOLD 24.00",
        "Cr RECEIVABLES 50.00",
        "Dr REVENUE 40.00",
        "Dr SALES_TAX 10.00",
        "Dr SCRAP 24.00",
    ]
    assert of.document()["lines"][0]["returnableQuantity"] == "98"
    order = api.run('{ order(ref: {number: "SO-000001"}) { status ... on SalesOrder { lines { invoicedQuantity } } } }')
    assert order["order"] == {"status": "INVOICED", "lines": [{"invoicedQuantity": "100"}]}
    with pytest.raises(Rejected) as refused:
        of.enter(of.correct(credit["number"]), quantity="101")
    assert refused.value.codes == ["CORRECTION_EXCEEDS_BILLED"]
    assert api.broken_laws() == []


def test_10_5_after_a_partial_return(api: Api) -> None:
    of = sale(api)
    assert totals(of.returned("10")) == "-200.00 / -50.00 / -250.00"
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
    assert of.document()["lines"][0]["returnableQuantity"] == "90"
    assert totals(of.returned("90")) == "-1620.00 / -405.00 / -2025.00"
    assert of.document()["lines"][0]["returnableQuantity"] == "0"
    assert [one["number"] for one in of.document()["correctedBy"]] == ["CN-000001", "CN-000002", "CN-000003"]
    assert api.broken_laws() == []


def test_10_6_return_after_a_price_correction(api: Api) -> None:
    of = sale(api)
    correction = of.put_right(unitPrice="18")
    first = of.returned("10", line=correction["lines"][0]["id"])
    assert totals(first) == "-180.00 / -45.00 / -225.00"
    assert [one for one in entries(first) if "120.00" in one] == [
        "Cr COST_OF_GOODS_SOLD 120.00",
        "Dr RETURNS_RECEIVED 120.00",
    ]
    assert totals(of.returned("90")) == "-1620.00 / -405.00 / -2025.00"
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


def test_10_13_lowered_and_raised_again_the_cost_follows_the_pieces(api: Api) -> None:
    of = Sale.of(api, ("10", "100"), cost="60")
    lower = of.put_right(quantity="6")
    assert totals(lower) == "-400.00 / -100.00 / -500.00"
    assert {"Dr SCRAP 240.00", "Cr COST_OF_GOODS_SOLD 240.00"} <= set(entries(lower))
    higher = of.put_right(lower["number"], quantity="8")
    assert (higher["documentType"], totals(higher)) == ("INVOICE", "200.00 / 50.00 / 250.00")
    assert {"Dr COST_OF_GOODS_SOLD 120.00", "Cr SCRAP 120.00"} <= set(entries(higher))
    assert api.broken_laws() == []


def test_of_many_lines_only_what_was_changed_goes_on_the_document(api: Api) -> None:
    of = Sale.of(api, ("10", "5"), ("2", "100"), ("1", "30"))
    draft = of.enter(of.correct(), 1, unitPrice="90")
    credit = of.confirm(draft)
    assert [(one["lineNumber"], one["netAmount"]) for one in credit["lines"]] == [(1, "-20.00")]
    assert (credit["previousTotal"], credit["correctedTotal"], totals(credit)) == (
        "250.00",
        "225.00",
        "-20.00 / -5.00 / -25.00",
    )
    assert of.correct()["skipped"] == ["DETAIL_ALREADY_CORRECTED"]
    assert api.broken_laws() == []


def test_nothing_changed_is_nothing_to_correct(api: Api) -> None:
    of = sale(api)
    plan = of.planned(of.correct())
    assert [one["code"] for one in plan["problems"]] == ["NO_CHANGES"]


def test_a_draft_that_begins_at_zero_takes_everything_back(api: Api) -> None:
    of = sale(api)
    credit = of.confirm(of.correct(start="ZERO"))
    assert totals(credit) == "-2000.00 / -500.00 / -2500.00"
    assert of.document()["lines"][0]["returnableQuantity"] == "0"
    with pytest.raises(Rejected) as refused:
        of.correct()
    assert refused.value.codes == ["NOTHING_TO_CORRECT"]
    assert api.broken_laws() == []


def test_a_return_goes_on_under_a_draft_which_follows_what_stands(api: Api) -> None:
    of = sale(api)
    draft = of.enter(of.correct(), unitPrice="18")
    of.returned("10")
    query = "query($i: ID!) { node(id: $i) { ... on Invoice { version netAmount details { nodes { quantity previousQuantity amount } } } } }"
    found = api.run(query, i=draft["id"])["node"]
    assert found["details"]["nodes"] == [{"quantity": "90", "previousQuantity": "90", "amount": "1620.00"}]
    assert (found["netAmount"], found["version"]) == ("-180.00", draft["version"] + 1)
    assert totals(of.confirm(draft)) == "-180.00 / -45.00 / -225.00"
    assert api.broken_laws() == []


def test_no_less_is_right_than_open_return_orders_claim(api: Api) -> None:
    of = sale(api)
    api.return_order((of.line, "30"))
    draft = of.correct()
    with pytest.raises(Rejected) as refused:
        of.enter(draft, quantity="29")
    assert refused.value.codes == ["RETURN_QTY_EXCEEDS_INVOICED"]
    assert "RO-" in refused.value.problems[0]["message"]
    assert totals(of.confirm(of.enter(draft, quantity="30"))) == "-1400.00 / -350.00 / -1750.00"


@pytest.mark.parametrize(
    ("entered", "code"),
    [
        ({"quantity": "-1"}, "QUANTITY_SIGN"),
        ({"quantity": "100.5"}, "CORRECTION_EXCEEDS_BILLED"),
        ({"unitPrice": "-1"}, "INVALID_INPUT"),
        ({"discountPercent": "101"}, "INVALID_INPUT"),
        ({"taxRate": "-1"}, "INVALID_INPUT"),
        ({"taxAmount": "10"}, "FIELD_NOT_EDITABLE"),
        ({"amount": "10"}, "FIELD_NOT_EDITABLE"),
        ({"billingType": "COMPLIMENTARY"}, "FIELD_NOT_EDITABLE"),
    ],
    ids=str,
)
def test_wrong_values_are_refused_and_nothing_is_written(api: Api, entered: dict[str, Any], code: str) -> None:
    of = sale(api)
    draft = of.correct()
    before = api.fingerprint()
    with pytest.raises(Rejected) as refused:
        of.enter(draft, **entered)
    assert (refused.value.codes, api.fingerprint()) == ([code], before)


def test_details_of_a_sale_are_its_lines(api: Api) -> None:
    of = Sale.of(api, ("10", "5"), ("2", "100"), discount="10")
    found = [
        [one[name] for name in ("kind", "quantity", "unitPrice", "discountPercent", "taxRate", "amount", "taxAmount")]
        for one in of.document()["details"]["nodes"]
    ]
    assert found == [
        ["PRODUCT", "10", "5", "10", "25", "45.00", "11.25"],
        ["PRODUCT", "2", "100", "10", "25", "180.00", "45.00"],
    ]


def test_what_is_held_by_a_draft_is_not_drafted_twice_and_free_again_when_it_is_deleted(api: Api) -> None:
    of = sale(api)
    draft = of.correct()
    with pytest.raises(Rejected) as refused:
        of.correct()
    assert refused.value.codes == ["CORRECTION_IN_PROGRESS"]
    api.do("deleteInvoice", "... on DeleteInvoiceSuccess { deletedId }", invoice={"id": draft["id"]})
    assert of.correct()["details"]["nodes"][0]["quantity"] == "100"
    assert api.broken_laws() == []


def test_a_draft_takes_corrections_of_several_documents_of_one_customer(api: Api) -> None:
    of = sale(api)
    customer = api.run("{ customers { nodes { number } } }")["customers"]["nodes"][0]["number"]
    product = {"number": api.product("50", "20")}
    other = api.invoiced(customer, {"product": product, "quantity": "2"})
    draft = of.enter(of.correct(), unitPrice="18")
    both = of.correct(other["number"], addTo=draft["id"])
    credit = of.confirm(of.enter(both, 1, quantity="1"))
    assert sorted(one["number"] for one in credit["corrects"]) == ["INV-000001", "INV-000002"]
    assert sorted(one["number"] for one in credit["orders"]) == ["SO-000001", "SO-000002"]
    assert totals(credit) == "-250.00 / -62.50 / -312.50"
    assert api.broken_laws() == []


# ------------------------------------------------ credit notes of returns, and charges
def three_back(api: Api, **values: Any) -> tuple[Sale, dict[str, Any], dict[str, Any]]:
    """10 at 100.00, cost 60.00, of which 3 came back; the sale, the credit note and the return order."""
    of = Sale.of(api, ("10", "100"), cost="60")
    line = {"invoiceLine": of.line, "quantity": "3"}
    order = api.returned(lines=[line], **values)
    api.arrive(order, (1, "3"))
    api.receive(order)
    credited = api.credit(order)
    return of, of.document(credited["invoice"]["number"]), credited["order"]


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


def test_2_3_pieces_that_are_no_longer_credited_lie_here_and_can_be_returned_again(api: Api) -> None:
    of, credit, order = three_back(api)
    invoice = of.put_right(credit["number"], quantity="-2")
    assert totals(invoice) == "100.00 / 25.00 / 125.00"
    assert {"Dr COST_OF_GOODS_SOLD 60.00", "Cr RETURNS_RECEIVED 60.00"} <= set(entries(invoice))
    assert of.rows(after=2) == table("""
        3 BS product  3  300.00  75.00 unadjustable posted reverses 2
        4 BS product -2 -200.00 -50.00 -            posted replaces 2
        """)
    line = "returnStatus invoicedQuantity releasedQuantity"
    query = f"query($k: ID!) {{ node(id: $k) {{ ... on ReturnOrder {{ returnStatus lines {{ {line} }} }} }} }}"
    found = api.run(query, k=order["id"])["node"]
    assert found["returnStatus"] == "CLOSED"
    assert found["lines"] == [{"returnStatus": "INVOICED", "invoicedQuantity": "2", "releasedQuantity": "1"}]
    assert of.document()["lines"][0]["returnableQuantity"] == "8"
    assert totals(of.returned("8")) == "-800.00 / -200.00 / -1000.00"
    assert api.broken_laws() == []


@pytest.mark.parametrize(
    ("quantity", "code"),
    [("-4", "CORRECTION_EXCEEDS_BILLED"), ("2", "QUANTITY_SIGN")],
)
def test_a_credit_note_is_corrected_within_what_it_credited(api: Api, quantity: str, code: str) -> None:
    of, credit, _ = three_back(api)
    with pytest.raises(Rejected) as refused:
        of.enter(of.correct(credit["number"]), quantity=quantity)
    assert refused.value.codes == [code]


def test_pieces_of_a_credit_note_stay_where_the_sale_was_corrected_after_it(api: Api) -> None:
    of, credit, _ = three_back(api)
    later = of.put_right(unitPrice="90")
    with pytest.raises(Rejected) as refused:
        of.enter(of.correct(credit["number"]), quantity="-2")
    assert refused.value.codes == ["INVOICE_HAS_SUCCESSORS"]
    assert later["number"] in refused.value.problems[0]["message"]


def test_a_charge_is_a_detail_of_its_own_and_put_right_by_its_amount(api: Api) -> None:
    fee = {"description": "Restocking", "category": "FIXED", "value": "49", "taxRate": "25"}
    of, credit, _ = three_back(api, charges=[fee])
    assert totals(credit) == "-251.00 / -62.75 / -313.75"
    charge = credit["details"]["nodes"][1]
    assert [charge[name] for name in ("kind", "quantity", "unitPrice", "taxRate", "amount", "taxAmount")] == [
        "CHARGE", "1", "49", "25", "49.00", "12.25",
    ]  # fmt: skip
    lower = of.confirm(of.enter(of.correct(credit["number"]), 1, amount="40"))
    assert totals(lower) == "-9.00 / -2.25 / -11.25"
    assert entries(lower) == ["Cr RECEIVABLES 11.25", "Dr FEES 9.00", "Dr SALES_TAX 2.25"]
    assert of.rows(after=3) == table("""
        4 BS fee -1 -49.00 -12.25 unadjustable posted reverses 3
        5 BS fee  1  40.00  10.00 -            posted replaces 3
        """)
    none = of.confirm(of.enter(of.correct(lower["number"]), amount="0"))
    assert totals(none) == "-40.00 / -10.00 / -50.00"
    assert api.broken_laws() == []


# ------------------------------------------------ products on project invoices
def test_10_18_a_product_on_a_project_invoice(api: Api) -> None:
    product = {"number": api.product("50")}
    line = {"name": "Pumps", "type": "PRODUCT_BASED", "product": product, "quantity": "3", "taxAmount": "37.50"}
    project = Project.of(api, line)
    project.ready(contractLines=project.lines)
    invoice = project.confirm(project.draft())
    of = Sale(api, of_number(api, invoice["number"]))
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
    assert api.broken_laws() == []


def of_number(api: Api, number: str) -> dict[str, Any]:
    """A document as a sale has it."""
    return Sale(api, {"number": number}).document()
