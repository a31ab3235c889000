"""Starting: what is opened is what was meant, by whom nobody else has it, on a Python and an SQLite that can work."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from dbos import _migration
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.testclient import TestClient
from typer.testing import CliRunner

from rebill.cli import commands as cli
from rebill.models.database import Database, DatabaseError
from rebill.process import durable, server
from rebill.process.alone import alone_on
from rebill.process.app import create_app
from rebill.process.settings import Settings, from_environment
from rebill.process.starting import CannotStart, refuse_old_python
from rebill.process.worker import Worker
from tests.api import Api
from tests.length import PATIENCE_SECONDS
from tests.processes import rebill
from tests.test_killed_runs import address, begun
from tests.test_killed_runs import stands as run_of

pytestmark = pytest.mark.slow

READING = [["check"], ["export", "customers"], ["runs"], ["run", "last"]]
OPENING = [*READING, ["import", "customers.csv"], ["post", "--all"], ["confirm", "--status", "DRAFT"], ["worker"]]
CREATE = 'mutation { createCustomer(input: {name: "N", currency: "NOK"}) { __typename } }'
ROOT = Path(__file__).resolve().parent.parent


def refusal(arguments: list[str]) -> str:
    """Why a command does not begin: what `main` prints as one line, with exit code 2."""
    ended = CliRunner().invoke(cli.app, arguments)
    assert isinstance(ended.exception, CannotStart | DatabaseError), (ended.exception, ended.output)
    assert "\n" not in str(ended.exception)
    return str(ended.exception)


@contextmanager
def read_only(database: Database) -> Iterator[Database]:
    """The same database, open for reading only."""
    opened = Database.open(address(Api(database)), read_only=True)
    yield opened
    opened.dispose()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    made = tmp_path / "here"
    made.mkdir()
    monkeypatch.chdir(made)
    return made


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.mark.parametrize("command", [*OPENING, ["serve", "--read-only", "--port", "0"]], ids=lambda one: one[0])
def test_a_mistyped_file_is_told_and_none_is_left_behind(folder: Path, command: list[str]) -> None:
    files = [folder / "customers.csv"] if command[0] == "import" else []
    for one in files:
        one.write_text("number,name,currency\n")
    said = refusal([*command, "--database", "sqlite:///typo.db"])
    assert "on SQLite the server carries" in said if command == ["worker"] else f"there is no file {folder}" in said
    assert list(folder.iterdir()) == files


def test_a_file_of_somebody_elses_is_told_and_not_changed(folder: Path) -> None:
    theirs = folder / "theirs.db"
    with closing(sqlite3.connect(theirs)) as connection:
        connection.execute("CREATE TABLE letter (said)")
    before = theirs.read_bytes()
    for command in READING:
        assert "theirs.db holds no books of Rebill" in refusal([*command, "--database", "sqlite:///theirs.db"])
    assert (theirs.read_bytes(), list(folder.iterdir())) == (before, [theirs])


def test_a_server_whose_port_is_taken_has_made_nothing(folder: Path, taken_port: int) -> None:
    with pytest.raises(CannotStart, match="cannot listen"):
        server.run(Settings(port=taken_port, database="sqlite:///new.db"), demo=True)
    assert list(folder.iterdir()) == []


def test_a_port_is_taken_before_anything_is_migrated(folder: Path) -> None:
    """On Linux a port that is bound and not listened at could be bound by another one, too."""
    with server.bound(Settings(port=0)) as first, pytest.raises(CannotStart, match="cannot listen"):
        server.bound(Settings(port=first.getsockname()[1]))


def test_one_server_has_a_file_until_its_process_is_gone(folder: Path) -> None:
    holding = "import sys, time; from pathlib import Path; from rebill.process.alone import alone_on\n"
    holding += "with alone_on(Path('x.db').resolve()): print('held', flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", holding], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        (folder / "other name.db").symlink_to(folder / "x.db")
        for name in ("x.db", "other name.db"):
            with pytest.raises(CannotStart, match=f"x.db is served by process {process.pid} already"):
                server.run(Settings(port=0, database=f"sqlite:///{name}"), demo=False)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    with alone_on(folder / "x.db"):
        assert [one.name for one in folder.glob("x.db*")] == ["x.db.lock"]


def test_a_server_without_a_worker_leaves_its_runs_to_whoever_carries_them_on(sqlite_database: Database) -> None:
    """Of its two orders one has nothing to invoice."""
    api, url = Api(sqlite_database), address(Api(sqlite_database))
    begun(api, 2)
    process = rebill("serve", "--no-worker", "--port", "0", "--database", url)
    try:
        said = [process.stdout.readline() for _ in range(3)]
        assert "It has no worker" in said[2]
        time.sleep(2)  # longer than a worker takes to see a run
        assert run_of(api)["status"] == "WAITING"
        ended = CliRunner().invoke(cli.app, ["run", "last", "--watch", "--database", url])
        assert (ended.exit_code, run_of(api)["waiting"]) == (1, 0), ended.output  # one had nothing to invoice
    finally:
        process.send_signal(signal.SIGTERM)
        complaint = process.ended()
    assert process.poll() == 0, complaint


def test_an_sqlite_that_is_too_old_is_one_line_everywhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "customers.csv").write_text("number,name,currency\n")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.34.1")
    for command in [*OPENING, ["migrate"], ["serve", "--port", "0"]]:
        said = refusal([*command, "--database", "sqlite:///x.db"])
        assert said == "SQLite 3.35 or newer is needed, and this Python has 3.34.1; use another Python"
    assert [one.name for one in folder.iterdir()] == ["customers.csv"]


def test_a_python_that_is_too_old_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("rebill.process.starting.sys", SimpleNamespace(version_info=(3, 10, 13, "final", 0)))
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert (
        capsys.readouterr().err == "rebill: Python 3.11 or newer is needed, and this is 3.10.13; use another Python\n"
    )
    monkeypatch.setattr("rebill.process.starting.sys", SimpleNamespace(version_info=(3, 15, 0, "final", 0)))
    refuse_old_python()


def test_make_says_in_one_line_which_python_it_needs(folder: Path) -> None:
    old, new = folder / "python3", folder / "python3.12"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.10.13 && exit\nexit 1\n')
    new.write_text("#!/bin/sh\nexit 0\n")
    for one in (old, new):
        one.chmod(0o755)
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "hatch_build.py", "install.sh"):
        shutil.copy(ROOT / name, folder / name)
    path = f"{folder}:/usr/bin:/bin"
    ended = subprocess.run(["make", "-s", "serve"], capture_output=True, text=True, env={"PATH": path}, check=False)
    told = "Python 3.11 or newer is needed; python3 is Python 3.10.13. Try: make serve PYTHON=python3.12"
    assert ended.returncode == 2
    assert told in ended.stderr.splitlines()
    assert not (folder / ".venv").exists()


def test_make_serve_loads_demo_data_only_into_a_new_default_file_or_where_it_is_told_to(folder: Path) -> None:
    """And tries to build GraphiQL again for as long as Node is missing."""
    shutil.copy(ROOT / "Makefile", folder / "Makefile")
    graphiql = folder / "rebill" / "graphiql"
    graphiql.mkdir(parents=True)
    for name in ("package.json", "package-lock.json", "main.jsx", "signing.js", "build.mjs", "build.sh", "page.css"):
        shutil.copy(ROOT / "rebill" / "graphiql" / name, graphiql / name)
    for name in ("pyproject.toml", "constraints.txt", "hatch_build.py", "install.sh", ".setup/python"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()
    (folder / "bin").mkdir()
    (folder / "bin" / "node").write_text("#!/bin/sh\nexit 1\n")  # 18, say
    (folder / "bin" / "node").chmod(0o755)
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "rebill").write_text('#!/bin/sh\necho "$@"\n')
    (folder / ".venv" / "bin" / "rebill").chmod(0o755)

    def served(*given: str) -> str:
        command = ["make", "-s", "serve", *given]
        ended = subprocess.run(
            command, capture_output=True, text=True, env={"PATH": f"{folder}/bin:/usr/bin:/bin"}, check=True
        )
        assert "GraphiQL is loaded from a CDN: Node 20 or newer would build it in." in ended.stdout.splitlines()
        return next(line for line in ended.stdout.splitlines() if line.startswith("serve "))

    default = "serve --port 8000 --database sqlite:///rebill.db"
    assert served() == f"{default} --demo"
    (folder / "rebill.db").touch()
    assert served() == default
    assert served("DEMO=1") == f"{default} --demo"
    assert served("DATABASE=sqlite:///books.db") == "serve --port 8000 --database sqlite:///books.db"
    assert served("DATABASE=sqlite:///books.db", "DEMO=1").endswith("books.db --demo")


def test_make_installs_again_where_the_environment_is_gone_and_says_which_python_it_keeps(folder: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "hatch_build.py", ".setup/python"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name) if name == "Makefile" else (folder / name).touch()
    (folder / "install.sh").write_text("#!/bin/sh\necho installing\n")
    (folder / "install.sh").chmod(0o755)
    (folder / ".setup" / "python").touch()

    def made(*given: str) -> list[str]:
        command = ["make", "-s", ".setup/python", *given]
        path = {"PATH": os.environ["PATH"]}  # and not that a make may have begun this
        return subprocess.run(command, capture_output=True, text=True, env=path, check=True).stdout.splitlines()

    assert "installing" in made()
    (folder / ".venv" / "bin").mkdir(parents=True)
    for name, version in ((".venv/bin/python", "3.11.7"), (".venv/bin/rebill", ""), ("python3.12", "3.12.1")):
        (folder / name).write_text(f"#!/bin/sh\necho Python {version}\n")
        (folder / name).chmod(0o755)
    assert made() == []
    assert made("PYTHON=./python3.12") == [".venv keeps Python 3.11.7; remove it to have ./python3.12"]
    assert made("PYTHON=.venv/bin/python") == []


def test_runs_end_on_newer_pythons_with_an_older_sqlite(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library asks which Python it is, and from 3.12 on counts on SQLite 3.42."""
    old, new = "(strftime('%s','now') * 1000)", "(unixepoch('subsec') * 1000)"
    migrations = [one.replace(old, new) for one in _migration.sqlite_migrations]
    assert any(new in one for one in migrations)
    monkeypatch.setattr(_migration, "sqlite_migrations", migrations)
    monkeypatch.setattr("dbos._sys_db.sys", SimpleNamespace(version_info=(3, 12), maxsize=sys.maxsize))
    api, worker = Api(sqlite_database), Worker(sqlite_database)
    begun(api, 3)
    assert worker.problem == "it is not running"
    worker.start()
    try:
        _until(lambda: run_of(api)["status"] == "ENDED")
        assert worker.is_alive
    finally:
        worker.stop()
    assert worker.problem == "it is not running"


def _until(holds: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < PATIENCE_SECONDS, "waited too long"
        time.sleep(0.05)


def test_a_worker_that_cannot_begin_says_so(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise sqlite3.IntegrityError("NOT NULL constraint failed")

    monkeypatch.setattr(durable, "launch", broken)
    monkeypatch.setattr("rebill.process.worker._tell", lambda *_: None)
    begun(Api(sqlite_database), 1)
    worker = Worker(sqlite_database)
    worker.start()
    try:
        _until(lambda: worker.problem not in (None, "it has not begun yet"))
        assert (worker.problem, worker.is_alive, worker.state) == ("IntegrityError", False, "stopped")
    finally:
        worker.stop()


def test_a_server_that_only_reads_refuses_every_mutation_before_anything_runs(database: Database) -> None:
    Api(database).customer()
    said = "This server is read-only (--read-only): it answers queries and carries out no mutation."
    with read_only(database) as reading, TestClient(create_app(reading)) as client:
        assert client.post("/graphql", json={"query": "{ customers { totalCount } }"}).json()["data"] == {
            "customers": {"totalCount": 1}
        }
        for accept in ("application/json", "text/event-stream"):
            answer = client.post("/graphql", json={"query": CREATE}, headers={"accept": accept})
            assert said in answer.text
            assert '"code":"FORBIDDEN"' in answer.text
        with client.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
            socket.send_json({"type": "connection_init"})
            socket.receive_json()
            socket.send_json({"id": "1", "type": "subscribe", "payload": {"query": CREATE}})
            told = socket.receive_json()
        assert (told["type"], told["payload"][0]["extensions"]["code"]) == ("error", "FORBIDDEN")
        assert client.get("/readyz").status_code == 200
    assert Api(database).run("{ customers { totalCount } }") == {"customers": {"totalCount": 1}}


def test_a_database_that_is_open_for_reading_is_refused_every_write_by_its_engine(database: Database) -> None:
    with read_only(database) as reading:
        with pytest.raises(DatabaseError, match="is open for reading only"), reading.write():
            raise AssertionError("unreachable")
        with reading.engine.connect() as connection, pytest.raises(SQLAlchemyError, match=r"(?i)read-?only"):
            connection.execute(text("UPDATE number_series SET next = 99"))


def test_a_read_only_server_migrates_nothing_and_loads_nothing(folder: Path) -> None:
    with closing(sqlite3.connect("old.db")) as connection:
        connection.execute("PRAGMA journal_mode = wal")
    settings = Settings(port=0, database="sqlite:///old.db", read_only=True)
    with pytest.raises(CannotStart, match="is not migrated to this version, and --read-only migrates nothing"):
        server.run(settings, demo=False)
    with pytest.raises(CannotStart, match="give one of them"):
        server.run(settings, demo=True)
    assert not (folder / "old.db.lock").exists()


def test_a_file_without_the_right_to_write_is_read(sqlite_database: Database) -> None:
    """By a process that is not root, to whom rights mean nothing; the pool's own threads are none of its business."""
    with sqlite_database.write() as connection:
        connection.execute(text("UPDATE number_series SET next = 7"))
    with tempfile.TemporaryDirectory(prefix="rebill-restored-") as made:
        file = Path(made) / "restored.db"
        with closing(sqlite3.connect(str(sqlite_database.engine.url.database))) as connection:
            connection.execute("VACUUM INTO ?", [str(file)])
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA journal_mode = wal")
        file.chmod(0o444)
        Path(made).chmod(0o555)
        child = os.fork()
        if child == 0:
            os._exit(_next_number_as_nobody(file))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        assert [one.name for one in Path(made).iterdir()] == ["restored.db"]
        Path(made).chmod(0o755)


def _next_number_as_nobody(file: Path) -> int:
    try:
        if os.getuid() == 0:
            os.setuid(65534)
        reading = Database.open(f"sqlite:///{file}", read_only=True)
        with reading.read() as connection:
            return int(connection.scalar(text("SELECT max(next) FROM number_series")) or 0)
    except BaseException as error:
        print(error, file=sys.stderr)
        return 1


def test_switches_come_from_the_environment_too_and_a_misspelt_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REBILL_READ_ONLY", "1")
    monkeypatch.setenv("REBILL_NO_WORKER", "no")
    assert (from_environment().read_only, from_environment().no_worker) == (True, False)
    monkeypatch.setenv("REBILL_READ_ONLY", "ture")
    with pytest.raises(ValueError, match="REBILL_READ_ONLY is 'ture'; give 1 or 0"):
        from_environment()
