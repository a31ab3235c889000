"""Money arithmetic: the one rounding function, and the allocation that loses no cent.

Everything is `Decimal`. Rounding is half away from zero and odd, so that a credit is exactly the negated charge.
Allocation is cumulative from a stored original, so that any split of it adds up to the original (returns 3.4).
"""

from decimal import ROUND_HALF_UP, Context, Decimal

ZERO = Decimal(0)
HUNDRED = Decimal(100)
LARGEST_AMOUNT = Decimal(10) ** 12
PRECISION = 160  # digits; more than a product of three values that may be given, of 40 digits each, can have
EXACT = Context(prec=PRECISION, rounding=ROUND_HALF_UP)  # made once: entering a context costs more than reckoning in it


def rounded(value: Decimal, places: int) -> Decimal:
    """`value` at `places` decimals, half away from zero.

    >>> rounded(Decimal("987.345"), 2), rounded(Decimal("-987.345"), 2)
    (Decimal('987.35'), Decimal('-987.35'))
    """
    return EXACT.add(EXACT.quantize(value, Decimal((0, (1,), -places))), ZERO)


def share(original: Decimal, part: Decimal, whole: Decimal, places: int) -> Decimal:
    """`original` × `part` ÷ `whole`, rounded; `original` itself when the part is the whole.

    >>> share(Decimal("90.05"), Decimal(1), Decimal(3), 2)
    Decimal('30.02')
    """
    return rounded(EXACT.divide(EXACT.multiply(original, part), whole), places)


def allocated(original: Decimal, before: Decimal, part: Decimal, whole: Decimal, places: int) -> Decimal:
    """What `part` of `whole` takes of `original` after `before` of it has been taken (returns 3.4, 4.3b).

    >>> [str(allocated(Decimal("90.05"), Decimal(n), Decimal(1), Decimal(3), 2)) for n in range(3)]
    ['30.02', '30.01', '30.02']
    """
    return share(original, before + part, whole, places) - share(original, before, whole, places)


def line_net(quantity: Decimal, unit_price: Decimal, discount_percent: Decimal, places: int) -> Decimal:
    """Net amount of an order line.

    >>> line_net(Decimal(8), Decimal("249.90"), Decimal("12.5"), 2)
    Decimal('1749.30')
    """
    of_price = EXACT.multiply(EXACT.multiply(quantity, unit_price), EXACT.subtract(HUNDRED, discount_percent))
    return rounded(EXACT.divide(of_price, HUNDRED), places)


def gross(quantity: Decimal, unit_price: Decimal, places: int) -> Decimal:
    """Quantity times price, rounded."""
    return rounded(EXACT.multiply(quantity, unit_price), places)


def percentage(amount: Decimal, per_cent: Decimal, places: int) -> Decimal:
    """`per_cent` of an amount, rounded.

    >>> percentage(Decimal("-655.99"), Decimal(-10), 2)
    Decimal('65.60')
    """
    return rounded(EXACT.divide(EXACT.multiply(amount, per_cent), HUNDRED), places)


def tax_on(net: Decimal, tax_rate: Decimal, places: int) -> Decimal:
    """Tax at `tax_rate` per cent on `net`.

    >>> tax_on(Decimal("1749.30"), Decimal(25), 2)
    Decimal('437.33')
    """
    return percentage(net, tax_rate, places)
