"""docs/exchange.md: its files are taken, its commands answer what it says, its tables are those of the code."""

from pathlib import Path

import pytest

from tests.exchange import page
from tests.shell import Rebill


def test_the_tables_are_those_of_the_code() -> None:
    assert page.with_tables(page.text()) == page.text()


def test_the_commands_answer_what_the_page_says(
    rebill: Rebill, tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.db").write_bytes(sqlite_template.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REBILL_DATABASE", f"sqlite:///{tmp_path / 'x.db'}")
    for name, content in page.FILE.findall(page.text()):
        (tmp_path / name).write_text(content, encoding=page.ENCODINGS.get(name, "utf-8"))
    shown = "\n".join(page.CONSOLE.findall(page.text()))
    commands = [line for line in shown.splitlines() if line.startswith("$ ")]
    assert len(commands) > 8
    answers: list[str] = []
    code = 0
    for line in commands:
        if line == "$ echo $?":
            answers += [line, str(code)]
            continue
        words = line.removeprefix("$ rebill ").split()
        ended = rebill(*words)
        code = ended.returncode
        out, err = ended.stdout.splitlines(), ended.stderr.splitlines()
        answers += [line, *(err + out if words[0] == "import" else out + err)]
    assert answers == [line for line in shown.splitlines() if line]
