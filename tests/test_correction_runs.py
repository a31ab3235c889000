"""The same correction for many invoices: planned, posted by a run, and planned again (putting-right 8)."""

from typing import Any

import pytest

from tests.api import Api
from tests.correction_runs import correct, outcomes, planned, shown
from tests.goods import Sale, totals
from tests.settling import matched, still_open

pytestmark = pytest.mark.both_engines


def five_sales(api: Api) -> Sale:
    """Five sales of one product, 10 at 120.00 each, INV-000001 to INV-000005, of which the third is on a draft."""
    product, customer = api.product("120"), api.customer()
    for _ in range(5):
        api.invoiced(customer, {"product": {"number": product}, "quantity": "10"})
    of = Sale.known(api, "INV-000001")
    of.correct("INV-000003")
    return of


RULE: dict[str, Any] = {"where": {"product": {"number": "P-000001"}}, "change": {"unitPrice": "110"}}


def test_10_16_five_invoices_one_blocked(api: Api) -> None:
    of = five_sales(api)
    plan = planned(api, **RULE)
    assert [plan[name] for name in ("total", "ready", "blocked", "unchanged")] == [5, 4, 1, 0]
    assert shown(plan) == [
        ("INV-000001", 0, 1, "-125.00", ""),
        ("INV-000002", 1, 1, "-125.00", ""),
        ("INV-000003", None, 0, "0.00", "CORRECTION_IN_PROGRESS"),
        ("INV-000004", 2, 1, "-125.00", ""),
        ("INV-000005", 3, 1, "-125.00", ""),
    ]
    assert totals(plan["invoices"][0]) == "-100.00 / -25.00 / -125.00"
    assert [(one["currency"], one["documents"], totals(one)) for one in plan["totals"]] == [
        ("NOK", 4, "-400.00 / -100.00 / -500.00")
    ]
    run = correct(api, **RULE, expectedPlan=plan["hash"])
    assert (run["kind"], run["status"], run["total"], run["posted"], run["skipped"]) == (
        "CORRECT_INVOICES",
        "ENDED",
        5,
        4,
        1,
    )
    assert outcomes(run) == [
        ("INV-000001", "EXECUTED", "CN-000001", "-125.00", ""),
        ("INV-000002", "EXECUTED", "CN-000002", "-125.00", ""),
        ("INV-000003", "SKIPPED", None, None, "CORRECTION_IN_PROGRESS"),
        ("INV-000004", "EXECUTED", "CN-000003", "-125.00", ""),
        ("INV-000005", "EXECUTED", "CN-000004", "-125.00", ""),
    ]
    assert matched(api, "CN-000001") == [("INV-000001", "125.00")]
    assert still_open(api, "INV-000001", "INV-000003", "CN-000001") == [
        "CONFIRMED 1375.00",
        "CONFIRMED 1500.00",
        "CONFIRMED 0.00",
    ]
    assert of.document("CN-000001")["reason"] == "The price list of July"
    assert_again(api)


def assert_again(api: Api, unchanged: int = 4) -> None:
    """The same rule a second time: nothing is ready; what bills it now is right."""
    again = planned(api, **RULE)
    assert [again[name] for name in ("ready", "blocked", "unchanged")] == [0, 1, unchanged]
    run = correct(api, **RULE, expectedPlan=again["hash"])
    assert [one[1:] for one in outcomes(run)] == [("SKIPPED", None, None, "CORRECTION_IN_PROGRESS")]
    assert (run["status"], again["totals"], api.broken_laws()) == ("ENDED", [], [])


def test_10_16_one_document_for_a_customer(api: Api) -> None:
    of = five_sales(api)
    plan = planned(api, **RULE, combine="CUSTOMER")
    assert [one[1] for one in shown(plan)] == [0, 0, None, 0, 0]
    assert [(one["documents"], totals(one)) for one in plan["totals"]] == [(1, "-400.00 / -100.00 / -500.00")]
    run = correct(api, **RULE, combine="CUSTOMER", expectedPlan=plan["hash"])
    assert [one[1:4] for one in outcomes(run)] == [
        ("EXECUTED", "CN-000001", "-500.00"),
        ("EXECUTED", "CN-000001", "-500.00"),
        ("SKIPPED", None, None),
        ("EXECUTED", "CN-000001", "-500.00"),
        ("EXECUTED", "CN-000001", "-500.00"),
    ]
    credit = of.document("CN-000001")
    assert [one["number"] for one in credit["corrects"]] == [f"INV-00000{place}" for place in (1, 2, 4, 5)]
    assert sorted(matched(api, "CN-000001")) == [(f"INV-00000{place}", "125.00") for place in (1, 2, 4, 5)]
    assert_again(api, unchanged=1)  # CN-000001 bills all four lines now


def test_10_16_without_a_plan_the_run_finds_out_itself(api: Api) -> None:
    five_sales(api)
    run = correct(api, **RULE)
    assert [one[1] for one in outcomes(run)] == ["EXECUTED", "EXECUTED", "SKIPPED", "EXECUTED", "EXECUTED"]
    assert_again(api)
