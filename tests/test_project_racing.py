"""Projects under contention: what eight clients do on one contract at once is done as if one after the other."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api import Api, Rejected
from tests.projects import Project
from tests.test_racing import CLIENTS, clients, together

pytestmark = pytest.mark.both_engines

__all__ = ["clients"]  # the fixture


def test_one_retainer_applied_by_eight_drafts_at_once_is_never_overdrawn(api: Api, clients: list[Api]) -> None:
    project = Project.of(api, retainers=[{"description": "Advance", "amount": "1000"}])
    project.retained()
    retainer, drafts = project.retainer["id"], []
    for _ in range(CLIENTS):
        project.work("3", "100")
        drafts.append(project.draft(retainers=[{"retainer": retainer, "amount": "300"}]))
    outcomes = together(
        [lambda one=one, draft=draft: Project(one, project.key, []).confirm(draft)["totalAmount"]
         for one, draft in zip(clients, drafts, strict=True)]
    )  # fmt: skip
    assert sorted(map(str, outcomes)) == ["0.00"] * 3 + ["['RETAINER_AMOUNT_EXCEEDS_AVAILABLE']"] * 5
    assert (project.retainer["availableAmount"], api.broken_laws()) == ("100.00", [])


def test_one_invoice_corrected_by_eight_clients_at_once_is_on_one_draft(api: Api, clients: list[Api]) -> None:
    project = Project.of(api)
    invoice = project.billed("10", "100")
    outcomes = together([lambda one=one: Project(one, project.key, []).correct(invoice)["status"] for one in clients])
    assert sorted(map(str, outcomes)) == ["DRAFT", *["['CORRECTION_IN_PROGRESS']"] * 7]
    assert api.broken_laws() == []


def test_a_limit_is_never_exceeded_by_entries_at_once(api: Api, clients: list[Api]) -> None:
    project = Project.of(api, notToExceedLimit="1000")
    together([lambda one=one: Project(one, project.key, project.lines).work("3", "100") for one in clients])
    assert [project.contract["backlogAmount"], api.broken_laws()] == ["900.00", []]


def test_everything_on_one_contract_at_once_waits_and_succeeds_or_is_refused(api: Api, clients: list[Api]) -> None:
    project = Project.of(api, retainers=[{"description": "Advance", "amount": "10000"}], notToExceedLimit="100000")
    project.retained()
    invoices = [project.billed("1", "100") for _ in range(6)]

    def life(one: Api, place: int) -> list[str]:
        mine = Project(one, project.key, project.lines)
        told: list[str] = []
        steps: list[Callable[[], Any]] = [
            lambda: mine.work("2", "100"),
            lambda: mine.draft(),
            lambda: mine.work("1", "50"),
            lambda: mine.correct(invoices[place % 6]),
            lambda: mine.draft(applyRetainers=False),
            lambda: one.do("evaluateNotToExceed", "", contract={"id": project.key}),
        ]
        for step in steps:
            try:
                made = step()
                if isinstance(made, dict) and made.get("status") == "DRAFT":
                    mine.confirm(made)
            except Rejected as refused:
                told += refused.codes
        return told

    told = together([lambda one=one, place=place: life(one, place) for place, one in enumerate(clients)])
    allowed = {"NO_CHARGEABLE_TRANSACTIONS", "CORRECTION_IN_PROGRESS", "NOTHING_TO_CORRECT"}
    assert {code for codes in told for code in codes} <= allowed
    assert api.broken_laws() == []
