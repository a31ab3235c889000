"""Cancelling a posted document: load, plan, and through the door."""

from dataclasses import dataclass

from sqlalchemy import Connection

from ...models.vocabulary import ProblemCode, SettlementMode
from ..command.lookup import find_invoice
from ..command.names import invoice_name
from ..command.records import InvoiceRow
from ..command.results import KeptPlan
from ..command.transaction import Transaction
from ..commands import CancelInvoice
from ..goods.holding import drafts_beside
from ..ledger.approved import of_record
from ..ledger.post import post
from ..ledger.settings import Conditions, read_settings
from ..planners.canceling.cancellation import CancellationRequest, plan_cancellation
from ..planners.dates import Earlier, usual_date
from ..problems import Refused, refuse
from ..projects.drafts.following import follow
from ..sales.canceled import canceled_problem, pairs_of
from ..sales.credit_uses import with_credit_use
from .loading import load_posted


@dataclass(frozen=True)
class CancellationResult:
    """The document that cancels another, None where it was only looked at, and the one that it takes back."""

    plan: KeptPlan
    canceled: int
    invoice: int | None = None


def cancel_invoice(transaction: Transaction, command: CancelInvoice) -> CancellationResult:
    """Take a whole posted document back; refuses with every blocker."""
    connection, lock = transaction.connection, transaction.posting
    invoice = find_invoice(connection, command.invoice, "invoice", lock=False)
    _refuse_unfit(connection, invoice)
    mode = command.settlement or SettlementMode.ORIGINAL_INVOICE
    document = load_posted(connection, invoice, mode, lock=lock)
    _refuse_unfit(connection, invoice)  # whoever was first had the locks
    day = command.invoice_date or usual_date(
        transaction.today, [Earlier(document.id, document.number, document.invoice_date)]
    )
    conditions = Conditions(day=day, customer_id=invoice.customer_id, customer_path="invoice", invoices=(invoice.id,))
    settings = read_settings(transaction, conditions, lock=False)  # they are held with the document
    request = CancellationRequest(
        reason=command.reason,
        invoice_date=day,
        settlement=mode,
        credit_correction=settings.parameters.credit_correction,
        terms_on_credit_notes=settings.parameters.payment_terms_on_credit_notes,
    )
    planned = with_credit_use(transaction, plan_cancellation(document, request), command.credit_use)
    to_approve = of_record("cancelInvoice", "Invoice", invoice.id, "invoice")
    posted = post(transaction, planned, conditions, command.expected_plan, settings, to_approve)
    if posted.written is not None:
        follow(transaction, drafts_beside(connection, invoice.id))
    return CancellationResult(posted.plan, invoice.id, posted.invoice_id)


def _refuse_unfit(connection: Connection, invoice: InvoiceRow) -> None:
    """Only what is posted, and has neither been canceled nor cancels another, can be canceled."""
    if invoice.posted_at is None:
        name = invoice_name(connection, invoice)
        raise refuse(
            ProblemCode.INVOICE_NOT_CONFIRMED,
            "not-posted",
            "invoice",
            name=name,
            state=invoice.status,
            needed="CONFIRMED",
        )
    pair = pairs_of(connection, [invoice.id]).get(invoice.id)
    if pair is not None:
        raise Refused([canceled_problem(pair, invoice.id, "invoice")])
