"""Confirming a draft project invoice: load, plan, and through the door."""

from dataclasses import dataclass

from ....models.vocabulary import SettlementMode
from ...command.lookup import find_invoice
from ...command.results import KeptPlan
from ...command.transaction import Transaction
from ...commands import ConfirmInvoice
from ...goods.holding import drafts_beside
from ...ledger.approved import OfRun, of_record
from ...ledger.post import check_version, post
from ...ledger.settings import Conditions, read_settings
from ...plan import Plan
from ...planners.dates import usual_date
from ...planners.projects.confirmation import plan_confirmation
from ...planners.projects.draft_taxes import with_taxes
from ...planners.projects.goods_values import moves_pieces_back
from ...sales.credit_uses import with_credit_use
from .following import follow
from .loading import load_draft
from .scheduled import refuse_scheduled
from .taxes import store_taxes


@dataclass(frozen=True)
class ConfirmationResult:
    """A confirmed invoice, or what confirming it would write."""

    plan: KeptPlan
    invoice: int | None = None


def confirm_invoice(
    transaction: Transaction, command: ConfirmInvoice, *, of_run: OfRun | None = None
) -> ConfirmationResult:
    """Confirm a draft project invoice; refuses with every blocker. A draft that a run is to confirm is left to it."""
    invoice = find_invoice(transaction.connection, command.invoice, "invoice", lock=transaction.posting)
    check_version(invoice, command.expected_version)
    if of_run is None:
        refuse_scheduled(transaction.connection, invoice, "invoice")
    mode = command.settlement or SettlementMode.ORIGINAL_INVOICE
    draft = load_draft(transaction.connection, invoice, lock=transaction.posting, settlement=mode)
    entered = invoice.invoice_date if invoice.posted_at is None else None
    day = command.invoice_date or entered or usual_date(transaction.today, draft.corrected)
    conditions = Conditions(day=day, customer_id=invoice.customer_id, customer_path="invoice", invoices=(invoice.id,))
    settings = read_settings(transaction, conditions, lock=False)  # they are held with the draft
    taxed = with_taxes(draft, day)
    planned = with_credit_use(transaction, plan_confirmation(taxed, day, mode), command.credit_use)
    if transaction.posting and isinstance(planned, Plan):
        store_taxes(transaction.connection, draft, taxed)
    to_approve = of_run or of_record("confirmInvoice", "Invoice", invoice.id, "invoice")
    posted = post(transaction, planned, conditions, command.expected_plan, settings, to_approve)
    if posted.written is not None and any(moves_pieces_back(one) for one in draft.details):
        follow(transaction, drafts_beside(transaction.connection, invoice.id))
    return ConfirmationResult(posted.plan, posted.invoice_id)
