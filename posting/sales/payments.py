"""Recording payments and settling by hand: load, plan, and through the door (returns 3.8)."""

from dataclasses import dataclass

from ...models.vocabulary import ProblemCode
from ..checks import Checks
from ..command.lookup import find_invoice
from ..command.names import invoice_name
from ..command.results import DraftResult, ShownPlan
from ..command.transaction import Transaction
from ..commands import MarkInvoicePaid, RecordPayment, SettleInvoices
from ..ledger.post import post
from ..ledger.readiness import conditions_unmet
from ..ledger.settings import Conditions, read_settings
from ..plan import Plan
from ..planners.accounts import AccountDocument
from ..planners.payments import plan_paid, plan_payment, plan_settlement
from ..problems import Problems, Refused, refuse
from .account_documents import held_document, posted_document
from .canceled import pairs_of, payment_problems, settling_problem


@dataclass(frozen=True)
class PaymentResult:
    """A payment that was recorded, None where it was only looked at."""

    invoice: int
    payment: int | None
    plan: ShownPlan = None


@dataclass(frozen=True)
class MatchResult:
    """Two documents that were matched."""

    invoice: int
    credit_note: int
    plan: ShownPlan = None


def record_payment(transaction: Transaction, command: RecordPayment) -> PaymentResult:
    """Take at most what is open off a posted document; closing an invoice marks it PAID."""
    day = command.date or transaction.today
    checks, conditions = Checks(), Conditions(day=day, day_path="date")
    document = posted_document(transaction, command.invoice, checks, "invoice")
    if document is None:  # told before what else does not hold
        settings = read_settings(transaction, conditions, lock=False)
        raise Refused([*checks.problems, *conditions_unmet(settings, conditions)])
    settings = read_settings(transaction, conditions, lock=False)  # they are held with the document
    void = payment_problems(transaction.connection, document, "invoice")
    planned = void or plan_payment(document, command.amount, day, command.reference)
    posted = post(transaction, planned, conditions, settings=settings)
    assert posted.plan.payment is not None, "a payment is planned"
    payment_id = None if posted.written is None else posted.written.payment_id
    return PaymentResult(posted.plan.payment.invoice_id, payment_id, posted.plan)


def mark_invoice_paid(transaction: Transaction, command: MarkInvoicePaid) -> DraftResult:
    """Record the payment of all that is open of a document, which is PAID then (putting-right 5.8)."""
    found = find_invoice(transaction.connection, command.invoice, "invoice", lock=False)
    if found.posted_at is None:
        raise refuse(
            ProblemCode.INVALID_STATUS_TRANSITION,
            "to-be-paid",
            "invoice",
            name=invoice_name(transaction.connection, found),
            state=found.status,
            needed="CONFIRMED",
        )
    document = held_document(transaction, found.id, found.customer_id)
    day = command.date or transaction.today
    void = payment_problems(transaction.connection, document, "invoice")
    planned = void or plan_paid(document, day, command.reference)
    pays = isinstance(planned, Plan) and planned.payment is not None
    posted = post(transaction, planned, Conditions(day=day, day_path="date") if pays else Conditions())
    return DraftResult(document.id, plan=posted.plan)


def settle_invoices(transaction: Transaction, command: SettleInvoices) -> MatchResult:
    """Match an open invoice with an open credit note; never across customers or currencies."""
    checks = Checks()
    debit = posted_document(transaction, command.invoice, checks, "invoice")
    credit = posted_document(transaction, command.credit_note, checks, "creditNote")
    if debit is not None and credit is not None:
        _refuse_void(transaction, debit, credit, checks)
    if debit is None or credit is None or checks.problems:
        planned: Plan | Problems = tuple(checks.problems)
    else:
        planned = plan_settlement(debit, credit, command.amount, command.date, transaction.today)
    plan = post(transaction, planned, Conditions()).plan
    (settled,) = plan.settlements
    assert settled.debit_id is not None, "two documents are matched"
    assert settled.credit_id is not None, "two documents are matched"
    return MatchResult(settled.debit_id, settled.credit_id, plan)


def _refuse_void(transaction: Transaction, debit: AccountDocument, credit: AccountDocument, checks: Checks) -> None:
    """What is canceled, and what cancels it, are settled with each other alone: after a payment was taken back."""
    pairs = pairs_of(transaction.connection, [debit.id, credit.id])
    if pairs.get(debit.id) is not None and pairs.get(debit.id) == pairs.get(credit.id) and debit.open_amount:
        return
    for one, path in ((debit, "invoice"), (credit, "creditNote")):
        if one.id in pairs:
            checks.problems.append(settling_problem(pairs[one.id], one, path))
