"""What closes open amounts besides postings: payments, and matching documents by hand (returns 3.8)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ...models.money import minor_unit
from ...models.vocabulary import InvoiceStatus, ProblemCode
from ..amounts import rounded
from ..canonical import plain
from ..checks import Checks
from ..plan import BalanceChange, Change, Plan, PlannedPayment, PlannedSettlement
from ..problems import Problems
from ..rules.vouchers import PAYMENT, Figure
from .vouchers import booked, voucher


@dataclass(frozen=True)
class AccountDocument:
    """A posted document on its customer's account; amounts have the sign of its total."""

    id: int
    number: str
    status: InvoiceStatus
    customer_id: int
    currency: str
    total_amount: Decimal
    settled_amount: Decimal

    @property
    def open_amount(self) -> Decimal:
        """What is not settled yet."""
        return self.total_amount - self.settled_amount


def plan_payment(document: AccountDocument, amount: Decimal, day: date, reference: str | None) -> Plan | Problems:
    """Take `amount`, above zero and at most what is open, off a document; closing it marks it PAID.

    On a credit note it is money paid back to the customer, and stands as a negative payment.
    """
    checks = Checks()
    _check_open(document, checks, "invoice")
    _check_amount(document, amount, abs(document.open_amount), checks)
    if checks.problems:
        return tuple(checks.problems)
    signed = amount if document.total_amount > 0 else -amount
    after = document.settled_amount + signed
    changes = [Change("Invoice", document.id, "settled_amount", document.settled_amount, after)]
    if after == document.total_amount and document.status is not InvoiceStatus.PAID:
        changes.append(Change("Invoice", document.id, "status", document.status, InvoiceStatus.PAID))
    debit, credit = (document.id, None) if signed > 0 else (None, document.id)
    return Plan(
        customer_id=document.customer_id,
        currency=document.currency,
        posting_date=day,
        payment=PlannedPayment(document.id, document.customer_id, signed, reference),
        settlements=(PlannedSettlement(amount, debit, credit),),
        changes=tuple(changes),
        balances=(BalanceChange(document.customer_id, -signed),),
        entries=voucher(*booked(PAYMENT.rows, {Figure.PAYMENT: signed})),
    )


def plan_settlement(
    debit: AccountDocument, credit: AccountDocument, amount: Decimal | None, day: date
) -> Plan | Problems:
    """Match `amount`, or all that can be, of an open invoice with an open credit note of the same account."""
    checks = Checks()
    _check_sides(debit, credit, checks)
    if checks.problems:
        return tuple(checks.problems)
    possible = min(debit.open_amount, -credit.open_amount)
    matched = possible if amount is None else amount
    _check_open(debit, checks, "invoice")
    _check_open(credit, checks, "creditNote")
    _check_amount(debit, matched, possible, checks)
    if checks.problems:
        return tuple(checks.problems)
    return Plan(
        customer_id=debit.customer_id,
        currency=debit.currency,
        posting_date=day,
        settlements=(PlannedSettlement(matched, debit.id, credit.id),),
        changes=tuple(
            Change("Invoice", one.id, "settled_amount", one.settled_amount, one.settled_amount + change)
            for one, change in ((debit, matched), (credit, -matched))
        ),
    )


def _check_sides(debit: AccountDocument, credit: AccountDocument, checks: Checks) -> None:
    """Never across customers or currencies, and one of each side."""
    if debit.total_amount <= 0 or credit.total_amount >= 0:
        checks.invalid(
            "An invoice is settled with a credit note: one above zero, the other below.",
            "creditNote",
            remedy="Give the invoice as invoice and the credit note as creditNote.",
        )
    if debit.currency != credit.currency:
        message = f"{debit.number} is in {debit.currency}, {credit.number} in {credit.currency}; both must be the same."
        checks.fail(ProblemCode.CURRENCY_MISMATCH, message, "creditNote")
    if debit.customer_id != credit.customer_id:
        checks.invalid(
            f"{debit.number} and {credit.number} belong to two customers.",
            "creditNote",
            remedy="Settle documents of one customer.",
        )


def _check_open(document: AccountDocument, checks: Checks, path: str) -> None:
    """Something of a document must be open, or there is nothing to settle."""
    if document.open_amount == 0:
        message = f"{document.number} is settled in full; nothing of it is open."
        remedy = "Choose a document whose openAmount is not 0."
        checks.fail(ProblemCode.INVALID_STATUS_TRANSITION, message, path, remedy=remedy)


def _check_amount(document: AccountDocument, amount: Decimal, possible: Decimal, checks: Checks) -> None:
    if possible <= 0:
        return  # told by `_check_open`
    places = minor_unit(document.currency)
    checks.amount("An amount", amount, places, "amount")
    if amount <= 0:
        checks.invalid(f"An amount must be above zero, not {plain(amount)}.", "amount", remedy="Leave the sign out.")
    elif amount > possible:
        most = rounded(possible, places)
        checks.invalid(f"{most} can be settled, not {plain(amount)}.", "amount", remedy=f"Give at most {most}.")
