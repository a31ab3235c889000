"""The rule table against a plain-text transcription of the customer's: scenario by scenario, cell by cell, row by row."""

from pathlib import Path

import pytest

from rebill.models.vocabulary import TransactionType
from rebill.posting.rules.corrections import CORRECTIONS
from rebill.posting.rules.grammar import Basis, Row, Scenario

Cells = list[tuple[str, list[str]]]
SIDES = {TransactionType.UNBILLED_SALES: "unbilled sales", TransactionType.BILLED_SALES: "billed sales"}
NEW = {
    Basis.ORIGINAL: "original",
    Basis.CORRECTED: "corrected",
    Basis.REMAINING: "remaining",
    Basis.AVAILABLE: "what is open",
}
REVERSED = {
    ("billed", Basis.ORIGINAL): "the original",
    ("open", Basis.AVAILABLE): "what is open",
    ("corrected", Basis.CORRECTED): "the corrected",
}


def transcription() -> list[tuple[str, Cells]]:
    """The customer's table: label, then the cells with the rows that each speaks of."""
    found: list[tuple[str, Cells]] = []
    for line in (Path(__file__).parent / "customer_table.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("  * "):
            found[-1][1][-1][1].append(line[4:])
        elif line.startswith("- "):
            found[-1][1].append((line[2:], []))
        elif line and not line.startswith("#"):
            found.append((line, []))
    return found


def in_words(row: Row) -> str:
    """A row of the rule table in the transcription's words."""
    if row.reverses is not None:
        assert row.sign == -1
        target = REVERSED.get((row.reverses, row.basis), f"{row.reverses} by the figures {row.basis.value}")
        return f"{SIDES[row.type]}, reversal, of {target}"
    return f"{SIDES[row.type]}, new, {NEW[row.basis]}{', negative' if row.sign < 0 else ''}"


def cells_of(scenario: Scenario) -> Cells:
    """A scenario of the rule table in the transcription's form."""
    if not scenario.supported:
        return [("Unsupported", [])]
    return [(cell.text, [in_words(row) for row in cell.rows]) for cell in scenario.cells]


TABLE = transcription()


def test_the_table_has_the_customers_scenarios_in_the_customers_order() -> None:
    assert [scenario.label for scenario in CORRECTIONS] == [label for label, _ in TABLE]
    assert len(TABLE) == 13


@pytest.mark.parametrize("place", range(len(TABLE)), ids=[label for label, _ in TABLE])
def test_a_scenario_says_and_writes_what_the_customers_does(place: int) -> None:
    assert cells_of(CORRECTIONS[place]) == TABLE[place][1]
