"""How fast Rebill writes beside the engines alone: postings, a large correction, and a run of many documents.

    python -m benchmarks.writes [--rounds 3] [--details 10000] [--orders 10000] [--only postings] [--smoke]

Each part is a module of its own and can be run by itself: benchmarks.posting_rates, .corrections and .runs. Here all
are run and kept for the page; in every round Rebill and what it stands beside take turns, on both engines.
"""

import argparse
from collections.abc import Callable, Mapping

from benchmarks import corrections, posting_rates, runs
from benchmarks.books import engines
from benchmarks.page import write
from benchmarks.postgres import SETTINGS
from benchmarks.results import Result, Table, figure, keep, ratio
from benchmarks.versions import today

STEPS = ("draft", "enter", "confirm")


def large_corrections(details: int, rounds: int) -> Result:
    """Drafted, entered and confirmed, beside the raw insert of the same rows."""
    figures, rows = {}, []
    with engines() as addresses:
        for engine, address in addresses.items():
            ours, raws = corrections.measure(address, details, rounds)
            whole = [sum(step.clock for step in one.values()) for one in ours]
            raw = [one.clock for one in raws]
            figures[f"correction-{engine.lower()}"] = ratio(whole, raw)
            steps = [str(figure([one[step].clock for one in ours])) for step in STEPS]
            rows.append([engine, *steps, str(figure(whole)), str(figure(raw)), str(ratio(whole, raw))])
    columns = ("seconds", *STEPS, "all", "raw insert", "times")
    return Result(figures, [Table(f"correction of {details:,} details", columns, rows)])


def many_documents(orders: int, rounds: int) -> Result:
    """A run, beside single mutations and beside raw inserts of the same rows."""
    found: dict[str, list[dict[str, float]]] = {}
    for _ in range(rounds):
        with engines() as addresses:
            for engine, address in addresses.items():
                found.setdefault(engine, []).append(runs.measure(address, orders, unready=50, singles=400))
    figures, rows = {}, []
    for engine, each in found.items():
        by_run, raw = [one["run"] for one in each], [one["raw inserts"] for one in each]
        figures[f"run-{engine.lower()}"] = ratio(by_run, raw)
        singly = figure([one["single mutations"] for one in each])
        memory = figure([one["MB at the end"] for one in each])
        rows.append([engine, str(figure(by_run)), str(singly), str(figure(raw)), str(ratio(by_run, raw)), str(memory)])
    columns = ("documents/s", "run", "single mutations", "raw inserts", "run of raw", "MB at the end")
    return Result(figures, [Table(f"run of {orders:,} one-line orders", columns, rows)])


def main() -> None:
    """Run the parts, keep what was found, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postings", type=int, default=320, help="of a round")
    parser.add_argument("--details", type=int, default=10_000, help="of the correction")
    parser.add_argument("--orders", type=int, default=10_000, help="of the run")
    parser.add_argument("--only", choices=["postings", "corrections", "runs"], nargs="+")
    parser.add_argument("--smoke", action="store_true", help="few of everything, once; nothing is kept")
    asked = parser.parse_args()
    if asked.smoke:
        asked.rounds, asked.postings, asked.details, asked.orders = 1, 16, 50, 100
    parts: Mapping[str, Callable[[], Result]] = {
        "postings": lambda: posting_rates.measure(asked.postings, asked.rounds),
        "corrections": lambda: large_corrections(asked.details, asked.rounds),
        "runs": lambda: many_documents(asked.orders, asked.rounds),
    }
    settings = {
        "Rebill": today().commit(),
        "PostgreSQL": ", ".join(f"{name} {one}" for name, one in SETTINGS.items()),
    }
    for name in asked.only or parts:
        made = parts[name]()
        for one in made.tables:
            print(one.title, one.columns, *one.rows, sep="\n  ", flush=True)
        if not asked.smoke:
            print(f"written: {keep(name, Result(made.figures, made.tables, settings))}, {write()}")


if __name__ == "__main__":
    main()
