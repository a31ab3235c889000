"""Statuses of project invoices that write nothing to the ledger: in review and back, and paid."""

from sqlalchemy import update

from ....models import tables
from ....models.vocabulary import InvoiceStatus, ProblemCode
from ...command.lookup import find_invoice
from ...command.names import invoice_name
from ...command.results import DraftResult
from ...command.transaction import Transaction
from ...commands import MarkInvoiceInReview, MarkInvoicePaid
from ...ledger.post import check_version
from ...problems import refuse
from .scheduled import refuse_scheduled

INVOICE = tables.invoice


def mark_invoice_in_review(transaction: Transaction, command: MarkInvoiceInReview) -> DraftResult:
    """Move a draft to IN_REVIEW, or back to DRAFT; a confirmed invoice never goes back (project-invoicing 2.1)."""
    invoice = find_invoice(transaction.connection, command.invoice, "invoice", lock=True)
    wanted = InvoiceStatus.DRAFT if command.in_review is False else InvoiceStatus.IN_REVIEW
    needed = InvoiceStatus.IN_REVIEW if wanted is InvoiceStatus.DRAFT else InvoiceStatus.DRAFT
    if invoice.status is not needed:
        name = invoice_name(transaction.connection, invoice)
        raise refuse(
            ProblemCode.INVALID_STATUS_TRANSITION,
            f"{name} is {invoice.status}; it must be {needed} to become {wanted}.",
            "invoice",
            remedy="Draft a corrective invoice with correctInvoice." if invoice.posted_at else None,
        )
    check_version(invoice, command.expected_version)
    refuse_scheduled(transaction.connection, invoice, "invoice")
    values = {"status": wanted, "version": invoice.version + 1}
    transaction.connection.execute(update(INVOICE).where(INVOICE.c.id == invoice.id).values(values))
    return DraftResult(invoice.id)


def mark_invoice_paid(transaction: Transaction, command: MarkInvoicePaid) -> DraftResult:
    """Mark a confirmed document of either side as PAID; what is open on the account stays as it is."""
    invoice = find_invoice(transaction.connection, command.invoice, "invoice")
    if invoice.status is not InvoiceStatus.CONFIRMED:
        name = invoice_name(transaction.connection, invoice)
        raise refuse(
            ProblemCode.INVALID_STATUS_TRANSITION,
            f"{name} is {invoice.status}; it must be CONFIRMED to become PAID.",
            "invoice",
            remedy=None if invoice.posted_at else "Confirm it with confirmInvoice.",
        )
    statement = update(INVOICE).where(INVOICE.c.id == invoice.id).values(status=InvoiceStatus.PAID)
    transaction.connection.execute(statement)
    return DraftResult(invoice.id)
