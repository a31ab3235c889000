"""When a document needs approval: the policies, and the table of the page (access 4.1)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from rebill.models.identity import encode
from rebill.models.vocabulary import DocumentType
from rebill.posting.ledger.policies import Policy, asking
from rebill.posting.plan import Plan
from tests.access.test_history import changes, history
from tests.api import Api, Rejected
from tests.approval.people import ADMIN, KARI, OLA, POLICY, a_correction, acting, codes, policy
from tests.projects import Project

CREDIT, INVOICE = DocumentType.CREDIT_NOTE, DocumentType.INVOICE
CREDITS = Policy(1, "credits", [], True, [], [{"currency": "EUR", "amount": "500"}])


def a_plan(kind: DocumentType, total: str, currency: str, *, corrects: bool) -> Plan:
    """A document that comes to so much."""
    return Plan(7, currency, kind, net_amount=Decimal(total), corrects=(1,) if corrects else ())


@pytest.mark.parametrize(
    ("kind", "corrects", "total", "currency", "needs"),
    [
        (CREDIT, True, "-499.99", "EUR", False),
        (CREDIT, True, "-500.00", "EUR", True),
        (INVOICE, True, "500.00", "EUR", True),
        (INVOICE, False, "9000.00", "EUR", False),
        (CREDIT, True, "-1.00", "DKK", True),
        (CREDIT, True, "0.00", "EUR", False),
    ],
)
def test_a_document_needs_approval_as_the_table_says(
    kind: DocumentType, corrects: bool, total: str, currency: str, needs: bool
) -> None:
    assert bool(asking([CREDITS], [a_plan(kind, total, currency, corrects=corrects)])) is needs


@pytest.mark.parametrize(
    ("about", "conditions", "needs"),
    [
        ("nothing said: everything", {}, True),
        ("a type that it is", {"document_type": ["INVOICE"]}, True),
        ("a type that it isn't", {"document_type": ["CREDIT_NOTE"]}, False),
        ("corrections only", {"corrections_only": True}, False),
        ("its customer", {"customers": [encode("Customer", 7), encode("Customer", 8)]}, True),
        ("another customer", {"customers": [encode("Customer", 8)]}, False),
        ("without a limit 0 too", {"limits": []}, True),
        ("a limit of another currency", {"limits": [{"currency": "EUR", "amount": "99999"}]}, True),
        ("a limit of nothing", {"limits": [{"currency": "NOK", "amount": "0"}]}, True),
        ("a limit above it", {"limits": [{"currency": "NOK", "amount": "0.01"}]}, False),
        ("all of several hold", {"document_type": ["INVOICE"], "customers": [encode("Customer", 7)]}, True),
        ("one of several doesn't", {"document_type": ["INVOICE"], "customers": [encode("Customer", 8)]}, False),
    ],
)
def test_every_condition_has_to_hold_and_an_empty_one_does(about: str, conditions: Any, needs: bool) -> None:
    every: dict[str, Any] = {"document_type": [], "corrections_only": False, "customers": [], "limits": []}
    one = Policy(1, "p", **{**every, **conditions})
    assert one.asks(a_plan(INVOICE, "0", "NOK", corrects=False)) is needs, about


@pytest.mark.both_engines
def test_a_policy_is_set_whole_and_the_same_name_changes_it(api: Api) -> None:
    number = api.customer("EUR")
    limits = [{"currency": "EUR", "amount": "500"}, {"currency": "JPY", "amount": "60000.0"}]
    first = policy(api, customers=[{"number": number}], limits=limits, documentType=["CREDIT_NOTE"], reason="Audit")
    assert first | {"id": ""} == {
        "id": "",
        "name": "credits",
        "active": True,
        "documentType": ["CREDIT_NOTE"],
        "correctionsOnly": False,
        "customers": [{"number": number}],
        "limits": [{"currency": "EUR", "amount": "500.00"}, {"currency": "JPY", "amount": "60000"}],
    }
    second = policy(api, active=False)
    assert second["id"] == first["id"]
    assert (second["active"], second["customers"], second["limits"], second["documentType"]) == (False, [], [], [])
    policy(api, "a first one")
    listed = api.run(f"{{ approvalPolicies {{ {POLICY} }} }}")["approvalPolicies"]
    assert [one["name"] for one in listed] == ["a first one", "credits"]
    assert api.run(f"query($k: ID!) {{ node(id: $k) {{ ... on ApprovalPolicy {{ {POLICY} }} }} }}", k=first["id"]) == {
        "node": second
    }
    made, changed = [one for one in history(api, subject=first["id"]) if one["operation"] == "setApprovalPolicy"]
    assert (made["reason"], made["changes"]) == ("Audit", [])
    assert changes(changed)["active"] == ("true", "false")
    assert changes(changed)["documentType"] == ('["CREDIT_NOTE"]', "[]")


def test_a_policy_is_refused_with_all_that_is_wrong_with_it(api: Api) -> None:
    wrong = {
        "name": "p",
        "customers": [{"number": "C-9"}],
        "limits": [
            {"currency": "EUR", "amount": "1"},
            {"currency": "EUR", "amount": "2"},
            {"currency": "XXQ", "amount": "1"},
            {"currency": "NOK", "amount": "-1"},
            {"currency": "JPY", "amount": "0.5"},
        ],
    }
    assert codes(api, ADMIN, "setApprovalPolicy", **wrong) == [
        ("NOT_FOUND", ["customers", "0", "number"]),
        ("INVALID_INPUT", ["limits", "1", "currency"]),
        ("INVALID_INPUT", ["limits", "2", "currency"]),
        ("INVALID_INPUT", ["limits", "3", "amount"]),
        ("INVALID_INPUT", ["limits", "4", "amount"]),
    ]
    assert codes(api, ADMIN, "setApprovalPolicy", name="  ") == [("INVALID_INPUT", ["name"])]
    assert codes(api, ADMIN, "setApprovalPolicy", name="x" * 101) == [("INVALID_INPUT", ["name"])]
    assert codes(api, ADMIN, "setApprovalPolicy", name="p", customers=[], limits=[], documentType=[]) == []


@pytest.mark.both_engines
def test_policies_count_at_the_moment_of_posting_and_bind_an_open_server(api: Api) -> None:
    project = Project.of(api, customer=api.customer("EUR"))
    project.work("1", "100")
    draft = project.draft()
    policy(api, "everything")
    with pytest.raises(Rejected) as rejected:
        project.confirm(draft)
    assert rejected.value.codes == ["APPROVAL_REQUIRED"]
    policy(api, "everything", active=False)
    assert project.confirm(draft)["totalAmount"] == "100.00"


def test_approval_is_asked_for_alone_once_nothing_else_is_in_the_way(api: Api) -> None:
    _, draft = a_correction(api)
    policy(api)
    invoice = {"id": draft["id"]}
    assert codes(api, KARI, "confirmInvoice", invoice=invoice) == [("FORBIDDEN", ["invoice"])]
    assert codes(api, OLA, "confirmInvoice", invoice=invoice) == [("APPROVAL_REQUIRED", ["invoice"])]
    assert codes(api, OLA, "confirmInvoice", invoice=invoice, expectedPlan="0" * 64) == [
        ("PLAN_OUTDATED", ["expectedPlan"])
    ]
    with acting(api, ADMIN):
        period = {"from": "2026-01-01", "to": "2026-12-31", "status": "CLOSED"}
        api.do("setFiscalPeriod", "... on FiscalPeriodSuccess { replayed }", **period)
    assert codes(api, OLA, "confirmInvoice", invoice=invoice) == [("PERIOD_NOT_OPEN", ["invoiceDate"])]


def test_a_plan_is_never_refused_for_want_of_approval(api: Api) -> None:
    _, draft = a_correction(api)
    policy(api)
    query = "query($i: ConfirmInvoiceInput!) { planInvoiceConfirmation(input: $i) { __typename } }"
    assert api.run(query, i={"invoice": {"id": draft["id"]}})["planInvoiceConfirmation"]["__typename"] == "PostingPlan"


def test_the_clock_of_a_policy_is_never_before_what_is_posted(api: Api) -> None:
    project, draft = a_correction(api)
    with acting(api, OLA):
        project.confirm(draft)
    api.clock.instant -= timedelta(hours=1)
    policy(api)
    assert api.broken_laws() == []
