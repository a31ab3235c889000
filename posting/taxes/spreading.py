"""How much tax each line and charge of a document bears: rounded for each, or once for each rate (documents 2.4).

Rounded once, the remainder lies on lines in order, so that a group's tax is that of its sum: what the official rules of
electronic invoices ask for. What was typed, or is prorated from another document, is taken out of the spreading.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ...models.vocabulary import TaxRounding
from ..amounts import ZERO, allocated, tax_on
from .codes import Group, Taxed


class Taxable(NamedTuple):
    """The signed net of a line or charge, and what it is taxed as; `tax` where that is given by something else."""

    taxed: Taxed
    base: Decimal
    tax: Decimal | None = None


Spread = Mapping[Group, Decimal]  # what was spread of each group before, on the same document
NOTHING: Spread = {}


def spread(items: Iterable[Taxable], rounding: TaxRounding, places: int, before: Spread = NOTHING) -> list[Decimal]:
    """The tax of each, in the order of the document; `before` is what comes before them on it.

    >>> s25 = Taxed(rate=Decimal(25))
    >>> lines = [Taxable(s25, Decimal("16.98")), Taxable(s25, Decimal("16.98"))]
    >>> [[str(tax) for tax in spread(lines, rounding, 2)] for rounding in (TaxRounding.RATE, TaxRounding.LINE)]
    [['4.25', '4.24'], ['4.25', '4.25']]
    """
    if rounding is TaxRounding.LINE:
        return [tax_on(one.base, one.taxed.per_cent, places) if one.tax is None else one.tax for one in items]
    sums = defaultdict(Decimal, before)
    return [_next(one, sums, places) if one.tax is None else one.tax for one in items]


def _next(one: Taxable, sums: dict[Group, Decimal], places: int) -> Decimal:
    before = sums[one.taxed.group]
    after = sums[one.taxed.group] = before + one.base
    rate = one.taxed.per_cent
    return tax_on(after, rate, places) - tax_on(before, rate, places)


def spread_after(items: Iterable[Taxable], before: Spread) -> Spread:
    """What is spread of each group once these are."""
    sums = defaultdict(Decimal, before)
    for one in items:
        if one.tax is None:
            sums[one.taxed.group] += one.base
    return dict(sums)


def spread_sum(tax: Decimal, bases: Sequence[Decimal], places: int) -> list[Decimal]:
    """A tax that is known as a whole, spread over lines by what they come to; by the last one where that is nothing.

    >>> [str(one) for one in spread_sum(Decimal("-4.95"), [Decimal("-9.90"), Decimal("-9.90")], 2)]
    ['-2.48', '-2.47']
    """
    whole = sum(bases, ZERO)
    if whole == 0:
        return [ZERO] * (len(bases) - 1) + [tax] if bases else []
    before, taxes = ZERO, []
    for base in bases:
        taxes.append(allocated(tax, before, base, whole, places))
        before += base
    return taxes
