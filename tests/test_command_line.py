"""The command line: what an operator gets wrong ends in one line and a non-zero exit code."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest

from rebill.models.database import Database
from rebill.posting import demo

REBILL = [sys.executable, "-c", "from rebill.cli import main; main()"]


def rebill(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*REBILL, *arguments], capture_output=True, text=True, timeout=60, env=os.environ | environment, check=False
    )


def test_the_schema_is_printed() -> None:
    assert rebill("schema").stdout == (Path(__file__).parent.parent / "schema.graphql").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["migrate", "--database", "nonsense"], "is no database URL"),
        (["check", "--database", "sqlite:////no/such/folder/x.db"], "there is no folder"),
        (["serve", "--database", "postgresql://nobody@127.0.0.1:1/x"], "cannot open"),
    ],
)
def test_a_wrong_database_is_one_line_on_stderr(arguments: list[str], message: str) -> None:
    ended = rebill(*arguments)
    assert ended.returncode == 2
    assert message in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_wrong_port_in_the_environment_is_one_line(tmp_path: Path) -> None:
    ended = rebill("serve", "--database", f"sqlite:///{tmp_path / 'x.db'}", REBILL_PORT="many")
    assert (ended.returncode, ended.stderr) == (2, "rebill: REBILL_PORT is 'many', not a port number\n")


def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = rebill("serve", "--database", f"sqlite:///{tmp_path / 'x.db'}", "--port", port)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"rebill: cannot listen on 127.0.0.1:{port}")
    assert ended.stderr.count("\n") == 1


def test_a_database_newer_than_the_code_is_one_line(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    assert rebill("migrate", "--database", url).returncode == 0
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    ended = rebill("serve", "--database", url)
    assert ended.returncode == 2
    assert "is newer than this Rebill" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_check_tells_a_broken_law_by_its_exit_code(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    assert rebill("migrate", "--database", url).returncode == 0
    database = Database.open(url)
    demo.load(database)
    database.dispose()
    assert rebill("check", "--database", url).returncode == 0
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute("UPDATE customer SET balance = balance + 1 WHERE number = 'C-000001'")
    connection.close()
    ended = rebill("check", REBILL_DATABASE=url)
    assert ended.returncode == 1
    assert "BROKEN  customer balance" in ended.stdout
    assert "C-000001" in ended.stdout


def test_serve_loads_demo_data_once_says_where_it_is_and_ends_on_sigterm(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [*REBILL, "serve", "--database", f"sqlite:///{tmp_path / 'x.db'}", "--port", port, "--demo"]
    for _ in range(2):
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        assert f"http://127.0.0.1:{port}/graphql" in server.stdout.readline()
        assert "query to try" in server.stdout.readline()
        assert "GraphiQL" in server.stdout.readline()
        body = {"query": "{ orders { totalCount } }"}
        answer: dict[str, Any] = {}
        for _ in range(100):
            try:
                answer = httpx2.post(f"http://127.0.0.1:{port}/graphql", json=body).json()
                break
            except httpx2.ConnectError:
                time.sleep(0.05)
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=10) == 0
        server.stdout.close()
        assert answer["data"] == {"orders": {"totalCount": 21}}
        assert answer["extensions"]["cost"]["actualQueryCost"] == 501
