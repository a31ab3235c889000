"""The suite itself: what each of its commands runs, and that CI, the README and a commit ask for the same."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.length import engines, length_in, usually

ROOT = Path(__file__).resolve().parent.parent
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def recipe(target: str, *more: str) -> str:
    """What make would run for a target."""
    command = ["make", "-n", target, *more]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("length", "is_about_them", "expected"),
    [
        ("quick", True, ("sqlite",)),
        ("usual", False, ("sqlite",)),
        ("usual", True, ("sqlite", "postgresql")),
        ("long", False, ("sqlite", "postgresql")),
    ],
)
def test_a_test_runs_on_both_engines_where_they_matter_and_in_the_long_run(
    length: str, is_about_them: bool, expected: tuple[str, ...]
) -> None:
    assert engines(is_about_them=is_about_them, length=length_in(length)) == expected


def test_the_long_run_has_the_long_forms() -> None:
    assert [usually(4, long=40, length=length_in(one)) for one in ("quick", "usual", "long")] == [4, 4, 40]
    assert "REBILL_TESTS=long .venv/bin/pytest" in recipe("test-long")
    with pytest.raises(ValueError, match="REBILL_TESTS is 'longer'; give one of quick, usual, long"):
        length_in("longer")


def test_the_quick_run_names_tests_that_there_are() -> None:
    (named,) = re.findall(r"REBILL_TESTS=quick .venv/bin/pytest -q -n 2 (.*)", recipe("quick"))
    assert [one for one in named.split() if not (ROOT / one).exists()] == []


def test_the_page_for_newcomers_runs_tests_that_there_are() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (given,) = re.findall(r"^\.venv/bin/pytest (.*?)\s+#", page, re.MULTILINE)
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", *given.split()]
    assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 0, "5 where none is selected"


def test_ci_the_readme_and_a_commit_run_the_same_commands() -> None:
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert {"make lint", "COVERAGE=1 make test"} <= set(CI.splitlines())
    assert "entry: make lint\n" in (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert ".ci/run" in recipe("check")
    assert "--cov" in recipe("test", "COVERAGE=1")
    assert "--cov" not in recipe("test")
