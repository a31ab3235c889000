"""Requests for approval as they are shown: as they stand by the server's clock, to whoever asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, or_, select

from ..models import tables
from ..models.identity import decode
from ..models.money import minor_unit
from ..models.rows import columns_of, read_all, read_pairs
from ..models.vocabulary import ApprovalStatus, Scope
from ..posting.amounts import rounded
from ..posting.approvals.decisions import LIVING, is_outdated, status_at
from ..posting.approvals.kept import restored_plan
from ..posting.command.caller import Caller
from ..posting.ledger.persons import Work, as_person, whose_own
from .context import Info
from .filters import ApprovalFilter
from .plans import PlanView, View
from .reading.arguments import Given
from .reading.declarations import Listed
from .reading.pages import Page, root_page
from .reading.rows import Row, load_many

APPROVAL, POLICY, USE = tables.approval, tables.approval_policy, tables.approval_use


def customers(root: Row, info: Info) -> list[Row]:
    """The customers that a policy is about."""
    named = filter(None, map(decode, root[POLICY.c.customers]))
    return load_many(info, "Customer", [key for _, key in named])


def limits(root: Row) -> list[View]:
    """The limits of a policy, by currency."""
    return [
        {"currency": one["currency"], "amount": rounded(Decimal(one["amount"]), minor_unit(one["currency"]))}
        for one in root[POLICY.c.limits]
    ]


def status(root: Row, info: Info) -> ApprovalStatus:
    """Whether a request counts now."""
    return status_at(info.context.clock.now(), ApprovalStatus(root[APPROVAL.c.status]), root[APPROVAL.c.expires_at])


def plans(root: Row) -> list[PlanView]:
    """The plans that were asked for."""
    return [PlanView(restored_plan(one), one["hash"]) for one in root[APPROVAL.c.plans]]


def outdated(root: Row, info: Info) -> bool:
    """Whether posting now would write something else."""
    if root[APPROVAL.c.status] == ApprovalStatus.USED:
        return False
    transaction = info.context.service.transaction(info.context.connection, posting=False)
    return is_outdated(transaction, root[APPROVAL.c.request], root[APPROVAL.c.plan_hash])


def policies(root: Row, info: Info) -> list[Row]:
    """The policies that asked for it."""
    return load_many(info, "ApprovalPolicy", root[APPROVAL.c.policies])


def of_invoice(root: Row, info: Info) -> Row | None:
    """The approval that a document was posted under; looked for once for the whole list."""

    def load() -> dict[int, Row]:
        keys = [row.key for row in root.batch.rows]
        used = dict(
            read_pairs(
                info.context.connection,
                select(USE.c.invoice_id, USE.c.approval_id).where(USE.c.invoice_id.in_(keys)),
                int,
                int,
            )
        )
        found = {row.key: row for row in load_many(info, "Approval", sorted(set(used.values())))} if used else {}
        return {invoice: found[approval] for invoice, approval in used.items()}

    return root.batch.once(("approval", *info.path.as_list()[:-2]), load).get(root.key)


@dataclass(frozen=True)
class Narrowed:
    """A filter that knows who asks, and when."""

    where: tuple[ColumnElement[bool], ...] = ()

    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """What the listed requests meet."""
        return self.where


def approvals(info: Info, wanted: ApprovalFilter | None, given: Given) -> Page:
    """A page of the requests that a filter leaves."""
    wanted = wanted or ApprovalFilter()
    now = info.context.clock.now()
    found = [] if not wanted.status else [or_(*(_has(one, now) for one in wanted.status))]
    if wanted.mine:
        found.append(APPROVAL.c.id.in_(_decidable(info, now)))
    return root_page(info, Listed("Approval", Narrowed), {**given, "filter": Narrowed(tuple(found))})


def _has(status: ApprovalStatus, now: datetime) -> ColumnElement[bool]:
    """Whether a request has a status now."""
    is_over = APPROVAL.c.expires_at <= now
    stored = APPROVAL.c.status == status
    if status is ApprovalStatus.EXPIRED:
        return or_(stored, APPROVAL.c.status.in_(LIVING) & is_over)
    return stored & ~is_over if status in LIVING else stored


@dataclass(frozen=True)
class Waiting:
    """A request that nobody has decided."""

    id: int
    subjects: list[str]
    requested_by_id: int


def _decidable(info: Info, now: datetime) -> Sequence[int]:
    """The requests that whoever asks may approve."""
    caller: Caller = info.context.caller
    if not caller.may(frozenset({Scope.APPROVE})):
        return []
    connection, approver = info.context.connection, as_person(caller)
    pending = select(*columns_of(APPROVAL, Waiting)).where(_has(ApprovalStatus.PENDING, now))
    waiting = read_all(connection, pending, Waiting)
    whose = whose_own(connection, approver, [Work(one.requested_by_id, one.subjects) for one in waiting])
    return [one.id for one, own in zip(waiting, whose, strict=True) if own is None]
