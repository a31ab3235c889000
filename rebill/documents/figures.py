"""Arithmetic of documents: exact sums, the books' figures turned round, money at its currency's places.

Decimals of the standard context are cut at 28 digits, and minus one times nothing is minus nothing, which no document
should say; so figures are turned and added here alone.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

ZERO = Decimal(0)
ONE = Decimal(1)
EXACT = Context(prec=160, rounding=ROUND_HALF_UP)  # more digits than products of the longest values have


def turned(value: Decimal, sign: int) -> Decimal:
    """`value` as it is, or turned round where `sign` is −1; never minus nothing.

    >>> turned(Decimal("2.50"), -1), turned(Decimal("0.00"), -1)
    (Decimal('-2.50'), Decimal('0.00'))
    """
    if not value:
        return abs(value)
    return value.copy_negate() if sign < 0 else value


def added(values: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    found = ZERO
    for one in values:
        found = EXACT.add(found, one)
    return found


def less(value: Decimal, other: Decimal) -> Decimal:
    """The exact difference."""
    return EXACT.subtract(value, other)


def times(value: Decimal, other: Decimal) -> Decimal:
    """The exact product."""
    return EXACT.multiply(value, other)


def price(value: Decimal, places: int) -> Decimal:
    """A price with all its decimals that say something, and at least `places`.

    >>> price(Decimal("249.900000"), 2), price(Decimal("19.916667"), 2), price(Decimal(200), 2), price(Decimal(101), 0)
    (Decimal('249.90'), Decimal('19.916667'), Decimal('200.00'), Decimal('101'))
    """
    short = EXACT.normalize(value) if value else ZERO
    exponent = short.as_tuple().exponent
    assert isinstance(exponent, int), "a price is a number"
    return EXACT.quantize(short, Decimal((0, (1,), min(exponent, -places))))


def money(value: Decimal, places: int) -> Decimal:
    """`value` at `places` decimals, half away from zero, with all of them.

    >>> money(Decimal("-12.345"), 2), money(Decimal("7"), 3), money(Decimal("-0.001"), 2)
    (Decimal('-12.35'), Decimal('7.000'), Decimal('0.00'))
    """
    return turned(EXACT.quantize(value, Decimal((0, (1,), -places))), 1)
