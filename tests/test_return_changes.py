"""A return order changed after the inspection and before it is credited: charges, prices, texts (putting-right 7)."""

from typing import Any

import pytest

from tests.api import Api, Rejected, booked
from tests.projects import Project
from tests.taking_back import change, credited, figures, line_of, pump, received, refused, sold, told

FREIGHT = {"description": "Freight", "category": "FIXED", "value": "49", "taxRate": "25"}
HANDLING = {"description": "Handling", "category": "PERCENT", "value": "-10", "taxRate": "25"}

pytestmark = pytest.mark.both_engines


def test_a_fee_that_was_forgotten_is_charged_and_one_too_many_is_not(api: Api) -> None:
    api.do("setReasonCode", "", code="LATE", description="x", charges=[HANDLING])
    order = received(api, sold(api), "3", reasonCode="LATE")
    assert told(change(api, order, charges=[FREIGHT])) == [("Freight", "MANUAL", False)]
    note = credited(api, order)
    assert figures(note) == ("-251.00", "-62.75", "-313.75")
    assert [one["description"] for one in note["charges"]] == ["Freight"]
    assert api.broken_laws() == []


def test_an_empty_list_is_no_charge_and_a_list_left_out_changes_none(api: Api) -> None:
    order = received(api, sold(api), "3", charges=[FREIGHT])
    change(api, order, line=1, charges=[HANDLING])
    assert len(change(api, order, deadline="2026-12-31")["charges"]) == 1
    changed = change(api, order, charges=[])
    assert (changed["charges"], told(changed["lines"][0])) == ([], [("Handling", "MANUAL", False)])
    assert change(api, order, line=1, charges=[])["lines"][0]["charges"] == []
    assert figures(credited(api, order)) == ("-300.00", "-75.00", "-375.00")


def test_charges_that_are_posted_stay_and_go_on_no_further_document(api: Api) -> None:
    order = received(api, sold(api), "3", charges=[FREIGHT, HANDLING])
    part = {"lines": [{"line": order["lines"][0]["id"], "quantity": "1"}], "quantity": "DELIVER_NOW"}
    assert len(credited(api, order, **part)["charges"]) == 2
    allowance = {"description": "Allowance", "category": "PERCENT", "value": "10"}
    assert told(change(api, order, charges=[allowance])) == [
        ("Freight", "MANUAL", True),
        ("Handling", "MANUAL", True),
        ("Allowance", "MANUAL", False),
    ]
    rest = credited(api, order)
    assert [(one["description"], one["amount"]) for one in rest["charges"]] == [("Allowance", "-20.00")]
    assert api.broken_laws() == []


def test_codes_bring_their_charges_after_a_change_as_before_it(api: Api) -> None:
    api.do("setDispositionCode", "", code="FEE", description="x", action="CREDIT", charges=[HANDLING])
    api.do("setReasonCode", "", code="LATE", description="x", charges=[FREIGHT])
    order = api.return_order((sold(api), "3"))
    changed = change(api, order, line=1, charges=[FREIGHT])
    assert told(changed["lines"][0]) == [("Freight", "MANUAL", False)]
    order = api.arrive(order, (1, "2"), code="FEE")
    shown = change(api, order, reasonCode="LATE")
    assert told(shown) == [("Freight", "REASON", False)]
    assert [told(one) for one in shown["lines"]] == [
        [("Freight", "MANUAL", False), ("Handling", "DISPOSITION", False)],
        [],
    ]
    both = change(api, order, reasonCode="DAMAGED", charges=[])
    assert both["charges"] == []


def test_a_charge_in_per_cent_follows_what_is_credited(api: Api) -> None:
    order = received(api, sold(api), "3")
    change(api, order, line=1, unitPrice="80", charges=[HANDLING])
    note = credited(api, order)
    assert figures(note) == ("-216.00", "-54.00", "-270.00")
    assert [(one["amount"], one["taxAmount"]) for one in note["charges"]] == [("24.00", "6.00")]


def test_the_document_says_what_was_entered(api: Api) -> None:
    order = received(api, sold(api), "3")
    assert change(api, order, line=1, description="Lamp, dented")["lines"][0]["description"] == "Lamp, dented"
    number = api.credit(order)["invoice"]["number"]
    query = "query($n: String!) { invoice(ref: {number: $n}) { lines { description unitPrice } } }"
    line = api.run(query, n=number)["invoice"]["lines"][0]
    assert line == {"description": "Lamp, dented", "unitPrice": "100"}
    assert api.broken_laws() == []


def test_a_price_below_credits_less_and_later_pieces_come_back_at_their_own(api: Api) -> None:
    line = sold(api, "3", "33.35", "12", discountPercent="10")
    first, second = received(api, line, "1"), received(api, line, "2")
    change(api, first, line=1, unitPrice="20")
    assert figures(credited(api, first)) == ("-18.00", "-4.50", "-22.50")
    note = credited(api, second)
    assert figures(note) == ("-60.03", "-15.01", "-75.04")
    assert "Cr COST_OF_GOODS_SOLD 24.00" in booked(note["voucher"])
    sale = api.document("INV-000001")
    assert (sale["openAmount"], sale["lines"][0]["returnableQuantity"]) == ("15.02", "0")
    assert api.broken_laws() == []


def test_a_price_that_is_entered_goes_with_the_part_that_arrives_later(api: Api) -> None:
    order = api.return_order((sold(api), "3"))
    change(api, order, line=1, unitPrice="80")
    order = api.arrive(order, (1, "1"))
    api.receive(order)
    assert figures(credited(api, order)) == ("-80.00", "-20.00", "-100.00")
    change(api, order, line=2, unitPrice="100")
    api.receive(api.arrive(order, (2, "2")))
    assert figures(credited(api, order)) == ("-200.00", "-50.00", "-250.00")
    assert api.broken_laws() == []


def test_a_part_that_is_credited_keeps_its_price_when_the_rest_gets_another(api: Api) -> None:
    order = received(api, sold(api), "3")
    part = {"lines": [{"line": order["lines"][0]["id"], "quantity": "1"}], "quantity": "DELIVER_NOW"}
    assert figures(credited(api, order, **part)) == ("-100.00", "-25.00", "-125.00")
    change(api, order, line=1, unitPrice="0")
    rest = credited(api, order)
    assert (rest["documentType"], figures(rest)) == ("CREDIT_NOTE", ("0.00", "0.00", "0.00"))
    assert booked(rest["voucher"]) == ["Cr COST_OF_GOODS_SOLD 120.00", "Dr RETURNS_RECEIVED 120.00"]
    assert api.document("INV-000001")["openAmount"] == "1125.00"
    assert api.broken_laws() == []


def test_a_line_by_hand_takes_any_price(api: Api) -> None:
    by_hand = {"product": {"number": api.product("100")}, "unitPrice": "80", "quantity": "2"}
    order = api.returned(customer={"number": api.customer()}, lines=[by_hand])
    order = api.arrive(order, (1, "2"))
    api.receive(order)
    assert change(api, order, line=1, unitPrice="120.5")["lines"][0]["unitPrice"] == "120.5"
    assert figures(credited(api, order)) == ("-241.00", "-60.25", "-301.25")
    assert api.broken_laws() == []


def test_a_replacement_is_sold_at_the_price_of_the_sale_whatever_is_credited(api: Api) -> None:
    order = api.return_order((sold(api), "1"))
    order = api.arrive(order, (1, "1"), code="REPLACE_AND_CREDIT")
    change(api, order, line=1, unitPrice="80")
    api.receive(order)
    query = (
        "query($i: ID!) { order(ref: {id: $i}) { ... on ReturnOrder { replacementOrder { lines { unitPrice } } } } }"
    )
    assert api.run(query, i=order["id"])["order"]["replacementOrder"]["lines"] == [{"unitPrice": "100"}]


def test_a_plan_that_was_looked_at_is_outdated_by_a_change(api: Api) -> None:
    order = received(api, sold(api), "3")
    plan = api.credit(order, posting=False)["plan"]["hash"]
    change(api, order, line=1, unitPrice="80")
    with pytest.raises(Rejected) as rejected:
        api.credit(order, expectedPlan=plan)
    assert rejected.value.codes == ["PLAN_OUTDATED"]


def test_no_more_is_credited_for_a_piece_than_stands_billed(api: Api) -> None:
    order = received(api, sold(api), "3")
    found = refused(api, order, line=1, unitPrice="100.000001")
    remedy = "Give at most 100, or raise the price of the invoice with correctInvoice first."
    assert found == ("RETURN_PRICE_EXCEEDS_BILLED", "lines.0.unitPrice", remedy)


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"unitPrice": "-1"}, "lines.0.unitPrice"),
        ({"unitPrice": "0.0000001"}, "lines.0.unitPrice"),
        ({}, "lines.0"),
        ({"charges": [FREIGHT | {"value": "0"}]}, "lines.0.charges.0.value"),
        ({"description": "x" * 501}, "lines.0.description"),
    ],
)
def test_values_of_the_wrong_kind_are_refused(api: Api, values: dict[str, Any], path: str) -> None:
    order = received(api, sold(api), "3")
    assert refused(api, order, line=1, **values)[:2] == ("INVALID_INPUT", path)


def test_what_is_credited_is_changed_no_more(api: Api) -> None:
    order = api.return_order((sold(api), "3"))
    order = api.arrive(order, (1, "1"))
    api.receive(order)
    api.credit(order)
    correct = "Correct what credited it with correctInvoice."
    assert refused(api, order, line=1, unitPrice="80") == ("INVALID_STATUS_TRANSITION", "lines.0.line", correct)
    order = api.arrive(order, (2, "2"))
    api.receive(order)
    api.credit(order)
    assert refused(api, order, line=2, unitPrice="80")[:2] == ("INVALID_STATUS_TRANSITION", "lines")
    assert refused(api, order, charges=[])[:2] == ("INVALID_STATUS_TRANSITION", "charges")


def test_a_canceled_line_and_one_of_another_order_are_not_changed(api: Api) -> None:
    line = sold(api)
    order, other = api.return_order((line, "1"), (line, "2")), api.return_order((line, "1"))
    api.do("cancelReturnOrder", "", order={"id": order["id"]}, lines=[order["lines"][0]["id"]])
    assert refused(api, order, line=1, unitPrice="80")[:2] == ("INVALID_STATUS_TRANSITION", "lines.0.line")
    strange = [{"line": other["lines"][0]["id"], "unitPrice": "80"}]
    assert refused(api, order, lines=strange)[:2] == ("NOT_FOUND", "lines.0.line")
    twice = [{"line": order["lines"][1]["id"], "unitPrice": "80"}] * 2
    assert refused(api, order, lines=twice)[:2] == ("INVALID_INPUT", "lines.1.line")
    assert refused(api, order, lines=[])[:2] == ("INVALID_INPUT", "reasonCode")


def test_a_charge_in_another_currency_is_refused(api: Api) -> None:
    order = received(api, sold(api), "3")
    assert refused(api, order, charges=[FREIGHT | {"currency": "EUR"}])[:2] == (
        "CURRENCY_MISMATCH",
        "charges.0.currency",
    )


def test_a_product_on_a_project_invoice_comes_back_into_stock_at_the_cost_that_is_entered(api: Api) -> None:
    _, line = pump(api)
    assert api.document("INV-000001")["lines"][0]["returnableQuantity"] == "3"
    order = api.returned(lines=[{"invoiceLine": line, "quantity": "2", "unitCost": "20"}])
    api.arrive(order, (1, "2"))
    assert booked(api.receive(order)["voucher"]) == ["Cr RETURNS_RECEIVED 40.00", "Dr INVENTORY 40.00"]
    note = credited(api, order)
    assert figures(note) == ("-100.00", "-25.00", "-125.00")
    assert booked(note["voucher"]) == [
        "Cr COST_OF_GOODS_SOLD 40.00",
        "Cr RECEIVABLES 125.00",
        "Dr RETURNS_RECEIVED 40.00",
        "Dr REVENUE 100.00",
        "Dr SALES_TAX 25.00",
    ]
    assert (note["corrects"], note["openAmount"]) == ([{"number": "INV-000001"}], "0.00")
    sale = api.document("INV-000001")
    assert (sale["openAmount"], sale["lines"][0]["returnableQuantity"]) == ("62.50", "1")
    with pytest.raises(Rejected) as rejected:
        api.return_order((line, "2"))
    assert rejected.value.codes == ["RETURN_QTY_EXCEEDS_INVOICED"]
    assert api.broken_laws() == []


def test_tax_of_a_product_on_a_project_invoice_comes_back_to_the_cent(api: Api) -> None:
    product = {"name": "Pump", "type": "PRODUCT_BASED", "product": {"number": api.product("33.35")}}
    project = Project.of(api, product | {"quantity": "3", "taxAmount": "22.52"})
    project.ready(contractLines=project.lines)
    invoice = project.confirm(project.draft())
    line = line_of(api, invoice)
    notes = []
    for price in (None, "20", None):
        order = received(api, line, "1")
        if price is not None:
            change(api, order, line=1, unitPrice=price)
        notes.append(figures(credited(api, order)))
    assert notes == [("-33.35", "-7.51", "-40.86"), ("-20.00", "-4.50", "-24.50"), ("-33.35", "-7.51", "-40.86")]
    assert api.broken_laws() == []


def test_the_row_of_a_product_that_comes_back_is_in_the_lineage_of_the_one_that_billed_it(api: Api) -> None:
    _, line = pump(api)
    credited(api, received(api, line, "1"))
    billed, row = api.ledger()
    assert (row["transactionClass"], row["rule"], row["amount"]) == ("PRODUCT", "return.credit.billed", "-50.00")
    assert [one["sequence"] for one in billed["lineage"]] == [1, 2]
    assert row["connections"] == [
        {"role": "BILLED_SALES", "otherRole": "ORIGINAL", "other": {"sequence": billed["sequence"]}}
    ]


def test_the_cost_of_a_sale_that_booked_it_is_not_entered(api: Api) -> None:
    line = {"invoiceLine": sold(api), "quantity": "1", "unitCost": "20"}
    before = api.fingerprint()
    with pytest.raises(Rejected) as rejected:
        api.returned(lines=[line])
    (problem,) = rejected.value.problems
    assert (problem["code"], problem["path"]) == ("INVALID_INPUT", ["lines", "0", "unitCost"])
    assert api.fingerprint() == before


def test_a_product_on_a_draft_does_not_come_back(api: Api) -> None:
    product = {"name": "Pump", "type": "PRODUCT_BASED", "product": {"number": api.product("50")}}
    project = Project.of(api, product)
    project.ready(contractLines=project.lines)
    draft = project.draft()
    query = "query($k: ID!) { node(id: $k) { ... on Invoice { lines { id returnableQuantity } } } }"
    (line,) = api.run(query, k=draft["id"])["node"]["lines"]
    assert line["returnableQuantity"] == "0"
    with pytest.raises(Rejected) as rejected:
        api.return_order((line["id"], "1"))
    assert rejected.value.codes == ["NOT_FOUND"]
