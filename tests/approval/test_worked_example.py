"""The worked example of the page: Kari corrects, Ola confirms, and what was approved is an effect (access 4.5)."""

import pytest

from rebill.models.vocabulary import Scope
from tests.access.test_history import history
from tests.api import Api
from tests.approval.people import (
    KARI,
    OLA,
    a_correction,
    acting,
    approval,
    ask,
    codes,
    decide,
    policy,
    told,
    with_key,
)

pytestmark = pytest.mark.both_engines
SHOWN = "... on ConfirmInvoiceSuccess { invoice { number totalAmount approval { id status } } }"


def test_kari_corrects_ola_confirms_and_only_what_was_approved_is_posted(api: Api) -> None:
    project, draft = a_correction(api)
    policy(api, correctionsOnly=True, limits=[{"currency": "EUR", "amount": "500"}])
    confirming = {"invoice": {"id": draft["id"]}}
    (lacking,) = told(api, OLA, "confirmInvoice", **confirming)
    assert (lacking["code"], lacking["path"]) == ("APPROVAL_REQUIRED", ["invoice"])
    wanted = {"policy": "credits", "total": "-600.00", "currency": "EUR"}
    assert {name: lacking["params"][name] for name in wanted} == wanted

    asked = ask(api, KARI, posting={"confirmInvoice": confirming})
    assert (asked["status"], asked["planHash"]) == ("PENDING", lacking["params"]["plan"])
    assert [one["totalAmount"] for one in asked["plans"]] == ["-600.00"]
    own = with_key(api, "Kari's key", Scope.ADMIN, Scope.APPROVE, owner="kari")
    second = with_key(api, "Kari's second key", Scope.APPROVE, owner="kari")
    for hers in (own, second):
        problems = told(api, hers, "decideApproval", approval=asked["id"], decision="APPROVE")
        assert [(one["code"], one["path"], one["params"]["person"]) for one in problems] == [
            ("APPROVER_NOT_INDEPENDENT", ["approval"], "kari")
        ]
    assert decide(api, OLA, asked)["status"] == "APPROVED"

    with acting(api, KARI):
        project.bill(draft, quantity="6")
    before = api.fingerprint()
    (outdated,) = told(api, OLA, "confirmInvoice", **confirming)
    assert (outdated["code"], outdated["path"]) == ("PLAN_OUTDATED", ["invoice"])
    params = outdated["params"]
    assert (params["approvedTotal"], params["currentTotal"]) == ("-600.00", "-800.00")
    assert (params["approved"], params["current"] == asked["planHash"]) == (asked["planHash"], False)
    assert approval(api, asked)["outdated"] is True
    assert api.fingerprint() == before

    with acting(api, KARI):
        project.bill(draft, quantity="7")
    assert approval(api, asked)["outdated"] is False
    with acting(api, OLA):
        posted = api.do("confirmInvoice", SHOWN, **confirming)["invoice"]
    assert posted["totalAmount"] == "-600.00"
    assert posted["approval"] == {"id": asked["id"], "status": "USED"}
    assert approval(api, asked)["outdated"] is False
    told_of = [(one["actor"]["name"], one["operation"]) for one in history(api)]
    assert [one for one in told_of if one[0] in ("Kari", "Ola")] == [
        ("Kari", "correctInvoice"),
        ("Kari", "updateInvoiceLineDetails"),
        ("Kari", "requestApproval"),
        ("Ola", "decideApproval"),
        ("Kari", "updateInvoiceLineDetails"),
        ("Kari", "updateInvoiceLineDetails"),
        ("Ola", "confirmInvoice"),
    ]
    last = api.run("{ history(last: 1) { nodes { operation approval { id } subjects } } }")["history"]["nodes"][0]
    assert last["approval"] == {"id": asked["id"]}
    assert last["subjects"][0] == draft["id"]
    assert asked["id"] in last["subjects"]
    assert codes(api, OLA, "confirmInvoice", **confirming) == [("INVALID_STATUS_TRANSITION", ["invoice"])]
    assert api.broken_laws() == []
