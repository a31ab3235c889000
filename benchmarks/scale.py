"""How times grow with the book, from 10,000 to 1,000,000 rows of the ledger, and how long checkLedger takes at the end.

    python -m benchmarks.scale [--actuals 10000 100000 1000000] [--rounds 5] [--engine SQLite] [--smoke]

The demo data is copied to each size on each engine, and a server of its own stands on every book. In each round one
client does the same to each of them, while the others stand still: it asks for pages of the ledger and for invoices as
they stand now, spread over the whole book, posts ten entries of work, and confirms the draft that bills them. An
exponent is the slope of time over size, both as logarithms: 0 is flat, 1 grows as the book does.
"""

import argparse
import http.client
import json
import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from sqlalchemy import create_engine, make_url, text

from benchmarks import queries
from benchmarks.book import spread
from benchmarks.books import engines
from benchmarks.check_ledger import fill, measured
from benchmarks.page import write
from benchmarks.processes import JSON, end_in_order, free_port, pause, resume, started
from benchmarks.queries import Sample, body
from benchmarks.results import Figure, Result, Table, figure, keep
from benchmarks.versions import HELLO, today

ASKED = 20  # requests of a kind in a round
POSTED = 5  # postings and confirmations in a round
STEPS = ("page", "effective", "posting", "confirm")
CORRECTED = """SELECT DISTINCT was.number, was.id FROM invoice_correction JOIN invoice ON invoice.id = invoice_id
  JOIN invoice AS was ON was.id = corrects_id
  WHERE invoice.number IS NOT NULL AND invoice.contract_id IS NOT NULL ORDER BY was.id"""
CONTRACT = """mutation { createProjectContract(input: { customer: { number: "C-000001" }, name: "Measured",
  lines: [{ name: "Work", billingMethod: TIME_AND_MATERIAL }] }) {
  ... on ProjectContractSuccess { contract { number lines { id } } } ... on Rejection { problems { message } } } }"""
ENTER = """mutation ($entries: [JournalEntryInput!]!) { postEntryJournal(input: { entries: $entries }) {
  ... on EntryJournalSuccess { replayed } ... on Rejection { problems { message } } } }"""
DRAFT = """mutation ($number: String!) { createInvoice(input: { contract: { number: $number } }) {
  ... on DraftInvoiceSuccess { invoice { id } } ... on Rejection { problems { message } } } }"""
CONFIRM = """mutation ($id: ID!) { confirmInvoice(input: { invoice: { id: $id } }) {
  ... on ConfirmInvoiceSuccess { invoice { number } } ... on Rejection { problems { message } } } }"""


@dataclass
class Client:
    """One client of one server on one book, over a connection that stays."""

    port: int
    pid: int
    actuals: int
    corrected: Sequence[str]
    contract: str = ""
    line: str = ""
    cursors: Sequence[str] = ()
    spent: dict[str, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        sample = Sample(self.ask(body("{ list: actuals(first: 1) { edges { cursor } } }"))["edges"][0]["cursor"])
        self.cursors = [sample.after(self.actuals * place // ASKED) for place in range(ASKED)]
        contract = self.ask(body(CONTRACT))["contract"]
        self.contract, self.line = contract["number"], contract["lines"][0]["id"]

    def ask(self, question: bytes, kind: str | None = None) -> Any:
        """The first field of an answer; how long it took is remembered by its kind."""
        began = perf_counter()
        self.connection.request("POST", "/graphql", question, JSON)
        answer = self.connection.getresponse().read()
        if kind:
            self.spent.setdefault(kind, []).append(perf_counter() - began)
        told = json.loads(answer)
        if "errors" in told:
            raise RuntimeError(f"{question.decode()} is answered {told['errors']}")
        (found,) = told["data"].values()
        if "problems" in (found or {}):
            raise RuntimeError(f"{question.decode()} is answered {found}")
        return found

    def round(self) -> dict[str, float]:
        """The median time of each step."""
        self.spent = {}
        self.connection.close()  # which the server has done already where it has waited for long
        for cursor in self.cursors:
            self.ask(body(queries.ACTUALS, after=cursor), "page")
        for number in self.corrected:
            self.ask(body(queries.EFFECTIVE, number=number), "effective")
        for _ in range(POSTED):
            self.ask(body(ENTER, entries=[self._entry()] * 10), "posting")
            draft = self.ask(body(DRAFT, number=self.contract))["invoice"]["id"]
            self.ask(body(CONFIRM, id=draft), "confirm")
        return {kind: statistics.median(times) for kind, times in self.spent.items()}

    def _entry(self) -> dict[str, object]:
        work = {"contractLine": self.line, "transactionClass": "TIME", "description": "Work"}
        return {**work, "transactionDate": "2026-08-31", "quantity": "2", "unitPrice": "900", "readyToInvoice": True}


@contextmanager
def client(address: str, actuals: int) -> Iterator[Client]:
    """A server on a book, and its client; both stand still until they are asked."""
    url = make_url(address)
    outside = create_engine(url if url.drivername == "sqlite" else url.set(drivername="postgresql+psycopg"))
    with outside.connect() as connection:
        numbers = [str(number) for number, _ in connection.execute(text(CORRECTED))]
    outside.dispose()
    port, newest = free_port(), today()
    graphql = f"http://127.0.0.1:{port}/graphql"
    with started(newest.serving(address, port), graphql, HELLO, newest.folder) as server:
        made = Client(port, server.pid, actuals, spread(numbers, ASKED))
        made.round()  # warm
        pause(server.pid)
        yield made


def exponent(sizes: Sequence[float], times: Sequence[float]) -> float:
    """The slope of time over size, both as logarithms.

    >>> [round(exponent([10, 100, 1000], times), 3) for times in ([5, 5, 5], [1, 10, 100], [1, 1.1, 1.21])]
    [0.0, 1.0, 0.041]
    """
    if len(sizes) < 2:
        return 0.0
    return statistics.linear_regression([math.log(one) for one in sizes], [math.log(one) for one in times]).slope


Rounds = list[dict[str, float]]


def grown(addresses: Mapping[int, str], rounds: int) -> dict[int, Rounds]:
    """The times of every round, by size."""
    with ExitStack() as all_of_them:
        clients = [all_of_them.enter_context(client(address, size)) for size, address in addresses.items()]
        found: dict[int, Rounds] = {one.actuals: [] for one in clients}
        for _ in range(rounds):
            for one in clients:
                resume(one.pid)
                found[one.actuals].append(one.round())
                pause(one.pid)
        return found


def exponents(found: Mapping[int, Rounds]) -> dict[str, Figure]:
    """The exponent of each step, round by round."""
    rounds = list(zip(*found.values(), strict=True))
    return {step: figure([exponent(list(found), [one[step] for one in each]) for each in rounds]) for step in STEPS}


def table(engine: str, found: Mapping[int, Rounds]) -> Table:
    """Milliseconds by size, and the exponents."""
    slopes = exponents(found)
    rows = []
    for step in STEPS:
        times = [str(figure([one[step] * 1000 for one in each])) for each in found.values()]
        rows.append([step, *times, str(slopes[step])])
    return Table(f"{engine}, milliseconds", ("", *(f"{size:,} actuals" for size in found), "exponent"), rows)


def main() -> None:
    """Measure both engines, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actuals", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engine", choices=["SQLite", "PostgreSQL"], nargs="+", default=["SQLite", "PostgreSQL"])
    parser.add_argument("--smoke", action="store_true", help="two small books, one round; nothing is kept")
    asked = parser.parse_args()
    end_in_order()
    sizes, rounds = ([300, 900], 1) if asked.smoke else (asked.actuals, asked.rounds)
    slopes: dict[str, dict[str, Figure]] = {}
    tables, figures = [], {}
    for engine in asked.engine:
        with ExitStack() as books:
            addresses = {}
            for size in sizes:
                address = books.enter_context(engines())[engine]
                addresses[fill(address, size)] = address
            found = grown(addresses, rounds)
            check = measured(addresses[max(addresses)])
        slopes[engine] = exponents(found)
        tables.append(table(engine, found))
        figures[f"check-{engine.lower()}"] = figure([check.wall])
        slowest = ", ".join(f"{law} {seconds:.1f} s" for seconds, law in check.slowest[:4])
        row = [f"{max(addresses):,}", f"{check.wall:.1f}", f"{check.processor:.1f}", f"{check.megabytes:.0f}", slowest]
        columns = ("actuals", "seconds", "processor seconds", "MB at most", "slowest laws")
        tables.append(Table(f"{engine}, all laws", columns, [row]))
    for step in STEPS:
        worst = max((each[step] for each in slopes.values()), key=lambda one: one.median)
        figures[f"{step}-exponent"] = worst
    for one in tables:
        print(one.title, *one.rows, sep="\n  ")
    if not asked.smoke:
        print(f"written: {keep('scale', Result(figures, tables, {'Rebill': today().commit()}))}, {write()}")


if __name__ == "__main__":
    main()
