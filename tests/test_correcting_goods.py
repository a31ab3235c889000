"""Goods put right: drafts, limits and refusals, and what returns and drafts do to each other (putting-right 2.1)."""

from typing import Any

import pytest

from tests.api import Api, Rejected
from tests.goods import Sale, base_sale, totals
from tests.projects import Project
from tests.taking_back import pump


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
    of = base_sale(api)
    plan = of.planned(of.correct())
    assert [one["code"] for one in plan["problems"]] == ["NO_CHANGES"]


def test_a_draft_that_begins_at_zero_takes_everything_back(api: Api) -> None:
    of = base_sale(api)
    credit = of.confirm(of.correct(start="ZERO"))
    assert totals(credit) == "-2000.00 / -500.00 / -2500.00"
    assert of.document()["lines"][0]["returnableQuantity"] == "0"
    with pytest.raises(Rejected) as refused:
        of.correct()
    assert refused.value.codes == ["DETAIL_ALREADY_CORRECTED"]
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_a_return_goes_on_under_a_draft_which_follows_what_stands(api: Api) -> None:
    of = base_sale(api)
    draft = of.enter(of.correct(), unitPrice="18")
    of.returned("10")
    query = "query($i: ID!) { node(id: $i) { ... on Invoice { version netAmount details { nodes { quantity previousQuantity amount } } } } }"
    found = api.run(query, i=draft["id"])["node"]
    assert found["details"]["nodes"] == [{"quantity": "90", "previousQuantity": "90", "amount": "1620.00"}]
    assert (found["netAmount"], found["version"]) == ("-180.00", draft["version"] + 1)
    assert totals(of.confirm(draft)) == "-180.00 / -45.00 / -225.00"
    assert [one["number"] for one in of.document()["correctedBy"]] == ["CN-000001", "CN-000002"]  # as they were posted
    assert api.broken_laws() == []


def test_no_less_is_right_than_open_return_orders_claim(api: Api) -> None:
    of = base_sale(api)
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
    of = base_sale(api)
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
    of = base_sale(api)
    draft = of.correct()
    with pytest.raises(Rejected) as refused:
        of.correct()
    assert refused.value.codes == ["CORRECTION_IN_PROGRESS"]
    api.do("deleteInvoice", "... on DeleteInvoiceSuccess { deletedId }", invoice={"id": draft["id"]})
    assert of.correct()["details"]["nodes"][0]["quantity"] == "100"
    assert api.broken_laws() == []


def test_a_draft_takes_corrections_of_several_documents_of_one_customer(api: Api) -> None:
    of = base_sale(api)
    other = of.again(("2", "50"))
    draft = of.enter(of.correct(), unitPrice="18")
    both = of.correct(other["number"], addTo=draft["id"])
    credit = of.confirm(of.enter(both, 1, quantity="1"))
    assert sorted(one["number"] for one in credit["corrects"]) == ["INV-000001", "INV-000002"]
    assert sorted(one["number"] for one in credit["orders"]) == ["SO-000001", "SO-000002"]
    assert totals(credit) == "-250.00 / -62.50 / -312.50"
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_what_was_planned_is_outdated_once_a_return_has_moved_what_stands(api: Api) -> None:
    of = base_sale(api)
    draft = of.enter(of.correct(), unitPrice="18")
    plan = of.planned(draft)
    of.returned("10")
    with pytest.raises(Rejected) as refused:
        api.do("confirmInvoice", "__typename", invoice={"id": draft["id"]}, expectedPlan=plan["hash"])
    assert refused.value.codes == ["PLAN_OUTDATED"]


def test_what_was_entered_is_checked_again_when_it_is_confirmed(api: Api) -> None:
    of = base_sale(api)
    draft = of.enter(of.correct(), quantity="95")
    of.returned("10")
    (problem,) = of.planned(draft)["problems"]
    assert problem["code"] == "CORRECTION_EXCEEDS_BILLED"
    assert "sold 100, of which returns took 10; the right quantity cannot be 95" in problem["message"]


@pytest.mark.parametrize("start", ["ZERO", "BILLED"])
def test_nothing_is_left_to_correct_of_what_came_back_under_the_draft(api: Api, start: str) -> None:
    of = base_sale(api)
    draft = of.enter(of.correct(start=start), unitPrice="18")
    of.returned("100")
    assert [one["code"] for one in of.planned(draft)["problems"]] == ["NO_CHANGES"]


def test_a_line_that_is_taken_off_a_draft_can_be_corrected_on_another(api: Api) -> None:
    of = Sale.of(api, ("10", "5"), ("2", "100"))
    draft = of.correct()
    taken_off = [draft["details"]["nodes"][0]["id"]]
    selection = "... on DraftInvoiceSuccess { invoice { lines { lineNumber unitPrice } } }"
    left = api.do("removeInvoiceLineDetails", selection, invoice={"id": draft["id"]}, details=taken_off)
    assert left["invoice"]["lines"] == [{"lineNumber": 1, "unitPrice": "100"}]
    other = of.enter(of.correct(), unitPrice="4")
    assert totals(of.confirm(other)) == "-10.00 / -2.50 / -12.50"
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_runs_confirm_corrections_of_goods(api: Api) -> None:
    of = base_sale(api)
    draft = of.enter(of.correct(), unitPrice="18")
    api.do("confirmInvoices", "__typename", invoices=[{"id": draft["id"]}])
    assert [one["number"] for one in of.document()["correctedBy"]] == ["CN-000001"]
    assert totals(of.document("CN-000001")) == "-200.00 / -50.00 / -250.00"
    assert api.broken_laws() == []


def test_goods_that_were_free_are_billed_at_their_price(api: Api) -> None:
    of = Sale.of(api, ("4", "0"))
    invoice = of.put_right(unitPrice="3")
    assert (invoice["documentType"], totals(invoice)) == ("INVOICE", "12.00 / 3.00 / 15.00")
    assert totals(of.returned("4")) == "-12.00 / -3.00 / -15.00"
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_goods_and_work_of_one_contract_are_corrected_on_one_draft(api: Api) -> None:
    product = {"number": api.product("50")}
    pumps = {"name": "Pumps", "type": "PRODUCT_BASED", "product": product, "quantity": "3", "taxAmount": "37.50"}
    project = Project.of(api, {"name": "Work", "billingMethod": "TIME_AND_MATERIAL"}, pumps)
    work = project.billed("10", "100", taxAmount="250")
    project.ready(contractLines=project.lines[1:])
    goods = Sale.known(api, project.confirm(project.draft())["number"])
    draft = goods.enter(goods.correct(work["number"]), quantity="8", taxAmount="200")
    lines = [goods.invoice["lines"][1]["id"]]
    both = goods.correct(lines=lines, addTo=draft["id"])
    credit = goods.confirm(goods.enter(both, 1, quantity="2", taxAmount="25"))
    assert totals(credit) == "-250.00 / -62.50 / -312.50"
    assert sorted(one["number"] for one in credit["corrects"]) == ["INV-000001", "INV-000002"]
    assert api.broken_laws() == []


def test_a_return_credits_no_more_for_a_piece_than_stands_after_a_correction(api: Api) -> None:
    of = base_sale(api)
    order = api.return_order((of.line, "10"))
    of.put_right(unitPrice="18")
    line, update = order["lines"][0]["id"], "... on ReturnOrderSuccess { order { id } }"
    with pytest.raises(Rejected) as refused:
        api.do("updateReturnOrder", update, order={"id": order["id"]}, lines=[{"line": line, "unitPrice": "19"}])
    assert refused.value.codes == ["RETURN_PRICE_EXCEEDS_BILLED"]
    api.do("updateReturnOrder", update, order={"id": order["id"]}, lines=[{"line": line, "unitPrice": "17"}])
    api.arrive(order, (1, "10"))
    api.receive(order)
    note = of.document(api.credit(order)["invoice"]["number"])
    assert totals(note) == "-170.00 / -42.50 / -212.50"
    assert totals(of.returned("90")) == "-1620.00 / -405.00 / -2025.00"  # 10.00 were kept
    assert api.broken_laws() == []


@pytest.mark.parametrize("named", ["lines", "details"])
def test_lines_or_their_details_are_named_all_or_nothing(api: Api, named: str) -> None:
    of = Sale.of(api, ("10", "5"), ("2", "100"), ("1", "30"))
    found = of.invoice["lines"] if named == "lines" else of.document()["details"]["nodes"]
    second, third = (one["id"] for one in found[1:])
    draft = of.correct(**{named: [second]})
    assert [(one["unitPrice"], one["previousQuantity"]) for one in draft["details"]["nodes"]] == [("100", "2")]
    with pytest.raises(Rejected) as refused:
        of.correct(**{named: [third, second]})
    assert [(one["code"], one["path"]) for one in refused.value.problems] == [("CORRECTION_IN_PROGRESS", [named, "1"])]
    assert of.correct()["skipped"] == ["CORRECTION_IN_PROGRESS"]


def test_lines_of_another_document_are_not_found(api: Api) -> None:
    of = base_sale(api)
    other = of.again(("2", "50"))
    with pytest.raises(Rejected) as refused:
        of.correct(lines=[other["lines"][0]["id"], "nonsense"])
    assert [(one["code"], one["path"]) for one in refused.value.problems] == [
        ("NOT_FOUND", ["lines", "1"]),
        ("NOT_FOUND", ["lines", "0"]),
    ]


def test_a_correction_that_took_back_everything_says_how_to_go_on(api: Api) -> None:
    of = base_sale(api)
    credit = of.put_right(quantity="0")
    with pytest.raises(Rejected) as refused:
        of.correct(credit["number"])
    assert refused.value.codes == ["NOTHING_TO_CORRECT"]
    assert refused.value.problems[0]["remedy"] == "It took back all that it bills: bill it anew with an order."


def test_a_project_invoice_of_products_alone_says_that_their_lines_are_named(api: Api) -> None:
    project, _ = pump(api)
    invoice = api.run('{ invoice(ref: {number: "INV-000001"}) { id } }')["invoice"]
    with pytest.raises(Rejected) as refused:
        project.correct(invoice)
    assert refused.value.codes == ["NOTHING_TO_CORRECT"]
    assert refused.value.problems[0]["remedy"].startswith("Use correctInvoice with lines for price, tax or text;")


def test_a_draft_from_which_all_was_taken_off_breaks_no_law_and_can_be_added_to(api: Api) -> None:
    of = base_sale(api)
    draft = of.correct()
    keys = [one["id"] for one in draft["details"]["nodes"]]
    api.do("removeInvoiceLineDetails", "__typename", invoice={"id": draft["id"]}, details=keys)
    assert api.broken_laws() == []
    again = of.enter(of.correct(addTo=draft["id"]), unitPrice="18")
    assert totals(of.confirm(again)) == "-200.00 / -50.00 / -250.00"
    assert api.broken_laws() == []
