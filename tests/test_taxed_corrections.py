"""Corrections by tax code: goods and charges on drafts, products of projects, runs and cancellations (documents 2.6)."""

from typing import Any

import pytest

from tests.api import Api, Rejected
from tests.correction_runs import correct, outcomes
from tests.goods import Sale
from tests.projects import Project
from tests.taxes import ROW, code, rounds, rows, taxes_of

HOURLY = {"name": "Work", "billingMethod": "TIME_AND_MATERIAL", "taxCode": "S25"}


def sold(api: Api, quantity: str = "4", price: str = "250") -> Sale:
    """Goods sold at 25 per cent by code."""
    product = {"number": api.product(price, tax="0")}
    invoice = api.invoiced(api.customer(), {"product": product, "quantity": quantity, "taxCode": "S25"})
    return Sale.known(api, invoice["number"])


def coded(api: Api, key: str) -> list[tuple[Any, ...]]:
    """What the details of a document are taxed as, and were."""
    query = (
        "query($k: ID!) { node(id: $k) { ... on Invoice { details(first: 9) { nodes { taxRate taxCode { code } "
        "previousTaxCode { code } taxAmount } } lines { taxCode { code } taxRate } } } }"
    )
    found = api.run(query, k=key)["node"]["details"]["nodes"]
    return [
        (
            one["taxRate"],
            (one["taxCode"] or {}).get("code"),
            (one["previousTaxCode"] or {}).get("code"),
            one["taxAmount"],
        )
        for one in found
    ]


@pytest.fixture
def codes(api: Api) -> Api:
    """Two codes, one of which has another rate by now."""
    code(api, "S25")
    code(api, "S15", rates={"2020-01-01": "15"}, account="2702")
    return api


def test_goods_are_taxed_by_another_code_and_what_comes_back_later_is_credited_by_that(codes: Api) -> None:
    sale = sold(codes)
    draft = sale.correct()
    assert coded(codes, draft["id"]) == [("25", "S25", "S25", "250.00")]
    assert sale.planned(sale.enter(draft, taxCode="S25"))["problems"][0]["code"] == "NO_CHANGES"
    draft = sale.enter(draft, taxCode="S15")
    assert coded(codes, draft["id"]) == [("15", "S15", "S25", "150.00")]
    document = sale.confirm(draft)
    assert (document["netAmount"], document["taxAmount"]) == ("0.00", "-100.00")
    assert taxes_of(codes, document["number"]) == ["S25 25: -1000.00 -250.00", "S15 15: 1000.00 150.00"]
    order = codes.return_order((sale.line, "1"))
    codes.receive(codes.arrive(order, (1, "1")))
    note = codes.credit(order)["invoice"]
    assert taxes_of(codes, note["number"]) == ["S15 15: -250.00 -37.50"]
    assert codes.broken_laws() == []


@pytest.mark.parametrize("change", [{"taxCode": "S15"}, {"taxRate": "5"}, {"unitPrice": "100"}])
def test_a_credit_that_was_corrected_does_not_move_the_tax_of_the_next_one(codes: Api, change: dict[str, str]) -> None:
    rounds(codes, "RATE")
    sale = sold(codes, "2")
    sale.put_right(sale.returned("1")["number"], **change)
    assert codes.broken_laws() == []
    note = sale.returned("1")
    assert (note["netAmount"], note["taxAmount"]) == ("-250.00", "-62.50")
    assert codes.broken_laws() == []


def test_a_bare_rate_takes_the_place_of_a_code_and_the_same_rate_leaves_it(codes: Api) -> None:
    sale = sold(codes)
    draft = sale.enter(sale.correct(), taxRate="25", description="As ordered")
    assert coded(codes, draft["id"]) == [("25", "S25", "S25", "250.00")]
    draft = sale.enter(draft, taxRate="15")
    assert coded(codes, draft["id"]) == [("15", None, "S25", "150.00")]
    with pytest.raises(Rejected) as caught:
        sale.enter(draft, taxCode="S15", taxRate="25")
    assert [(one["code"], one["path"]) for one in caught.value.problems] == [
        ("INVALID_INPUT", ["details", "0", "taxRate"])
    ]
    document = sale.confirm(draft)
    assert taxes_of(codes, document["number"]) == ["S25 25: -1000.00 -250.00", "STANDARD 15: 1000.00 150.00"]
    assert codes.broken_laws() == []


def test_a_charge_of_a_credit_note_is_taxed_by_another_code(codes: Api) -> None:
    sale = sold(codes)
    fee = {"description": "Restocking", "category": "FIXED", "value": "100", "taxCode": "S25"}
    order = codes.returned(lines=[{"invoiceLine": sale.line, "quantity": "1"}], charges=[fee])
    codes.receive(codes.arrive(order, (1, "1")))
    note = codes.credit(order)["invoice"]
    draft = sale.enter(sale.correct(note["number"]), 1, taxCode="S15")
    document = sale.confirm(draft)
    assert taxes_of(codes, document["number"]) == ["S25 25: -100.00 -25.00", "S15 15: 100.00 15.00"]
    assert codes.broken_laws() == []


@pytest.mark.parametrize("rounding", ["LINE", "RATE"])
def test_a_document_by_codes_is_canceled_with_the_rows_that_it_was_posted_with(codes: Api, rounding: str) -> None:
    rounds(codes, rounding)
    project = Project.of(codes, HOURLY)
    for _ in range(3):
        project.work("1", "9.90")
    project.work("1", "100", taxCode="S15")
    invoice = project.confirm(project.draft())
    by_rate = rounding == "RATE"
    assert taxes_of(codes, invoice["number"]) == [
        f"S25 25: 29.70 {'7.43' if by_rate else '7.44'}",
        "S15 15: 100.00 15.00",
    ]
    draft = project.bill(project.correct(invoice, startFrom="BILLED"), 0, unitPrice="19.90", taxCode="S15")
    project.confirm(draft)
    canceled = "... on CancelInvoiceSuccess { invoice { number } }"
    for one in (draft, invoice):
        posted = codes.run("query($k: ID!) { node(id: $k) { ... on Invoice { number } } }", k=one["id"])["node"][
            "number"
        ]
        back = codes.do("cancelInvoice", canceled, invoice={"number": posted}, reason="Wrong")["invoice"]["number"]
        assert signless(taxes_of(codes, back)) == signless(taxes_of(codes, posted))
    assert codes.broken_laws() == []
    again = project.confirm(project.draft())
    assert (again["netAmount"], again["taxAmount"]) == (invoice["netAmount"], invoice["taxAmount"])


def test_a_draft_shows_the_breakdown_that_it_is_posted_with(api: Api) -> None:
    project = Project.of(api)
    project.work("10", "200", taxAmount="500")
    draft = project.bill(project.correct(project.confirm(project.draft())), quantity="7", taxAmount="500")
    query = f"query($k: ID!) {{ node(id: $k) {{ ... on Invoice {{ taxes {{ {ROW} }} }} }} }}"

    def shown() -> list[str]:
        return rows(api.run(query, k=draft["id"])["node"]["taxes"])

    before = shown()
    project.confirm(draft)
    assert before == shown() == ["None 0: -600.00 0.00"]


def signless(rows: list[str]) -> list[str]:
    """A breakdown without its signs; the documents themselves are opposite by the laws."""
    return [row.replace("-", "") for row in rows]


def test_a_product_of_a_project_has_the_code_of_its_line_and_is_corrected_by_another(codes: Api) -> None:
    line = {"name": "Chairs", "type": "PRODUCT_BASED", "product": {"number": codes.product("50")}, "quantity": "3"}
    project = Project.of(codes, line | {"taxCode": "S25"})
    project.ready(contractLines=project.lines)
    invoice = project.confirm(project.draft())
    assert taxes_of(codes, invoice["number"]) == ["S25 25: 150.00 37.50"]
    query = "query($k: ID!) { node(id: $k) { ... on Invoice { lines { id } } } }"
    keys = codes.run(query, k=invoice["id"])["node"]["lines"]
    draft = project.correct(invoice, lines=[keys[0]["id"]], startFrom="BILLED")
    assert project.bill(draft, taxCode="S15")["taxAmount"] == "-15.00"
    document = project.confirm(draft)
    assert taxes_of(codes, document["number"]) == ["S25 25: -150.00 -37.50", "S15 15: 150.00 22.50"]
    assert codes.broken_laws() == []


@pytest.mark.parametrize(
    ("change", "taxes"),
    [
        ({"unitPrice": "180"}, ["S25 25: -200.00 -50.00"]),
        ({"taxRate": "15"}, ["S25 25: -2000.00 -500.00", "None None: 2000.00 300.00"]),
        ({"creditInFull": True}, ["S25 25: -2000.00 -500.00"]),
    ],
)
@pytest.mark.parametrize("rounding", ["LINE", "RATE"])
def test_a_run_corrects_work_by_its_code(codes: Api, change: dict[str, Any], taxes: list[str], rounding: str) -> None:
    rounds(codes, rounding)
    project = Project.of(codes, HOURLY)
    invoice = project.billed("10", "200")
    run = correct(codes, where={"order": {"id": project.key}}, change=change)
    ((corrected, status, number, _, problems),) = outcomes(run)
    assert (corrected, status, problems) == (invoice["number"], "EXECUTED", "")
    assert taxes_of(codes, number) == taxes
    assert codes.broken_laws() == []


def test_a_run_that_names_the_rate_that_a_code_has_changes_nothing(codes: Api) -> None:
    project = Project.of(codes, HOURLY)
    project.billed("10", "200")
    sold(codes)
    run = correct(codes, where={"invoiceDate": {"from": "2020-01-01"}}, change={"taxRate": "25"})
    assert [status for _, status, *_ in outcomes(run)] == []
