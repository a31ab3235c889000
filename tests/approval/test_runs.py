"""Approval of runs: one request for the whole, and each document posts under it as planned (access 4.4)."""

from dataclasses import replace
from typing import Any

import pytest

from rebill.models.identity import decode
from rebill.models.vocabulary import Scope
from rebill.posting.command.transaction import Service
from rebill.posting.runs.execution import execute_run
from tests.access.test_history import history
from tests.api import Api
from tests.approval.people import EVA, KARI, OLA, acting, approval, ask, codes, decide, policy, told
from tests.projects import Project

pytestmark = pytest.mark.both_engines
ITEM = "status problems { code path } order { number } invoice { number totalAmount approval { id } }"
RUN = f"... on PostingRunSuccess {{ run {{ id status posted skipped failed items {{ nodes {{ {ITEM} }} }} }} }}"


def a_return(api: Api, pieces: str = "1") -> dict[str, Any]:
    """A return order that can be credited."""
    invoice = api.invoiced(api.customer(), {"product": {"number": api.product("100")}, "quantity": "5"})
    order = api.return_order((invoice["lines"][0]["id"], pieces))
    api.arrive(order, (1, pieces))
    api.receive(order)
    return order


def post(api: Api, mutation: str, **values: Any) -> dict[str, Any]:
    """A run that Ola started, and what became of it."""
    with acting(api, OLA):
        found: dict[str, Any] = api.do(mutation, RUN, **values)["run"]
    return found


def statuses(run: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """What became of the items, and why."""
    return [(one["status"], [each["code"] for each in one["problems"]]) for one in run["items"]["nodes"]]


def drafts(api: Api, *hours: str) -> list[dict[str, Any]]:
    """Drafts that Kari has entered, each of its own contract."""
    found = []
    for each in hours:
        project = Project.of(api, customer=api.customer())
        project.work(each, "100")
        with acting(api, KARI):
            found.append(project.draft())
    return found


def test_a_run_of_orders_is_asked_for_signed_and_used_as_a_whole(api: Api) -> None:
    first, second = a_return(api), a_return(api, "2")
    policy(api, limits=[{"currency": "NOK", "amount": "200"}])
    orders = {"orders": [{"id": first["id"]}, {"id": second["id"]}]}
    (lacking,) = told(api, OLA, "postInvoices", **orders)
    assert (lacking["code"], lacking["path"]) == ("APPROVAL_REQUIRED", ["orders", "1"])
    assert (lacking["params"]["total"], lacking["params"]["currency"]) == ("-250.00", "NOK")
    request = ask(api, KARI, posting={"postInvoices": orders | {"reason": "The weekly run"}})
    assert request["planHash"] == lacking["params"]["plan"]
    assert request["subjects"] == [first["id"], second["id"]]
    assert [one["totalAmount"] for one in request["plans"]] == ["-125.00", "-250.00"]
    planned = api.run("query($i: PostInvoicesInput!) { planRun(input: $i) { ... on RunPlan { hash } } }", i=orders)
    assert planned["planRun"]["hash"] == request["planHash"]
    decide(api, EVA, request, expectedPlan=request["planHash"])
    run = post(api, "postInvoices", **orders, reason="Another reason")
    assert statuses(run) == [("EXECUTED", []), ("EXECUTED", [])]
    assert [one["invoice"]["approval"]["id"] for one in run["items"]["nodes"]] == [request["id"]] * 2
    assert approval(api, request)["status"] == "USED"
    entries = api.run("{ history(last: 3) { nodes { operation approval { id } run { id } } } }")["history"]["nodes"]
    assert [(one["operation"], one["approval"]["id"]) for one in entries] == [("postInvoices", request["id"])] * 3
    assert api.broken_laws() == []


def test_a_run_that_moved_before_it_started_is_outdated(api: Api) -> None:
    first = a_return(api)
    policy(api)
    request = ask(api, KARI, posting={"postInvoices": {"select": {"type": ["RETURN_ORDER"]}}})
    decide(api, EVA, request)
    a_return_without_policy(api)
    (problem,) = told(api, OLA, "postInvoices", select={"type": ["RETURN_ORDER"]})
    assert (problem["code"], problem["path"]) == ("PLAN_OUTDATED", ["select"])
    assert (problem["params"]["approvedTotal"], problem["params"]["currentTotal"]) == ("-125.00", "-250.00")
    assert approval(api, request)["status"] == "APPROVED"
    assert codes(api, OLA, "postInvoices", orders=[{"id": first["id"]}]) == [("APPROVAL_REQUIRED", ["orders", "0"])]


def a_return_without_policy(api: Api) -> dict[str, Any]:
    """A return order whose sale nobody had to approve."""
    policy(api, active=False)
    order = a_return(api)
    policy(api)
    return order


def test_a_document_that_moves_once_the_run_has_started_fails_alone(api: Api) -> None:
    first, second = a_return(api), a_return(api)
    policy(api, documentType=["CREDIT_NOTE"])
    orders = {"orders": [{"id": first["id"]}, {"id": second["id"]}]}
    request = ask(api, KARI, posting={"postInvoices": orders})
    decide(api, EVA, request)
    api.notify = lambda service, run: None
    waiting = post(api, "postInvoices", **orders)
    assert approval(api, request)["status"] == "USED"
    lines = [{"line": first["lines"][0]["id"], "unitPrice": "90"}]
    api.do("updateReturnOrder", "... on ReturnOrderSuccess { replayed }", order={"id": first["id"]}, lines=lines)
    carry_on(api, waiting)
    run = the_run(api, waiting)
    assert statuses(run) == [("CONTAINS_ERRORS", ["PLAN_OUTDATED"]), ("EXECUTED", [])]
    assert api.broken_laws() == []


def carry_on(api: Api, run: dict[str, Any]) -> None:
    """Let a run that waits go on."""
    known = decode(run["id"])
    assert known is not None
    execute_run(Service(api.database, api.clock), known[1])


def the_run(api: Api, run: dict[str, Any]) -> dict[str, Any]:
    """A run as it stands."""
    query = f"query($k: ID!) {{ postingRun(id: $k) {{ id status items {{ nodes {{ {ITEM} }} }} }} }}"
    found: dict[str, Any] = api.run(query, k=run["id"])["postingRun"]
    return found


def test_what_a_late_selection_finds_is_skipped_for_want_of_approval(api: Api) -> None:
    order = a_return(api)
    policy(api, documentType=["CREDIT_NOTE"])
    sale = sold(api)
    run = post(api, "postInvoices", select={}, lateSelection=True)
    found = {one["order"]["number"]: one for one in run["items"]["nodes"]}
    assert (found[order["number"]]["status"], found[order["number"]]["problems"][0]["code"]) == (
        "SKIPPED",
        "APPROVAL_REQUIRED",
    )
    assert found[sale]["status"] == "EXECUTED"
    late = {"postInvoices": {"select": {}, "lateSelection": True}}
    assert codes(api, KARI, "requestApproval", posting=late) == [
        ("INVALID_INPUT", ["posting", "postInvoices", "lateSelection"])
    ]


def sold(api: Api) -> str:
    """A delivered sales order's number."""
    made = api.do(
        "createSalesOrder",
        "... on SalesOrderSuccess { order { number } }",
        customer={"number": api.customer()},
        lines=[{"product": {"number": api.product("100")}, "quantity": "1"}],
    )
    number = str(made["order"]["number"])
    api.do("postPackingSlip", "... on PackingSlipSuccess { packingSlip { number } }", order={"number": number})
    return number


def test_a_policy_that_comes_while_a_run_waits_counts_for_what_is_left(api: Api) -> None:
    order = a_return(api)
    api.notify = lambda service, run: None
    waiting = post(api, "postInvoices", orders=[{"id": order["id"]}])
    policy(api)
    carry_on(api, waiting)
    assert statuses(the_run(api, waiting)) == [("CONTAINS_ERRORS", ["APPROVAL_REQUIRED"])]
    assert api.broken_laws() == []


def test_a_run_of_drafts_is_signed_as_a_whole(api: Api) -> None:
    first, second = drafts(api, "1", "7")
    policy(api, limits=[{"currency": "NOK", "amount": "500"}])
    named = {"invoices": [{"id": first["id"]}, {"id": second["id"]}]}
    (lacking,) = told(api, OLA, "confirmInvoices", **named)
    assert (lacking["code"], lacking["path"]) == ("APPROVAL_REQUIRED", ["invoices", "1"])
    request = ask(api, KARI, posting={"confirmInvoices": named})
    assert [one["totalAmount"] for one in request["plans"]] == ["100.00", "700.00"]
    editor = replace(KARI, scopes=frozenset({Scope.APPROVE}))
    assert codes(api, editor, "decideApproval", approval=request["id"], decision="APPROVE") == [
        ("APPROVER_NOT_INDEPENDENT", ["approval"])
    ]
    decide(api, EVA, request)
    run = post(api, "confirmInvoices", **named)
    assert statuses(run) == [("EXECUTED", []), ("EXECUTED", [])]
    assert {one["invoice"]["approval"]["id"] for one in run["items"]["nodes"]} == {request["id"]}
    assert approval(api, request)["status"] == "USED"
    assert api.broken_laws() == []


def test_a_run_of_corrections_is_signed_as_a_whole(api: Api) -> None:
    projects = [Project.of(api, customer=api.customer()) for _ in range(2)]
    invoices = [project.billed("10", "100") for project in projects]
    policy(api, correctionsOnly=True)
    where = {"invoices": [{"number": one["number"]} for one in invoices]}
    wanted = {"where": where, "change": {"unitPrice": "90"}, "reason": "Agreed"}
    (lacking,) = told(api, OLA, "correctInvoices", **wanted)
    assert (lacking["code"], lacking["path"]) == ("APPROVAL_REQUIRED", ["where"])
    request = ask(api, KARI, posting={"correctInvoices": wanted | {"reason": "Said otherwise"}})
    assert [one["totalAmount"] for one in request["plans"]] == ["-100.00", "-100.00"]
    assert request["planHash"] == lacking["params"]["plan"]
    decide(api, EVA, request)
    run = post(api, "correctInvoices", **wanted)
    assert statuses(run) == [("EXECUTED", []), ("EXECUTED", [])]
    assert {one["invoice"]["approval"]["id"] for one in run["items"]["nodes"]} == {request["id"]}
    assert approval(api, request)["status"] == "USED"
    assert history(api)[-1]["operation"] == "correctInvoices"
    assert api.broken_laws() == []


def test_a_new_request_for_the_same_run_voids_the_last_one_whatever_its_reason(api: Api) -> None:
    order = a_return(api)
    orders = {"orders": [{"id": order["id"]}]}
    first = ask(api, KARI, posting={"postInvoices": orders | {"reason": "One"}})
    other = ask(api, KARI, posting={"postInvoices": orders | {"settlement": "NONE"}})
    same = {"orders": [{"number": order["number"]}], "reason": "Two", "expectedPlan": first["planHash"]}
    again = ask(api, KARI, posting={"postInvoices": same})
    assert [approval(api, one)["status"] for one in (first, other, again)] == ["VOID", "PENDING", "PENDING"]


def test_documents_of_a_run_that_are_settled_with_each_other_are_signed_and_posted(api: Api) -> None:
    customer, product = api.customer(), api.product("100")
    line = {"product": {"number": product}, "quantity": "5"}
    order = api.return_order((api.invoiced(customer, line)["lines"][0]["id"], "1"))
    api.arrive(order, (1, "1"))
    api.receive(order)
    shown = "... on SalesOrderSuccess { order { id number } }"
    sale = api.do("createSalesOrder", shown, customer={"number": customer}, lines=[line])["order"]
    ref = {"number": sale["number"]}
    api.do("postPackingSlip", "... on PackingSlipSuccess { packingSlip { number } }", order=ref)
    policy(api)
    wanted = {"orders": [{"id": order["id"]}, {"id": sale["id"]}], "settlement": "AUTOMATIC"}
    request = ask(api, KARI, posting={"postInvoices": wanted})
    assert [one["totalAmount"] for one in request["plans"]] == ["-125.00", "625.00"]
    decide(api, EVA, request)
    run = post(api, "postInvoices", **wanted)
    assert statuses(run) == [("EXECUTED", []), ("EXECUTED", [])]
    assert approval(api, request)["status"] == "USED"
    assert api.broken_laws() == []
