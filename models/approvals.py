"""Approvals: when a posting needs somebody else's, what was asked to be posted, and what was posted under it.

A request says once who asked and what was shown to them, and who decided. That these are two persons, that it is
decided once, and that a posting has one living request at most, the database holds to, whatever program writes.
"""

from datetime import datetime

from sqlmodel import JSON, CheckConstraint, Field, SQLModel

from . import columns
from .facts import Moving, Since, Status, facts, may

LIVING = "('PENDING', 'APPROVED')"
MOVES = Status(
    (
        ("PENDING", "APPROVED"),
        ("PENDING", "DECLINED"),
        ("PENDING", "EXPIRED"),
        ("PENDING", "VOID"),
        ("APPROVED", "EXPIRED"),
        ("APPROVED", "VOID"),
        ("APPROVED", "USED"),
    )
)
# Equal subjects of two issuers are two persons; a key stands for whichever subject its owner is.
TWO_PERSONS = """\
status NOT IN ('APPROVED', 'USED') OR (decided_by_id IS NOT NULL AND decided_by_id <> requested_by_id AND (
requester_person IS NULL OR decider_person IS NULL OR requester_person <> decider_person
OR coalesce(requester_issuer, decider_issuer, '') <> coalesce(decider_issuer, requester_issuer, '')))"""
ONE_LIVING = f"(status IN {LIVING}) = (living IS NOT NULL) AND (living IS NULL OR living = posting)"
DECIDED = "status NOT IN ('APPROVED', 'DECLINED', 'USED') OR (decided_by_id IS NOT NULL AND decided_at IS NOT NULL)"


class ApprovalPolicy(SQLModel, table=True):
    """When a posting needs approval; a list that is empty limits nothing."""

    __tablename__ = "approval_policy"
    id: int | None = columns.key()
    name: str = columns.unique_text()
    active: bool = Field(index=True)
    document_type: list[str] = Field(sa_type=JSON)
    corrections_only: bool
    customers: list[str] = Field(sa_type=JSON)  # global ids
    limits: list[dict[str, str]] = Field(sa_type=JSON)  # currency and amount


class ApprovalPolicyVersion(SQLModel, table=True):
    """A policy as it was set: what counts of it for documents that are posted after `since`, until the next one."""

    __tablename__ = "approval_policy_version"
    __table_args__ = (facts(Since.WRITTEN),)
    id: int | None = columns.key()
    policy_id: int = columns.reference("approval_policy.id", index=True)
    since: datetime = columns.instant()
    active: bool
    document_type: list[str] = Field(sa_type=JSON)
    corrections_only: bool
    customers: list[str] = Field(sa_type=JSON)  # global ids
    limits: list[dict[str, str]] = Field(sa_type=JSON)


class Approval(SQLModel, table=True):
    """A request: the posting, what it would have written, and what became of it.

    `posting` is what makes two requests ones for the same posting; `living` is that, while it is pending or approved.
    """

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint(TWO_PERSONS, name="ck_approval_two_persons"),
        CheckConstraint(ONE_LIVING, name="ck_approval_one_living"),
        CheckConstraint(DECIDED, name="ck_approval_decided"),
        facts(Since.WRITTEN),
    )
    id: int | None = columns.key()
    posting: str = Field(index=True)
    living: str | None = columns.optional_text(Moving.FREELY, unique=True)
    operation: str
    subjects: list[str] = Field(sa_type=JSON)
    request: dict[str, object] = Field(sa_type=JSON)  # the input of the posting, as plain values
    plan_hash: str
    plans: list[dict[str, object]] = Field(sa_type=JSON)  # one for each document
    policies: list[int] = Field(sa_type=JSON)  # which asked for it
    status: str = Field(index=True, sa_column_kwargs=may(MOVES))
    requested_by_id: int = columns.reference("actor.id")
    requester_person: str | None = None
    requester_issuer: str | None = None
    requested_at: datetime = columns.instant()
    reason: str | None = None
    expires_at: datetime = columns.instant()
    decided_by_id: int | None = Field(
        default=None, foreign_key="actor.id", index=True, sa_column_kwargs=may(Moving.ONCE)
    )
    decider_person: str | None = columns.optional_text(Moving.ONCE)
    decider_issuer: str | None = columns.optional_text(Moving.ONCE)
    decided_at: datetime | None = columns.optional_instant(Moving.ONCE)
    decision_reason: str | None = columns.optional_text(Moving.ONCE)


class ApprovalUse(SQLModel, table=True):
    """A document that was posted under an approval, and the hash of the plan that was written."""

    __tablename__ = "approval_use"
    __table_args__ = (facts(Since.WRITTEN),)
    id: int | None = columns.key()
    invoice_id: int = Field(foreign_key="invoice.id", unique=True)
    approval_id: int = columns.reference("approval.id", index=True)
    plan_hash: str
