"""The positions of a document in the books' signs: of a correction as billed and as corrected, one beside the other.

National formats list what is credited below zero, and have no allowances or charges of a document: each is an entry of
one piece, as it is taxed like any other.
"""

from collections.abc import Iterator
from decimal import Decimal

from ..models.vocabulary import Language
from .facts import DocumentFacts, FactCharge, FactLine
from .figures import ONE, money, price, turned
from .lines import category_of, described, off_by, rate_of
from .listed import Entry
from .positions import RETAINERS, as_billed, corrected, corrected_charges, placed, positions
from .units import unit_word


def entries_of(facts: DocumentFacts, places: int) -> tuple[Entry, ...]:
    """The lines, then the charges; what was billed of each stands before what should be."""
    return (*_lines(facts, places), *_charges(facts, places))


def _lines(facts: DocumentFacts, places: int) -> Iterator[Entry]:
    if not facts.corrects:
        yield from (_entry(one.line, facts.language, places) for one in positions(facts))
        return
    for line in corrected(facts):
        if line.billed_before is not None:
            yield _entry(as_billed(line.billed_before, line), facts.language, places, is_before=True)
        yield _entry(line, facts.language, places)


def _charges(facts: DocumentFacts, places: int) -> Iterator[Entry]:
    for one in corrected_charges(facts) if facts.corrects else facts.charges:
        if one.billed_before is not None:
            yield _charge(one.billed_before, places, is_before=True)
        if one.amount or one.billed_before is not None:
            yield _charge(one, places)


def _entry(given: FactLine, language: Language, places: int, *, is_before: bool = False) -> Entry:
    line = placed(given)
    net = money(line.net_amount, places)
    return Entry(
        description=described(line),
        quantity=line.quantity,
        unit="" if line.kind in RETAINERS else unit_word(line.unit, line.transaction_class, language),
        unit_price=price(line.unit_price, places),
        net_amount=net,
        category=category_of(line.taxed),
        rate=rate_of(line.taxed),
        off=off_by(line.quantity, line.unit_price, net, places),
        product_number=line.product_number,
        day=line.day,
        is_before=is_before,
    )


def _charge(charge: FactCharge, places: int, *, is_before: bool = False) -> Entry:
    amount = money(charge.amount, places)
    return Entry(
        description=charge.description,
        quantity=turned(ONE, -1 if amount < 0 else 1) if amount else Decimal(0),
        unit="",
        unit_price=abs(amount),
        net_amount=amount,
        category=category_of(charge.taxed),
        rate=rate_of(charge.taxed),
        is_before=is_before,
        is_charge=True,
    )
