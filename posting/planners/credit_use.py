"""What becomes of a credit that settlement leaves over: paid back, applied elsewhere, kept (putting-right 5.3)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ...models.money import minor_unit
from ...models.vocabulary import InvoiceStatus, ProblemCode
from ..amounts import ZERO
from ..canonical import plain
from ..checks import Checks
from ..plan import Plan
from ..planned.changes import Change
from ..planned.settlements import BalanceChange, PlannedRefund, PlannedSettlement
from ..problems import Problems
from ..rules.vouchers import PAYMENT, Figure
from .accounts import AccountDocument, said
from .vouchers import booked, voucher

PATH = "creditUse"


@dataclass(frozen=True)
class Applied:
    """An amount for another document of the customer, which stands at a place of the input."""

    place: int
    document: AccountDocument
    amount: Decimal


@dataclass(frozen=True)
class CreditUse:
    """The parts that a caller gave; without `keep` the rest is kept."""

    refund: Decimal
    keep: Decimal | None
    applied: tuple[Applied, ...]

    @property
    def used(self) -> Decimal:
        """What is not kept."""
        return self.refund + sum((one.amount for one in self.applied), ZERO)


def use_credit(plan: Plan, use: CreditUse) -> Plan | Problems:
    """`plan` with the parts that its credit is put to, which come to what it leaves over."""
    checks = Checks()
    left = abs(plan.total_amount - plan.settled_amount) if plan.total_amount < 0 else ZERO
    _check_parts(plan, use, checks)
    if not checks.problems:
        _check_sum(plan, use, left, checks)
    applied = tuple(_applied(plan, use, checks))
    if checks.problems:
        return tuple(checks.problems)
    matched = tuple(_matched(plan, one) for one, _ in applied)
    used = replace(
        plan,
        settlements=(*plan.settlements, *matched),
        changes=(*plan.changes, *(change for _, change in applied)),
    )
    return _refunded(used, use.refund) if use.refund else used


def _check_parts(plan: Plan, use: CreditUse, checks: Checks) -> None:
    """Amounts of the currency, of which only those that are nothing may be zero."""
    places = minor_unit(plan.in_currency)
    for what, amount, path in (("A refund", use.refund, "refund"), ("What is kept", use.keep or ZERO, "keep")):
        checks.amount(what, amount, places, PATH, path)
        if amount < 0:
            message = f"{what} must not be negative, not {plain(amount)}."
            checks.invalid(message, PATH, path, remedy="Leave the sign out.")
    for one in use.applied:
        at = (PATH, "apply", str(one.place), "amount")
        checks.amount("An amount", one.amount, places, *at)
        if one.amount <= 0:
            message = f"An amount must be above zero, not {plain(one.amount)}."
            checks.invalid(message, *at, remedy="Leave the sign out.")


def _check_sum(plan: Plan, use: CreditUse, left: Decimal, checks: Checks) -> None:
    keep = left - use.used if use.keep is None else use.keep
    if left > 0 and keep >= 0 and use.used + keep == left:
        return
    over, parts = said(left, plan.in_currency), said(use.used + (use.keep or ZERO), plan.in_currency)
    message = (
        f"{over} of the credit is left over, and its parts come to {parts}."
        if left > 0
        else "Nothing is left over of which anything could be paid back, applied or kept."
    )
    remedy = f"Give parts that come to {over}; keep may be left out." if left > 0 else "Leave creditUse out."
    checks.fail(ProblemCode.CREDIT_USE_MISMATCH, message, PATH, remedy=remedy)


def _applied(plan: Plan, use: CreditUse, checks: Checks) -> Iterator[tuple[Applied, Change]]:
    """What is applied to each document, and how it moves: from where the plan and earlier parts leave it."""
    moved = {one.key: one.after for one in plan.changes if (one.subject, one.field) == ("Invoice", "settled_amount")}
    for one in use.applied:
        document = one.document
        settled = moved.get(document.id, document.settled_amount)
        assert isinstance(settled, Decimal), "what is settled is an amount"
        if _is_wrong(plan, one, document.total_amount - settled, checks):
            continue
        moved[document.id] = settled + one.amount
        yield one, Change("Invoice", document.id, "settled_amount", settled, settled + one.amount)


def _is_wrong(plan: Plan, one: Applied, left: Decimal, checks: Checks) -> bool:
    """Whether the credit cannot be applied to a document of which so much is left open, which is told then."""
    before, number, at = len(checks.problems), one.document.number, (PATH, "apply", str(one.place))
    if one.document.currency != plan.currency:
        message = f"{number} is in {one.document.currency}, the credit in {plan.currency}; both must be the same."
        checks.fail(ProblemCode.CURRENCY_MISMATCH, message, *at, "invoice")
    elif one.document.customer_id != plan.customer_id:
        message = f"{number} is another customer's."
        checks.invalid(message, *at, "invoice", remedy="Apply it to invoices of the same customer.")
    elif left <= 0:
        message = f"Nothing of {number} is open that a credit could be matched with."
        remedy = "Choose an invoice whose openAmount is above 0."
        checks.fail(ProblemCode.INVALID_STATUS_TRANSITION, message, *at, "invoice", remedy=remedy)
    elif one.amount > left:
        most = said(left, one.document.currency)
        message = f"{most} of {number} is open, not {plain(one.amount)}."
        checks.invalid(message, *at, "amount", remedy=f"Give at most {most}.")
    return len(checks.problems) > before


def _matched(plan: Plan, one: Applied) -> PlannedSettlement:
    assert plan.invoice_date is not None, "a document is dated"
    later = one.document.invoice_date if one.document.invoice_date > plan.invoice_date else None
    return PlannedSettlement(one.amount, one.document.id, None, later)


def _refunded(plan: Plan, amount: Decimal) -> Plan:
    """With what is paid back: a payment of its own on the document, which is PAID where that closes it."""
    entries = voucher(*booked(PAYMENT.rows, {Figure.PAYMENT: -amount}))
    refunded = replace(
        plan,
        refund=PlannedRefund(amount, entries),
        balances=(*plan.balances, BalanceChange(plan.of_customer, amount)),
    )
    return replace(refunded, changes=tuple(_paid(one, refunded) for one in plan.changes))


def _paid(change: Change, plan: Plan) -> Change:
    """How the status of a draft moves that a refund closes."""
    is_status = (change.subject, change.key, change.field) == ("Invoice", plan.draft_id, "status")
    return (
        change._replace(after=plan.posted_status) if is_status and change.after is InvoiceStatus.CONFIRMED else change
    )
