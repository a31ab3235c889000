"""All contestants on one machine: started together, each stopped where it stands while another one is measured."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import contestants as named
from benchmarks import statements
from benchmarks.book import Books
from benchmarks.contestants import Contestant, answered
from benchmarks.equality import difference, normalised
from benchmarks.load import CONNECTIONS, Load, Warm, by_http, by_pgbench, warmed
from benchmarks.postgres import Postgres
from benchmarks.processes import Started, forget_peak, megabytes, pause, post, resume
from benchmarks.queries import ONE, PAGES, Bodies

COMPARED = 5  # requests of each query that must be answered alike


@dataclass
class Entrant:
    """One that runs, and the requests that it gets."""

    name: str
    server: Started
    database: Postgres
    bodies: Bodies
    known: dict[str, Warm] = field(default_factory=dict)  # of each query that it was warmed with

    @contextmanager
    def awake(self) -> Iterator[None]:
        """Let it go on, and stop it again."""
        resume(self.server.pid)
        try:
            yield
        finally:
            pause(self.server.pid)

    def warm(self, query: str, seconds: float) -> None:
        """Ask it before it is measured, and see how fast it is."""
        with self.awake():
            self.known[query] = warmed(self.server.url, self.bodies[query], seconds)

    def load(self, query: str, seconds: float) -> Load:
        """Ask it for about so many seconds: for as many answers as it gave in them when it was warmed."""
        warm = self.known[query]
        answers = max(round(warm.answers_a_second * seconds / CONNECTIONS), 1) * CONNECTIONS
        with self.awake():
            return by_http(self.server.url, self.server.pid, self.database.pid, self.bodies[query], answers, warm)

    def answers(self, query: str) -> list[object]:
        """Its answers to some requests, spread over the book."""
        bodies = self.bodies[query][:: max(len(self.bodies[query]) // COMPARED, 1)]
        with self.awake():
            return [json.loads(post(self.server.url, body)) for body in bodies]

    def under(self, query: str, seconds: float) -> tuple[float, float]:
        """Megabytes at the end of a load and at its highest."""
        if query not in self.known:
            self.warm(query, 1)
        forget_peak(self.server.pid)
        self.load(query, seconds)
        return megabytes(self.server.pid), megabytes(self.server.pid, "VmHWM")


@dataclass
class Bench:
    """pgbench, with the statements that Rebill sends for each query."""

    database: Postgres
    name_of_database: str
    scripts: dict[str, list[Path]]
    name: str = named.PGBENCH

    def warm(self, query: str, seconds: float) -> None:
        """Let it fill the database's caches, as the others do."""
        self.load(query, seconds)

    def load(self, query: str, seconds: float) -> Load:
        """Let it send them for some seconds."""
        return by_pgbench(self.database, self.name_of_database, self.scripts[query], seconds)


@contextmanager
def entered(books: Books, contestants: Sequence[Contestant]) -> Iterator[list[Entrant]]:
    """All of them, running and stopped where they stand; each must answer as the first does."""
    with ExitStack() as all_of_them:
        found = []
        for contestant in contestants:
            server = all_of_them.enter_context(contestant.running())
            bodies = contestant.bodies(books.book, answered(server.url))
            found.append(Entrant(contestant.name, server, books.postgres, bodies))
            pause(server.pid)
        prove_equal(found)
        yield found


def prove_equal(entrants: Sequence[Entrant]) -> None:
    """Hold every answer to that of the first, and every version of Rebill to each other; a difference is an error."""
    first, *others = entrants
    for query in first.bodies:
        expected = [normalised(answer) for answer in map(_data, first.answers(query))]
        for entrant in others:
            if query not in entrant.bodies:
                continue
            given = [normalised(answer) for answer in map(_data, entrant.answers(query))]
            wrong = difference(given, expected)
            if wrong:
                raise RuntimeError(f"{entrant.name} answers {query} otherwise than {first.name}: {wrong}")


def _data(answer: object) -> object:
    if not isinstance(answer, dict) or "errors" in answer:
        raise RuntimeError(f"answered {answer}")
    return answer["data"]


def bench(books: Books, rebill: Contestant, cache: Path) -> Bench:
    """pgbench with what Rebill sends, as the log of a server of its own tells it."""
    server, database = books.postgres, books.addresses["PostgreSQL"].rpartition("/")[2].partition("?")[0]
    scripts = {}
    statements.logging(server, database, on=True)
    try:
        with rebill.running() as logged:
            bodies = rebill.bodies(books.book, answered(logged.url))
            for query in (PAGES, ONE):
                post(logged.url, bodies[query][0])  # what is done once is done
                requests = [_sent(server, database, logged.url, body) for body in bodies[query]]
                scripts[query] = statements.write_scripts(cache / "pgbench" / query, requests)
    finally:
        statements.logging(server, database, on=False)
    return Bench(server, database, scripts)


def _sent(server: Postgres, database: str, url: str, body: bytes) -> list[str]:
    before = len(server.logged(database))
    post(url, body)
    found = [sql for sql in statements.sent(server.logged(database)[before:]) if "invoice" in sql]
    if not found:
        raise RuntimeError(f"{body.decode()} has sent nothing")
    return found
