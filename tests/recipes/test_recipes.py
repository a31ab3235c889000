"""The recipes of CONTRIBUTING.md hold: followed on a copy of the tree, each does what it says, and touches what it says."""

import filecmp
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.recipes.page import ROOT, Recipe, apply, copy_of_the_tree, modules_of, recipes

RECIPES = list(recipes())
RUFF = Path(sys.executable).with_name("ruff")
PROOF = (  # what is particular to the recipes, and what the suite asks of all fields, rules, codes and mutations
    "tests/recipes/proof.py",
    "tests/rules/test_other_tables.py",
    "tests/contract",
    "tests/test_docs.py",
    "tests/test_mutations.py",
    "tests/test_storage.py::test_models_and_migrations_agree",
    "tests/storage/test_agreement.py::test_models_and_migrations_agree_about_guards",
)


def changed_files(tree: Path) -> Iterator[str]:
    """The files of a tree that are new, or otherwise than here."""
    for path in sorted(tree.rglob("*.*")):
        name = str(path.relative_to(tree))
        if path.is_symlink() or path.is_dir() or name.startswith((".", "rebill/graphiql")) or "__pycache__" in name:
            continue
        if not (ROOT / name).exists() or not filecmp.cmp(path, ROOT / name, shallow=False):
            yield name


def environment_of(tree: Path) -> dict[str, str]:
    """The copy goes before what is installed, and shares no template of a database with this run."""
    inherited = {name: value for name, value in os.environ.items() if name != "REBILL_TEST_RUN"}
    return {**inherited, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}


def by_hand(recipe: Recipe) -> set[str]:
    """The files that somebody changes who follows it."""
    return {path for path, _ in recipe.steps}


@pytest.mark.slow
def test_the_recipes_do_what_they_say(tmp_path: Path) -> None:
    tree = copy_of_the_tree(tmp_path)
    for recipe in RECIPES:
        for path, diff in recipe.steps:
            apply(tree, path, diff)
    commands = dict.fromkeys(one for recipe in RECIPES for one in recipe.commands)
    modules = [module for command in sorted(commands) for module in modules_of(command)]
    assert modules == ["rebill.models.revising invoice_note", "tests.pages"]
    followed = subprocess.run(
        [sys.executable, "-m", "tests.recipes.follow", *modules, "--", *PROOF],
        cwd=tree,
        env=environment_of(tree),
        capture_output=True,
        text=True,
    )
    assert followed.returncode == 0, followed.stdout + followed.stderr
    for lint in (["check"], ["format", "--check", "--exclude", "migrations"]):  # make formats what it writes there
        linted = subprocess.run([RUFF, *lint, "--no-cache"], cwd=tree, capture_output=True, text=True)
        assert linted.returncode == 0, linted.stdout
    drawn = set(changed_files(tree)) - set().union(*map(by_hand, RECIPES))
    assert len(drawn) == 5, drawn
    assert {"schema.graphql", "docs/access.md", "docs/exchange.md", "docs/posting-rules.md"} < drawn


@pytest.mark.parametrize("recipe", RECIPES, ids=[recipe.name for recipe in RECIPES])
def test_a_recipe_counts_its_files(recipe: Recipe) -> None:
    in_all, hand, made = recipe.counted
    assert in_all == hand + made
    assert hand == len(by_hand(recipe))
    assert recipe.commands[-1] == "make pages"


def test_a_diff_is_found_once_or_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("a\nb | c\nd\n")
    apply(tmp_path, "one", " a\n+new\n b | …\n@@\n-d\n+e\n")
    assert (tmp_path / "one").read_text() == "a\nnew\nb | c\ne\n"
    with pytest.raises(AssertionError, match="one has 0 times"):
        apply(tmp_path, "one", "-d\n")
