"""Operations in the docs, run one after the other on fresh demo data.

A capital word in an answer, like "DRAFT", stands for whatever is there; later operations may use it. `python -m
tests.walkthrough` writes the answers of every page anew.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rebill import demo
from rebill.models import migrate
from rebill.models.database import Database
from rebill.posting.command.transaction import Service
from rebill.posting.runs.execution import execute_run
from tests.api import Api

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    ROOT / "README.md",
    *(ROOT / "docs" / f"{name}.md" for name in ("returns", "corrections", "runs", "subscriptions")),
)
EXAMPLE = re.compile(r"```graphql\n(.*?)```\n\n```json\n(.*?)```", re.DOTALL)
STAND_IN = re.compile(r"[A-Z]+(_[A-Z]+)?")
LOOSE = {"id", "hash"}


def written(page: Path) -> list[str]:
    """The answers that a page shows."""
    return [answer.strip() for _, answer in EXAMPLE.findall(page.read_text(encoding="utf-8"))]


def answers(
    database: Database, page: Path, grow: Callable[[Database], None] = lambda _: None, asking: type[Api] = Api
) -> Iterator[str]:
    """What a page's operations answer, on demo data that may `grow` before."""
    demo.load(database)
    grow(database)
    begun: list[int] = []
    api = asking(database, notify=lambda _, run_id: begun.append(run_id))  # a server's runs go on after the answer
    known: dict[str, str] = {}
    for operation, answer in EXAMPLE.findall(page.read_text(encoding="utf-8")):
        for name, value in known.items():
            operation = operation.replace(f'"{name}"', json.dumps(value))
        data = api.run(operation)
        while begun:
            execute_run(Service(database, api.clock), begun.pop())
        shown = with_stand_ins(data, json.loads(answer), known)
        yield narrow(json.dumps(shown, indent=2, ensure_ascii=False))


def with_stand_ins(actual: Any, shown: Any, known: dict[str, str], key: str = "") -> Any:
    """The answer with the page's stand-ins in the place of ids and hashes."""
    if isinstance(actual, dict):
        was = shown if isinstance(shown, dict) else {}
        return {name: with_stand_ins(value, was.get(name), known, name) for name, value in actual.items()}
    if isinstance(actual, list):
        was_list = shown if isinstance(shown, list) else []
        padded = [*was_list, *[None] * len(actual)]
        return [with_stand_ins(one, padded[place], known, key) for place, one in enumerate(actual)]
    if key in LOOSE and isinstance(shown, str) and STAND_IN.fullmatch(shown):
        known[shown] = actual
        return shown
    return actual


def narrow(text: str) -> str:
    """Small objects on one line."""
    return re.sub(r"\{[^{}\[\]]{0,400}?\}", lambda found: re.sub(r"\s*\n\s*", " ", found.group(0)), text)


def _rewrite(page: Path) -> None:
    with TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{folder}/x.db")
        migrate.upgrade(database)
        fresh = iter(list(answers(database, page)))
        database.dispose()
    text = page.read_text(encoding="utf-8")
    page.write_text(
        EXAMPLE.sub(lambda found: f"```graphql\n{found.group(1)}```\n\n```json\n{next(fresh)}\n```", text),
        encoding="utf-8",
    )


if __name__ == "__main__":
    for one in PAGES:
        _rewrite(one)
