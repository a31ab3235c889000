"""The rule table against a plain-text transcription of the customer's: scenario by scenario, cell by cell, row by row."""

import pytest

from rebill.posting.rules.corrections import CORRECTIONS
from rebill.posting.rules.grammar import Scenario
from tests.rules.transcriptions import Cells, in_words, transcription

TABLE = transcription("customer_table.txt")


def cells_of(scenario: Scenario) -> Cells:
    """A scenario of the rule table in the transcription's form."""
    if not scenario.supported:
        return [("Unsupported", [])]
    return [(cell.text, [in_words(row) for row in cell.rows]) for cell in scenario.cells]


def test_the_table_has_the_customers_scenarios_in_the_customers_order() -> None:
    assert [scenario.label for scenario in CORRECTIONS] == [label for label, _ in TABLE]
    assert len(TABLE) == 13


@pytest.mark.parametrize("place", range(len(TABLE)), ids=[label for label, _ in TABLE])
def test_a_scenario_says_and_writes_what_the_customers_does(place: int) -> None:
    assert cells_of(CORRECTIONS[place]) == TABLE[place][1]
