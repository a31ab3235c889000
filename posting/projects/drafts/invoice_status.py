"""The status of project invoices before they are posted: in review, and back."""

from sqlalchemy import update

from ....models import tables
from ....models.vocabulary import InvoiceStatus, ProblemCode
from ...command.lookup import find_invoice
from ...command.names import invoice_name
from ...command.results import DraftResult
from ...command.transaction import Transaction
from ...commands import MarkInvoiceInReview
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
            "review-posted" if invoice.posted_at else "review",
            "invoice",
            name=name,
            state=invoice.status,
            needed=needed,
            wanted=wanted,
        )
    check_version(invoice, command.expected_version)
    refuse_scheduled(transaction.connection, invoice, "invoice")
    values = {"status": wanted, "version": invoice.version + 1}
    transaction.connection.execute(update(INVOICE).where(INVOICE.c.id == invoice.id).values(values))
    return DraftResult(invoice.id)
