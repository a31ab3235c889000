"""Which lines a document has, in the books' signs: one a position, or two where more than its quantity was corrected.

The difference of two quantities at one price is a line like any other. Where the price, the code or the text was
wrong there is no such line: what was billed is taken back, and what is right is billed (documents 3.4).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ..models.vocabulary import DetailKind
from .facts import DocumentFacts, FactCharge, FactLine
from .figures import EXACT, ONE, ZERO, less, times, turned

RETAINERS = frozenset({DetailKind.RETAINER, DetailKind.APPLIED_RETAINER, DetailKind.RETAINER_REFUND})
CENTS_OFF = Decimal("0.02")  # what a line may be off without saying why (documents 3.4)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Position:
    """A line to be shown; `is_right` where it is one of two: False as it was billed, True as it should be."""

    line: FactLine
    is_right: bool | None = None


@dataclass(frozen=True)
class ChargePosition:
    """A charge to be shown."""

    charge: FactCharge
    is_right: bool | None = None


def positions(facts: DocumentFacts) -> tuple[Position, ...]:
    """The lines of a document, without those that say nothing; the first of these where there are no others."""
    repeats = is_repeat(facts)
    found = [one for line in facts.lines for one in _of_line(line, repeats)]
    return tuple([one for one in found if _says_something(one.line)] or found[:1])


def charge_positions(facts: DocumentFacts) -> tuple[ChargePosition, ...]:
    """The charges of a document, without those of nothing."""
    repeats = is_repeat(facts)
    found = [one for charge in facts.charges for one in _of_charge(charge, repeats)]
    return tuple(one for one in found if one.charge.amount)


def corrected(facts: DocumentFacts) -> tuple[FactLine, ...]:
    """The lines of a correction that it shows: those that were wrong, and all of them where it repeats the whole."""
    if not facts.corrects:
        return ()
    repeats = is_repeat(facts)
    return tuple(
        line
        for line in facts.lines
        if (repeats or not _is_as_billed(line)) and any(_says_something(one.line) for one in _of_line(line, repeats))
    )


def corrected_charges(facts: DocumentFacts) -> tuple[FactCharge, ...]:
    """The charges of a correction that it shows, likewise."""
    repeats = is_repeat(facts)
    return tuple(one for one in facts.charges if repeats or not _is_as_billed(one))


def is_repeat(facts: DocumentFacts) -> bool:
    """Whether all is as it was billed, and the document repeats it because a party was wrong (putting right 6.6)."""
    billed: list[FactLine | FactCharge] = [*facts.lines, *facts.charges]
    return bool(billed) and all(one.billed_before is not None and _is_as_billed(one) for one in billed)


def placed(line: FactLine) -> FactLine:
    """The line with the sign on its quantity and none on its price; an advance is one of its amount.

    >>> from .facts import TaxedAs
    >>> deducted = FactLine("", ZERO, ZERO, Decimal(-600), ZERO, TaxedAs(), kind=DetailKind.APPLIED_RETAINER)
    >>> placed(deducted).quantity, placed(deducted).unit_price
    (Decimal('-1'), Decimal('600'))
    """
    if line.kind in RETAINERS or not line.quantity:
        quantity = turned(ONE, -1 if line.net_amount < 0 else 1) if line.net_amount else ZERO
        price = abs(line.net_amount) if line.net_amount or line.kind in RETAINERS else abs(line.unit_price)
        return replace(line, quantity=quantity, unit_price=price)
    if line.unit_price < 0:
        return replace(line, quantity=turned(line.quantity, -1), unit_price=abs(line.unit_price))
    return line


def _of_line(line: FactLine, repeats: bool) -> Iterator[Position]:
    before = line.billed_before
    if before is None:
        yield Position(placed(line))
    elif (not repeats and _is_as_billed(line)) or _quantity_alone_moved(before, line):
        yield Position(placed(_difference(before, line)))
    else:
        yield Position(placed(_taken_back(before, line)), is_right=False)
        yield Position(placed(replace(line, billed_before=None)), is_right=True)


def _of_charge(charge: FactCharge, repeats: bool) -> Iterator[ChargePosition]:
    before = charge.billed_before
    if before is None:
        yield ChargePosition(charge)
    elif repeats or not _is_as_billed(charge):
        back = replace(before, amount=turned(before.amount, -1), tax_amount=turned(before.tax_amount, -1))
        yield ChargePosition(back, is_right=False)
        yield ChargePosition(replace(charge, billed_before=None), is_right=True)


def _difference(before: FactLine, line: FactLine) -> FactLine:
    return replace(
        line,
        quantity=less(line.quantity, before.quantity),
        net_amount=less(line.net_amount, before.net_amount),
        tax_amount=less(line.tax_amount, before.tax_amount),
        billed_before=None,
    )


def _taken_back(before: FactLine, line: FactLine) -> FactLine:
    """What was billed, the other way round."""
    return replace(
        as_billed(before, line),
        quantity=turned(before.quantity, -1),
        net_amount=turned(before.net_amount, -1),
        tax_amount=turned(before.tax_amount, -1),
    )


def as_billed(before: FactLine, line: FactLine) -> FactLine:
    """What was billed; what it doesn't say of itself it has from the line that corrects it."""
    return replace(
        before,
        unit=before.unit or line.unit,
        product_number=before.product_number or line.product_number,
        day=before.day or line.day,
        kind=before.kind or line.kind,
        transaction_class=before.transaction_class or line.transaction_class,
        advance=before.advance or line.advance,
        billed_before=None,
    )


def _quantity_alone_moved(before: FactLine, line: FactLine) -> bool:
    """Whether the difference is a line by itself: another quantity of the same, at the same price, and its amount."""
    if line.quantity == before.quantity or line.kind in RETAINERS or not _is_same_thing(before, line):
        return False
    difference = _difference(before, line)
    factor = EXACT.divide(less(HUNDRED, line.discount_percent), HUNDRED)
    expected = times(times(difference.quantity, line.unit_price), factor)
    return abs(less(expected, difference.net_amount)) <= CENTS_OFF


def _is_same_thing(before: FactLine, line: FactLine) -> bool:
    return (before.unit_price, before.discount_percent, before.taxed, before.description) == (
        line.unit_price,
        line.discount_percent,
        line.taxed,
        line.description,
    )


def _is_as_billed(one: FactLine | FactCharge) -> bool:
    """Whether nothing of it was corrected."""
    before = one.billed_before
    if before is None:
        return False
    if isinstance(one, FactCharge) and isinstance(before, FactCharge):
        return replace(one, billed_before=None) == replace(before, billed_before=None)
    if isinstance(one, FactLine) and isinstance(before, FactLine):
        amounts = (one.quantity, one.net_amount, one.tax_amount)
        return _is_same_thing(before, one) and amounts == (before.quantity, before.net_amount, before.tax_amount)
    return False


def _says_something(line: FactLine) -> bool:
    return bool(line.quantity or line.net_amount)
