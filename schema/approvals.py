"""Approvals: when a posting needs somebody else's, requests for it, and what was decided."""

from datetime import datetime
from decimal import Decimal

import strawberry

from ..models import tables
from ..models.identity import GlobalId
from ..models.vocabulary import ApprovalStatus, DocumentType
from ..resolvers import approving
from ..resolvers.payloads import one
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import computed, parent, rendered, stored
from ..resolvers.reading.renderings import Members, Texts
from .access import Actor
from .nodes import Node
from .parties import Customer
from .plans import PostingPlan
from .results import REPLAYED, Carried

POLICY, APPROVAL = tables.approval_policy, tables.approval


@strawberry.type(description="A limit in one currency.")
class AmountLimit:
    """From which amount on documents in a currency need approval."""

    currency: str = strawberry.field(description="ISO 4217 code.")
    amount: Decimal = strawberry.field(
        description="Documents of this amount or more, tax included and without its sign, need approval."
    )


@strawberry.type(
    description="When a posting needs somebody else's approval. Every condition has to hold; one that is empty always "
    "does."
)
class ApprovalPolicy(Node):
    """A policy."""

    name: str = stored(POLICY.c.name, "What it is called.")
    active: bool = stored(POLICY.c.active, "Off: kept, but without effect.")
    document_type: list[DocumentType] = rendered(
        POLICY.c.document_type, Members(DocumentType, ()), "Documents of these types."
    )
    corrections_only: bool = stored(POLICY.c.corrections_only, "On: only documents that credit, return or correct.")
    customers: list[Customer] = computed(
        "Documents to these customers.", POLICY.c.customers, resolver=approving.customers
    )
    limits: list[AmountLimit] = computed(
        "From which amount on; in a currency that isn't listed, from nothing on.",
        POLICY.c.limits,
        resolver=approving.limits,
    )


@strawberry.type(description="A plan that somebody asked to post, and what somebody else said to it.")
class Approval(Node):
    """A request for approval."""

    status: ApprovalStatus = computed(
        "Whether it still counts.", APPROVAL.c.status, APPROVAL.c.expires_at, resolver=approving.status
    )
    operation: str = stored(APPROVAL.c.operation, 'The mutation that is to post it, e.g. "confirmInvoice".')
    subjects: list[GlobalId] = rendered(APPROVAL.c.subjects, Texts(), "The drafts or orders that would be posted.")
    plan_hash: str = stored(
        APPROVAL.c.plan_hash,
        "The hash of the plan: what was signed. Posting anything else is refused as PLAN_OUTDATED.",
    )
    plans: list[PostingPlan] = computed(
        "The plan as it was when it was asked for, one for each document.",
        APPROVAL.c.plans,
        resolver=approving.plans,
    )
    outdated: bool = computed(
        "True where posting now would write something else than was asked for. Worked out when asked for; false once "
        "it is used.",
        APPROVAL.c.status,
        APPROVAL.c.request,
        APPROVAL.c.plan_hash,
        resolver=approving.outdated,
    )
    policies: list[ApprovalPolicy] = computed(
        "The policies that ask for it; empty where it was asked for without need.",
        APPROVAL.c.policies,
        resolver=approving.policies,
    )
    requested_by: Actor = parent(APPROVAL.c.requested_by_id, "Actor", "Who asked.")
    requested_at: datetime = stored(APPROVAL.c.requested_at, "When they asked.")
    reason: str | None = stored(APPROVAL.c.reason, "Why it is to be posted.")
    expires_at: datetime = stored(APPROVAL.c.expires_at, "When it stops counting, decided or not.")
    decided_by: Actor | None = parent(APPROVAL.c.decided_by_id, "Actor", "Who decided.")
    decided_at: datetime | None = stored(APPROVAL.c.decided_at, "When they decided.")
    decision_reason: str | None = stored(APPROVAL.c.decision_reason, "Why they decided so.")


@strawberry.type(description="The policy was set.")
class ApprovalPolicySuccess(Carried):
    """A policy."""

    policy: ApprovalPolicy = one("ApprovalPolicy", "policy", "The policy.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description="Asked, or decided.")
class ApprovalSuccess(Carried):
    """A request."""

    approval: Approval = one("Approval", "approval", "The request.")
    replayed: bool = strawberry.field(description=REPLAYED)


catalogue(ApprovalPolicy, table=tables.approval_policy)
catalogue(Approval, table=tables.approval)
