"""What closes open amounts besides postings: payments, and matching documents by hand (returns 3.8)."""

from datetime import date
from decimal import Decimal

from ...models.vocabulary import InvoiceStatus, ProblemCode
from ..checks import Checks
from ..plan import Plan
from ..planned.changes import Change
from ..planned.settlements import BalanceChange, PlannedPayment, PlannedSettlement
from ..problems import Problems, problem
from ..rules.vouchers import PAYMENT, Figure
from ..saying import phrase
from .accounts import AccountDocument, check_amount, check_not_before, check_open, moved
from .vouchers import booked, voucher


def plan_payment(document: AccountDocument, amount: Decimal, day: date, reference: str | None) -> Plan | Problems:
    """Take `amount`, above zero and at most what is open, off a document; closing it marks it PAID.

    On a credit note it is money paid back to the customer, and stands as a negative payment. One that is dated before
    the document settles it when that is dated (putting-right 5.6).
    """
    checks = Checks()
    check_open(document, checks, "invoice")
    check_amount(document, amount, abs(document.open_amount), checks)
    if checks.problems:
        return tuple(checks.problems)
    signed = document.signed(amount)
    debit, credit = (document.id, None) if signed > 0 else (None, document.id)
    return Plan(
        customer_id=document.customer_id,
        currency=document.currency,
        posting_date=day,
        payment=PlannedPayment(document.id, document.customer_id, signed, reference),
        settlements=(PlannedSettlement(amount, debit, credit, max(day, document.invoice_date)),),
        changes=tuple(moved(document, signed, pays=True)),
        balances=(BalanceChange(document.customer_id, -signed),),
        entries=voucher(*booked(PAYMENT.rows, {Figure.PAYMENT: signed})),
    )


def plan_paid(document: AccountDocument, day: date, reference: str | None) -> Plan | Problems:
    """The payment of all that is open of a document; where nothing is, only its status moves (putting-right 5.8)."""
    if document.status is InvoiceStatus.PAID:
        return (
            problem(
                ProblemCode.INVALID_STATUS_TRANSITION,
                "paid",
                ("invoice",),
                document=document.number,
                state="PAID",
                needed="CONFIRMED",
            ),
        )
    if document.open_amount != 0:
        return plan_payment(document, abs(document.open_amount), day, reference)
    paid = Change("Invoice", document.id, "status", document.status, InvoiceStatus.PAID)
    return Plan(customer_id=document.customer_id, currency=document.currency, posting_date=day, changes=(paid,))


def plan_settlement(
    debit: AccountDocument, credit: AccountDocument, amount: Decimal | None, given: date | None, today: date
) -> Plan | Problems:
    """Match `amount`, or all that can be, of an open invoice with an open credit note of the same account.

    It is dated as `given`, which is not before either document; else today, or the later of both where that is later.
    """
    checks = Checks()
    _check_sides(debit, credit, checks)
    if checks.problems:
        return tuple(checks.problems)
    later = max(debit, credit, key=lambda one: one.invoice_date)
    possible = min(debit.open_amount, -credit.open_amount)
    matched = possible if amount is None else amount
    check_open(debit, checks, "invoice")
    check_open(credit, checks, "creditNote")
    check_amount(debit, matched, possible, checks)
    if given is not None:
        what = phrase("matched-before", document=later.number, limit=later.invoice_date)
        check_not_before(what, given, later.invoice_date, checks)
    if checks.problems:
        return tuple(checks.problems)
    return Plan(
        customer_id=debit.customer_id,
        currency=debit.currency,
        posting_date=given or max(today, later.invoice_date),
        settlements=(PlannedSettlement(matched, debit.id, credit.id),),
        changes=(*moved(debit, matched), *moved(credit, -matched)),
    )


def _check_sides(debit: AccountDocument, credit: AccountDocument, checks: Checks) -> None:
    """Never across customers or currencies, and one of each side."""
    if debit.total_amount <= 0 or credit.total_amount >= 0:
        checks.invalid("pair", "creditNote")
    if debit.currency != credit.currency:
        checks.fail(
            ProblemCode.CURRENCY_MISMATCH,
            "pair",
            "creditNote",
            document=debit.number,
            given=debit.currency,
            other=credit.number,
            expected=credit.currency,
        )
    if debit.customer_id != credit.customer_id:
        checks.invalid("two-customers", "creditNote", document=debit.number, other=credit.number)
