"""Commands of approval: when a posting needs it, asking for it, and deciding."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from ...models.identity import GlobalId
from ...models.vocabulary import ApprovalDecision, DocumentType
from .base import WHY, Command, CustomerRef, about
from .cancellations import CancelInvoice
from .correction_runs import CorrectInvoices
from .project_invoices import ConfirmInvoice
from .returns import PostReturnInvoice
from .runs import ConfirmInvoices, PostInvoices
from .texts import CURRENCY, POLICY_NAME, REASON, RUN_PLAN_HASH


@dataclass(kw_only=True)
class AmountLimitInput:
    """A limit in one currency."""

    currency: str = field(metadata=about("ISO 4217 code; each at most once.", CURRENCY))
    amount: Decimal = field(
        metadata=about("From this amount on, tax included, whatever the document's sign. Not negative.")
    )


@dataclass(kw_only=True)
class SetApprovalPolicy(Command):
    """When a posting needs approval."""

    name: str = field(
        metadata=about(
            "What to call it; an existing name changes that policy as a whole. 1 to 100 characters.", POLICY_NAME
        )
    )
    active: bool | None = field(default=True, metadata=about("Off: kept, but without effect."))
    document_type: list[DocumentType] | None = field(
        default=None, metadata=about("Documents of these types; all when left out or empty.")
    )
    corrections_only: bool | None = field(
        default=False, metadata=about("On: only documents that credit, return or correct.")
    )
    customers: list[CustomerRef] | None = field(
        default=None, metadata=about("Documents to these customers; all when left out or empty.")
    )
    limits: list[AmountLimitInput] | None = field(
        default=None, metadata=about("From which amount on; any amount when left out or empty.")
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class PostingInput:
    """The posting itself, with the input that it would be called with."""

    post_return_invoice: PostReturnInvoice | None = field(default=None, metadata=about("As for postReturnInvoice."))
    confirm_invoice: ConfirmInvoice | None = field(default=None, metadata=about("As for confirmInvoice."))
    post_invoices: PostInvoices | None = field(
        default=None, metadata=about("As for postInvoices: one approval for the whole run.")
    )
    confirm_invoices: ConfirmInvoices | None = field(
        default=None, metadata=about("As for confirmInvoices: one approval for the whole run.")
    )
    cancel_invoice: CancelInvoice | None = field(default=None, metadata=about("As for cancelInvoice."))
    correct_invoices: CorrectInvoices | None = field(
        default=None, metadata=about("As for correctInvoices: one approval for the whole run.")
    )


@dataclass(kw_only=True)
class RequestApproval(Command):
    """What to approve."""

    posting: PostingInput = field(
        metadata=about("What is to be posted. Its idempotencyKey and expectedPlan are passed over.")
    )
    expires_at: datetime | None = field(
        default=None, metadata=about("When it stops counting: 72 hours from now when left out, at most 30 days.")
    )
    reason: str | None = field(default=None, metadata=about("Why it is to be posted; at most 500 characters.", REASON))


@dataclass(kw_only=True)
class DecideApproval(Command):
    """What an approver says."""

    approval: GlobalId = field(metadata=about("The request."))
    decision: ApprovalDecision = field(metadata=about("What is said."))
    expected_plan: str | None = field(
        default=None,
        metadata=about("The plan that you have seen; PLAN_OUTDATED where the request is for another.", RUN_PLAN_HASH),
    )
    reason: str | None = field(default=None, metadata=about("Why; needed to decline, at most 500 characters.", REASON))
