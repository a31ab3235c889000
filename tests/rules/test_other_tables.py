"""What is written besides project invoices, against a plain-text transcription; and what all tables have in common."""

import pytest

from rebill.posting.rules.entries import ENTRIES
from rebill.posting.rules.goods_corrections import GOODS_CORRECTIONS
from rebill.posting.rules.grammar import Row, Scenario
from rebill.posting.rules.names import Existing, Occasion, RowName, Stem
from rebill.posting.rules.returns import RETURNS
from rebill.posting.rules.sales import SALES
from rebill.posting.rules.scenarios import RULES, SCENARIOS
from tests.rules.transcriptions import in_words, transcription

TABLE = transcription("other_tables.txt")
SUPPORTED = [scenario for scenario in SCENARIOS if scenario.supported]
ROWS = [row for scenario in SCENARIOS for row in scenario.rows]


def connected(row: Row) -> str:
    """What a row that is no reversal is connected with, in the words of the transcription."""
    links = {"sells the": row.sells, "credits what was": row.credits, "replaces the": row.replaces}
    return "".join(f", {words} {other}" for words, other in links.items() if other)


def counterparts(row: Row) -> list[Existing | RowName]:
    """What a row is connected with: one thing at most."""
    return [one for one in (row.reverses, row.replaces, row.bills, row.credits, row.sells) if one is not None]


def test_work_sales_and_returns_write_what_their_rules_say() -> None:
    told = [
        (one.label, [(one.source, [f"{in_words(row)}{connected(row)}" for row in one.rows])])
        for one in (*ENTRIES, *SALES, *RETURNS, *GOODS_CORRECTIONS)
    ]
    assert told == TABLE


def test_every_rule_names_one_row() -> None:
    assert len(RULES) == len(ROWS)
    assert all(rule == f"{scenario.key}.{row.name}" for rule, (scenario, row) in RULES.items())


def test_no_name_is_left_over() -> None:
    assert {scenario.occasion for scenario in SCENARIOS} == {*Occasion, *Stem}
    assert {row.name for row in ROWS} == set(RowName)
    assert {one for row in ROWS for one in counterparts(row)} >= set(Existing)


@pytest.mark.parametrize("scenario", SUPPORTED, ids=[f"{one.key} {one.label}" for one in SUPPORTED])
def test_a_row_has_one_counterpart_at_most_and_it_exists_or_is_written_before(scenario: Scenario) -> None:
    written: set[RowName] = set()
    for row in scenario.rows:
        found = counterparts(row)
        assert len(found) <= 1
        assert all(isinstance(one, Existing) or one in written for one in found)
        assert row.reverses is None or row.sign == -1
        assert row.name not in written
        written.add(row.name)
