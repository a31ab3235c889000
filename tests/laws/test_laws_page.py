"""docs/laws.md lists the laws that are checked, in their own words."""

from pathlib import Path

from rebill.posting.ledger_check import LAWS

PAGE = Path(__file__).parents[2] / "docs" / "laws.md"


def test_the_page_lists_every_law_in_its_own_words_and_no_other() -> None:
    written = [line for line in PAGE.read_text().splitlines() if line.startswith("| ")][1:]
    assert written == [f"| {law.id} | {law.statement} |" for law in LAWS]


def test_every_law_has_a_name_of_its_own() -> None:
    assert len({law.id for law in LAWS}) == len(LAWS)
