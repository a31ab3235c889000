"""The suite itself: what each of its commands runs, and that CI, the README and a commit ask for the same."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from rebill.models.database import Database
from tests.api import Api
from tests.conftest import SHARED
from tests.entered import entered_once
from tests.length import engines, length_in, usually

ROOT = Path(__file__).resolve().parent.parent
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def recipe(target: str, *more: str) -> str:
    """What make would run for a target."""
    command = ["make", "-n", target, *more]
    plain = {name: value for name, value in os.environ.items() if name not in ("COVERAGE", "MAKEFLAGS", "MAKELEVEL")}
    return subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, text=True, check=True).stdout


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
    lengths = [length_in(one) for one in ("quick", "usual", "long")]
    assert [usually(4, long=40, length=one) for one in lengths] == [4, 4, 40]
    assert [usually(4, long=40, quick=1, length=one) for one in lengths] == [1, 4, 40]
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
    SHARED.mkdir(parents=True, exist_ok=True)
    assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 0, "5 where none is selected"
    assert SHARED.is_dir(), "what the workers of this run share is not taken away by a run within"


def test_ci_the_readme_and_a_commit_run_the_same_commands() -> None:
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert {"make lint", "COVERAGE=1 make test"} <= set(CI.splitlines())
    assert "entry: make lint\n" in (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert ".ci/run" in recipe("check")
    assert "--cov" in recipe("test", "COVERAGE=1")
    assert "--cov" not in recipe("test")


def test_no_example_of_a_law_has_to_be_over_in_time() -> None:
    assert settings().deadline is None
    assert HealthCheck.too_slow in settings().suppress_health_check


def test_whoever_asks_which_engine_it_is_runs_on_both() -> None:
    asking = [path for path in (ROOT / "tests").rglob("test_*.py") if ".dialect ==" in path.read_text(encoding="utf-8")]
    missing = [path.name for path in asking if "mark.both_engines" not in path.read_text(encoding="utf-8")]
    assert (len(asking) > 5, missing) == (True, [])


def enter_a_customer(database: Database) -> list[str]:
    """The numbers of the customers."""
    return [Api(database).customer()]


def test_what_a_test_does_to_books_that_many_begin_with_no_other_one_sees(
    new_database: Callable[[], Database],
) -> None:
    for _ in range(3):
        database = new_database()
        numbers = entered_once(database, enter_a_customer)
        with database.read() as connection:
            assert [numbers] == [connection.exec_driver_sql("SELECT number FROM customer").scalars().all()]
        numbers.append(Api(database).customer())
