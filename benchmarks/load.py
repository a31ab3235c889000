"""How one contestant is asked, and what it took: over HTTP by autocannon, or the statements alone by pgbench."""

import json
import re
import resource
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contestants import JAVASCRIPT, node
from benchmarks.postgres import Postgres
from benchmarks.processes import processor_seconds

CONNECTIONS = 8
ALIKE = 0.05  # how far the mean size of answers may be off that of the warm ones, whose content was looked at
TPS = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)
DONE = re.compile(r"transactions actually processed: (\d+)")
LATENCY = re.compile(r"^latency average = ([\d.]+) ms", re.MULTILINE)


@dataclass(frozen=True)
class Warm:
    """What a server did while it got warm."""

    answers_a_second: float
    answer_bytes: float

    def is_like(self, answer_bytes: float) -> bool:
        """Whether answers of this size can be the same."""
        return not self.answer_bytes or abs(answer_bytes / self.answer_bytes - 1) <= ALIKE


@dataclass(frozen=True)
class Load:
    """What came of some seconds; processor time is in milliseconds an answer."""

    answers_a_second: float
    server_ms: float
    database_ms: float
    asking_ms: float
    median_ms: float
    late_ms: float
    answer_bytes: float


def by_http(
    url: str, server: int, database: int, bodies: Sequence[bytes], answers: int, warm: Warm | None = None
) -> Load:
    """Ask over HTTP for that many answers; one that is an error ends the benchmark.

    Where the server has been warmed with the same, whose content was looked at, only the sizes are compared.
    """
    before = processor_seconds(server), processor_seconds(database)
    found = _asked(url, bodies, answers=answers, looks=warm is None)
    after = processor_seconds(server), processor_seconds(database)
    many = found["answers"]
    if warm is not None and not warm.is_like(found["bytes"] / many):
        raise RuntimeError(f"{url} answers in other sizes than when it was warmed: {found}")
    of_server, of_database = ((end - start) * 1000 / many for start, end in zip(before, after, strict=True))
    return Load(
        many / found["seconds"],
        of_server,
        of_database,
        found["processor_seconds"] * 1000 / many,
        found["median_ms"],
        found["late_ms"],
        found["bytes"] / many,
    )


def warmed(url: str, bodies: Sequence[bytes], seconds: float) -> Warm:
    """How many answers a second come while a server gets warm, and how large they are; an error ends the benchmark."""
    found = _asked(url, bodies, seconds=seconds, looks=True)
    many = found["answers"]
    return Warm(many / found["seconds"], found["bytes"] / many) if many else Warm(CONNECTIONS / seconds, 0)


def _asked(url: str, bodies: Sequence[bytes], **until: float) -> dict[str, float]:
    wanted = {"url": url, "bodies": [one.decode() for one in bodies], "connections": CONNECTIONS, **until}
    run = [node(), "load.mjs"]
    done = subprocess.run(run, cwd=JAVASCRIPT, input=json.dumps(wanted), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{url}: {done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout)
    if found["wrong"]:
        raise RuntimeError(f"{url} has answered wrongly: {found}")
    return found


def by_pgbench(server: Postgres, database: str, scripts: Sequence[Path], seconds: float) -> Load:
    """Let pgbench send the statements, prepared."""
    files = [f"--file={path}" for path in scripts]
    options = ["--no-vacuum", "--protocol=prepared", f"--client={CONNECTIONS}", f"--time={max(round(seconds), 1)}"]
    before, own = processor_seconds(server.pid), resource.getrusage(resource.RUSAGE_CHILDREN)
    said = server.program("pgbench", *options, *files, database)
    after, since = processor_seconds(server.pid), resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = since.ru_utime + since.ru_stime - own.ru_utime - own.ru_stime
    tps, many, latency = (pattern.search(said) for pattern in (TPS, DONE, LATENCY))
    if not (tps and many and latency and int(many[1])):
        raise RuntimeError(f"pgbench says {said}")
    answers = int(many[1])
    average = float(latency[1])
    database_ms = (after - before) * 1000 / answers
    return Load(float(tps[1]), 0, database_ms, spent * 1000 / answers, average, float("nan"), float("nan"))
