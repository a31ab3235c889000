"""Charges of a return order on one posting (returns 1.8).

FIXED and PER_PIECE are fees as entered; PERCENT is reckoned on the signed net, so that on a return +10 credits more. A
FIXED charge stands on the first posting of its order or line alone, the others on every posting for its part.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ....models.vocabulary import ChargeCategory
from ...amounts import ZERO, gross, percentage, rounded, tax_on
from ...planned.documents import PlannedCharge
from .facts import Charge, ReturnOrder
from .taxing import taxed_on


@dataclass(frozen=True)
class Posted:
    """What of one line is posted: its place among the document's lines, the pieces handled, and the signed net."""

    document_line: int
    pieces: Decimal
    net_amount: Decimal


def charges_of(order: ReturnOrder, posted: Mapping[int, Posted], day: date) -> Iterator[PlannedCharge]:
    """The charges of the posted lines (by line id), then those of the order; `day` is that of the document."""
    for line in order.lines:
        if line.id in posted:
            of_line = posted[line.id]
            yield from _charges(
                line.charges, of_line.pieces, of_line.net_amount, of_line.document_line, order.places, day
            )
    pieces = sum((one.pieces for one in posted.values()), ZERO)
    net = sum((one.net_amount for one in posted.values()), ZERO)
    yield from _charges(order.charges, pieces, net, None, order.places, day)


def _charges(
    charges: tuple[Charge, ...], pieces: Decimal, net: Decimal, document_line: int | None, places: int, day: date
) -> Iterator[PlannedCharge]:
    for charge in charges:
        if charge.posted and charge.category is ChargeCategory.FIXED:
            continue
        amount = _amount(charge, pieces, net, places)
        if amount != 0:
            taxed = taxed_on(charge.code, day)
            rate = charge.tax_rate if taxed is None else taxed.per_cent
            tax = tax_on(amount, rate, places)
            yield PlannedCharge(charge.id, charge.description, amount, tax, document_line, rate, taxed)


def _amount(charge: Charge, pieces: Decimal, net: Decimal, places: int) -> Decimal:
    if charge.category is ChargeCategory.FIXED:
        return rounded(charge.value, places)
    if charge.category is ChargeCategory.PER_PIECE:
        return gross(pieces, charge.value, places)
    return percentage(net, charge.value, places)
