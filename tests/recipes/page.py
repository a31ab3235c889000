"""Reads the recipes of CONTRIBUTING.md, and follows them in a copy of the tree.

A recipe is a section of "Recipes". Its steps are a file in bold with a diff below, and commands of make. A diff is found
in its file by the lines that stay and go; "@@" stands where lines are left out, "…" for the rest of a line.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECTION = re.compile(r"^### (.*?)\n(.*?)(?=^##)", re.MULTILINE | re.DOTALL)
STEP = re.compile(r"^\*\*`([^`]+)`\*\*.*?```diff\n(.*?)```", re.MULTILINE | re.DOTALL)
COMMANDS = re.compile(r"```sh\n(.*?)```", re.DOTALL)
COUNTED = re.compile(r"\*\*(\d+) files: (\d+) by hand,\s(\d+) by make\.\*\*")
MODULE = re.compile(r"\S+/python -m ((?:rebill|tests)\S*)(.*)")
NOT_COPIED = shutil.ignore_patterns("__pycache__", "node_modules", "dist", "*.db*", ".*")


@dataclass(frozen=True)
class Recipe:
    """A recipe: what it adds, the diffs of each file in order, its commands, and how many files it says it touches."""

    name: str
    steps: tuple[tuple[str, str], ...]
    commands: tuple[str, ...]
    counted: tuple[int, int, int]  # in all, by hand, by make


def recipes() -> Iterator[Recipe]:
    """Every recipe of the page."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for name, text in SECTION.findall(page[page.index("## Recipes") :]):
        commands = tuple(line for block in COMMANDS.findall(text) for line in block.splitlines())
        (counted,) = COUNTED.findall(text)
        yield Recipe(name, tuple(STEP.findall(text)), commands, tuple(map(int, counted)))


def copy_of_the_tree(folder: Path) -> Path:
    """What make, the program and its tests need of it."""
    return Path(shutil.copytree(ROOT, folder / "tree", symlinks=True, ignore=NOT_COPIED))


def apply(tree: Path, path: str, diff: str) -> None:
    """Change a file as a diff says; each part of it must be found once."""
    file = tree / path
    text = file.read_text(encoding="utf-8")
    for part in diff.split("@@\n"):
        lines = [line or " " for line in part.splitlines()]
        before = "".join(_pattern(line[1:]) for line in lines if line[0] != "+")
        found = list(re.finditer(rf"^{before}", text, re.MULTILINE))
        assert len(found) == 1, f"{path} has {len(found)} times:\n{part}"
        stay = iter(found[0].group().splitlines(keepends=True))
        after = "".join(f"{line[1:]}\n" if line[0] == "+" else _kept(line, next(stay)) for line in lines)
        text = f"{text[: found[0].start()]}{after}{text[found[0].end() :]}"
    file.write_text(text, encoding="utf-8")


def _pattern(line: str) -> str:
    return f"{re.escape(line.removesuffix('…'))}{'.*' if line.endswith('…') else ''}\n"


def _kept(line: str, found: str) -> str:
    return "" if line[0] == "-" else found


def modules_of(command: str) -> list[str]:
    """What make runs of Rebill's own for a command: "tests.pages", "rebill.models.revising invoice_note"."""
    made = subprocess.run([*command.split(), "-n"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [f"{module}{rest}" for module, rest in MODULE.findall(made)]
