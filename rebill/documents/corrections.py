"""What a correction prints of each position: as billed, as it should be, and the difference (documents 4.2)."""

from dataclasses import replace

from ..models.vocabulary import Language
from .facts import DocumentFacts, FactLine
from .figures import ZERO, less, money, price
from .lines import rate_of
from .listed import Correction, Figures
from .positions import corrected, placed
from .units import unit_word


def corrections_of(facts: DocumentFacts, places: int) -> tuple[Correction, ...]:
    """The positions of a correction, in the books' signs; none of a document that corrects nothing."""
    return tuple(_correction(line, facts.language, places) for line in corrected(facts))


def _correction(line: FactLine, language: Language, places: int) -> Correction:
    right = _figures(line, places)
    before = line.billed_before
    nothing = replace(right, quantity=ZERO, net_amount=money(ZERO, places))
    billed = nothing if before is None else _figures(before, places)
    difference = Figures(
        quantity=less(right.quantity, billed.quantity),
        unit_price=right.unit_price,
        net_amount=less(right.net_amount, billed.net_amount),
    )
    return Correction(
        description=line.description,
        unit=unit_word(line.unit, line.transaction_class, language),
        billed=billed,
        right=right,
        difference=difference,
    )


def _figures(line: FactLine, places: int) -> Figures:
    shown = placed(line)
    return Figures(
        shown.quantity,
        price(shown.unit_price, places),
        money(shown.net_amount, places),
        rate_of(line.taxed),
        line.taxed.code,
    )
