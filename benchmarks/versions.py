"""The Rebill that is measured, and the Rebill of November 2026 that it is measured beside, each as its own processes.

The older one is a clone of this repository at a commit of its own, installed by its own `make` with its own pins, so
that nothing of it is newer than it was.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.processes import post

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".benchmarks"  # what is kept from run to run; ignored by git
NOVEMBER = "4cff24abcdadb9d38640cfafed5b9264963231ec"
MAIN = "from rebill.cli import main; main()"
HELLO = b'{"query": "{ __typename }"}'


@dataclass(frozen=True)
class Rebill:
    """One version of Rebill."""

    folder: Path
    python: str

    def command(self, *arguments: str) -> list[str]:
        """The command line that runs one of its commands, in its folder."""
        return [self.python, "-c", MAIN, *arguments]

    def serving(self, database: str, port: int, *more: str) -> list[str]:
        """The command line of its server."""
        return self.command("serve", "--database", database, "--port", str(port), *more)

    def run(self, *arguments: str) -> str:
        """What one of its commands prints; anything but success ends the benchmark."""
        done = subprocess.run(self.command(*arguments), cwd=self.folder, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"rebill {arguments[0]}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def commit(self) -> str:
        """What git calls it."""
        run = ["git", "-C", str(self.folder), "describe", "--always", "--dirty", "--abbrev=7"]
        done = subprocess.run(run, capture_output=True, text=True)
        return done.stdout.strip() or "unknown"


def today() -> Rebill:
    """The one that these benchmarks belong to."""
    return Rebill(ROOT, sys.executable)


def november(cache: Path) -> Rebill | None:
    """The one of November 2026, installed where it is not yet; None where this is no clone that has that commit."""
    known = subprocess.run(["git", "-C", str(ROOT), "cat-file", "-e", f"{NOVEMBER}^{{commit}}"], capture_output=True)
    if known.returncode:
        return None
    folder = cache / "november"
    if not folder.exists():
        _git("clone", "--quiet", "--shared", "--no-checkout", str(ROOT), str(folder))
        _git("-C", str(folder), "checkout", "--quiet", NOVEMBER)
    subprocess.run(["make", ".setup/python"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return Rebill(folder, str(folder / ".venv" / "bin" / "python"))


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True)


def ask(url: str, query: str, variables: Mapping[str, object] | None = None) -> dict[str, Any]:
    """The data that a server answers with; anything wrong ends the benchmark."""
    answer = json.loads(post(url, json.dumps({"query": query, "variables": variables or {}}).encode()))
    if "errors" in answer:
        raise RuntimeError(f"{answer['errors']}")
    data: dict[str, Any] = answer["data"]
    return data
