"""What a return line takes of its sale, and what of that it credits (returns 3.4; putting-right 7.2).

A linked line takes its part of the stored original, cumulatively, so that a sale that comes back in any number of parts
is reversed to the cent. Where a lower price was entered it takes as much all the same and credits less: what is kept
stands with the customer, and what comes back later is credited as if nothing had been kept. A line entered by hand is
worked out from its price.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from ....models.vocabulary import DispositionAction, ProblemCode
from ...amounts import ZERO, allocated, gross, line_net, share, tax_on
from ...canonical import plain
from ...problems import Problem, Problems, problem
from ...saying import Phrase
from .facts import OriginalLine, ReturnLine, ReturnOrder
from .quantities import line_name


class Figures(NamedTuple):
    """Net, tax and discount of a quantity, without their sign."""

    net: Decimal
    tax: Decimal
    discount: Decimal


class Terms(NamedTuple):
    """What one piece is credited at; no tax rate where tax was entered as an amount."""

    unit_price: Decimal
    discount_percent: Decimal
    tax_rate: Decimal | None


def is_credited(line: ReturnLine) -> bool:
    """Whether the customer is credited; goods that go back to the customer are not (returns 3.10)."""
    return line.action is not DispositionAction.RETURN_TO_CUSTOMER


def terms_of(line: ReturnLine) -> Terms:
    """The terms of the sale, at the line's own price where one was entered; by hand they are all the line's own."""
    original = line.original
    if original is None:
        return Terms(line.unit_price, line.discount_percent, line.tax_rate)
    price = line.unit_price if line.price_entered else original.unit_price
    return Terms(price, original.discount_percent, original.tax_rate)


def credited_figures(
    line: ReturnLine, part: Decimal, before: Decimal, places: int, rate: Decimal | None = None
) -> Figures:
    """What `part` of a line credits; `before` is what earlier lines of the document take of the same original.

    `rate` is that of the tax code of a line by hand, on its day of supply.
    """
    terms, original = terms_of(line), line.original
    if original is None:
        net = line_net(part, line.unit_price, line.discount_percent, places)
        tax = tax_on(net, line.tax_rate if rate is None else rate, places)
        return Figures(net, tax, gross(part, line.unit_price, places) - net)
    taken = _taken(original, part, before, places)
    return taken if terms.unit_price == original.unit_price else _at_lower_price(taken, terms, part, places)


def _taken(original: OriginalLine, part: Decimal, before: Decimal, places: int) -> Figures:
    """The part of the sale that comes back; the first of a document evens out what is ahead."""
    wholes, known = (original.net_amount, original.tax_amount, original.discount_amount), original.credited + before
    parts = [allocated(whole, known, part, original.quantity, places) for whole in wholes]
    if before or not part:
        return Figures(*parts)
    return Figures(*(max(ZERO, one - ahead) for one, ahead in zip(parts, original.ahead, strict=True)))


def _at_lower_price(taken: Figures, terms: Terms, part: Decimal, places: int) -> Figures:
    """What is credited of it at another price: never more than was taken, not even by a rounded cent."""
    net = min(line_net(part, terms.unit_price, terms.discount_percent, places), taken.net)
    if net == taken.net:
        tax = taken.tax
    elif terms.tax_rate is None:
        tax = share(taken.tax, net, taken.net, places)
    else:
        tax = min(tax_on(net, terms.tax_rate, places), taken.tax)
    return Figures(net, tax, min(gross(part, terms.unit_price, places) - net, taken.discount))


def price_problems(order: ReturnOrder, taken: Mapping[int, Decimal]) -> Problems:
    """Where more is credited for a piece than stands billed: the invoice may have been corrected since."""
    return tuple(
        price_problem(line_name(order, line), line.unit_price, line.original.unit_price, "order")
        for line in order.lines
        if line.id in taken and line.original is not None and is_credited(line)
        if terms_of(line).unit_price > line.original.unit_price
    )


def price_problem(name: Phrase, entered: Decimal, billed: Decimal, *path: str) -> Problem:
    """The refusal of a price above what stands billed."""
    return problem(
        ProblemCode.RETURN_PRICE_EXCEEDS_BILLED, "line", path, name=name, given=plain(entered), available=plain(billed)
    )
