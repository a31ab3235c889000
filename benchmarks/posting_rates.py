"""Postings of ten lines a second, by eight clients, beside pgbench with the very statements that Rebill sends.

    python -m benchmarks.posting_rates [--postings 320] [--rounds 5]

What is posted is a credit note of a return of ten lines, over HTTP. The book with all returns is there three times: on
the first copy they are posted one by one and PostgreSQL's log is read; on the second Rebill posts them, eight at once;
on the third eight pgbench replay what was read, in turn with the second. Keys are drawn in another order there, so that
its foreign keys and guards are off: pgbench is faster for that. On SQLite only Rebill posts, eight at once and alone.
"""

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks import statements
from benchmarks.books import Books, opened
from benchmarks.load import CONNECTIONS, Load, by_http
from benchmarks.postgres import Postgres, running
from benchmarks.processes import Started, free_port, pause, post, processor_seconds, resume, started
from benchmarks.replays import Statement, replay, transactions
from benchmarks.results import Figure, Result, Table, figure, ratio
from benchmarks.versions import HELLO, today

LINES = 10
POST = """mutation ($number: String!) {
  postReturnInvoice(input: { order: { number: $number } }) { __typename } }"""
READ, POSTED, REPLAYED = "postings_read", "postings_posted", "postings_replayed"


@dataclass(frozen=True)
class Replayed:
    """What pgbench did in a round."""

    postings_a_second: float
    database_ms: float


def bodies(numbers: Sequence[str]) -> list[bytes]:
    """A request a return."""
    return [json.dumps({"query": POST, "variables": {"number": one}}).encode() for one in numbers]


def served(stack: ExitStack, address: str) -> Started:
    """A server of its own."""
    port, newest = free_port(), today()
    url = f"http://127.0.0.1:{port}/graphql"
    return stack.enter_context(started(newest.serving(address, port), url, HELLO, newest.folder))


def read(server: Postgres, numbers: Sequence[str]) -> list[list[Statement]]:
    """What is sent for each posting, as the log tells it."""
    statements.logging(server, READ, on=True)
    with ExitStack() as stack:
        url = served(stack, server.address(READ)).url
        for body in bodies(numbers):
            if b"Rejection" in (answer := post(url, body)):
                raise RuntimeError(answer.decode())
    found = list(transactions(server.logged(READ), "invoice"))
    if len(found) != len(numbers):
        raise RuntimeError(f"{len(numbers)} postings are {len(found)} transactions in the log")
    return found


def replayed(server: Postgres, postings: Sequence[Sequence[Statement]], folder: Path) -> Replayed:
    """Let eight pgbench carry out a round's transactions, each a part of them."""
    running_ones = []
    before, began = processor_seconds(server.pid), time.perf_counter()
    for place in range(CONNECTIONS):
        path = folder / f"{place}.sql"
        path.write_text(replay(postings[place::CONNECTIONS]))
        at = [str(server.programs / "pgbench"), "-h", server.socket(), "-U", server.user()]
        options = ["--no-vacuum", "--protocol=simple", "--transactions=1", f"--file={path}", REPLAYED]
        running_ones.append(subprocess.Popen([*at, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
    for one in running_ones:
        said = one.communicate()[0].decode()
        if one.returncode or "ERROR" in said:
            raise RuntimeError(f"pgbench says {said[-2000:]}")
    spent = time.perf_counter() - began
    return Replayed(len(postings) / spent, (processor_seconds(server.pid) - before) * 1000 / len(postings))


def on_postgresql(each: int, rounds: int, folder: Path) -> tuple[list[Load], list[Replayed], float]:
    """Rounds of Rebill and of pgbench, and how many statements a posting is."""
    with running(folder / "postgresql") as server, ExitStack() as stack:
        server.make(READ)
        database = opened(server.address(READ))
        numbers = Books(database).returns(each * (rounds + 1), lines=LINES)
        database.dispose()
        server.run(READ, "ANALYZE")  # as a book is that was not made a moment ago
        for copy in (POSTED, REPLAYED):
            server.make(copy, like=READ)
        server.run("postgres", f"ALTER DATABASE {REPLAYED} SET session_replication_role = replica")
        postings = read(server, numbers)
        rebill = served(stack, server.address(POSTED))
        loads, replays = [], []
        for start in range(0, len(numbers), each):
            resume(rebill.pid)
            loads.append(by_http(rebill.url, rebill.pid, server.pid, bodies(numbers[start : start + each]), each))
            pause(rebill.pid)
            replays.append(replayed(server, postings[start : start + each], folder))
        return loads[1:], replays[1:], sum(map(len, postings)) / len(postings)  # the first round was to get warm


def on_sqlite(each: int, rounds: int, folder: Path) -> list[Load]:
    """Rounds of Rebill."""
    address = f"sqlite:///{folder}/postings.db"
    database = opened(address)
    numbers = Books(database).returns(each * (rounds + 1), lines=LINES)
    database.dispose()
    with ExitStack() as stack:
        rebill = served(stack, address)
        parts = [numbers[start : start + each] for start in range(0, len(numbers), each)]
        return [by_http(rebill.url, rebill.pid, rebill.pid, bodies(part), each) for part in parts][1:]


def measure(each: int, rounds: int) -> Result:
    """Both engines; so many postings a round."""
    with tempfile.TemporaryDirectory(prefix="rebill-benchmark-") as name:
        loads, replays, many = on_postgresql(each, rounds, Path(name))
        of_file = on_sqlite(each, rounds, Path(name))
    rates = [one.postings_a_second for one in replays]
    figures: dict[str, Figure] = {"postings-postgresql": ratio([one.answers_a_second for one in loads], rates)}
    columns = ("", "postings/s", "server ms", "database ms", "median ms", "statements")
    rows = [
        ["Rebill, PostgreSQL", *_shares(loads, "server_ms", "database_ms", "median_ms"), f"{many:.1f}"],
        ["pgbench", str(figure(rates)), "–", str(figure([one.database_ms for one in replays])), "–", f"{many:.1f}"],
        ["Rebill, SQLite", *_shares(of_file, "server_ms"), "–", *_shares(of_file, "median_ms")[1:], "–"],
    ]
    return Result(figures, [Table(f"postings of {LINES} lines, {CONNECTIONS} clients", columns, rows)])


def _shares(loads: Sequence[Load], *names: str) -> list[str]:
    return [str(figure([getattr(one, name) for one in loads])) for name in ("answers_a_second", *names)]


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=320, help="of a round; eight or a multiple")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    found = measure(asked.postings, asked.rounds)
    for one in found.tables:
        print(one.columns, *one.rows, sep="\n")
    print(found.figures["postings-postgresql"])


if __name__ == "__main__":
    main()
