"""What the rule of a correction run makes of goods and of work of every kind (putting-right 8.1, 8.2)."""

from typing import Any

import pytest

from tests.api import Api
from tests.correction_runs import correct, outcomes, planned, sales, shown
from tests.goods import Sale, totals
from tests.projects import Project, ledger_table
from tests.settling import matched
from tests.tables import table

WORK = {"name": "Work", "billingMethod": "TIME_AND_MATERIAL"}
BUILD = {
    "name": "Build",
    "billingMethod": "FIXED_PRICE",
    "milestones": [{"name": "Done", "amount": "500", "taxAmount": "125"}],
}
EVERYTHING: dict[str, Any] = {"invoiceDate": {"from": "2026-01-01"}}


def lights(api: Api) -> dict[str, Any]:
    """A product on a contract: 3 at 50.00, tax 37.50."""
    return {
        "name": "Lights",
        "type": "PRODUCT_BASED",
        "product": {"number": api.product("50")},
        "quantity": "3",
        "taxAmount": "37.50",
    }


def billed_project(api: Api) -> Project:
    """INV-000001 bills 10 hours at 100.00, a milestone of 500.00 and 3 lights at 50.00."""
    project = Project.of(api, WORK, BUILD, lights(api))
    project.work("10", "100", taxAmount="250")
    lines = project.contract["lines"]
    project.ready(milestones=[lines[1]["milestones"][0]["id"]], contractLines=[lines[2]["id"]])
    project.confirm(project.draft())
    return project


def test_a_price_reaches_goods_and_work_by_time_and_material_and_takes_the_tax_of_work_along(api: Api) -> None:
    billed_project(api)
    plan = planned(api, where=EVERYTHING, change={"priceFactor": "0.9"})
    assert shown(plan) == [("INV-000001", 0, 2, "-143.75", "")]
    correct(api, where=EVERYTHING, change={"priceFactor": "0.9"}, expectedPlan=plan["hash"])
    credit = Sale.known(api, "CN-000001").invoice
    assert [
        (one["description"], one["unitPrice"], one["amount"], one["taxAmount"]) for one in credit["details"]["nodes"]
    ] == [("Work", "90", "900.00", "225.00"), ("Lights", "45", "135.00", "33.75")]
    assert totals(credit) == "-115.00 / -28.75 / -143.75"
    assert (matched(api, "CN-000001"), api.broken_laws()) == ([("INV-000001", "143.75")], [])


def test_a_tax_rate_of_work_is_its_amount_times_the_rate(api: Api) -> None:
    billed_project(api)
    correct(api, where={"order": {"number": "PC-000001"}}, change={"taxRate": "15"})
    credit = Sale.known(api, "CN-000001").invoice
    assert [(one["description"], one["amount"], one["taxAmount"]) for one in credit["details"]["nodes"]] == [
        ("Work", "1000.00", "150.00"),
        ("Lights", "150.00", "22.50"),
    ]
    assert (totals(credit), api.broken_laws()) == ("0.00 / -115.00 / -115.00", [])


def test_what_is_credited_in_full_can_be_a_milestone(api: Api) -> None:
    project = billed_project(api)
    correct(api, where={"customer": {"number": "C-000001"}}, change={"creditInFull": True})
    credit = Sale.known(api, "CN-000001").invoice
    assert totals(credit) == "-1650.00 / -412.50 / -2062.50"
    assert project.contract["lines"][1]["milestones"][0]["invoiceStatus"] == "READY_TO_INVOICE"
    again = planned(api, where={"customer": {"number": "C-000001"}}, change={"creditInFull": True})
    assert (again["total"], api.broken_laws()) == (0, [])


def test_a_milestone_is_found_and_not_reached_by_a_price(api: Api) -> None:
    project = Project.of(api, BUILD)
    project.ready(milestones=[project.contract["lines"][0]["milestones"][0]["id"]])
    project.confirm(project.draft())
    plan = planned(api, where=EVERYTHING, change={"unitPrice": "1"})
    assert ([plan[name] for name in ("total", "unchanged")], shown(plan)) == (
        [1, 1],
        [("INV-000001", None, 0, "0.00", "")],
    )


def test_retainers_are_never_reached(api: Api) -> None:
    project = Project.of(api, WORK, retainers=[{"description": "Advance", "amount": "300"}])
    project.retained()
    project.billed("10", "100", taxAmount="250")
    plan = planned(api, where=EVERYTHING, change={"creditInFull": True})
    assert shown(plan) == [("INV-000002", 0, 1, "-1250.00", "")]
    correct(api, where=EVERYTHING, change={"creditInFull": True}, expectedPlan=plan["hash"])
    assert (project.retainer["usedAmount"], api.broken_laws()) == ("300.00", [])


@pytest.mark.both_engines
def test_work_is_written_as_a_single_correction_writes_it(api: Api) -> None:
    project = Project.of(api)
    project.billed("10", "100", taxAmount="250")
    correct(api, where={"description": "WORK"}, change={"unitPrice": "90"})
    assert ledger_table(api, after=4) == table("""
        5 BS time -10 -1000.00 -250.00 unadjustable posted reverses 4
        6 US time  10   900.00  225.00 -            posted replaces 4
        7 US time -10  -900.00 -225.00 unadjustable posted reverses 6
        8 BS time  10   900.00  225.00 -            posted bills 6
        """)
    assert api.broken_laws() == []


SELECTIONS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("a customer", {"customer": {"number": "C-000001"}}, ["INV-000001", "INV-000002", "INV-000003"]),
    ("another customer", {"customer": {"number": "C-000002"}}, ["INV-000004"]),
    ("an order", {"order": {"number": "SO-000002"}}, ["INV-000002"]),
    ("a product", {"product": {"number": "P-000001"}}, ["INV-000001"]),
    ("a class", {"transactionClass": ["TIME"]}, []),
    ("a text in any case", {"description": "ÅL"}, ["INV-000004"]),
    ("a price", {"unitPrice": "200.00"}, ["INV-000002"]),
    ("a rate", {"taxRate": "15"}, ["INV-000004"]),
    ("days of work", {"transactionDate": {"to": "2026-08-31"}}, []),
    (
        "days of invoices",
        {"invoiceDate": {"from": "2026-09-01", "to": "2026-09-01"}},
        [f"INV-00000{one}" for one in (1, 2, 3, 4)],
    ),
    ("invoices", {"invoices": [{"number": "INV-000003"}, {"number": "INV-000001"}]}, ["INV-000001", "INV-000003"]),
    ("all of it", {"customer": {"number": "C-000001"}, "unitPrice": "300", "taxRate": "25"}, ["INV-000003"]),
]


@pytest.mark.both_engines
@pytest.mark.parametrize(("what", "where", "found"), SELECTIONS, ids=[one[0] for one in SELECTIONS])
def test_every_field_of_a_selection_narrows_it(api: Api, what: str, where: dict[str, Any], found: list[str]) -> None:
    sales(api, "100", "200", "300")
    other = api.customer()
    api.invoiced(other, {"product": {"number": api.product("400", tax="15", name="Ål")}, "quantity": "1"})
    plan = planned(api, where=where, change={"priceFactor": "0.5"})
    assert [one["invoice"]["number"] for one in plan["invoices"]] == found


def test_what_bills_it_now_is_corrected_where_the_first_invoice_is_named(api: Api) -> None:
    of = Sale.of(api, ("10", "120"), ("10", "120"))
    of.put_right(unitPrice="110")
    where = {"invoices": [{"number": "INV-000001"}]}
    assert shown(planned(api, where=where, change={"unitPrice": "100"})) == [
        ("CN-000001", 0, 1, "-125.00", ""),
        ("INV-000001", 1, 1, "-250.00", ""),
    ]
    run = correct(api, where=where, change={"unitPrice": "100"})
    assert [one[0] for one in outcomes(run)] == ["CN-000001", "INV-000001"]
    only = planned(api, where={"invoices": [{"number": "CN-000001"}]}, change={"unitPrice": "90"})
    assert (len(only["invoices"]), api.broken_laws()) == (1, [])


def test_what_returns_credited_is_not_billed_and_corrected_only_where_it_is_named(api: Api) -> None:
    of = Sale.of(api, ("10", "100"))
    of.returned("3")
    assert shown(planned(api, where=EVERYTHING, change={"unitPrice": "80"})) == [("INV-000001", 0, 1, "-175.00", "")]
    named = planned(api, where={"invoices": [{"number": "CN-000001"}]}, change={"unitPrice": "80"})
    assert shown(named) == [("CN-000001", 0, 1, "75.00", "")]


def test_what_came_back_whole_is_not_found(api: Api) -> None:
    of = Sale.of(api, ("3", "100"))
    of.returned("3")
    assert planned(api, where=EVERYTHING, change={"unitPrice": "80"})["total"] == 0
    run = correct(api, where=EVERYTHING, change={"unitPrice": "80"})
    assert (run["status"], run["total"], run["items"]["nodes"]) == ("ENDED", 0, [])
