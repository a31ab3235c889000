"""Deciding on a request: by somebody else than who asked, or had a hand in the draft (access 4.2, 4.3).

Declining takes nobody else: who asked may take it back. Approving what has moved meanwhile would sign what nobody saw.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from ...models import tables
from ...models.rows import columns_of, read_one_or_none
from ...models.vocabulary import ApprovalDecision, ApprovalStatus, ProblemCode
from ..command.lookup import key_of, not_there
from ..command.transaction import Transaction
from ..commands import DecideApproval
from ..ledger.persons import NEVER, Person, as_person, not_independent
from ..problems import Refused, refuse
from .asked import plan_posting
from .kept import restored_posting
from .requests import ApprovalResult

APPROVAL = tables.approval
LIVING = (ApprovalStatus.PENDING, ApprovalStatus.APPROVED)


@dataclass(frozen=True)
class RequestRow:
    """A request, as far as whoever decides has to know it."""

    id: int
    status: ApprovalStatus
    subjects: list[str]
    request: dict[str, object]
    plan_hash: str
    requested_by_id: int
    expires_at: datetime

    def status_at(self, now: datetime) -> ApprovalStatus:
        """Whether it counts at an instant."""
        return status_at(now, self.status, self.expires_at)


def status_at(now: datetime, status: ApprovalStatus, expires_at: datetime) -> ApprovalStatus:
    """The status of a request at an instant: it ends by itself, and nobody has to write that down."""
    return ApprovalStatus.EXPIRED if status in LIVING and expires_at <= now else status


def decide_approval(transaction: Transaction, command: DecideApproval) -> ApprovalResult:
    """Approve a request, or decline it with a reason."""
    connection, key = transaction.connection, key_of(command.approval, {"Approval"}, "approval", "approval")
    locked = select(*columns_of(APPROVAL, RequestRow)).where(APPROVAL.c.id == key).with_for_update(key_share=True)
    row = read_one_or_none(connection, locked, RequestRow)
    if row is None:
        raise not_there("approval", command.approval, "approval")
    status = row.status_at(transaction.now)
    if status is not ApprovalStatus.PENDING:
        raise refuse(ProblemCode.APPROVAL_NOT_PENDING, "over", "approval", status=status)
    if command.expected_plan is not None and command.expected_plan != row.plan_hash:
        values = {"expected": command.expected_plan, "current": row.plan_hash}
        raise refuse(ProblemCode.PLAN_OUTDATED, "asked-otherwise", "expectedPlan", **values)
    decider = as_person(transaction.caller)
    if command.decision is ApprovalDecision.APPROVE:
        _check_approver(connection, decider, row)
        _check_present(transaction, row)
    elif command.reason is None:
        raise refuse(ProblemCode.INVALID_INPUT, "decline-reason", "reason")
    is_approved = command.decision is ApprovalDecision.APPROVE
    decided: dict[str, object] = {
        "status": ApprovalStatus.APPROVED if is_approved else ApprovalStatus.DECLINED,
        "decided_by_id": decider.id,
        "decider_person": decider.person,
        "decider_issuer": decider.issuer,
        "decided_at": transaction.now,
        "decision_reason": command.reason,
        **({} if is_approved else {"living": None}),
    }
    connection.execute(update(APPROVAL).where(APPROVAL.c.id == key).values(decided))
    return ApprovalResult(key)


def _check_approver(connection: Connection, approver: Person, row: RequestRow) -> None:
    whose = not_independent(connection, approver, row.requested_by_id, row.subjects)
    if whose is not None:
        variant = "unknown" if approver.kind in NEVER else "own-work"
        person = approver.person or approver.name
        raise refuse(ProblemCode.APPROVER_NOT_INDEPENDENT, variant, "approval", person=person)


def _check_present(transaction: Transaction, row: RequestRow) -> None:
    """Refuse to approve what would no longer be written."""
    try:
        now = plan_posting(transaction, restored_posting(row.request)).plan_hash
    except Refused:
        values = {"expected": row.plan_hash, "current": ""}
        raise refuse(ProblemCode.PLAN_OUTDATED, "posted-meanwhile", "approval", **values) from None
    if now != row.plan_hash:
        values = {"expected": row.plan_hash, "current": now}
        raise refuse(ProblemCode.PLAN_OUTDATED, "moved-meanwhile", "approval", **values)


def is_outdated(transaction: Transaction, request: dict[str, object], plan_hash: str) -> bool:
    """Whether posting now would write something else than was asked for, or nothing."""
    try:
        return plan_posting(transaction, restored_posting(request)).plan_hash != plan_hash
    except Refused:
        return True
