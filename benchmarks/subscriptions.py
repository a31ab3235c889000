"""What open subscriptions cost everybody else: the time of a small query beside an idle server's.

    python -m benchmarks.subscriptions [--sockets 100 500 1000] [--rounds 3] [--database postgresql://…]

A server of its own is started on a fresh database (SQLite, unless an empty PostgreSQL one is given). In each round the
same queries are timed in turn while nothing is open, while so many subscriptions are open to a run that rests, and
while they are open to one that moves ten times a second. Printed are medians over the rounds, beside the idle server's.
"""

import argparse
import asyncio
import json
import multiprocessing
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import httpx2
from sqlalchemy import insert, update
from websockets.asyncio.client import ClientConnection, connect

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.identity import encode

RUN = tables.posting_run
QUERY = {"query": "{ postingRuns(first: 1) { nodes { id status posted } } }"}
WATCH = "subscription ($id: ID!) { postingRun(id: $id) { status total posted skipped failed waiting } }"
QUERIES = 1500
MOVES_A_SECOND = 10


SERVE = """
import gc
import sys
from rebill.process.app import create_app
from rebill.transport.caps import Caps
from rebill.models import migrate
from rebill.models.database import Database
from rebill.process.server import bound, configured
from rebill.process.settings import Settings
database = Database.open(sys.argv[1])
migrate.upgrade(database)
listening = bound(Settings(port=0))
print(listening.getsockname()[1], flush=True)
caps = Caps(connections=5000, sockets=5000, subscriptions=5000)
server = configured(create_app(database, caps=caps))
gc.freeze()
server.run(sockets=[listening])
"""


@contextmanager
def server(url: str) -> Iterator[tuple[str, int]]:
    """A server process without a worker: its host and port, and its process id."""
    process = subprocess.Popen([sys.executable, "-c", SERVE, url], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    place = f"127.0.0.1:{int(process.stdout.readline())}"
    try:
        for _ in range(300):
            try:
                httpx2.get(f"http://{place}/livez")
                break
            except httpx2.HTTPError:
                time.sleep(0.1)
        yield place, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()


def begun(database: Database) -> int:
    """A run that is EXECUTING and that nobody carries on."""
    counts = {"total": 10**6, "posted": 0, "skipped": 0, "failed": 0, "waiting": 10**6}
    row = counts | {"status": "EXECUTING", "created_at": datetime.now(UTC), "kind": "POST_INVOICES", "request": {}}
    with database.write() as connection:
        return int(connection.execute(insert(RUN).values(row).returning(RUN.c.id)).scalar_one())


@contextmanager
def moving(database: Database, run: int) -> Iterator[None]:
    """The run moves meanwhile."""
    stopped = threading.Event()

    def move() -> None:
        while not stopped.wait(1 / MOVES_A_SECOND):
            with database.write() as connection:
                connection.execute(update(RUN).where(RUN.c.id == run).values(posted=RUN.c.posted + 1))

    mover = threading.Thread(target=move)
    mover.start()
    yield
    stopped.set()
    mover.join()


def watch(place: str, run: int, sockets: int, told: Connection) -> None:
    """Hold so many subscriptions until told to stop; then tell how many events came. Its own process."""
    events = 0

    async def one(opened: asyncio.Semaphore, ready: list[ClientConnection]) -> None:
        nonlocal events
        async with opened:
            connection = await connect(
                f"ws://{place}/graphql",
                subprotocols=["graphql-transport-ws"],  # type: ignore[list-item]  # a string
                proxy=None,
                compression=None,
                open_timeout=60,
            )
            payload = {"query": WATCH, "variables": {"id": encode("PostingRun", run)}}
            await connection.send(json.dumps({"type": "connection_init"}))
            await connection.recv()
            await connection.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}))
            assert json.loads(await connection.recv())["type"] == "next"
            ready.append(connection)
        async for _ in connection:
            events += 1

    async def all_of_them() -> None:
        nonlocal events
        opened, ready = asyncio.Semaphore(20), list[ClientConnection]()
        tasks = [asyncio.create_task(one(opened, ready)) for _ in range(sockets)]
        while len(ready) < sockets:
            await asyncio.sleep(0.05)
        events = 0
        told.send("ready")
        while not told.poll():
            await asyncio.sleep(0.05)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(connection.close() for connection in ready))

    asyncio.run(all_of_them())
    told.send(events)


def asked(place: str) -> list[float]:
    """How long each of the queries took, in milliseconds."""
    taken = []
    with httpx2.Client() as client:
        for _ in range(QUERIES):
            began = time.perf_counter()
            answer = client.post(f"http://{place}/graphql", json=QUERY)
            taken.append((time.perf_counter() - began) * 1000)
            assert "errors" not in answer.json()
    return taken


def while_watched(place: str, run: int, sockets: int) -> tuple[list[float], float]:
    """The queries' times while so many watch, and how many events a second each of these got."""
    here, there = multiprocessing.Pipe()
    watcher = multiprocessing.get_context("spawn").Process(target=watch, args=(place, run, sockets, there))
    watcher.start()
    assert here.recv() == "ready"
    began = time.perf_counter()
    taken = asked(place)
    seconds = time.perf_counter() - began
    here.send("stop")
    events = here.recv()
    watcher.join()
    return taken, events / sockets / seconds


def memory(pid: int) -> float:
    """Resident memory of a process, in MB; Linux only."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


def measure(url: str, sizes: list[int], rounds: int) -> None:
    """Print a line for each number of subscriptions."""
    with server(url) as (place, pid):
        database = Database.open(url)
        run = begun(database)
        asked(place)
        print(f"{database.dialect}: {QUERIES} queries in turn, {rounds} rounds; ms, and as a ratio to idle")
        print("open  state    p50     p99     p50/idle  p99/idle  events/s each  server MB")
        for sockets in sizes:
            idle, rest, move, rates = [], [], [], []
            for _ in range(rounds):
                idle.append(quantiles(asked(place)))
                taken, _ = while_watched(place, run, sockets)
                rest.append(quantiles(taken))
                with moving(database, run):
                    taken, rate = while_watched(place, run, sockets)
                move.append(quantiles(taken))
                rates.append(rate)
            base = middle(idle)
            for state, found, rate in (("idle", idle, 0.0), ("rests", rest, 0.0), ("moves", move, middle_of(rates))):
                p50, p99 = middle(found)
                ratios = f"{p50 / base[0]:<9.2f} {p99 / base[1]:<9.2f}"
                count = 0 if state == "idle" else sockets
                print(f"{count:<5} {state:<8} {p50:<7.2f} {p99:<7.2f} {ratios} {rate:<14.2f} {memory(pid):.0f}")
        database.dispose()


def quantiles(taken: list[float]) -> tuple[float, float]:
    """The median and the 99th percentile."""
    cuts = statistics.quantiles(taken, n=100)
    return cuts[49], cuts[98]


def middle(found: list[tuple[float, float]]) -> tuple[float, float]:
    """The medians over rounds."""
    return middle_of([one[0] for one in found]), middle_of([one[1] for one in found])


def middle_of(values: list[float]) -> float:
    """The median."""
    return statistics.median(values)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sockets", type=int, nargs="+", default=[100, 500, 1000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--database", help="an empty PostgreSQL database; else a fresh SQLite file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(given.database or f"sqlite:///{folder}/x.db", given.sockets, given.rounds)
