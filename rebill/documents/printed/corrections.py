"""What a correction says of each detail: as billed, as it should be, the difference (documents 4.2).

A price or a rate that was wrong stands beneath: where it is all that was corrected no quantity shows it.
Quantities and amounts are the books', so that less is less, though the lines of a credit note are turned round.
"""

from collections.abc import Iterator

from ...models.vocabulary import Language
from ..listed import Correction, Figures
from ..terms import Document
from ..units import unit_code
from .figures import money, price, quantity
from .sheet import Column, Row, Table
from .taxes import rate_of
from .units import unit_of
from .words import words_of

GROUPS = ("as-billed", "as-right", "difference")


def correction_tables(document: Document, language: Language) -> Iterator[Table]:
    """One table, where the document corrects details."""
    if not document.corrections:
        return
    say = words_of(language)
    figures = (
        column
        for group in GROUPS
        for column in (
            Column(say("quantity"), say(group), is_figure=True),
            Column(say("amount", currency=document.currency), say(group), is_figure=True),
        )
    )
    columns = (Column(say("description"), is_wide=True), Column(say("unit")), *figures)
    rows = tuple(_row(one, document, language) for one in document.corrections)
    yield Table(columns, rows, heading=say("corrections"))


def _row(correction: Correction, document: Document, language: Language) -> Row:
    def figures(of: Figures) -> tuple[str, str]:
        return quantity(of.quantity, language), money(of.net_amount, document.places, language)

    unit = unit_of(unit_code(correction.unit), correction.unit, words_of(language))
    groups = (correction.billed, correction.right, correction.difference)
    cells = (correction.description, unit, *(text for one in groups for text in figures(one)))
    return Row(cells, tuple(_below(correction, document, language)))


def _below(correction: Correction, document: Document, language: Language) -> Iterator[str]:
    """The price and the tax rate, each where it was another."""
    say, both = words_of(language), (correction.billed, correction.right)
    prices = tuple(price(one.unit_price, document.places, language) for one in both)
    rates = tuple(rate_of(one.rate, one.tax_code, language) for one in both)
    for what, (billed, right) in ((say("price"), prices), (say("tax-rate"), rates)):
        if billed != right:
            yield say("changed", what=what, billed=billed, right=right)
