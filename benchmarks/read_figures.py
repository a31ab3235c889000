"""From rounds of reading to the figures of the page; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from benchmarks import contestants as named
from benchmarks.load import Load
from benchmarks.queries import ONE, PAGES
from benchmarks.results import Figure, Result, Table, figure, ratio, shown

AGAINST = {  # by bar: whose answers a second, to whose, of which query
    "q50-postgraphile": (named.REBILL, named.POSTGRAPHILE, PAGES),
    "q50-mercurius": (named.REBILL, named.MERCURIUS, PAGES),
    "q50-loaders": (named.REBILL, named.LOADERS, PAGES),
    "q50-yoga": (named.REBILL, named.YOGA, PAGES),
    "q50-bare": (named.REBILL, named.BARE, PAGES),
    "q50-entities": (named.REBILL, named.ENTITIES, PAGES),
    "q50-pgbench": (named.REBILL, named.PGBENCH, PAGES),
    "q50-sqlite": (named.SQLITE, named.REBILL, PAGES),
    "q50-november": (named.REBILL, named.NOVEMBER, PAGES),
    "small-mercurius": (named.REBILL, named.MERCURIUS, ONE),
    "actuals-november": (named.REBILL, named.NOVEMBER, "actuals"),
    "orders-november": (named.REBILL, named.NOVEMBER, "orders"),
    "options-november": (named.REBILL, named.NOVEMBER, "options"),
    "explain-november": (named.REBILL, named.NOVEMBER, "explain"),
    "effective-november": (named.REBILL, named.NOVEMBER, "effective"),
    "interpreted-november": (named.REBILL, named.NOVEMBER, "interpreted"),
}
Grown: TypeAlias = Mapping[str, tuple[float, float]]  # by name: megabytes after q50, and at most


@dataclass(frozen=True)
class Round:
    """What one contestant did with one query in one round."""

    query: str
    name: str
    place: int
    load: Load


@dataclass(frozen=True)
class Life:
    """How a server starts and idles."""

    name: str
    starts: Sequence[float]
    processor_seconds: Sequence[float]
    idle_megabytes: float
    idle_percent: float


def result(rounds: Sequence[Round], lives: Sequence[Life], grown: Grown, settings: dict[str, str]) -> Result:
    """The figures by bar, and a table a query."""
    queries = list(dict.fromkeys(one.query for one in rounds))
    figures = {bar: found for bar, wanted in AGAINST.items() if (found := _against(rounds, *wanted)) is not None}
    tables = [_table(query, [one for one in rounds if one.query == query]) for query in queries]
    return Result({**figures, **_of_lives(lives, grown)}, [*tables, _table_of_lives(lives, grown)], settings)


def _rates(rounds: Sequence[Round], name: str, query: str) -> list[float]:
    return [one.load.answers_a_second for one in rounds if (one.name, one.query) == (name, query)]


def _against(rounds: Sequence[Round], of: str, to: str, query: str) -> Figure | None:
    mine, theirs = _rates(rounds, of, query), _rates(rounds, to, query)
    return ratio(mine, theirs) if mine and theirs else None


def _table(query: str, rounds: Sequence[Round]) -> Table:
    columns = (
        "server", "answers/s", "Rebill's to its", "server ms", "database ms", "asking ms", "median ms", "99 % ms", "KB",
    )  # fmt: skip
    rows = []
    for name in dict.fromkeys(one.name for one in rounds):
        loads = [one.load for one in rounds if one.name == name]
        each = [
            figure([getattr(load, what) for load in loads])
            for what in ("server_ms", "database_ms", "asking_ms", "median_ms", "late_ms")
        ]
        rates = figure([load.answers_a_second for load in loads])
        times = _against(rounds, named.REBILL, name, query)
        size = f"{loads[0].answer_bytes / 1024:.1f}" if loads[0].answer_bytes == loads[0].answer_bytes else "–"
        shares = [shown(one.median) if one.median == one.median else "–" for one in each]
        rows.append([name, str(rates), str(times) if times else "–", *shares, size])
    return Table(query, columns, rows)


def _of_lives(lives: Sequence[Life], grown: Grown) -> dict[str, Figure]:
    found = {}
    for one in lives:
        if one.name == named.REBILL:
            found["start"] = figure(one.starts)
            found["start-processor"] = figure(one.processor_seconds)
            found["idle-memory"] = figure([one.idle_megabytes])
            found["idle-processor"] = figure([one.idle_percent])
    if named.REBILL in grown and named.POSTGRAPHILE in grown:
        found["memory-postgraphile"] = ratio([grown[named.REBILL][1]], [grown[named.POSTGRAPHILE][1]])
    return found


def _table_of_lives(lives: Sequence[Life], grown: Grown) -> Table:
    columns = (
        "server", "start to first answer, s", "processor until then, s", "idle MB", "idle % of a core",
        "MB after q50", "at most",
    )  # fmt: skip
    rows = [
        [
            one.name,
            str(figure(one.starts)),
            str(figure(one.processor_seconds)),
            *(shown(each) for each in (one.idle_megabytes, one.idle_percent, *grown.get(one.name, ()))),
        ]
        for one in lives
    ]
    return Table("starting, idling, memory", columns, rows)
