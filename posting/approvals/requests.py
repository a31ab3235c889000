"""Asking that exactly this plan be approved (access 4.2).

It is planned on a snapshot, as the plan queries are, and written down with its hash; no number is drawn, and nothing of
the posting is locked. A new request for the same posting takes the place of the last one.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy import Connection, insert, update

from ...models import tables
from ...models.rows import read_one
from ...models.vocabulary import ApprovalStatus
from ..checks import Checks
from ..command.idempotency import wait_turn
from ..command.transaction import Outcome, Service, Transaction
from ..commands import RequestApproval
from ..history.notes import note_made
from ..ledger.persons import as_person
from ..ledger.policies import asking, in_force
from .asked import Asked, lasting, plan_posting
from .kept import kept_plan, kept_posting

APPROVAL = tables.approval
USUAL, LONGEST = timedelta(hours=72), timedelta(days=30)


@dataclass(frozen=True)
class ApprovalResult:
    """A request for approval."""

    approval: int


def request_approval(service: Service, command: RequestApproval) -> Outcome[ApprovalResult]:
    """Ask for approval, once per idempotency key; what is asked is planned before the transaction begins."""
    return service.execute(command, partial(ask, planned=service.prepare(command, _planned)))


def ask(transaction: Transaction, command: RequestApproval, planned: Asked | None = None) -> ApprovalResult:
    """Write a request down; it is planned anew where no plan is given."""
    connection = transaction.connection
    expires = command.expires_at or transaction.now + USUAL
    _check(transaction, command)
    asked = planned or plan_posting(transaction, command.posting)
    asker, posting = as_person(transaction.caller), asked.posting.posting
    wait_turn(connection, posting)
    _replace(connection, transaction, posting)
    values = {
        "posting": posting,
        "living": posting,
        "operation": asked.posting.operation,
        "subjects": list(asked.subjects),
        "request": kept_posting(lasting(command.posting)),
        "plan_hash": asked.plan_hash,
        "plans": [kept_plan(plan_hash, plan) for plan_hash, plan in asked.plans],
        "policies": [one.id for one in asking(in_force(connection), [plan for _, plan in asked.plans])],
        "status": ApprovalStatus.PENDING,
        "requested_by_id": asker.id,
        "requester_person": asker.person,
        "requester_issuer": asker.issuer,
        "requested_at": transaction.now,
        "reason": command.reason,
        "expires_at": expires,
    }
    key = read_one(connection, insert(APPROVAL).values(values).returning(APPROVAL.c.id), int)
    note_made(connection, "Approval", key)
    return ApprovalResult(key)


def _planned(transaction: Transaction, command: RequestApproval) -> Asked:
    return plan_posting(transaction, command.posting)


def _check(transaction: Transaction, command: RequestApproval) -> None:
    checks, expires, latest = Checks(), command.expires_at, transaction.now + LONGEST
    if expires is not None and expires <= transaction.now:
        checks.invalid("request-over", "expiresAt", given=expires, limit=transaction.now)
    elif expires is not None and expires > latest:
        checks.invalid("request-too-long", "expiresAt", given=expires, limit=latest)
    checks.done()


def _replace(connection: Connection, transaction: Transaction, posting: str) -> None:
    """End the living request of a posting: it is VOID, or EXPIRED where it was over anyway."""
    is_over = APPROVAL.c.expires_at <= transaction.now
    for status, which in ((ApprovalStatus.EXPIRED, is_over), (ApprovalStatus.VOID, ~is_over)):
        living = update(APPROVAL).where(APPROVAL.c.living == posting, which)
        connection.execute(living.values(status=status, living=None))
