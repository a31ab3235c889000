"""Plain-text transcriptions of tables, and scenarios of the rule tables in their words."""

from pathlib import Path

from rebill.models.vocabulary import TransactionType
from rebill.posting.rules.grammar import Basis, Row
from rebill.posting.rules.names import Counterpart, Existing, RowName

Cells = list[tuple[str, list[str]]]
SIDES = {
    TransactionType.UNBILLED_SALES: "unbilled sales",
    TransactionType.BILLED_SALES: "billed sales",
    TransactionType.COST: "cost",
}
NEW = {
    Basis.ORIGINAL: "original",
    Basis.CORRECTED: "corrected",
    Basis.REMAINING: "remaining",
    Basis.AVAILABLE: "what is open",
    Basis.APPROVED: "approved",
    Basis.WAIVED: "waived",
    Basis.LINE: "line of the document",
    Basis.CHARGE: "charge",
    Basis.TAKEN: "what returns took",
}
REVERSED: dict[tuple[Counterpart, Basis], str] = {
    (Existing.BILLED, Basis.ORIGINAL): "the original",
    (Existing.OPEN, Basis.AVAILABLE): "what is open",
    (RowName.CORRECTED, Basis.CORRECTED): "the corrected",
    (Existing.UNBILLED, Basis.APPROVED): "the approved",
    (Existing.COST, Basis.APPROVED): "the approved",
}


def transcription(name: str) -> list[tuple[str, Cells]]:
    """A table of this folder: label, then the cells with the rows that each speaks of."""
    found: list[tuple[str, Cells]] = []
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("  * "):
            found[-1][1][-1][1].append(line[4:])
        elif line.startswith("- "):
            found[-1][1].append((line[2:], []))
        elif line and not line.startswith("#"):
            found.append((line, []))
    return found


def in_words(row: Row) -> str:
    """A row of the rule tables in the words of a transcription."""
    if row.reverses is not None:
        assert row.sign == -1
        target = REVERSED.get((row.reverses, row.basis), f"{row.reverses} by the figures {row.basis.value}")
        return f"{SIDES[row.type]}, reversal, of {target}"
    return f"{SIDES[row.type]}, new, {NEW[row.basis]}{', negative' if row.sign < 0 else ''}"
