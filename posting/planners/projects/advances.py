"""The tax of advances: deducted with the advance as it was billed, without leaving a rest (documents 2.7).

What has been taken of an advance so far bears its part of the whole tax, rounded; what is taken next bears the rest up
to the next part. So however an advance is used, corrected and paid back, its tax is used up with its amount.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from ....models.vocabulary import DetailKind
from ...amounts import ZERO, share, tax_on
from .facts import DraftDetail, Retainer


class Advance(NamedTuple):
    """What is billed of an advance, and what of it is applied or refunded; each with its tax, and without a sign."""

    amount: Decimal
    tax: Decimal
    taken: Decimal
    taken_tax: Decimal


def deducted_tax(advance: Advance, more: Decimal, places: int) -> Decimal:
    """The tax of taking `more` of an advance.

    >>> thirds, advance = [], Advance(Decimal("333.33"), Decimal("83.33"), Decimal(0), Decimal(0))
    >>> for _ in range(3):
    ...     thirds.append(deducted_tax(advance, Decimal("111.11"), 2))
    ...     advance = _taken(advance, Decimal("111.11"), thirds[-1])
    >>> [str(one) for one in thirds]
    ['27.78', '27.77', '27.78']
    """
    if not more or not advance.amount:
        return ZERO
    return max(ZERO, share(advance.tax, advance.taken + more, advance.amount, places) - advance.taken_tax)


def advance_taxes(retainer: Retainer, details: Iterable[DraftDetail], places: int) -> Mapping[int, Decimal]:
    """The right tax of details that correct, apply or refund a retainer, by detail; signed as their amounts are.

    What bills it is left out: that is taxed like everything else that is billed for the first time.
    """
    taken, taken_tax = retainer.used + retainer.refunded, retainer.used_tax + retainer.refunded_tax
    advance = Advance(retainer.billed, retainer.billed_tax, taken, taken_tax)
    details = list(details)
    taken_of_it = [one for one in details if one.kind is not DetailKind.RETAINER]
    found: dict[int, Decimal] = {}
    for one in taken_of_it:  # what is taken otherwise is taken anew: of the advance as it is corrected
        if _is_moved(one) and (before := one.billed_before) is not None:
            advance = _taken(advance, before.amount, before.tax_amount)  # which are negative
    for one in details:
        if one.kind is DetailKind.RETAINER and one.correction:
            advance, found[one.id] = _billed_anew(advance, one, places)
    for one in taken_of_it:
        advance, found[one.id] = _deducted(advance, one, places)
    return found


def _is_moved(detail: DraftDetail) -> bool:
    before = detail.billed_before
    return before is None or detail.amount != before.amount


def _billed_anew(advance: Advance, detail: DraftDetail, places: int) -> tuple[Advance, Decimal]:
    """Tax follows the amount, by whatever way it came there, and is never less than what has been deducted of it."""
    before = detail.source
    assert before is not None, "a correction corrects something"
    if detail.amount == before.amount:
        return advance, before.tax_amount
    amount = advance.amount + detail.amount - before.amount
    tax = max(tax_on(detail.amount, detail.tax_rate or ZERO, places), advance.taken_tax)
    if amount == advance.taken:
        tax = advance.taken_tax
    return advance._replace(amount=amount, tax=advance.tax + tax - before.tax_amount), tax


def _deducted(advance: Advance, detail: DraftDetail, places: int) -> tuple[Advance, Decimal]:
    before = detail.billed_before
    if before is not None and not _is_moved(detail):
        return advance, before.tax_amount
    tax = deducted_tax(advance, -detail.amount, places)
    return _taken(advance, -detail.amount, tax), ZERO - tax


def _taken(advance: Advance, amount: Decimal, tax: Decimal) -> Advance:
    return advance._replace(taken=advance.taken + amount, taken_tax=advance.taken_tax + tax)
