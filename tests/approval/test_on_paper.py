"""Whatever people do to a draft and its requests, in whatever order, is as it is on paper: nothing is posted that nobody
else has approved, and nothing else than was approved.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from rebill.models.database import Database
from rebill.models.vocabulary import ActorKind, Scope
from rebill.posting.command.caller import Caller
from tests.api import Api, Rejected
from tests.approval.people import ASKED, ISSUER, acting, policy
from tests.length import usually
from tests.projects import Project

SEEDS = range(usually(12, long=200, quick=3))
STEPS = 40
HOURS = ("6", "7")
EVERYTHING = frozenset(Scope)
PEOPLE = {
    name: Caller(None, ActorKind.SUBJECT, name, name, ISSUER, EVERYTHING) for name in ("kari", "lea", "eva", "per")
}
POSTED = "... on ConfirmInvoiceSuccess { invoice { totalAmount approval { id } } }"


@dataclass
class Paper:
    """What is written down on paper of one draft."""

    hours: str = "7"
    day: int = 0
    is_asked: bool = False
    hands: set[str] = field(default_factory=lambda: {"kari"})
    requests: list[dict[str, Any]] = field(default_factory=list)

    @property
    def last(self) -> dict[str, Any]:
        """The last request; one that never was where there is none."""
        return self.requests[-1] if self.requests else {"status": "NONE", "ends": 0}

    def status(self, request: dict[str, Any]) -> str:
        """Whether a request counts."""
        is_over = request["status"] in ("PENDING", "APPROVED") and self.day >= request["ends"]
        return "EXPIRED" if is_over else str(request["status"])

    @property
    def effect(self) -> tuple[str, int]:
        """What posting would write now."""
        return self.hours, self.day


@dataclass
class Office:
    """The draft, and the paper beside it."""

    api: Api
    project: Project
    draft: dict[str, Any]
    paper: Paper = field(default_factory=Paper)

    @property
    def acts(self) -> dict[Callable[[Random, str], None], float]:
        """What people do, and how often."""
        asking = {self.edit: 4, self.ask: 2, self.approve: 6, self.decline: 0.5}
        return {**asking, self.sleep: 0.5, self.decree: 0.2, self.post: 2}

    @property
    def ref(self) -> dict[str, Any]:
        """The draft's name."""
        return {"invoice": {"id": self.draft["id"]}}

    def edit(self, dice: Random, who: str) -> None:
        """Somebody sets the hours."""
        hours = dice.choice(HOURS)
        replace(self.project, api=self.api).bill(self.draft, quantity=hours)
        self.paper.hours = hours
        self.paper.hands.add(who)

    def ask(self, dice: Random, who: str) -> None:
        """Somebody asks for approval."""
        days = dice.choice((1, 3))
        ends = (self.api.clock.now() + timedelta(days=days)).isoformat()
        made = self.api.do("requestApproval", ASKED, posting={"confirmInvoice": self.ref}, expiresAt=ends)["approval"]
        if self.paper.status(self.paper.last) in ("PENDING", "APPROVED"):
            self.paper.last["status"] = "VOID"
        request = {"id": made["id"], "status": "PENDING", "asker": who, "by": None}
        self.paper.requests.append(request | {"effect": self.paper.effect, "ends": self.paper.day + days})

    def approve(self, dice: Random, who: str) -> None:
        """Somebody approves one of the requests, mostly the last."""
        if not self.paper.requests:
            return
        request = self.paper.last if dice.random() < 0.8 else dice.choice(self.paper.requests)
        if self.paper.status(request) != "PENDING":
            expected = ["APPROVAL_NOT_PENDING"]
        elif who == request["asker"] or who in self.paper.hands:
            expected = ["APPROVER_NOT_INDEPENDENT"]
        else:
            expected = [] if request["effect"] == self.paper.effect else ["PLAN_OUTDATED"]
        assert self.told("decideApproval", ASKED, approval=request["id"], decision="APPROVE") == expected
        if not expected:
            request |= {"status": "APPROVED", "by": who}

    def decline(self, dice: Random, who: str) -> None:
        """Somebody declines the last request."""
        if self.paper.requests and self.paper.status(self.paper.last) == "PENDING":
            wanted = {"approval": self.paper.last["id"], "decision": "DECLINE", "reason": "No"}
            assert self.told("decideApproval", ASKED, **wanted) == []
            self.paper.last["status"] = "DECLINED"

    def sleep(self, dice: Random, who: str) -> None:
        """A day goes by."""
        self.api.clock.instant += timedelta(days=1)
        self.paper.day += 1

    def decree(self, dice: Random, who: str) -> None:
        """A policy comes or goes."""
        self.paper.is_asked = not self.paper.is_asked
        policy(self.api, active=self.paper.is_asked)

    def told(self, mutation: str, shown: str, **values: Any) -> list[str]:
        """The codes that a mutation is refused with."""
        try:
            self.api.do(mutation, shown, **values)
        except Rejected as refused:
            return refused.codes
        return []

    def post(self, dice: Random, who: str) -> None:
        """Somebody confirms the draft."""
        request, paper = self.paper.last, self.paper
        counts = paper.status(request) == "APPROVED" and request["by"] not in paper.hands
        if counts:
            expected = [] if request["effect"] == paper.effect else ["PLAN_OUTDATED"]
        else:
            expected = ["APPROVAL_REQUIRED"] if paper.is_asked else []
        try:
            made = self.api.do("confirmInvoice", POSTED, **self.ref)["invoice"]
        except Rejected as refused:
            assert refused.codes == expected
            return
        assert expected == []
        assert made["approval"] == ({"id": request["id"]} if counts else None)
        if counts:
            request["status"] = "USED"


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_posted_but_what_somebody_else_has_approved(
    new_database: Callable[[], Database], engine_name: str, seed: int
) -> None:
    dice, api = Random(seed), Api(new_database())
    project = Project.of(api, customer=api.customer())
    project.work("10", "200")
    with acting(api, PEOPLE["kari"]):
        invoice = project.confirm(project.draft())
        draft = project.correct(invoice)
        project.bill(draft, quantity="7")
    office = Office(api, project, draft)
    office.decree(dice, "admin")
    others = list(PEOPLE)[1:]
    for _ in range(STEPS):
        (act,), who = dice.choices([*office.acts], [*office.acts.values()]), dice.choice(others)
        if act == office.edit and dice.random() < 0.9:
            who = "kari"
        api.clock.instant += timedelta(microseconds=1)
        with acting(api, PEOPLE[who]):
            act(dice, who)
        if api.run(STANDS, k=draft["id"])["node"]["number"]:
            break
    with acting(api, PEOPLE["eva"]):
        found = api.run("{ approvals { nodes { id status } } }")["approvals"]["nodes"]
    assert [one["status"] for one in found] == [office.paper.status(one) for one in office.paper.requests]
    assert api.broken_laws() == []


STANDS = "query($k: ID!) { node(id: $k) { ... on Invoice { number } } }"
