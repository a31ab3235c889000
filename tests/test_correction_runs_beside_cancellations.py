"""Correction runs over books in which documents were canceled: what stands billed is what they restored."""

from typing import Any

import pytest

from tests.api import Api
from tests.canceling import cancel
from tests.correction_runs import act, asleep, correct, outcomes, planned, shown
from tests.goods import Sale
from tests.projects import Project

pytestmark = pytest.mark.both_engines


def test_a_canceled_invoice_is_not_found_and_one_whose_correction_was_canceled_is(api: Api) -> None:
    of = Sale.of(api, ("10", "120"))
    other = of.again(("10", "120"))
    credit = of.put_right(unitPrice="100")
    cancel(api, credit["number"])
    cancel(api, other["number"])
    rule = {"where": {"unitPrice": "120"}, "change": {"unitPrice": "110"}}
    plan = planned(api, **rule)
    assert shown(plan) == [("INV-000001", 0, 1, "-125.00", "")]
    run = correct(api, expectedPlan=plan["hash"], **rule)
    assert [one[:2] for one in outcomes(run)] == [("INV-000001", "EXECUTED")]
    assert api.broken_laws() == []


def test_work_whose_correction_was_canceled_is_corrected_by_a_run_too(api: Api) -> None:
    project = Project.of(api)
    invoice = project.billed("10", "100", taxAmount="250")
    credit = project.confirm(project.bill(project.correct(invoice), quantity="8", taxAmount="200"))
    cancel(api, credit["number"])
    rule = {"where": {"unitPrice": "100"}, "change": {"unitPrice": "90"}}
    assert shown(planned(api, **rule)) == [("INV-000001", 0, 1, "-125.00", "")]
    run = correct(api, **rule)
    assert [one[:2] for one in outcomes(run)] == [("INV-000001", "EXECUTED")]
    assert api.broken_laws() == []


def test_what_a_run_posted_is_canceled_document_by_document_and_found_again(api: Api) -> None:
    of = Sale.of(api, ("10", "120"))
    of.again(("5", "120"))
    rule = {"where": {"unitPrice": "120"}, "change": {"priceFactor": "0.9"}}
    posted = [one[2] for one in outcomes(correct(api, **rule))]
    cancel(api, posted[0])
    assert [one[:3] for one in shown(planned(api, **rule))] == [("INV-000001", 0, 1)]
    assert api.broken_laws() == []


def named(*numbers: str, **more: Any) -> dict[str, Any]:
    """A selection of these documents, at another price."""
    return {"where": {"invoices": [{"number": one} for one in numbers], **more}, "change": {"unitPrice": "110"}}


def told(api: Api, **rule: Any) -> list[tuple[str, str, str]]:
    """What became of each document that was named, as it was planned; nothing else was touched."""
    plan = planned(api, **rule)
    expected = [(one[0], one[4]) for one in shown(plan)]
    run = correct(asleep(api), **rule)
    reviewed = correct(asleep(api), **rule, expectedPlan=plan["hash"])
    first = outcomes(act(api, "cancelPostingRun", reviewed) if reviewed["status"] == "WAITING" else reviewed)
    assert [(one[0], one[4]) for one in first] == expected
    done = outcomes(act(api, "resumePostingRun", run))
    assert [(one[0], one[4]) for one in done] == expected
    assert api.broken_laws() == []
    return [(one[0], one[1], one[4]) for one in done]


@pytest.mark.parametrize("number", ["INV-000001", "CN-000001"])
def test_a_canceled_sale_and_what_cancels_it_are_told_so_where_they_are_named(api: Api, number: str) -> None:
    of = Sale.of(api, ("10", "120"))
    of.again(("10", "120"))
    cancel(api, "INV-000001")
    found = told(api, **named(number, "INV-000002"))
    assert sorted(found) == [(number, "CONTAINS_ERRORS", "INVOICE_CANCELED"), ("INV-000002", "EXECUTED", "")]


@pytest.mark.parametrize("number", ["CN-000001", "INV-000002"])
def test_a_sale_is_not_corrected_in_the_place_of_its_canceled_correction(api: Api, number: str) -> None:
    of = Sale.of(api, ("10", "120"))
    of.put_right(unitPrice="100")
    cancel(api, "CN-000001")
    before = of.document()
    rule = named(number)
    plan = planned(api, **rule)
    (one,) = plan["invoices"]
    (problem,) = one["problems"]
    assert (plan["total"], plan["blocked"], one["invoice"]["number"], one["document"]) == (1, 1, number, None)
    assert (problem["code"], problem["path"]) == ("INVOICE_CANCELED", ["where", "invoices", "0"])
    assert "CN-000001" in problem["message"]
    assert "INV-000002" in problem["message"]
    assert told(api, **rule) == [(number, "CONTAINS_ERRORS", "INVOICE_CANCELED")]
    assert of.document() == before
    found = told(api, **named(number, "INV-000001"))
    assert set(found) == {(number, "CONTAINS_ERRORS", "INVOICE_CANCELED"), ("INV-000001", "EXECUTED", "")}


@pytest.mark.parametrize("number", ["CN-000001", "INV-000002"])
def test_a_canceled_credit_note_of_a_return_is_told_so_and_its_sale_is_left_alone(api: Api, number: str) -> None:
    of = Sale.of(api, ("10", "120"))
    of.returned("3")
    cancel(api, "CN-000001")
    assert told(api, **named(number)) == [(number, "CONTAINS_ERRORS", "INVOICE_CANCELED")]


def test_work_and_its_canceled_correction(api: Api) -> None:
    project = Project.of(api)
    invoice = project.billed("10", "100", taxAmount="250")
    credit = project.confirm(project.bill(project.correct(invoice), quantity="8", taxAmount="200"))
    cancel(api, credit["number"])
    assert told(api, **named("CN-000001")) == [("CN-000001", "CONTAINS_ERRORS", "INVOICE_CANCELED")]


def test_a_named_document_that_is_canceled_is_told_so_whatever_else_is_selected(api: Api) -> None:
    of = Sale.of(api, ("10", "120"))
    cancel(api, "INV-000001")
    rule = named("INV-000001", unitPrice="7", product={"number": of.api.product("9")})
    assert told(api, **rule) == [("INV-000001", "CONTAINS_ERRORS", "INVOICE_CANCELED")]


@pytest.mark.parametrize("combine", ["INVOICE", "CUSTOMER"])
@pytest.mark.parametrize("reviewed", [False, True])
def test_what_is_canceled_while_a_run_waits_is_told_so(api: Api, reviewed: bool, combine: str) -> None:
    of = Sale.of(api, ("10", "120"))
    of.again(("5", "120"))
    rule = {**named("INV-000001", "INV-000002"), "combine": combine}
    plan = planned(api, **rule)
    run = correct(asleep(api), **rule, **({"expectedPlan": plan["hash"]} if reviewed else {}))
    cancel(api, "INV-000001")
    found = [(one[0], one[1], one[4]) for one in outcomes(act(api, "resumePostingRun", run))]
    told = "PLAN_OUTDATED INVOICE_CANCELED" if reviewed else "INVOICE_CANCELED"
    fails = reviewed and combine == "CUSTOMER"
    assert found == [
        ("INV-000001", "CONTAINS_ERRORS", told),
        ("INV-000002", "CONTAINS_ERRORS" if fails else "EXECUTED", "GROUP_FAILED" if fails else ""),
    ]
    assert api.broken_laws() == []


def test_a_selection_that_found_what_is_canceled_meanwhile_passes_it_over(api: Api) -> None:
    of = Sale.of(api, ("10", "120"))
    of.again(("5", "120"))
    run = correct(asleep(api), where={"unitPrice": "120"}, change={"unitPrice": "110"})
    cancel(api, "INV-000001")
    found = [(one[0], one[1], one[4]) for one in outcomes(act(api, "resumePostingRun", run))]
    assert found == [("INV-000001", "SKIPPED", "INVOICE_CANCELED"), ("INV-000002", "EXECUTED", "")]
