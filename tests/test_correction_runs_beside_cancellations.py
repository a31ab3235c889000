"""Correction runs over books in which documents were canceled: what stands billed is what they restored."""

import pytest

from tests.api import Api
from tests.canceling import cancel
from tests.correction_runs import correct, outcomes, planned, shown
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
