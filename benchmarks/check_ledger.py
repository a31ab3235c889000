"""How long the check of all laws takes, in processor time, wall time and memory, and how that grows with the book.

    python -m benchmarks.check_ledger --actuals 25000 100000

A book is the demo data copied until it has so many rows in the ledger. Each check runs in a process of its own, so that
its peak memory is its own; on PostgreSQL the server works beside it, and its memory and processor time are not counted.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass

from sqlalchemy import func, select, text

from benchmarks.books import engines, opened
from benchmarks.multiplied import multiply
from rebill import demo
from rebill.models import tables
from rebill.models.database import Database
from rebill.posting.ledger_check import LAWS, checked, reading_whole_tables


@dataclass(frozen=True)
class Measured:
    """One check: seconds of processor and wall time, megabytes at the peak, and the slowest laws."""

    processor: float
    wall: float
    megabytes: float
    slowest: list[tuple[float, str]]


def fill(address: str, actuals: int) -> int:
    """Enter the demo data into an empty database and copy it; how many rows the ledger then has."""
    database = opened(address)
    demo.load(database)
    rows = select(func.count()).select_from(tables.actual)
    with database.read() as connection:
        one = connection.scalar(rows) or 1
    with database.migrate() as connection:
        multiply(connection, max(actuals // one, 1))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if database.dialect == "postgresql":
            connection.execute(text("VACUUM ANALYZE"))
    with database.read() as connection:
        total = connection.scalar(rows) or 0
    database.dispose()
    return total


def check(address: str) -> None:
    """Check once and print what it took."""
    database = Database.open(address)
    began, processor = time.perf_counter(), time.process_time()
    slowest = []
    with database.read() as connection, reading_whole_tables(connection):
        for law in LAWS:
            of_law = time.perf_counter()
            assert checked(connection, law).holds, law.id
            slowest.append((time.perf_counter() - of_law, law.id))
    spent = {
        "processor": time.process_time() - processor,
        "wall": time.perf_counter() - began,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "slowest": sorted(slowest, reverse=True)[:8],
    }
    print(json.dumps(spent))


def measured(address: str) -> Measured:
    """A check in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.check_ledger", "--at", address]
    return Measured(**json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def main() -> None:
    """Measure books of each size on each engine and print figures and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actuals", type=int, nargs="+", default=[25_000, 100_000])
    parser.add_argument("--engine", choices=["SQLite", "PostgreSQL"], nargs="+", default=["SQLite", "PostgreSQL"])
    parser.add_argument("--at", help="check this database once, print what it took, and nothing else")
    asked = parser.parse_args()
    if asked.at:
        check(asked.at)
        return
    for engine in asked.engine:
        print(engine)
        before: tuple[int, Measured] | None = None
        for wanted in asked.actuals:
            with engines() as addresses:
                rows = fill(addresses[engine], wanted)
                found = measured(addresses[engine])
            line = f"  {rows:>9,} actuals  processor {found.processor:>7.2f} s  wall {found.wall:>7.2f} s"
            line += f"  peak {found.megabytes:>5.0f} MB"
            if before is not None:
                line += f"  {rows / before[0]:.1f} × the rows: {found.wall / before[1].wall:.1f} × the time"
            print(line, flush=True)
            before = rows, found
        print("  slowest: " + ", ".join(f"{law} {seconds:.2f} s" for seconds, law in found.slowest))


if __name__ == "__main__":
    main()
