"""What becomes of a credit that settlement leaves over: paid back, applied elsewhere, kept (putting-right 5.3)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ...models.money import minor_unit
from ...models.vocabulary import InvoiceStatus, ProblemCode
from ..amounts import ZERO, rounded
from ..canonical import plain
from ..checks import Checks
from ..plan import Plan
from ..planned.changes import Change
from ..planned.settlements import BalanceChange, PlannedRefund, PlannedSettlement
from ..problems import Problems
from ..rules.vouchers import PAYMENT, Figure
from ..saying import key_of
from .accounts import AccountDocument
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
            checks.invalid("negative-amount", PATH, path, what=key_of(what), given=plain(amount), limit=0)
    for one in use.applied:
        at = (PATH, "apply", str(one.place), "amount")
        checks.amount("An amount", one.amount, places, *at)
        if one.amount <= 0:
            checks.invalid("not-positive-amount", *at, given=plain(one.amount), limit=0)


def _check_sum(plan: Plan, use: CreditUse, left: Decimal, checks: Checks) -> None:
    keep = left - use.used if use.keep is None else use.keep
    if left > 0 and keep >= 0 and use.used + keep == left:
        return
    places = minor_unit(plan.in_currency)
    checks.fail(
        ProblemCode.CREDIT_USE_MISMATCH,
        "parts" if left > 0 else "nothing-left",
        PATH,
        given=rounded(use.used + (use.keep or ZERO), places),
        available=rounded(left, places),
        currency=plan.in_currency,
    )


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
        checks.fail(
            ProblemCode.CURRENCY_MISMATCH,
            "credit",
            *at,
            "invoice",
            document=number,
            given=one.document.currency,
            expected=plan.currency,
        )
    elif one.document.customer_id != plan.customer_id:
        checks.invalid("other-customer", *at, "invoice", document=number)
    elif left <= 0:
        checks.fail(
            ProblemCode.INVALID_STATUS_TRANSITION,
            "nothing-open",
            *at,
            "invoice",
            document=number,
            state=one.document.status,
            needed="OPEN",
        )
    elif one.amount > left:
        currency = one.document.currency
        values = {"given": plain(one.amount), "limit": rounded(left, minor_unit(currency)), "currency": currency}
        checks.invalid("open-at-most", *at, "amount", document=number, **values)
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
