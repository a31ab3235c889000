"""Giving up a small rest of a document, of either sign, without touching its tax (putting-right 5.5)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ...models.money import minor_unit
from ...models.vocabulary import ProblemCode
from ..amounts import rounded
from ..checks import Checks
from ..plan import Plan
from ..planned.settlements import BalanceChange, PlannedSettlement
from ..problems import Problems
from ..rules.vouchers import WRITE_OFF, Figure
from ..saying import phrase
from .accounts import AccountDocument, check_amount, check_not_before, check_open, moved
from .vouchers import booked, voucher


@dataclass(frozen=True)
class WriteOffRequest:
    """What is asked for: all that is open where no amount is given; on a day of its own where one is."""

    amount: Decimal | None
    reason: str
    given: date | None
    today: date


@dataclass(frozen=True)
class Allowance:
    """The most that may be written off of one document in all, and what of it has been already; sizes."""

    limit: Decimal
    before: Decimal


def plan_write_off(document: AccountDocument, request: WriteOffRequest, allowance: Allowance) -> Plan | Problems:
    """Take a rest off a document; closing it marks it PAID."""
    checks = Checks()
    rest = abs(document.open_amount)
    amount = rest if request.amount is None else request.amount
    check_open(document, checks, "invoice")
    check_amount(document, amount, rest, checks)
    if request.given is not None:
        what = phrase("written-off-before", document=document.number, limit=document.invoice_date)
        check_not_before(what, request.given, document.invoice_date, checks)
    if not checks.problems:
        _check_limit(document, amount, allowance, checks)
    if checks.problems:
        return tuple(checks.problems)
    signed = document.signed(amount)
    debit, credit = (document.id, None) if signed > 0 else (None, document.id)
    settled = PlannedSettlement(amount, debit, credit, reason=request.reason, write_off_limit=allowance.limit)
    return Plan(
        customer_id=document.customer_id,
        currency=document.currency,
        posting_date=written_off_on(document, request),
        settlements=(settled,),
        changes=tuple(moved(document, signed, pays=True)),
        balances=(BalanceChange(document.customer_id, -signed),),
        entries=voucher(*booked(WRITE_OFF.rows, {Figure.REST: signed})),
    )


def written_off_on(document: AccountDocument, request: WriteOffRequest) -> date:
    """The day of the voucher: as given, else today, or the document's date where that is later."""
    return request.given or max(request.today, document.invoice_date)


def _check_limit(document: AccountDocument, amount: Decimal, allowance: Allowance, checks: Checks) -> None:
    if allowance.before + amount <= allowance.limit:
        return
    places = minor_unit(document.currency)
    checks.fail(
        ProblemCode.WRITE_OFF_TOO_LARGE,
        "more-than-left" if allowance.before else "at-once",
        "amount",
        document=document.number,
        given=rounded(amount, places),
        before=rounded(allowance.before, places),
        limit=rounded(allowance.limit, places),
        available=rounded(allowance.limit - allowance.before, places),
        currency=document.currency,
    )
