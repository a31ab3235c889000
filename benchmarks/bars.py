"""What Rebill is to reach, bar by bar: the must is what it may not fall below, the goal what it is after."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One of them; a ratio unless it has a unit."""

    id: str
    about: str
    must: float | None
    goal: float | None
    unit: str = " ×"
    more_is_better: bool = True

    def is_met(self, found: float, wanted: float | None) -> bool:
        """Whether a figure reaches it.

        >>> Bar("start", "", 2.5, 1, " s", more_is_better=False).is_met(2.4, 2.5)
        True
        """
        return wanted is not None and (found >= wanted if self.more_is_better else found <= wanted)

    def unit_of(self, wanted: float | None) -> str:
        """How it is told; at least or at most, as the case may be."""
        return "–" if wanted is None else f"{'≥' if self.more_is_better else '≤'} {wanted:,g}{self.unit}"


def _at_most(id: str, about: str, must: float | None, goal: float | None, unit: str = " ×") -> Bar:
    return Bar(id, about, must, goal, unit, more_is_better=False)


BARS = (
    Bar("q50-postgraphile", "q50 on PostgreSQL, against PostGraphile 5", 4, 6),
    Bar("q50-mercurius", "… against mercurius + jit", 3, 5),
    Bar("q50-loaders", "… against mercurius + jit with its own loaders", None, None),
    Bar("q50-yoga", "… against graphql-yoga + jit", 2.5, 4),
    Bar("q50-pgbench", "… against pgbench with the same SQL", 0.7, 0.9),
    Bar("q50-bare", "… against bare node with one statement", None, None),
    Bar("q50-entities", "… against strawberry with SQLModel's entities", None, None),
    Bar("q50-november", "… against Rebill of November 2026", None, None),
    Bar("q50-sqlite", "q50 on SQLite, against q50 on PostgreSQL", 1, 1.5),
    Bar("small-mercurius", "small query, against mercurius + jit", 0.6, 1.1),
    Bar("actuals-november", "100 actuals with their connections, against November 2026", 10, 30),
    Bar("orders-november", "50 orders, against November 2026", 10, 30),
    Bar("options-november", "correctionOptions, against November 2026", 10, 30),
    Bar("explain-november", "explain, against November 2026", 10, 30),
    Bar("effective-november", "effective, against November 2026", None, None),
    Bar("interpreted-november", "a query that is not compiled, against November 2026", 1.5, 3),
    Bar(
        "postings-postgresql",
        "10-line postings a second, 8 clients, against pgbench with the same statements",
        0.5,
        0.9,
    ),
    _at_most("correction-postgresql", "correction of 10,000 details, its time against COPY of the same rows", 3, 1.5),
    _at_most("correction-sqlite", "… on SQLite, against executemany", 3, 1.5),
    Bar("run-postgresql", "run of 10,000 one-line orders, documents a second against raw inserts", 0.3, 0.6),
    Bar("run-sqlite", "… on SQLite", 0.3, 0.6),
    _at_most("page-exponent", "exponent from 10,000 to 1,000,000 actuals: keyset page", 0.15, 0.05, ""),
    _at_most("confirm-exponent", "… confirmation", 0.15, 0.05, ""),
    _at_most("posting-exponent", "… posting", 0.15, 0.05, ""),
    _at_most("effective-exponent", "… effective", 0.15, 0.05, ""),
    _at_most("check-postgresql", "checkLedger, 1,000,000 actuals", 30, 10, " s"),
    _at_most("check-sqlite", "… on SQLite", 30, 10, " s"),
    Bar("tryton-10", "credit and post an invoice of 10 lines, against Tryton", 50, 200),
    Bar("tryton-100", "… of 100 lines", 200, 700),
    Bar("tryton-1000", "… of 1,000 lines", 500, 2000),
    _at_most("memory-postgraphile", "memory at most under q50, against PostGraphile", 1, 0.4),
    _at_most("idle-memory", "memory when idle", 120, 80, " MB"),
    _at_most("idle-processor", "processor when idle, of a core", 0.5, 0.5, " %"),
    _at_most("start", "start to first answer", 2.5, 1, " s"),
    _at_most("start-processor", "processor time until then", None, 1, " s"),
)
