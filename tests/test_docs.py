"""The docs keep up with the code."""

from pathlib import Path

from rebill.models.vocabulary import ProblemCode, WarningCode

PROBLEMS = (Path(__file__).resolve().parent.parent / "docs" / "problems.md").read_text(encoding="utf-8")


def test_every_code_has_an_entry() -> None:
    assert [code for code in (*ProblemCode, *WarningCode) if f"| `{code}` |" not in PROBLEMS] == []
