"""How fast Rebill reads beside its peers, beside itself in November 2026, and beside PostgreSQL alone.

    python -m benchmarks.reads [--invoices 100000] [--rounds 5] [--seconds 6] [--smoke]

All are started on the same book, must answer the same, and are then asked in turn: a round asks every query of every
contestant once, while the others stand still. Written are benchmarks/results/reads.json and docs/performance.md.
"""

import argparse
import sqlite3
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks import contestants as named
from benchmarks.arena import Bench, Entrant, bench, entered
from benchmarks.book import Books, books
from benchmarks.contestants import Contestant, contestants
from benchmarks.page import write
from benchmarks.postgres import SETTINGS
from benchmarks.processes import end_in_order, resting
from benchmarks.queries import PAGES
from benchmarks.read_figures import Life, Round, result
from benchmarks.results import keep
from benchmarks.versions import CACHE, NOVEMBER, today

PACKAGES = (
    "strawberry-graphql",
    "graphql-core",
    "sqlalchemy",
    "psycopg",
    "starlette",
    "uvicorn",
    "uvloop",
    "httptools",
)


def measured(fighters: Sequence[Entrant | Bench], queries: Sequence[str], rounds: int, seconds: float) -> list[Round]:
    """Ask each in turn, every query, so many rounds, all of them warm."""
    found = []
    for query in queries:
        asked = [one for one in fighters if query in (one.scripts if isinstance(one, Bench) else one.bodies)]
        for fighter in asked:
            fighter.warm(query, seconds)
        for place in range(rounds):
            for fighter in asked:
                load = fighter.load(query, seconds)
                found.append(Round(query, fighter.name, place, load))
                print(f"{query:<12} {place + 1}  {fighter.name:<24} {load.answers_a_second:>9.1f}/s", flush=True)
    return found


def begun(contestants: Sequence[Contestant], starts: int, seconds: float) -> list[Life]:
    """How each starts, and what it takes when nobody has asked it more than one question."""
    found = []
    for contestant in contestants:
        began = []
        for place in range(starts):
            with contestant.running() as server:
                began.append((server.seconds, server.processor_seconds))
                if place == starts - 1:
                    idle, share = resting(server.pid, seconds)
        found.append(Life(contestant.name, [one for one, _ in began], [one for _, one in began], idle, share))
        print(f"{contestant.name:<24} starts in {found[-1].starts[-1]:.2f} s, idle: {idle:.0f} MB, {share:.1f} %")
    return found


def settings(found: Books) -> dict[str, str]:
    """What was measured, on what, and how PostgreSQL was set up."""
    counts = ", ".join(f"{getattr(found.book, name):,} {name}" for name in ("invoices", "details", "actuals"))
    rebill = {name: version(name) for name in PACKAGES}
    return {
        "Rebill": f"{today().commit()}; {', '.join(f'{name} {one}' for name, one in rebill.items())}",
        "Rebill of November 2026": NOVEMBER[:7],
        "book": f"{counts}; all laws {found.book.laws}",
        "PostgreSQL": f"{found.postgres.version()}; {', '.join(f'{name} {one}' for name, one in SETTINGS.items())}",
        "SQLite": sqlite3.sqlite_version,
        "peers": ", ".join(f"{name} {one}" for name, one in named.versions().items()),
    }


def main() -> None:
    """Measure, keep what was found, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--invoices", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=6, help="of each query of each contestant in a round")
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--rest", type=float, default=20, help="seconds for which an idle server is watched")
    parser.add_argument("--query", nargs="+", help="only these")
    parser.add_argument("--only", nargs="+", help="contestants whose names begin so; Rebill is always among them")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the book is kept")
    parser.add_argument("--unchecked", action="store_true", help="do not wait for the laws of a new book")
    parser.add_argument("--smoke", action="store_true", help="a small book and a few seconds; nothing is kept")
    asked = parser.parse_args()
    end_in_order()
    if asked.smoke:
        asked.invoices, asked.rounds, asked.seconds, asked.starts, asked.rest = 200, 2, 1, 1, 1
    with books(asked.invoices, asked.cache, checked=not asked.unchecked) as found:
        everybody = [one for one in contestants(found, asked.cache) if _is_wanted(one.name, asked.only)]
        lives = begun(everybody, asked.starts, asked.rest)
        scripts = bench(found, everybody[0], asked.cache)
        with entered(found, everybody) as entrants:
            fighters: list[Entrant | Bench] = [*entrants]
            if _is_wanted(named.PGBENCH, asked.only):
                fighters.append(scripts)
            rounds = measured(fighters, asked.query or list(entrants[0].bodies), asked.rounds, asked.seconds)
            grown = {one.name: one.under(PAGES, asked.seconds) for one in entrants}
        made = result(rounds, lives, grown, settings(found))
    for table in made.tables:
        print(table.title, table.columns, *table.rows, sep="\n  ")
    for name, one in made.figures.items():
        print(f"{name:<24} {one}")
    if not asked.smoke:
        print(f"written: {keep('reads', made)}, {write()}")


def _is_wanted(name: str, only: Sequence[str] | None) -> bool:
    return only is None or name == named.REBILL or any(name.startswith(one) for one in only)


if __name__ == "__main__":
    main()
