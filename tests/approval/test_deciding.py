"""Asking and deciding: what is refused, who is one person with whom, and when a request is over (access 4.2, 4.3)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from rebill.models import tables
from rebill.models.identity import encode
from rebill.models.vocabulary import ActorKind, Scope
from rebill.posting.command.caller import ANONYMOUS, Caller
from rebill.posting.command.clock import SystemClock
from tests.access.keys import revoked
from tests.api import Api
from tests.approval.people import (
    APPROVAL,
    EVA,
    ISSUER,
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
from tests.projects import Project
from tests.statements import recorded_statements

pytestmark = pytest.mark.both_engines
Draft = dict[str, Any]


def confirming(draft: Draft) -> dict[str, Any]:
    """The posting of a draft."""
    return {"confirmInvoice": {"invoice": {"id": draft["id"]}}}


def asked(api: Api, **values: Any) -> tuple[Draft, dict[str, Any]]:
    """Kari's correction, and her request."""
    _, draft = a_correction(api)
    policy(api, correctionsOnly=True)
    return draft, ask(api, KARI, posting=confirming(draft), **values)


def approving(api: Api, who: Caller, request: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """What somebody is told who approves."""
    return codes(api, who, "decideApproval", approval=request["id"], decision="APPROVE")


def test_asking_draws_no_number_and_leaves_the_books_and_what_they_lock_alone(api: Api) -> None:
    _, draft = a_correction(api)
    policy(api)
    series = "{ numberSeries { prefix last count } }"
    before, version = api.run(series), "query($k: ID!) { node(id: $k) { ... on Invoice { version status } } }"
    stands = api.run(version, k=draft["id"])
    ask(api, KARI, posting=confirming(draft))
    assert api.run(series) == before
    assert api.run(version, k=draft["id"]) == stands


def test_a_request_shows_what_was_asked_for_and_the_plan_as_its_query_shows_it(api: Api) -> None:
    _, draft = a_correction(api)
    policy(api, "a")
    policy(api, "b", active=False)
    request = ask(api, KARI, posting=confirming(draft), reason="Too many hours")
    plan = APPROVAL.partition("plans { ")[2].rpartition("}")[0]
    query = f"query($i: ConfirmInvoiceInput!) {{ planInvoiceConfirmation(input: $i) {{ ... on PostingPlan {{ {plan} }} }} }}"
    planned = api.run(query, i={"invoice": {"id": draft["id"]}})["planInvoiceConfirmation"]
    assert request["plans"] == [planned]
    assert request["planHash"] == planned["hash"]
    assert request["subjects"] == [draft["id"]]
    assert (request["operation"], request["status"], request["outdated"]) == ("confirmInvoice", "PENDING", False)
    assert (request["reason"], request["requestedBy"], request["decidedBy"]) == (
        "Too many hours",
        {"name": "Kari"},
        None,
    )
    assert [one["name"] for one in request["policies"]] == ["a"]
    assert request["expiresAt"].startswith("2026-09-04T12:00:00")


def test_asking_is_refused_with_the_postings_problems_below_it(api: Api) -> None:
    _, draft = a_correction(api)
    early = {"confirmInvoice": {"invoice": {"id": draft["id"]}, "invoiceDate": "2020-01-01"}}
    (problem,) = told(api, KARI, "requestApproval", posting=early)
    assert (problem["code"], problem["path"]) == (
        "CORRECTION_BEFORE_ORIGINAL",
        ["posting", "confirmInvoice", "invoiceDate"],
    )
    unknown = {"confirmInvoice": {"invoice": {"id": encode("Invoice", 999)}}}
    assert codes(api, KARI, "requestApproval", posting=unknown) == [
        ("NOT_FOUND", ["posting", "confirmInvoice", "invoice", "id"])
    ]


def test_a_reason_that_is_needed_is_asked_for_at_its_place(api: Api) -> None:
    invoice = Project.of(api, customer=api.customer()).billed("1", "100")
    blank = {"cancelInvoice": {"invoice": {"number": invoice["number"]}, "reason": " "}}
    assert codes(api, KARI, "requestApproval", posting=blank) == [
        ("REASON_REQUIRED", ["posting", "cancelInvoice", "reason"])
    ]


def test_a_key_and_an_expected_plan_of_the_posting_are_passed_over(api: Api) -> None:
    _, draft = a_correction(api)
    posting = {"confirmInvoice": {"invoice": {"id": draft["id"]}, "idempotencyKey": "once", "expectedPlan": "0" * 64}}
    request = ask(api, KARI, posting=posting, idempotencyKey="ask")
    assert request["status"] == "PENDING"
    with acting(api, KARI):
        again = api.do(
            "requestApproval",
            f"... on ApprovalSuccess {{ replayed approval {{ {APPROVAL} }} }}",
            posting=posting,
            idempotencyKey="ask",
        )
    assert (again["replayed"], again["approval"]["id"]) == (True, request["id"])


@pytest.mark.parametrize(
    ("hours", "wrong"), [(0, ["expiresAt"]), (30 * 24 + 1, ["expiresAt"]), (1, None), (30 * 24, None)]
)
def test_a_request_ends_within_thirty_days(api: Api, hours: int, wrong: list[str] | None) -> None:
    _, draft = a_correction(api)
    expires = (api.clock.now() + timedelta(hours=hours)).isoformat()
    found = codes(api, KARI, "requestApproval", posting=confirming(draft), expiresAt=expires)
    assert found == ([] if wrong is None else [("INVALID_INPUT", wrong)])


def test_a_new_request_for_the_same_posting_voids_the_last_one(api: Api) -> None:
    draft, first = asked(api)
    decide(api, OLA, first)
    second = ask(api, KARI, posting={"confirmInvoice": {"invoice": {"id": draft["id"]}, "settlement": "NONE"}})
    assert approval(api, first)["status"] == "VOID"
    assert codes(api, OLA, "confirmInvoice", invoice={"id": draft["id"]}) == [("APPROVAL_REQUIRED", ["invoice"])]
    (problem,) = told(api, EVA, "decideApproval", approval=first["id"], decision="APPROVE")
    assert (problem["code"], problem["path"], problem["params"]["status"]) == (
        "APPROVAL_NOT_PENDING",
        ["approval"],
        "VOID",
    )
    assert approval(api, second)["status"] == "PENDING"


def test_who_declines_says_why_and_needs_not_be_another(api: Api) -> None:
    draft, request = asked(api)
    assert codes(api, KARI, "decideApproval", approval=request["id"], decision="DECLINE", reason=" ") == [
        ("INVALID_INPUT", ["reason"])
    ]
    declined = decide(api, KARI, request, "DECLINE", reason="A mistake of mine")
    assert (declined["status"], declined["decidedBy"], declined["decisionReason"]) == (
        "DECLINED",
        {"name": "Kari"},
        "A mistake of mine",
    )
    assert approving(api, OLA, request) == [("APPROVAL_NOT_PENDING", ["approval"])]
    assert codes(api, OLA, "confirmInvoice", invoice={"id": draft["id"]}) == [("APPROVAL_REQUIRED", ["invoice"])]


def test_who_decides_says_which_plan_they_have_seen(api: Api) -> None:
    _, request = asked(api)
    wrong = {"approval": request["id"], "decision": "APPROVE", "expectedPlan": "0" * 64}
    assert codes(api, OLA, "decideApproval", **wrong) == [("PLAN_OUTDATED", ["expectedPlan"])]
    assert decide(api, OLA, request, expectedPlan=request["planHash"])["status"] == "APPROVED"


def test_what_has_moved_meanwhile_is_not_approved_but_can_be_declined(api: Api) -> None:
    project, draft = a_correction(api)
    request = ask(api, KARI, posting=confirming(draft))
    with acting(api, KARI):
        project.bill(draft, quantity="6")
    assert approving(api, OLA, request) == [("PLAN_OUTDATED", ["approval"])]
    assert approval(api, request)["status"] == "PENDING"
    with acting(api, KARI):
        api.do("deleteInvoice", "... on DeleteInvoiceSuccess { deletedId }", invoice={"id": draft["id"]})
    assert approving(api, OLA, request) == [("PLAN_OUTDATED", ["approval"])]
    assert approval(api, request)["outdated"] is True
    assert decide(api, OLA, request, "DECLINE", reason="Gone")["status"] == "DECLINED"


def test_there_is_no_such_request(api: Api) -> None:
    for unknown in (encode("Approval", 99), encode("Invoice", 1), "?"):
        assert codes(api, OLA, "decideApproval", approval=unknown, decision="APPROVE") == [("NOT_FOUND", ["approval"])]


def person(name: str, issuer: str = ISSUER, *scopes: Scope) -> Caller:
    """The subject of a token."""
    mine = frozenset(scopes or (Scope.DRAFT, Scope.APPROVE))
    return Caller(None, ActorKind.SUBJECT, name.title(), name, issuer, mine)


def test_one_person_has_several_actors(api: Api) -> None:
    first = with_key(api, "first", Scope.ADMIN, Scope.APPROVE, Scope.DRAFT, owner="per")
    second = with_key(api, "second", Scope.APPROVE, Scope.DRAFT, owner="per")
    alone = with_key(api, "alone", Scope.APPROVE, Scope.DRAFT)
    other = with_key(api, "other", Scope.APPROVE, Scope.DRAFT)
    per, abroad = person("per"), person("per", "https://other.example")
    one_person = [
        ("themselves", per, per),
        ("a key and its owner", first, per),
        ("an owner and their key", per, first),
        ("a key and its owner, whoever vouches", first, abroad),
        ("two keys of one owner", first, second),
        ("a key without owner", alone, alone),
    ]
    two_persons = [
        ("two keys without owners", alone, other),
        ("equal subjects of two issuers", per, abroad),
        ("two subjects", per, person("kim")),
        ("anybody and somebody", ANONYMOUS, per),
        ("a key and somebody", alone, per),
    ]
    project = Project.of(api, customer=api.customer())
    for pairs, expected in ((one_person, [("APPROVER_NOT_INDEPENDENT", ["approval"])]), (two_persons, [])):
        for about, asker, approver in pairs:
            project.work("1", "100")
            with acting(api, ANONYMOUS):
                draft = project.draft()
            request = ask(api, asker, posting=confirming(draft))
            assert approving(api, approver, request) == expected, about
            if expected:
                decide(api, approver, request, "DECLINE", reason="Taken back")
            api.do("deleteInvoice", "... on DeleteInvoiceSuccess { deletedId }", invoice={"id": draft["id"]})
    assert api.broken_laws() == []


def test_whoever_had_a_hand_in_the_draft_approves_nothing_of_it(api: Api) -> None:
    project, draft = a_correction(api)
    editor = person("lea")
    with acting(api, editor):
        project.bill(draft, quantity="5")
    request = ask(api, OLA, posting=confirming(draft))
    for who in (editor, with_key(api, "Lea's", Scope.ADMIN, Scope.APPROVE, owner="lea"), person("kari")):
        assert approving(api, who, request) == [("APPROVER_NOT_INDEPENDENT", ["approval"])]
    assert decide(api, EVA, request)["status"] == "APPROVED"


def test_a_hand_in_the_draft_after_approving_takes_the_approval_its_worth(api: Api) -> None:
    project, draft = a_correction(api)
    policy(api)
    approver = person("lea")
    request = ask(api, KARI, posting=confirming(draft))
    decide(api, approver, request)
    with acting(api, approver):
        project.bill(draft, quantity="6")
        project.bill(draft, quantity="7")
    assert codes(api, OLA, "confirmInvoice", invoice={"id": draft["id"]}) == [("APPROVAL_REQUIRED", ["invoice"])]


def test_whoever_nobody_knows_approves_nothing(api: Api) -> None:
    _, request = asked(api)
    operator = Caller(None, ActorKind.OPERATOR, "root", scopes=frozenset(Scope))
    for who in (ANONYMOUS, operator):
        assert approving(api, who, request) == [("APPROVER_NOT_INDEPENDENT", ["approval"])]
    assert decide(api, ANONYMOUS, request, "DECLINE", reason="No")["status"] == "DECLINED"


@pytest.mark.parametrize("decided", [True, False])
def test_a_request_is_over_at_its_instant_decided_or_not(api: Api, decided: bool) -> None:
    draft, request = asked(api)
    if decided:
        decide(api, OLA, request)
    api.clock.instant += timedelta(hours=72) - timedelta(microseconds=1)
    assert approval(api, request)["status"] == ("APPROVED" if decided else "PENDING")
    api.clock.instant += timedelta(microseconds=1)
    assert approval(api, request)["status"] == "EXPIRED"
    assert approving(api, EVA, request) == [("APPROVAL_NOT_PENDING", ["approval"])]
    named = {"invoice": {"id": draft["id"]}, "invoiceDate": "2026-09-01"}
    assert codes(api, OLA, "confirmInvoice", **named) == [("APPROVAL_REQUIRED", ["invoice"])]
    again = ask(api, KARI, posting={"confirmInvoice": named})
    assert (approval(api, request)["status"], again["status"]) == ("EXPIRED", "PENDING")


def test_a_date_that_is_left_out_is_the_days_and_one_that_is_named_stays(api: Api) -> None:
    draft, request = asked(api)
    decide(api, OLA, request)
    api.clock.instant += timedelta(days=1)
    assert approval(api, request)["outdated"] is True
    assert codes(api, OLA, "confirmInvoice", invoice={"id": draft["id"]}) == [("PLAN_OUTDATED", ["invoice"])]
    dated = {"invoice": {"id": draft["id"]}, "invoiceDate": "2026-09-01"}
    assert codes(api, OLA, "confirmInvoice", **dated) == []
    assert approval(api, request)["status"] == "USED"


def test_a_revoked_key_takes_its_unused_approvals_with_it(api: Api) -> None:
    draft, request = asked(api)
    admin = with_key(api, "admin", Scope.ADMIN)
    approver = with_key(api, "approver", Scope.APPROVE)
    decide(api, approver, request)
    with acting(api, admin):
        revoked(api, encode("ApiKey", approver.key_id or 0))
    assert approval(api, request)["status"] == "VOID"
    assert codes(api, OLA, "confirmInvoice", invoice={"id": draft["id"]}) == [("APPROVAL_REQUIRED", ["invoice"])]


def test_an_approvers_key_that_has_ended_approves_nothing_any_more(api: Api) -> None:
    _, draft = a_correction(api)
    policy(api)
    with_key(api, "admin", Scope.ADMIN)
    api.clock.instant = SystemClock().now()
    ends = api.clock.now() + timedelta(hours=1)
    dated = {"invoice": {"id": draft["id"]}, "invoiceDate": api.clock.today().isoformat()}
    request = ask(api, KARI, posting={"confirmInvoice": dated})
    decide(api, with_key(api, "approver", Scope.APPROVE, expires_at=ends), request)
    api.clock.instant = ends
    assert codes(api, OLA, "confirmInvoice", **dated) == [("APPROVAL_REQUIRED", ["invoice"])]


def test_approval_without_need_is_fine_and_is_used(api: Api) -> None:
    _, draft = a_correction(api)
    request = ask(api, KARI, posting=confirming(draft))
    assert request["policies"] == []
    decide(api, EVA, request)
    assert codes(api, OLA, "confirmInvoice", invoice={"id": draft["id"]}) == []
    assert approval(api, request)["status"] == "USED"
    assert approving(api, EVA, request) == [("APPROVAL_NOT_PENDING", ["approval"])]


def test_the_inbox_of_an_approver_has_what_they_may_decide(api: Api) -> None:
    _, request = asked(api)
    _, other = a_correction(api)
    theirs = ask(api, EVA_DRAFTS, posting=confirming(other))
    gone = ask(api, KARI, posting=confirming(other))
    query = "query($f: ApprovalFilter) { approvals(filter: $f) { totalCount nodes { id status } } }"

    def listed(who: Caller, **wanted: Any) -> list[str]:
        with acting(api, who):
            found = api.run(query, f=wanted)["approvals"]
        assert found["totalCount"] == len(found["nodes"])
        return [one["id"] for one in found["nodes"]]

    every = [request["id"], theirs["id"], gone["id"]]
    assert listed(ANONYMOUS) == every
    assert listed(ANONYMOUS, status=[]) == every
    assert listed(ANONYMOUS, status=["PENDING"]) == [request["id"], gone["id"]]
    assert listed(ANONYMOUS, status=["VOID"]) == [theirs["id"]]
    assert listed(known(api, EVA), mine=True, status=["PENDING"]) == [request["id"], gone["id"]]
    assert listed(known(api, KARI_APPROVES), mine=True) == []
    assert listed(known(api, KARI), mine=True) == []
    assert listed(ANONYMOUS, mine=True) == []
    api.clock.instant += timedelta(days=4)
    assert listed(ANONYMOUS, status=["PENDING"]) == []
    assert listed(ANONYMOUS, status=["EXPIRED"]) == [request["id"], gone["id"]]


def test_the_inbox_takes_as_many_statements_for_one_request_as_for_many(api: Api) -> None:
    def statements() -> int:
        with acting(api, known(api, EVA)), recorded_statements(api.database) as said:
            api.run("{ approvals(filter: {mine: true}) { totalCount } }")
        return len(said)

    ask(api, EVA_DRAFTS, posting=confirming(a_correction(api)[1]))
    ask(api, KARI, posting=confirming(a_correction(api)[1]))
    of_two = statements()
    for _ in range(4):
        ask(api, KARI, posting=confirming(a_correction(api)[1]))
    assert statements() == of_two


EVA_DRAFTS = Caller(None, ActorKind.SUBJECT, "Eva", "eva", ISSUER, frozenset({Scope.APPROVE, Scope.DRAFT}))
KARI_APPROVES = Caller(None, ActorKind.SUBJECT, "Kari", "kari", ISSUER, frozenset({Scope.APPROVE}))


def known(api: Api, who: Caller) -> Caller:
    """Whoever asks, as the door has written them down."""
    with api.database.read() as connection:
        found = select(tables.actor.c.id).where(tables.actor.c.name == who.name, tables.actor.c.person == who.person)
        return replace(who, actor_id=connection.execute(found).scalar())
