"""The command line: what an operator gets wrong ends in one line and a non-zero exit code."""

import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from rebill import demo
from rebill.models.database import Database
from tests import processes
from tests.entered import entered_once
from tests.length import PATIENCE_SECONDS
from tests.shell import Ended, Rebill

pytestmark = pytest.mark.slow

REBILL = [sys.executable, "-c", "from rebill.cli import main; main()"]


def test_the_schema_is_printed() -> None:
    printed = subprocess.run([*REBILL, "schema"], capture_output=True, text=True, check=True).stdout
    assert printed == (Path(__file__).parent.parent / "schema.graphql").read_text(encoding="utf-8")


def test_the_version_is_that_of_the_project(rebill: Rebill) -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ended = rebill("--version")
    assert (ended.returncode, ended.stdout) == (0, f"rebill {project['version']}\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["migrate", "--database", "nonsense"], "is not a database URL"),
        (["check", "--database", "sqlite:////no/such/folder/x.db"], "there is no folder"),
        (["serve", "--database", "postgresql://nobody@127.0.0.1:1/x", "--port", "0"], "cannot open"),
    ],
)
def test_a_wrong_database_is_one_line_on_stderr(rebill: Rebill, arguments: list[str], message: str) -> None:
    ended = rebill(*arguments)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert message in ended.stderr


def test_a_wrong_database_ends_the_process_with_2_and_one_line() -> None:
    process = processes.rebill("migrate", "--database", "nonsense")
    complaint = process.ended()
    assert (process.poll(), complaint.count("\n")) == (2, 1)
    assert complaint.startswith("rebill: 'nonsense' is not a database URL")


def test_a_wrong_port_in_the_environment_is_one_line(rebill: Rebill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REBILL_PORT", "many")
    assert rebill("serve") == Ended(2, "", "rebill: REBILL_PORT is 'many', not a port number\n")


def test_a_database_newer_than_the_code_is_one_line(rebill: Rebill, sqlite_database: Database) -> None:
    with sqlite_database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    url = f"sqlite:///{sqlite_database.engine.url.database}"
    ended = rebill("serve", "--port", "0", "--database", url)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "is newer than this Rebill" in ended.stderr


def test_check_tells_a_broken_law_by_its_exit_code(
    rebill: Rebill, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered_once(sqlite_database, demo.load)
    monkeypatch.setenv("REBILL_DATABASE", f"sqlite:///{sqlite_database.engine.url.database}")
    assert rebill("check").returncode == 0
    with sqlite_database.write() as connection:
        connection.execute(text("UPDATE customer SET balance = balance + 1 WHERE number = 'C-000001'"))
    ended = rebill("check")
    assert ended.returncode == 1
    assert "BROKEN  customer balance" in ended.stdout
    assert "C-000001" in ended.stdout


def test_serve_loads_demo_data_once_says_where_it_is_and_ends_on_sigterm(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    for told in ("Loading demo data", "has data; no demo data was loaded"):
        server = processes.rebill("serve", "--database", f"sqlite:///{tmp_path / 'x.db'}", "--port", port, "--demo")
        assert told in server.stdout.readline()
        assert f"http://127.0.0.1:{port}/graphql" in server.stdout.readline()
        assert "query to try" in server.stdout.readline()
        assert "GraphiQL" in server.stdout.readline()
        body = {"query": "{ orders { totalCount } }"}
        answer: dict[str, Any] = {}
        for _ in range(1000):
            try:
                answer = httpx2.post(f"http://127.0.0.1:{port}/graphql", json=body, timeout=PATIENCE_SECONDS).json()
                break
            except httpx2.ConnectError:
                time.sleep(0.05)
        server.send_signal(signal.SIGTERM)
        server.ended()
        assert server.poll() == 0
        assert answer["data"] == {"orders": {"totalCount": 21}}
        assert answer["extensions"]["cost"]["actualQueryCost"] == 501
