"""The page about access is carried out as it stands: commands, keys, tokens, and what clients are told."""

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from rebill import demo
from rebill.access.door import Door
from rebill.access.tokens import Tokens
from rebill.models.database import Database
from tests.access.guide import PAGE, Guide, fresh, matches, steps
from tests.access.signing import jwk, key_file, settings
from tests.shell import Rebill
from tests.transport.serving import serving


@pytest.fixture
def guide(
    sqlite_database: Database, rebill: Rebill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Guide]:
    """The page's commands, and a server on the same book that takes tokens."""
    demo.load(sqlite_database)
    monkeypatch.setenv("REBILL_DATABASE", sqlite_database.url)

    def command(asked: str) -> str:
        ended = rebill(*shlex.split(asked))
        assert (ended.returncode == 2) == ended.stderr.startswith("rebill: "), ended
        return ended.stderr + ended.stdout

    keys = key_file(tmp_path, jwk("RS256", kid="a"))
    door = Door(sqlite_database, tokens=Tokens(settings(keys), sqlite_database))
    with serving(sqlite_database, door=door) as place:
        yield Guide(place, command)


def test_the_page_is_carried_out_as_it_stands(guide: Guide) -> None:
    if os.environ.get("REBILL_GUIDE") == "write":
        PAGE.write_text(fresh(guide), encoding="utf-8")
        return
    for step in steps():
        if step["console"] is not None:
            for told, shown in guide.said(step["console"]):
                assert matches(told, shown), (told, shown)
            continue
        status, expected, answer = guide.answer(step["operation"], step["answer"])
        assert (status, answer) == (expected, step["answer"].strip())
