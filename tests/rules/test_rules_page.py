"""The page of rules says what the tables say."""

from pathlib import Path

from rebill.posting.rules.render import rendered

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "posting-rules.md"


def test_the_page_of_rules_is_rendered_from_the_tables() -> None:
    assert PAGE.read_text(encoding="utf-8") == rendered()
