"""A policy that is switched off, and a request that was taken back: nobody at the command line approves anything."""

from decimal import Decimal

from ..models.identity import encode
from ..models.vocabulary import ApprovalDecision
from ..posting import commands
from ..posting.approvals import decisions, requests
from ..posting.setup import approval_policies
from .entering import Demo


def enter_approvals(demo: Demo) -> None:
    """“Large credits” would ask for approval from 1,000 on; confirming the correction of PC-000002 was asked for."""
    limits = [commands.AmountLimitInput(currency=one, amount=Decimal(1000)) for one in ("EUR", "NOK")]
    policy = commands.SetApprovalPolicy(name="Large credits", active=False, corrections_only=True, limits=limits)
    demo.do(policy, approval_policies.set_approval_policy)
    draft, *_ = demo.keys("invoice", status="DRAFT", has_corrections=True)
    posting = commands.PostingInput(
        confirm_invoice=commands.ConfirmInvoice(invoice=commands.InvoiceRef(id=encode("Invoice", draft)))
    )
    asked = demo.do(commands.RequestApproval(posting=posting, reason="The hours were billed twice"), requests.ask)
    declined = commands.DecideApproval(
        approval=encode("Approval", asked.approval),
        decision=ApprovalDecision.DECLINE,
        reason="The customer is still checking the hours",
    )
    demo.do(declined, decisions.decide_approval)
