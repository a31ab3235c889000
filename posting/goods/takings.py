"""What returns took of a row of goods, in pieces and amounts, in the order in which they took it (putting-right 1.3).

Each takes its part cumulatively, so that no cent is lost. One whose credit note is corrected gives back its own share,
not that of the pieces which were taken last: from then on less or more is taken than the pieces come to, by a cent, and
whoever takes next makes up for it.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from ..amounts import ZERO, share
from .records import TakenRow


class Amounts(NamedTuple):
    """Net, tax and discount, without the sign of a credit."""

    net: Decimal
    tax_amount: Decimal
    discount_amount: Decimal


class Taken(NamedTuple):
    """Pieces that returns took, and their amounts."""

    pieces: Decimal
    amounts: Amounts


NOTHING = Amounts(ZERO, ZERO, ZERO)


class Held(NamedTuple):
    """What one return took at first, and what of it is left to it."""

    pieces: Decimal
    amounts: Amounts
    first_pieces: Decimal
    first_amounts: Amounts


class Whole(NamedTuple):
    """A row of a sale that returns take of."""

    row_id: int
    pieces: Decimal
    amounts: Amounts


class Takings(NamedTuple):
    """What each return took of a row, by the credit note's line, and all of them together."""

    held: dict[int, Held]
    together: Taken


def takings_of_row(rows: Iterable[TakenRow], whole: Whole, places: int) -> Takings:
    """What stands taken of a row by the returns that came after it."""
    held: dict[int, Held] = {}
    taken = Taken(ZERO, NOTHING)
    earlier: set[int] = set()  # what took of a row before this one
    for row in sorted(rows, key=lambda one: one.row_id):
        if row.row_id <= whole.row_id or row.line_id in earlier:
            earlier.add(row.line_id)
            continue
        known = held.get(row.line_id)
        if known is None:
            parts = _as_booked(_next(row.pieces, taken, whole, places), row)
            now, before = Held(row.pieces, parts, row.pieces, parts), Taken(ZERO, NOTHING)
        else:
            now, before = _corrected(known, row.pieces, rest_of_row(taken, whole), places), Taken(*known[:2])
            now = now._replace(amounts=_as_booked(now.amounts, row))
        held[row.line_id] = now
        taken = Taken(
            taken.pieces - before.pieces + now.pieces, _more(_less(taken.amounts, before.amounts), now.amounts)
        )
    return Takings(held, taken)


def rest_of_row(taken: Taken, whole: Whole) -> Amounts:
    """What nobody has taken of a row."""
    return _less(whole.amounts, taken.amounts)


def pieces_taken(rows: Iterable[TakenRow]) -> Decimal:
    """All the pieces that returns have taken by now, whatever row they took of."""
    latest = {row.line_id: row.pieces for row in sorted(rows, key=lambda one: one.row_id)}
    return sum(latest.values(), ZERO)


def ahead(taken: Taken, whole: Whole, places: int) -> Amounts:
    """By how much more was taken than the pieces come to; zero unless a credit note was corrected."""
    return _less(taken.amounts, _parts(whole, taken.pieces, places))


def _parts(whole: Whole, pieces: Decimal, places: int) -> Amounts:
    if not pieces:
        return NOTHING
    return Amounts(*(share(one, pieces, whole.pieces, places) for one in whole.amounts))


def _next(part: Decimal, taken: Taken, whole: Whole, places: int) -> Amounts:
    after = _parts(whole, taken.pieces + part, places)
    return Amounts(*(max(ZERO, one - known) for one, known in zip(after, taken.amounts, strict=True)))


def _as_booked(amounts: Amounts, row: TakenRow) -> Amounts:
    """With the tax that was credited, where it does not follow from the pieces (documents 2.5)."""
    return amounts if row.tax_amount is None else amounts._replace(tax_amount=row.tax_amount)


def _corrected(known: Held, pieces: Decimal, rest: Amounts, places: int) -> Held:
    """What is left to it at other pieces: its own share, and where it is raised no more than there is."""
    parts = (share(one, pieces, known.first_pieces, places) for one in known.first_amounts)
    most = _more(known.amounts, rest)
    return known._replace(
        pieces=pieces, amounts=Amounts(*(min(one, top) for one, top in zip(parts, most, strict=True)))
    )


def _less(one: Amounts, other: Amounts) -> Amounts:
    return Amounts(*(mine - its for mine, its in zip(one, other, strict=True)))


def _more(one: Amounts, other: Amounts) -> Amounts:
    return Amounts(*(mine + its for mine, its in zip(one, other, strict=True)))
