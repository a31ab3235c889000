"""Posting under an approval: found by the posting itself, compared under its locks, and used up with it (access 4.2).

What is approved is an effect, not a record: the hash of what is about to be written has to be the one that was shown to
whoever approved it. An approver whose key has ended, or who has had a hand in the draft since, approves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypedDict

from sqlalchemy import Connection, insert, select, update

from ...models import tables
from ...models.rows import columns_of, read_one_or_none, read_value
from ...models.vocabulary import ActorKind, ApprovalStatus
from ..command.acting import acting_for
from ..command.transaction import Transaction
from ..history.notes import note_used
from ..plan import Plan
from ..problems import Refused
from .approval_refusals import Sum, approval_required, approved_otherwise, sum_of
from .persons import not_independent, person_of
from .policies import asking, in_force, total

APPROVAL, USE = tables.approval, tables.approval_use


class KeptPlan(TypedDict):
    """A document's plan as a request keeps it; the hash is the one that it was planned with."""

    hash: str
    currency: str
    total: str
    plan: dict[str, object]


@dataclass(frozen=True)
class ToApprove:
    """A posting as requests for approval know it: the mutation and what it is done to; `path` is where that stands."""

    operation: str
    what: str
    path: tuple[str, ...]

    @property
    def posting(self) -> str:
        """What makes two requests ones for the same posting."""
        return f"{self.operation} {self.what}"


@dataclass(frozen=True)
class OfRun:
    """A document of a run, which was signed as a whole when it started, or not at all."""

    operation: str
    path: tuple[str, ...]
    approval: int | None = None
    plan_hash: str | None = None  # that it was signed with; None where somebody else compares them


@dataclass(frozen=True)
class ApprovedRow:
    """A request that was approved."""

    id: int
    plan_hash: str
    subjects: list[str]
    requested_by_id: int
    decided_by_id: int
    expires_at: datetime


@dataclass(frozen=True)
class Signed:
    """An approval that is for exactly the plan of this hash; that of a run is used already."""

    approval: int
    plan_hash: str
    of_run: bool = False


def of_record(operation: str, type_name: str, key: int, *path: str) -> ToApprove:
    """The posting of one draft, order or invoice."""
    return ToApprove(operation, f"{type_name}:{key}", path)


def is_signed(to_approve: ToApprove | OfRun) -> bool:
    """Whether it is of a run that was signed."""
    return isinstance(to_approve, OfRun) and to_approve.approval is not None


def signed_for(transaction: Transaction, plan: Plan, to_approve: ToApprove | OfRun) -> Signed | None:
    """What one document is posted under; None where nothing is needed. Raises `Refused` where something lacks."""
    if isinstance(to_approve, ToApprove):
        return approval_for(transaction, to_approve, [plan])
    if to_approve.approval is None:
        policies = asking(in_force(transaction.connection), [plan])
        if policies:
            what = (to_approve.operation, policies, plan, plan.hash, to_approve.path)
            raise Refused([approval_required(transaction.connection, *what)])
        return None
    current, approved = plan.hash, to_approve.plan_hash
    if approved is not None and approved != current:
        before = _approved_sum(transaction.connection, to_approve.approval, approved)
        raise Refused([approved_otherwise(approved, current, before, _sum([plan]), to_approve.path)])
    return Signed(to_approve.approval, approved or current, of_run=True)


def approval_for(
    transaction: Transaction,
    posting: ToApprove,
    plans: Sequence[Plan],
    plan_hash: str | None = None,
    paths: Sequence[tuple[str, ...]] = (),
) -> Signed | None:
    """What a posting is done under; None where nothing is needed, and nothing was approved.

    `plan_hash` is that of a run, and `paths` are where its documents stand; of one document both are its own. Raises
    `Refused` where approval is lacking, or is for something else.
    """
    connection = transaction.connection
    policies, approved = asking(in_force(connection), plans), _approved(transaction, posting.posting)
    if approved is None and not policies:
        return None
    current = plans[0].hash if plan_hash is None else plan_hash
    if approved is None:
        place, needing = next((place, plan) for place, plan in enumerate(plans) if asking(policies, [plan]))
        path, asked = paths[place] if paths else posting.path, asking(policies, [needing])
        raise Refused([approval_required(connection, posting.operation, asked, needing, current, path)])
    if approved.plan_hash != current:
        before = _approved_sum(connection, approved.id)
        raise Refused([approved_otherwise(approved.plan_hash, current, before, _sum(plans), posting.path)])
    return Signed(approved.id, current)


def written_under(transaction: Transaction, signed: Signed, documents: Sequence[int]) -> None:
    """Say which documents were posted under an approval, which is used up, once and for all."""
    if signed.of_run:
        posted_under(transaction, signed.approval, [(key, signed.plan_hash) for key in documents])
        return
    use_up(transaction, signed)
    _keep(transaction, signed.approval, [(key, signed.plan_hash) for key in documents])


def use_up(transaction: Transaction, signed: Signed) -> None:
    """Turn an approval USED; whoever posts has it locked."""
    used = {"status": ApprovalStatus.USED, "living": None}
    transaction.connection.execute(update(APPROVAL).where(APPROVAL.c.id == signed.approval).values(used))
    note_used(transaction.connection, signed.approval)


def posted_under(transaction: Transaction, approval: int, documents: Sequence[tuple[int, str]]) -> None:
    """Write down which documents of a run, with the hashes of their plans, were posted under its approval."""
    note_used(transaction.connection, approval, [key for key, _ in documents])
    _keep(transaction, approval, documents)


def void_given_by(transaction: Transaction, actor: int) -> None:
    """End what somebody has approved and nobody has used, since their key no longer counts."""
    given = (APPROVAL.c.decided_by_id == actor, APPROVAL.c.status == ApprovalStatus.APPROVED)
    in_time = APPROVAL.c.expires_at > transaction.now
    void = {"status": ApprovalStatus.VOID, "living": None}
    transaction.connection.execute(update(APPROVAL).where(*given, in_time).values(void))


def _keep(transaction: Transaction, approval: int, documents: Sequence[tuple[int, str]]) -> None:
    rows = [{"invoice_id": key, "approval_id": approval, "plan_hash": hashed} for key, hashed in documents]
    if rows:
        transaction.connection.execute(insert(USE), rows)


def _approved(transaction: Transaction, posting: str) -> ApprovedRow | None:
    """The approved request of a posting, locked; None where it no longer counts."""
    connection = transaction.connection
    chosen = (APPROVAL.c.living == posting, APPROVAL.c.status == ApprovalStatus.APPROVED)
    statement = select(*columns_of(APPROVAL, ApprovedRow)).where(*chosen).with_for_update(key_share=True)
    row = read_one_or_none(connection, statement, ApprovedRow)
    if row is None or row.expires_at <= transaction.now:
        return None
    approver = person_of(connection, row.decided_by_id)
    if approver.kind is ActorKind.KEY and acting_for(connection, transaction.now, approver.id, None).key_id is None:
        return None  # it has ended by itself; one that was revoked took its approvals with it
    return None if not_independent(connection, approver, row.requested_by_id, row.subjects) else row


def _approved_sum(connection: Connection, approval: int, plan_hash: str | None = None) -> Sum:
    """What a request comes to as it was asked for, or its document of this hash."""
    plans: list[KeptPlan] = (
        read_value(connection, select(APPROVAL.c.plans).where(APPROVAL.c.id == approval), list) or []
    )
    return sum_of([(one["currency"], Decimal(one["total"])) for one in plans if plan_hash in (None, one["hash"])])


def _sum(plans: Sequence[Plan]) -> Sum:
    return sum_of([(one.in_currency, total(one)) for one in plans if one.currency is not None])
