"""The docs keep up with the code."""

from collections.abc import Iterable
from pathlib import Path

from rebill.models.vocabulary import ProblemCode, WarningCode
from rebill.resolvers.errors import ErrorCode

PROBLEMS = (Path(__file__).resolve().parent.parent / "docs" / "problems.md").read_text(encoding="utf-8")


def undescribed(codes: Iterable[str]) -> list[str]:
    """The codes that have no row with a meaning, an example message and what to do."""
    rows = {line.split("`")[1]: line.strip("|").split("|") for line in PROBLEMS.splitlines() if line.startswith("| `")}
    return [code for code in codes if len(rows.get(code, [])) != 4 or not all(map(str.strip, rows[code]))]


def test_every_problem_code_has_an_entry() -> None:
    assert undescribed(ProblemCode) == []


def test_every_warning_code_has_an_entry() -> None:
    assert undescribed(WarningCode) == []


def test_every_top_level_code_has_an_entry() -> None:
    assert undescribed(ErrorCode) == []
