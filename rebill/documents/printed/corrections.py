"""What a correction says of each detail: as billed, as it should be, the difference (documents 4.2).

Quantities and amounts are the books', so that less is less, though the lines of a credit note are turned round.
"""

from collections.abc import Iterator

from ...models.vocabulary import Language
from ..listed import Correction, Figures
from ..terms import Document
from ..units import unit_code
from .figures import money, quantity
from .sheet import Column, Row, Table
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
    return Row((correction.description, unit, *(text for one in groups for text in figures(one))))
