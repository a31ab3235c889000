"""Confirming a draft project invoice: load, plan, and through the door."""

from ...command.transaction import Result, Transaction
from ...commands import ConfirmInvoice
from ...ledger.post import Conditions, check_version, post
from ...ledger.results import plan_document, warning_documents
from ...plan import Plan
from ...planners.projects.confirmation import plan_confirmation
from ...problems import Problems, Refused
from .loading import find_project_invoice, load_draft
from .scheduled import refuse_scheduled


def confirm_invoice(transaction: Transaction, command: ConfirmInvoice, *, by_run: bool = False) -> Result:
    """Confirm a draft project invoice; refuses with every blocker. A draft that a run is to confirm is left to it."""
    invoice = find_project_invoice(transaction.connection, command.invoice, "invoice", lock=transaction.posting)
    check_version(invoice, command.expected_version)
    if not by_run:
        refuse_scheduled(transaction.connection, invoice, "invoice")
    day = command.invoice_date or transaction.today
    draft = load_draft(transaction.connection, invoice, lock=transaction.posting)
    planned: Plan | Problems
    try:
        planned = plan_confirmation(draft, day)
    except Refused as refused:
        planned = refused.problems
    conditions = Conditions(day=day, customer_id=invoice.customer_id, customer_path="invoice")
    posted = post(transaction, planned, conditions, command.expected_plan)
    return {
        "invoice": posted.invoice_id,
        "plan": plan_document(posted.plan),
        "warnings": warning_documents(posted.plan.warnings),
    }
