"""Crediting and posting an invoice, through GraphQL here and in Tryton: seconds of the same step, in turn.

    python -m benchmarks.tryton [--lines 10 100 1000] [--rounds 3] [--smoke]

Here it is `correctInvoice`, which drafts a full credit, and `confirmInvoice`, over HTTP. Tryton credits and posts a
customer invoice of as many lines by its own models in a process of its own, with nothing between. Both write one
SQLite file each. Tryton's postings have moves, taxes and periods of their own; Rebill's have vouchers, reversals in the
ledger of actuals, and connections.
"""

import argparse
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from benchmarks.book import CONFIRM, do, invoiced, line
from benchmarks.contestants import PEERS
from benchmarks.page import write
from benchmarks.processes import end_in_order, free_port, processor_seconds, started
from benchmarks.results import Result, Table, figure, keep, ratio
from benchmarks.versions import CACHE, HELLO, today

PINNED = PEERS / "tryton"
CORRECT = """mutation ($id: ID!) { correctInvoice(input: { invoice: { id: $id } }) {
  ... on CorrectInvoiceSuccess { invoice { id } } ... on Rejection { problems { message } } } }"""
WARMING = 3  # of one line; what is asked is compiled when it is asked again
Credit = Callable[[int], tuple[float, float]]  # lines to seconds on the clock and of the processor


@contextmanager
def rebill(folder: Path) -> Iterator[Credit]:
    """Credits here, on a new book with demo data."""
    port, newest = free_port(), today()
    url = f"http://127.0.0.1:{port}/graphql"
    with started(newest.serving(f"sqlite:///{folder}/rebill.db", port, "--demo"), url, HELLO, newest.folder) as server:

        def credit(lines: int) -> tuple[float, float]:
            invoice = invoiced(url, "C-000001", f"{lines} rooms", [line(0, at, 1) for at in range(lines)])
            before, began = processor_seconds(server.pid), perf_counter()
            draft = do(url, CORRECT, id=invoice)
            do(url, CONFIRM, id=draft["invoice"]["id"])
            return perf_counter() - began, processor_seconds(server.pid) - before

        for _ in range(WARMING):
            credit(1)
        yield credit


@contextmanager
def tryton(folder: Path) -> Iterator[Credit]:
    """Credits in Tryton, on a new company."""
    python = CACHE / "tryton" / "bin" / "python"
    if not python.exists():
        raise RuntimeError("Tryton is not installed: make .setup/tryton")
    environment = {**os.environ, "DB_NAME": "tryton", "TRYTOND_DATABASE__PATH": str(folder)}
    process = subprocess.Popen(
        [python, "credit.py"], cwd=PINNED, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def told() -> dict[str, float]:
        assert process.stdout is not None
        found: dict[str, float] = json.loads(process.stdout.readline())
        return found

    def credit(lines: int) -> tuple[float, float]:
        assert process.stdin is not None
        process.stdin.write(f"{lines}\n")
        process.stdin.flush()
        found = told()
        return found["seconds"], found["processor"]

    try:
        told()  # it is ready
        for _ in range(WARMING):
            credit(1)
        yield credit
    finally:
        process.communicate()


def result(found: dict[int, dict[str, list[tuple[float, float]]]], settings: dict[str, str]) -> Result:
    """How many times longer the other takes, by number of lines."""
    figures = {}
    rows: list[Sequence[str]] = []
    for lines, spent in found.items():
        clocks = {name: [clock for clock, _ in each] for name, each in spent.items()}
        figures[f"tryton-{lines}"] = ratio(clocks["Tryton"], clocks["Rebill"])
        for name, each in spent.items():
            shown = [str(figure([one[place] for one in each])) for place in (0, 1)]
            rows.append([f"{lines:,}", name, *shown])
    columns = ("lines", "server", "seconds", "processor seconds")
    return Result(figures, [Table("credit and post an invoice", columns, rows)], settings)


def main() -> None:
    """Measure both in turn, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--smoke", action="store_true", help="ten lines once; nothing is kept")
    asked = parser.parse_args()
    end_in_order()
    lines, rounds = ([10], 1) if asked.smoke else (asked.lines, asked.rounds)
    found: dict[int, dict[str, list[tuple[float, float]]]] = {}
    with (
        tempfile.TemporaryDirectory(prefix="rebill-benchmark-") as name,
        rebill(Path(name)) as ours,
        tryton(Path(name)) as theirs,
    ):
        for many in lines:
            found[many] = {"Rebill": [], "Tryton": []}
            for _ in range(rounds):
                for server, credit in (("Rebill", ours), ("Tryton", theirs)):
                    found[many][server].append(credit(many))
                    print(f"{many:>5} lines  {server:<8}{found[many][server][-1][0]:>9.3f} s", flush=True)
    pinned = (PINNED / "requirements.txt").read_text(encoding="utf-8").split()
    wanted = [one.replace("==", " ") for one in pinned if one.startswith(("trytond==", "trytond_account_invoice=="))]
    made = result(found, {"Rebill": today().commit(), "Tryton": ", ".join(wanted)})
    for bar, one in made.figures.items():
        print(f"{bar:<14}{one}")
    if not asked.smoke:
        print(f"written: {keep('tryton', made)}, {write()}")


if __name__ == "__main__":
    main()
