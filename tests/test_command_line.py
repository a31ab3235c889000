"""The command line: what an operator gets wrong ends in one line and a non-zero exit code."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from rebill import demo
from rebill.cli.commands import main
from rebill.models.database import Database
from tests.processes import rebill

pytestmark = pytest.mark.slow

REBILL = [sys.executable, "-c", "from rebill.cli import main; main()"]


def test_the_schema_is_printed() -> None:
    printed = subprocess.run([*REBILL, "schema"], capture_output=True, text=True, check=True).stdout
    assert printed == (Path(__file__).parent.parent / "schema.graphql").read_text(encoding="utf-8")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in this process: its exit code, what it printed, and its complaints."""
    monkeypatch.setattr("rebill.process.log.set_up", lambda: None)  # which would hold this test's stderr for ever

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["rebill", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(str(ended.value.code or 0)), *capsys.readouterr()

    return run


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["migrate", "--database", "nonsense"], "is not a database URL"),
        (["check", "--database", "sqlite:////no/such/folder/x.db"], "there is no folder"),
        (["serve", "--database", "postgresql://nobody@127.0.0.1:1/x", "--port", "0"], "cannot open"),
    ],
)
def test_a_wrong_database_is_one_line_on_stderr(
    told: Callable[..., tuple[int, str, str]], arguments: list[str], message: str
) -> None:
    code, _, complaint = told(*arguments)
    assert (code, complaint.count("\n")) == (2, 1)
    assert message in complaint


def test_a_wrong_database_ends_the_process_with_2_and_one_line() -> None:
    process = rebill("migrate", "--database", "nonsense")
    complaint = process.ended()
    assert (process.poll(), complaint.count("\n")) == (2, 1)
    assert complaint.startswith("rebill: 'nonsense' is not a database URL")


def test_a_wrong_port_in_the_environment_is_one_line(
    told: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REBILL_PORT", "many")
    assert told("serve") == (2, "", "rebill: REBILL_PORT is 'many', not a port number\n")


def test_a_database_newer_than_the_code_is_one_line(
    told: Callable[..., tuple[int, str, str]], sqlite_database: Database
) -> None:
    with sqlite_database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    url = f"sqlite:///{sqlite_database.engine.url.database}"
    code, _, complaint = told("serve", "--port", "0", "--database", url)
    assert (code, complaint.count("\n")) == (2, 1)
    assert "is newer than this Rebill" in complaint


def test_check_tells_a_broken_law_by_its_exit_code(
    told: Callable[..., tuple[int, str, str]], sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.load(sqlite_database)
    monkeypatch.setenv("REBILL_DATABASE", f"sqlite:///{sqlite_database.engine.url.database}")
    assert told("check")[0] == 0
    with sqlite_database.write() as connection:
        connection.execute(text("UPDATE customer SET balance = balance + 1 WHERE number = 'C-000001'"))
    code, printed, _ = told("check")
    assert code == 1
    assert "BROKEN  customer balance" in printed
    assert "C-000001" in printed


def test_serve_loads_demo_data_once_says_where_it_is_and_ends_on_sigterm(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    for told in ("Loading demo data", "has data; no demo data was loaded"):
        server = rebill("serve", "--database", f"sqlite:///{tmp_path / 'x.db'}", "--port", port, "--demo")
        assert told in server.stdout.readline()
        assert f"http://127.0.0.1:{port}/graphql" in server.stdout.readline()
        assert "query to try" in server.stdout.readline()
        assert "GraphiQL" in server.stdout.readline()
        body = {"query": "{ orders { totalCount } }"}
        answer: dict[str, Any] = {}
        for _ in range(1000):
            try:
                answer = httpx2.post(f"http://127.0.0.1:{port}/graphql", json=body).json()
                break
            except httpx2.ConnectError:
                time.sleep(0.05)
        server.send_signal(signal.SIGTERM)
        server.ended()
        assert server.poll() == 0
        assert answer["data"] == {"orders": {"totalCount": 21}}
        assert answer["extensions"]["cost"]["actualQueryCost"] == 501
