"""The docs keep up with the code."""

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from rebill.models.vocabulary import ProblemCode, WarningCode
from rebill.resolvers.errors import ErrorCode
from tests.pages import PAGES, ROOT

WRITTEN = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
DECISIONS = sorted(ROOT.glob("docs/adr/*.md"))
NAMED = re.compile(r"`((?:models|posting|resolvers|schema|rebill|migrations|tests|benchmarks|docs)/[\w/.-]*\w)/?`")
NPM = ("rebill/graphiql", "tests/transport/clients", "benchmarks/peers/javascript")
KINDS = ("dependencies", "devDependencies", "optionalDependencies")
PROBLEMS = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_as_the_code_draws_it(path: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == PAGES[path](), "make pages writes it anew"


def dependencies() -> set[str]:
    """The packages that the project asks for: to run, to build, to test, and of npm."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    asked += [one for extra in project["project"]["optional-dependencies"].values() for one in extra]
    manifests = [json.loads((ROOT / path / "package.json").read_text(encoding="utf-8")) for path in NPM]
    from_npm = {name for manifest in manifests for kind in KINDS for name in manifest.get(kind, {})}
    return from_npm | {re.split(r"[^\w-]", one)[0] for one in asked}


def test_every_dependency_has_a_line() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    named = {
        name for row in page.splitlines() for name in re.findall(r"[\w@/-]+", row.split("|")[1] if "|" in row else "")
    }
    assert len(dependencies()) > 30
    assert dependencies() - named == set()


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


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_a_page_names_files_and_folders_that_there_are(page: Path) -> None:
    assert [path for path in NAMED.findall(page.read_text(encoding="utf-8")) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name)
def test_a_decision_says_why_what_instead_of_what_and_what_comes_of_it(page: Path) -> None:
    headings = re.findall("^## (.*)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == ["Context", "Decision", "Not taken", "Consequences"]
