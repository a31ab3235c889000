"""Recording payments and settling by hand: load, plan, and through the door (returns 3.8)."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from ...models import tables
from ...models.holding import in_turn
from ...models.rows import read_one
from ...models.vocabulary import ProblemCode
from ..checks import Checks
from ..command.lookup import find_invoice
from ..command.names import invoice_name
from ..command.results import ShownPlan
from ..command.transaction import Transaction
from ..commands import InvoiceRef, RecordPayment, SettleInvoices
from ..ledger.post import post
from ..ledger.readiness import conditions_unmet
from ..ledger.settings import CUSTOMER_HELD, PARAMETERS_HELD, Conditions, read_settings
from ..plan import Plan
from ..planners.payments import AccountDocument, plan_payment, plan_settlement
from ..problems import Problems, Refused

INVOICE = tables.invoice
NAMED = INVOICE.c.id == bindparam("invoice", type_=INVOICE.c.id.type)
DOCUMENT = select(INVOICE).where(NAMED)
INVOICE_HELD = select(INVOICE.c.id).where(NAMED).with_for_update(key_share=True)  # markInvoicePaid has it alone
HOLD = in_turn(CUSTOMER_HELD, INVOICE_HELD, PARAMETERS_HELD)


@dataclass(frozen=True)
class PaymentResult:
    """A payment that was recorded, None where it was only looked at."""

    invoice: int
    payment: int | None
    plan: ShownPlan = None


@dataclass(frozen=True)
class SettlementResult:
    """Two documents that were matched."""

    invoice: int
    credit_note: int
    plan: ShownPlan = None


def record_payment(transaction: Transaction, command: RecordPayment) -> PaymentResult:
    """Take at most what is open off a posted document; closing an invoice marks it PAID."""
    day = command.date or transaction.today
    checks, conditions = Checks(), Conditions(day=day, day_path="date")
    document = _posted(transaction, command.invoice, checks, "invoice")
    if document is None:  # told before what else does not hold
        settings = read_settings(transaction, conditions, lock=False)
        raise Refused([*checks.problems, *conditions_unmet(settings, conditions)])
    settings = read_settings(transaction, conditions, lock=False)  # they are held with the document
    planned = plan_payment(document, command.amount, day, command.reference)
    posted = post(transaction, planned, conditions, settings=settings)
    assert posted.plan.payment is not None, "a payment is planned"
    payment_id = None if posted.written is None else posted.written.payment_id
    return PaymentResult(posted.plan.payment.invoice_id, payment_id, posted.plan)


def settle_invoices(transaction: Transaction, command: SettleInvoices) -> SettlementResult:
    """Match an open invoice with an open credit note; never across customers or currencies."""
    day = command.date or transaction.today
    checks = Checks()
    debit = _posted(transaction, command.invoice, checks, "invoice")
    credit = _posted(transaction, command.credit_note, checks, "creditNote")
    if debit is None or credit is None:
        planned: Plan | Problems = tuple(checks.problems)
    else:
        planned = plan_settlement(debit, credit, command.amount, day)
    plan = post(transaction, planned, Conditions()).plan
    (settled,) = plan.settlements
    assert settled.debit_id is not None, "two documents are matched"
    assert settled.credit_id is not None, "two documents are matched"
    return SettlementResult(settled.debit_id, settled.credit_id, plan)


def _posted(transaction: Transaction, ref: InvoiceRef, checks: Checks, path: str) -> AccountDocument | None:
    """The posted document; its customer is locked, which whoever settles anything of that account does first."""
    connection = transaction.connection
    found = checks.attempt(lambda: find_invoice(connection, ref, path, lock=False))
    if found is None:
        return None
    if found.posted_at is None:
        message = f"{invoice_name(connection, found)} is not on the customer's account; it must be CONFIRMED."
        checks.fail(ProblemCode.INVOICE_NOT_CONFIRMED, message, path, remedy="Confirm it with confirmInvoice.")
        return None
    if transaction.posting and connection.dialect.name == "postgresql":
        connection.execute(HOLD, {"customer": found.customer_id, "invoice": found.id}).all()
    return read_one(connection, DOCUMENT, AccountDocument, {"invoice": found.id})
