"""The docs keep up with the code."""

import tomllib
from collections.abc import Iterable

import pytest

from rebill.models.vocabulary import ProblemCode, WarningCode
from rebill.resolvers.errors import ErrorCode
from tests.pages import PAGES, ROOT

PROBLEMS = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_as_the_code_draws_it(path: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == PAGES[path](), "make pages writes it anew"


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


def test_the_changelog_has_the_version_with_its_day_and_takes_in_what_comes_next() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    sections = [
        line for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines() if line.startswith("## ")
    ]
    assert sections[0] == "## Unreleased"
    assert sections[1].startswith(f"## {project['version']} - 20")
