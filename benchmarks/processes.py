"""Processes as the benchmarks see them: what a server and all below it take of the processor and of memory; Linux only.

A process that has ended counts for the one that started it, so that nothing short-lived is missed.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

TICKS = os.sysconf("SC_CLK_TCK")
STARTING_SECONDS = 60
STOPPING_SECONDS = 30
POLL_SECONDS = 0.005
SETTLING_SECONDS = 2  # after a start, before rest is measured
JSON = {"content-type": "application/json", "accept": "application/json"}


@dataclass(frozen=True)
class Started:
    """A server that answers: where, its process, and what it took until its first answer."""

    url: str
    pid: int
    seconds: float
    processor_seconds: float


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for place in found:
        for task in _entries(Path(f"/proc/{place}/task")):
            found += [int(child) for child in _text(task / "children").split()]
    return found


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except FileNotFoundError:  # it has ended meanwhile
        return []


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def processor_seconds(pid: int) -> float:
    """What a process and all below it have used, those that have ended included."""
    ticks = 0
    for one in family(pid):
        fields = _text(Path(f"/proc/{one}/stat")).rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / TICKS


def megabytes(pid: int, what: str = "VmRSS") -> float:
    """Resident memory of a process and all below it; with `VmHWM`, each one's highest."""
    lines = [line for one in family(pid) for line in _text(Path(f"/proc/{one}/status")).splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) / 1024


def forget_peak(pid: int) -> None:
    """Let the highest memory be counted from now on."""
    for one in family(pid):
        Path(f"/proc/{one}/clear_refs").write_text("5")


def resting(pid: int, seconds: float) -> tuple[float, float]:
    """Megabytes, and the share of a core in per cent, of a family that nobody asks anything for so long."""
    time.sleep(SETTLING_SECONDS)
    before = processor_seconds(pid)
    time.sleep(seconds)
    return megabytes(pid), (processor_seconds(pid) - before) / seconds * 100


def pause(pid: int) -> None:
    """Stop a family where it stands, so that whoever is measured has the machine to itself."""
    for one in family(pid):
        os.kill(one, signal.SIGSTOP)


def resume(pid: int) -> None:
    """Let it go on."""
    for one in family(pid):
        os.kill(one, signal.SIGCONT)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens at."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def post(url: str, body: bytes, seconds: float = 60) -> bytes:
    """What a server answers to a JSON body."""
    request = urllib.request.Request(url, data=body, headers=JSON)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=seconds) as answer:
        answered: bytes = answer.read()
    return answered


def end_in_order() -> None:
    """Let a SIGTERM end this process as an error does, so that it ends what it has started."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


@contextmanager
def started(
    command: Sequence[str], url: str, question: bytes, folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Started]:
    """A server of its own process that has answered a question; it is ended when it is left."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        whole = {**os.environ, **(environment or {})}
        process = subprocess.Popen(command, cwd=folder, env=whole, stdout=said, stderr=said)
        try:
            _wait_for_answer(process, url, question, said)
            spent = time.perf_counter() - began
            yield Started(url, process.pid, spent, processor_seconds(process.pid))
        finally:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is not None:
        return
    resume(process.pid)
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOPPING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for_answer(process: "subprocess.Popen[bytes]", url: str, question: bytes, said: IO[bytes]) -> None:
    until = time.monotonic() + STARTING_SECONDS
    while True:
        try:
            post(url, question)
            return
        except urllib.error.HTTPError as answer:
            raise RuntimeError(f"{url} answers {answer.code}: {answer.read().decode()[:2000]}") from None
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                said.seek(0)
                raise RuntimeError(f"{process.args!r} does not answer: {said.read().decode()[-2000:]}") from None
            time.sleep(POLL_SECONDS)
