"""What docs/access.md shows, carried out: its commands, and its operations at a server that is shut.

One after the other, on demo data. An operation says with which key it comes, by the name that the key was made with, or
with what token, and with what status it is answered where that is not 200. With REBILL_GUIDE=write its test writes the
answers anew instead.
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from rebill.posting.command.clock import SystemClock
from tests.access.serving import bearer
from tests.access.signing import claims, token
from tests.length import PATIENCE_SECONDS
from tests.walkthrough import ROOT, narrow, with_stand_ins

PAGE = ROOT / "docs" / "access.md"
STEP = re.compile(
    r"```console\n(?P<console>.*?)```|```graphql\n(?P<operation># with .*?)```\n\n```json\n(?P<answer>.*?)```",
    re.DOTALL,
)
WITH = re.compile(
    r"# with (?P<whom>[\w-]+)(?P<token> token of (?P<subject>\w+), \"(?P<scope>[^\"]*)\")?[^:\n]*(?:: (?P<status>\d+))?\n"
)
NAME = re.compile(r"--name (\S+)")
NOTICED_SECONDS = 1.1  # after which a revocation is known everywhere
Command = Callable[[str], str]  # a command of the page, to what it says


@dataclass
class Guide:
    """The page's steps, with what came of the ones before."""

    place: str
    command: Command
    keys: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    def said(self, console: str) -> Iterator[tuple[str, str]]:
        """What each command of a box says, and what the page has."""
        for one in re.split(r"^\$ rebill ", console, flags=re.MULTILINE)[1:]:
            asked, _, shown = one.partition("\n")
            told = self.command(asked)
            made = re.search(r"^rbk_\S+$", told, re.MULTILINE)
            if made:
                self.keys[NAME.search(asked)[1]] = made[0]  # type: ignore[index]  # a key is made with a name
            if asked.startswith("keys revoke"):
                time.sleep(NOTICED_SECONDS)
            yield told, shown

    def answer(self, operation: str, shown: str) -> tuple[int, int, str]:
        """The status of an operation, the one that the page has, and the answer as the page shows it."""
        named = WITH.match(operation)
        assert named is not None, operation
        for name, value in self.known.items():
            operation = operation.replace(f'"{name}"', json.dumps(value))
        headers = self._headers(named) | {"X-Request-Id": "01JDQ3M8Y7", "Accept": "application/graphql-response+json"}
        answer = httpx2.post(
            f"http://{self.place}/graphql", json={"query": operation}, headers=headers, timeout=PATIENCE_SECONDS
        )
        body = answer.json()
        found = with_stand_ins(body.get("data", body), json.loads(shown), self.known)
        return answer.status_code, int(named["status"] or 200), narrow(json.dumps(found, indent=2, ensure_ascii=False))

    def _headers(self, named: re.Match[str]) -> dict[str, str]:
        if named["whom"] == "nothing":
            return {}
        if named["token"]:
            said = claims(SystemClock().now(), sub=named["subject"], scope=named["scope"])
            return bearer(token(said, kid="a"))
        return bearer(self.keys[named["whom"]])


def matches(told: str, shown: str) -> bool:
    """Whether something is as the page has it, in which `…` stands for anything."""
    pattern = ".*".join(map(re.escape, shown.rstrip("\n").split("…")))
    return re.fullmatch(pattern, told.rstrip("\n"), re.DOTALL) is not None


def steps(page: Path = PAGE) -> Iterator[re.Match[str]]:
    """The boxes of the page that are carried out."""
    yield from STEP.finditer(page.read_text(encoding="utf-8"))


def fresh(guide: Guide) -> str:
    """The page with the answers of now."""

    def written(step: re.Match[str]) -> str:
        if step["console"] is not None:
            list(guide.said(step["console"]))
            return step[0]
        _, _, answer = guide.answer(step["operation"], step["answer"])
        return f"```graphql\n{step['operation']}```\n\n```json\n{answer}\n```"

    return STEP.sub(written, PAGE.read_text(encoding="utf-8"))
