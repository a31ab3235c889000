"""Every posting of one document finds its approval by itself, and uses it up (access 4.2)."""

from typing import Any

import pytest

from tests.api import Api
from tests.approval.people import EVA, KARI, OLA, acting, approval, ask, codes, decide, policy, told
from tests.approval.test_runs import a_return
from tests.projects import Project

pytestmark = pytest.mark.both_engines


def a_credit(api: Api) -> dict[str, Any]:
    """The credit note of a return."""
    order = a_return(api)
    return {"postReturnInvoice": {"order": {"id": order["id"]}}}


def a_cancellation(api: Api) -> dict[str, Any]:
    """Taking an invoice back."""
    invoice = Project.of(api, customer=api.customer()).billed("10", "100")
    return {"cancelInvoice": {"invoice": {"number": invoice["number"]}, "reason": "Wrong customer"}}


def a_confirmation(api: Api) -> dict[str, Any]:
    """A draft that bills work."""
    project = Project.of(api, customer=api.customer())
    project.work("10", "100")
    return {"confirmInvoice": {"invoice": {"id": project.draft()["id"]}}}


PATHS = {"postReturnInvoice": ["order"], "cancelInvoice": ["invoice"], "confirmInvoice": ["invoice"]}
SUCCESS = {name: f"{name[0].upper()}{name[1:]}Success" for name in PATHS}


@pytest.mark.parametrize("posting", [a_credit, a_cancellation, a_confirmation])
def test_a_posting_that_needs_approval_is_posted_under_it_once(api: Api, posting: Any) -> None:
    ((mutation, values),) = (given := posting(api)).items()
    policy(api)
    before = api.fingerprint()
    (lacking,) = told(api, OLA, mutation, **values)
    assert (lacking["code"], lacking["path"]) == ("APPROVAL_REQUIRED", PATHS[mutation])
    assert mutation in lacking["remedy"]
    assert lacking["params"]["document"]
    assert api.fingerprint() == before
    request = ask(api, KARI, posting=given)
    assert request["planHash"] == lacking["params"]["plan"]
    assert codes(api, OLA, mutation, **values) == [("APPROVAL_REQUIRED", PATHS[mutation])]
    numbers = api.run("{ numberSeries { last count } }")
    decide(api, EVA, request)
    assert api.run("{ numberSeries { last count } }") == numbers
    shown = f"... on {SUCCESS[mutation]} {{ replayed plan {{ hash }} invoice {{ approval {{ id }} }} }}"
    with acting(api, OLA):
        posted = api.do(mutation, shown, **values, idempotencyKey="once")
        again = api.do(mutation, shown, **values, idempotencyKey="once")
    assert posted["plan"]["hash"] == request["planHash"]
    assert posted["invoice"]["approval"]["id"] == request["id"]
    assert again == posted | {"replayed": True}
    assert approval(api, request)["status"] == "USED"
    assert api.broken_laws() == []


def test_the_reason_is_no_part_of_what_is_approved(api: Api) -> None:
    posting = a_cancellation(api)["cancelInvoice"]
    policy(api)
    first = ask(api, KARI, posting={"cancelInvoice": posting})
    second = ask(api, KARI, posting={"cancelInvoice": posting | {"reason": "In other words"}})
    assert first["planHash"] == second["planHash"]
    decide(api, EVA, second)
    assert codes(api, OLA, "cancelInvoice", **posting) == []


def test_options_that_change_the_effect_are_another_plan(api: Api) -> None:
    posting = a_credit(api)["postReturnInvoice"]
    policy(api)
    request = ask(api, KARI, posting={"postReturnInvoice": posting})
    decide(api, EVA, request)
    otherwise = posting | {"settlement": "NONE"}
    assert codes(api, OLA, "postReturnInvoice", **otherwise) == [("PLAN_OUTDATED", ["order"])]
    assert codes(api, OLA, "postReturnInvoice", **posting) == []


def test_an_approval_is_for_its_mutation_alone(api: Api) -> None:
    order = a_return(api)
    policy(api)
    single = ask(api, KARI, posting={"postReturnInvoice": {"order": {"id": order["id"]}}})
    decide(api, EVA, single)
    assert codes(api, OLA, "postInvoices", orders=[{"id": order["id"]}]) == [("APPROVAL_REQUIRED", ["orders", "0"])]


def test_a_detail_that_is_removed_and_entered_again_is_the_same_effect(api: Api) -> None:
    project = Project.of(api, customer=api.customer())
    project.work("10", "100")
    project.work("2", "50")
    draft = project.draft()
    policy(api)
    request = ask(api, KARI, posting={"confirmInvoice": {"invoice": {"id": draft["id"]}}})
    decide(api, EVA, request)
    last = draft["details"]["nodes"][-1]["id"]
    with acting(api, KARI):
        removed = project.change(draft, removeInvoiceLineDetails={"details": [last]})
        assert len(removed["details"]["nodes"]) == 1
        entered = project.change(draft, refreshInvoice={})
    assert entered["details"]["nodes"][-1]["id"] != last
    assert approval(api, request)["outdated"] is False
    assert codes(api, OLA, "confirmInvoice", invoice={"id": draft["id"]}) == []
