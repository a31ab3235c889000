"""Posting under an approval: found by the posting itself, compared under its locks, and used up with it (access 4.2).

What is approved is an effect, not a record: the hash of what is about to be written has to be the one that was shown to
whoever approved it. An approver whose key has ended, or who has had a hand in the draft since, approves nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert, select, update

from ...models import tables
from ...models.money import minor_unit
from ...models.rows import columns_of, read_one_or_none, read_value
from ...models.vocabulary import ActorKind, ApprovalStatus
from ..amounts import rounded
from ..command.acting import acting_for
from ..command.transaction import Transaction
from ..history.notes import note_used
from ..plan import Plan
from ..problems import Refused
from .approval_refusals import approval_required, approved_otherwise, sums
from .persons import not_independent, person_of
from .policies import asking, in_force, total

APPROVAL, USE, KEY = tables.approval, tables.approval_use, tables.api_key


@dataclass(frozen=True)
class ToApprove:
    """A posting, as requests for approval know it: the mutation and what it is done to; `path` is where that stands."""

    operation: str
    what: str
    path: tuple[str, ...]

    @property
    def posting(self) -> str:
        """What makes two requests ones for the same posting."""
        return f"{self.operation} {self.what}"


def of_record(operation: str, type_name: str, key: int, *path: str) -> ToApprove:
    """The posting of one draft, order or invoice."""
    return ToApprove(operation, f"{type_name}:{key}", path)


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
    """An approval that is for exactly the plan of this hash."""

    approval: int
    plan_hash: str


@dataclass(frozen=True)
class OfRun:
    """A document of a run, which was signed as a whole when it started, or not at all."""

    operation: str
    path: tuple[str, ...]
    approval: int | None = None
    plan_hash: str | None = None  # that it was signed with


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
    policies = asking(in_force(transaction.connection), plans)
    approved = _approved(transaction, posting.posting)
    if approved is None and not policies:
        return None
    current = plans[0].hash if plan_hash is None else plan_hash
    if approved is None:
        at, needing = next((at, plan) for at, plan in enumerate(plans) if asking(policies, [plan]))
        path = paths[at] if paths else posting.path
        raise Refused([approval_required(posting.operation, asking(policies, [needing]), needing, current, path)])
    if approved.plan_hash != current:
        currencies = sorted({plan.in_currency for plan in plans if plan.currency is not None})
        before, now = _total_of(transaction.connection, approved.id), sums([total(plan) for plan in plans])
        what = (approved.plan_hash, current, (before, now), ", ".join(currencies), posting.path)
        raise Refused([approved_otherwise(*what)])
    return Signed(approved.id, current)


def check_of_run(connection: Connection, plan: Plan, of_run: OfRun) -> None:
    """Refuse a document of a run that needs approval which the run has not, or was signed as another one."""
    if of_run.approval is None:
        policies = asking(in_force(connection), [plan])
        if policies:
            raise Refused([approval_required(of_run.operation, policies, plan, plan.hash, of_run.path)])
    elif of_run.plan_hash is not None and plan.hash != of_run.plan_hash:
        totals = (_total_in(connection, of_run), str(total(plan)))
        what = (of_run.plan_hash, plan.hash, totals, plan.in_currency, of_run.path)
        raise Refused([approved_otherwise(*what)])


def use_up(transaction: Transaction, signed: Signed, documents: Iterable[int | None] = ()) -> None:
    """Turn an approval USED, once and for all, and say what was posted under it."""
    connection = transaction.connection
    used = {"status": ApprovalStatus.USED, "living": None}
    connection.execute(update(APPROVAL).where(APPROVAL.c.id == signed.approval).values(used))
    note_used(connection, signed.approval)
    posted_under(transaction, signed.approval, [(key, signed.plan_hash) for key in documents if key is not None])


def posted_under(transaction: Transaction, approval: int, documents: Sequence[tuple[int, str]]) -> None:
    """Write down which documents, with the hashes of their plans, were posted under an approval."""
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
        return None
    return None if not_independent(connection, approver, row.requested_by_id, row.subjects) else row


def _plans_of(connection: Connection, approval: int) -> list[dict[str, Any]]:
    """The plans that were approved, as they are kept, each with its hash."""
    return read_value(connection, select(APPROVAL.c.plans).where(APPROVAL.c.id == approval), list) or []


def _total_of(connection: Connection, approval: int) -> str:
    return sums([_kept_total(one["plan"]) for one in _plans_of(connection, approval)])


def _total_in(connection: Connection, of_run: OfRun) -> str:
    """The total of a document of a run as it was signed."""
    assert of_run.approval is not None, "of a run that was signed"
    mine = (one for one in _plans_of(connection, of_run.approval) if one["hash"] == of_run.plan_hash)
    return sums([_kept_total(one["plan"]) for one in mine])


def _kept_total(plan: dict[str, Any]) -> Decimal:
    both = Decimal(plan.get("net_amount", 0)) + Decimal(plan.get("tax_amount", 0))
    return rounded(both, minor_unit(plan["currency"])) if plan.get("currency") else both
