"""Processes of Rebill, forked from one that has loaded everything: loading takes longer than most of them run.

A fork is a process as any other, with a pid and an end of its own, and begins where the command begins. What a test
says about starting Python itself starts Python itself.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TextIO

from rebill.posting.runs import execution
from tests.length import PATIENCE_SECONDS

LOADED = (
    "rebill.cli.commands",
    "rebill.process.server",
    "rebill.process.durable",
    "psycopg",
    "sqlalchemy.dialects.sqlite",
)
DOCUMENTS = 5  # of a run that share a transaction here, so that short runs, too, are under way for a while
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(list(LOADED))


class Running:
    """A process that runs: `subprocess.Popen` as far as tests use it, with both outputs in one."""

    def __init__(self, target: Callable[..., object], *arguments: object) -> None:
        reader, writer = FORKS.Pipe(duplex=False)
        self._process = FORKS.Process(target=_run, args=(writer, dict(os.environ), target, arguments))
        self._process.start()
        writer.close()
        self.stdout: TextIO = os.fdopen(os.dup(reader.fileno()), encoding="utf-8")
        reader.close()

    @property
    def pid(self) -> int:
        """Its pid."""
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """How it ended, or None: its exit code, or minus the signal that killed it."""
        return self._process.exitcode

    def wait(self, seconds: float = PATIENCE_SECONDS) -> int:
        """How it ended; fails where it does not end in time."""
        self._process.join(seconds)
        assert self._process.exitcode is not None, "the process did not end"
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it is gone."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def ended(self) -> str:
        """Wait for its end; what it has said and nobody has read."""
        with self.stdout:
            said = self.stdout.read()
        self.wait()
        return said


def rebill(*arguments: str) -> Running:
    """A command of Rebill, in the environment of this moment."""
    return Running(_main, *arguments)


def _run(out: Connection, environment: dict[str, str], target: Callable[..., object], arguments: tuple[object]) -> None:
    os.dup2(out.fileno(), 1)
    os.dup2(out.fileno(), 2)
    out.close()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which whoever began the tests may ignore
    os.environ.clear()
    os.environ.update(environment)
    execution.FIRST = execution.MOST = DOCUMENTS
    target(*arguments)


def _main(*arguments: str) -> None:
    from rebill.cli import main

    sys.argv = ["rebill", *arguments]
    main()


def execute_run(url: str, run: int) -> None:
    """Carry a run on to its end; says "ready" before it begins."""
    from rebill.models.database import Database
    from rebill.posting.command.clock import SystemClock
    from rebill.posting.command.transaction import Service
    from rebill.posting.runs.execution import execute_run

    service = Service(Database.open(url), SystemClock())
    print("ready", flush=True)
    execute_run(service, run)


def upgrade(url: str) -> None:
    """Migrate a database; says whether it is at this version then. Whatever warns is an error."""
    import warnings

    from rebill.models import migrate
    from rebill.models.database import Database

    warnings.simplefilter("error")
    database = Database.open(url)
    migrate.upgrade(database)
    print(migrate.at_head(database))
    database.dispose()
