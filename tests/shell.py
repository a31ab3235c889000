"""The command line within the test's own process: starting Python anew costs more than most files."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from unittest.mock import patch

import pytest


@dataclass(frozen=True)
class Ended:
    """What a command answered."""

    returncode: int
    stdout: str
    stderr: str


Rebill = Callable[..., Ended]


@pytest.fixture
def rebill(capsys: pytest.CaptureFixture[str]) -> Rebill:
    """Runs a command to its end, as its own process would but for the log, which stays as it is."""

    from rebill.cli.commands import main  # here, since whoever only hands out the tests needs no server

    def run(*arguments: str) -> Ended:
        capsys.readouterr()
        code = 0
        with patch.object(sys, "argv", ["rebill", *arguments]), patch("rebill.process.log.set_up"):
            try:
                main()
            except SystemExit as ended:
                code = int(ended.code or 0)
        out, err = capsys.readouterr()
        return Ended(code, out, err)

    return run
