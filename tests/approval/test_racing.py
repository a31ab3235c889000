"""Approvers and postings at once: decided once, posted once, and one living request a posting."""

from dataclasses import replace
from typing import Any

import pytest

from rebill.models.vocabulary import ActorKind, Scope
from rebill.posting.command.caller import Caller
from tests.api import Api
from tests.approval.people import (
    APPROVAL,
    ASKED,
    EVA,
    ISSUER,
    KARI,
    OLA,
    a_correction,
    acting,
    approval,
    ask,
    decide,
    policy,
)
from tests.test_racing import clients, together

pytestmark = pytest.mark.both_engines
__all__ = ["clients"]  # the fixture


def as_each(clients: list[Api], *scopes: Scope) -> list[Api]:
    """Every client as a person of their own."""
    for place, one in enumerate(clients):
        name = f"person {place}"
        one.caller = Caller(None, ActorKind.SUBJECT, name, name, ISSUER, frozenset(scopes))
    return clients


def test_of_eight_approvers_at_once_one_decides(api: Api, clients: list[Api]) -> None:
    _, draft = a_correction(api)
    request = ask(api, KARI, posting={"confirmInvoice": {"invoice": {"id": draft["id"]}}})
    shown = f"... on ApprovalSuccess {{ approval {{ {APPROVAL} }} }}"
    decided = [
        {"approval": request["id"], "decision": "APPROVE"}
        if place % 2
        else {"approval": request["id"], "decision": "DECLINE", "reason": "No"}
        for place in range(len(clients))
    ]
    outcomes = together(
        [
            lambda one=one, values=values: one.do("decideApproval", shown, **values)["approval"]["status"]
            for one, values in zip(as_each(clients, Scope.APPROVE), decided, strict=True)
        ]
    )
    told = sorted(map(str, outcomes))
    assert told.count("['APPROVAL_NOT_PENDING']") == len(clients) - 1
    assert approval(api, request)["status"] in told
    assert api.broken_laws() == []


def test_of_eight_postings_at_once_one_uses_the_approval(api: Api, clients: list[Api]) -> None:
    _, draft = a_correction(api)
    policy(api)
    request = ask(api, KARI, posting={"confirmInvoice": {"invoice": {"id": draft["id"]}}})
    decide(api, EVA, request)
    shown = "... on ConfirmInvoiceSuccess { invoice { number } }"
    outcomes = together(
        [
            lambda one=one: one.do("confirmInvoice", shown, invoice={"id": draft["id"]})["invoice"]["number"]
            for one in as_each(clients, Scope.CREDIT)
        ]
    )
    assert sorted(map(str, outcomes)) == ["CN-000001", *["['INVALID_STATUS_TRANSITION']"] * (len(clients) - 1)]
    assert approval(api, request)["status"] == "USED"
    assert api.broken_laws() == []


def test_of_eight_requests_at_once_one_lives(api: Api, clients: list[Api]) -> None:
    _, draft = a_correction(api)
    posting = {"confirmInvoice": {"invoice": {"id": draft["id"]}}}
    outcomes = together(
        [lambda one=one: one.do("requestApproval", ASKED, posting=posting) for one in as_each(clients, Scope.DRAFT)]
    )
    assert all(isinstance(one, dict) for one in outcomes), outcomes
    statuses = [one["status"] for one in api.run("{ approvals { nodes { status } } }")["approvals"]["nodes"]]
    assert sorted(statuses) == ["PENDING", *["VOID"] * (len(clients) - 1)]


def test_a_draft_that_changes_as_it_is_posted_is_posted_as_approved_or_not_at_all(api: Api, clients: list[Api]) -> None:
    project, draft = a_correction(api)
    policy(api)
    request = ask(api, KARI, posting={"confirmInvoice": {"invoice": {"id": draft["id"]}}})
    decide(api, EVA, request)
    first, *others = clients
    first.caller = KARI

    def change() -> Any:
        return replace(project, api=first).bill(draft, quantity="6")["status"]

    def post(one: Api) -> Any:
        with acting(one, OLA):
            shown = "... on ConfirmInvoiceSuccess { invoice { totalAmount } }"
            return one.do("confirmInvoice", shown, invoice={"id": draft["id"]})["invoice"]["totalAmount"]

    outcomes = list(map(str, together([change, *(lambda one=one: post(one) for one in others)])))
    posted = [one for one in outcomes if one.startswith("-")]
    assert posted in ([], ["-600.00"]), outcomes
    assert approval(api, request)["status"] == ("USED" if posted else "APPROVED")
    assert api.broken_laws() == []
