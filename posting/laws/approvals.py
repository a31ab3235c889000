"""Laws of approval (access 8): what policies asked for was approved, as exactly what was posted, by somebody else.

Which policy was in force when a document was posted its versions say. The hash of what was written is kept with the
document, since a plan cannot be made anew of what it has moved.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from ...models import tables
from ...models.identity import encode
from ...models.rows import columns_of, read_all
from ...models.vocabulary import ApprovalStatus, DocumentType
from ..ledger.persons import NEVER, Person
from .law import INVOICE, LINE, POSTED, Found, Law, rows_of

APPROVAL, USE, VERSION = tables.approval, tables.approval_use, tables.approval_policy_version
RUN, ITEM, ACTOR, LINKS = tables.posting_run, tables.posting_run_item, tables.actor, tables.invoice_correction
SIGNED = (ApprovalStatus.APPROVED, ApprovalStatus.USED)


@dataclass(frozen=True)
class Version:
    """A policy as it was set, which counts after `since`."""

    policy_id: int
    since: datetime
    active: bool
    document_type: list[str]
    corrections_only: bool
    customers: list[str]
    limits: list[dict[str, str]]

    def asks(self, one: "Posted") -> bool:
        """Whether it asks for the approval of a document, once it is in force."""
        limit = {each["currency"]: Decimal(each["amount"]) for each in self.limits}.get(one.currency)
        return (
            self.active
            and (not self.document_type or one.document_type in self.document_type)
            and (not self.corrections_only or one.credits)
            and (not self.customers or encode("Customer", one.customer_id) in self.customers)
            and (limit is None or abs(one.total_amount) >= limit)
        )


class Posted(NamedTuple):
    """A document, and the hash of its plan where it was posted under an approval."""

    id: int
    number: str
    posted_at: datetime
    document_type: str
    customer_id: int
    currency: str
    total_amount: Decimal
    credits: bool
    approval_id: int | None


def _needed() -> Law:
    def walk(connection: Connection) -> Found:
        versions = _versions(connection)
        if versions:
            for one in _documents(connection, min(each[0].since for each in versions.values())):
                if one.approval_id is None and any(_in_force(each, one) for each in versions.values()):
                    yield one.number

    statement = "Every document that a policy asked for when it was posted was posted under an approval."
    return Law("access 6 approved", statement, rows_of(INVOICE, POSTED), walk)


def _versions(connection: Connection) -> dict[int, list[Version]]:
    """The versions of each policy, in the order of time."""
    found: dict[int, list[Version]] = defaultdict(list)
    for one in read_all(connection, select(*columns_of(VERSION, Version)).order_by(VERSION.c.id), Version):
        found[one.policy_id].append(one)
    return found


def _in_force(versions: Sequence[Version], one: Posted) -> bool:
    """Whether the version of a policy that counted for a document asks for its approval."""
    before = [each for each in versions if each.since < one.posted_at]
    return bool(before) and before[-1].asks(one)


def _documents(connection: Connection, since: datetime) -> Iterator[Posted]:
    """The documents that were posted since."""
    takes_returns = select(LINE.c.id).where(LINE.c.invoice_id == INVOICE.c.id, LINE.c.return_order_line_id.is_not(None))
    corrects = select(LINKS.c.invoice_id).where(LINKS.c.invoice_id == INVOICE.c.id)
    credits = or_(
        INVOICE.c.document_type == DocumentType.CREDIT_NOTE,
        INVOICE.c.cancels_id.is_not(None),
        takes_returns.exists(),
        corrects.exists(),
    )
    names = [name for name in Posted._fields if name not in ("credits", "approval_id")]
    statement = (
        select(*(INVOICE.c[name] for name in names), credits, USE.c.approval_id)
        .outerjoin(USE, USE.c.invoice_id == INVOICE.c.id)
        .where(INVOICE.c.posted_at > since)
        .order_by(INVOICE.c.id)
    )
    return (Posted._make(row) for row in connection.execute(statement))


def _as_signed() -> Law:
    def walk(connection: Connection) -> Found:
        of_run = dict(
            connection.execute(select(RUN.c.approval_id, RUN.c.id).where(RUN.c.approval_id.is_not(None))).all()
        )
        hashes = _signed_by_runs(connection, of_run.values())
        uses = connection.execute(
            select(USE.c.invoice_id, USE.c.approval_id, USE.c.plan_hash, APPROVAL.c.plan_hash, APPROVAL.c.status)
            .join(APPROVAL, APPROVAL.c.id == USE.c.approval_id)
            .order_by(USE.c.invoice_id)
        ).all()
        times = Counter(row.approval_id for row in uses)
        for invoice, approval, written, signed, status in uses:
            if status != ApprovalStatus.USED:
                yield f"document {invoice} was posted under approval {approval}, which is {status}"
            elif approval not in of_run and written != signed:
                yield f"document {invoice} is not what approval {approval} is for"
            elif approval in of_run and hashes.get((of_run[approval], invoice)) != written:
                yield f"document {invoice} is not what its run was signed as"
            elif approval not in of_run and times[approval] > 1:
                yield f"approval {approval} has several documents"

    statement = (
        "A document that was posted under an approval is exactly what was approved: the approval is USED, for that "
        "plan, and but for a run's for no other document."
    )
    return Law("access 6 signed", statement, rows_of(USE), walk)


def _signed_by_runs(connection: Connection, runs: Iterable[int]) -> dict[tuple[int, int], str]:
    """The hash that each document of these runs was signed with."""
    columns = (ITEM.c.run_id, ITEM.c.invoice_id, ITEM.c.plan_hash)
    chosen = select(*columns).where(ITEM.c.run_id.in_(list(runs)), ITEM.c.plan_hash.is_not(None))
    return {(run, invoice): hashed for run, invoice, hashed in connection.execute(chosen) if invoice is not None}


def _two_persons() -> Law:
    def walk(connection: Connection) -> Found:
        persons = {one.id: one for one in read_all(connection, select(*columns_of(ACTOR, Person)), Person)}
        columns = (APPROVAL.c.id, APPROVAL.c.status, APPROVAL.c.requested_by_id, APPROVAL.c.decided_by_id)
        for key, status, asker, decider in connection.execute(select(*columns).order_by(APPROVAL.c.id)):
            if status in SIGNED and decider is None:
                yield f"approval {key} was approved by nobody"
            elif status in SIGNED and persons[decider].kind in NEVER:
                yield f"approval {key} was approved by nobody who is known"
            elif status in SIGNED and persons[decider].is_also(persons[asker]):
                yield f"approval {key} was asked for and approved by one person"

    statement = "Whoever approved is another person than who asked."
    return Law("access 7 two persons", statement, rows_of(APPROVAL), walk)


LAWS: tuple[Law, ...] = (_needed(), _as_signed(), _two_persons())
