"""The book that reads are measured on, on both engines; made once and kept for the next run.

    python -m benchmarks.book [--invoices 100000] [--unchecked]

The demo data and a hundred invoices of ten lines with two details each are entered through GraphQL by the oldest Rebill
that is measured, multiplied by SQL, and copied for the newest, which migrates its copy and checks every law on it. So
both versions and all peers read the same records.
"""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine, make_url, text

from benchmarks import postgres
from benchmarks.multiplied import multiply
from benchmarks.postgres import Postgres
from benchmarks.processes import free_port, started
from benchmarks.versions import CACHE, HELLO, Rebill, ask, november, today

ENTERED = 100  # invoices made through the API; the rest are copies of them
LINES = 10
DETAILS = 2  # of a line
AT_ONCE = 500  # milestones of a call
CONTRACT = """mutation ($input: CreateProjectContractInput!) { createProjectContract(input: $input) {
  ... on ProjectContractSuccess { contract { number lines { milestones { id } } } }
  ... on Rejection { problems { message } } } }"""
READY = """mutation ($ids: [ID!]!) { markReadyToInvoice(input: { milestones: $ids }) {
  ... on MarkReadyToInvoiceSuccess { replayed } ... on Rejection { problems { message } } } }"""
DRAFT = """mutation ($number: String!) { createInvoice(input: { contract: { number: $number } }) {
  ... on DraftInvoiceSuccess { invoice { id } } ... on Rejection { problems { message } } } }"""
CONFIRM = """mutation ($id: ID!) { confirmInvoice(input: { invoice: { id: $id } }) {
  ... on ConfirmInvoiceSuccess { invoice { number } } ... on Rejection { problems { message } } } }"""

DIGITS = "SELECT max(CAST(substr(number, {}) AS INTEGER)) FROM {}"
CORRECTED = """SELECT min(CAST(substr(was.number, 5) AS INTEGER)) FROM invoice_correction
  JOIN invoice ON invoice.id = invoice_id JOIN invoice AS was ON was.id = corrects_id
  WHERE invoice.number IS NOT NULL AND invoice.contract_id IS NOT NULL"""
STEPS = (
    "SELECT max(id) FROM invoice",
    DIGITS.format(5, "invoice WHERE number LIKE 'INV-%'"),
    DIGITS.format(4, "orders WHERE number LIKE 'PC-%'"),
    CORRECTED,
)


@dataclass(frozen=True)
class Book:
    """What a book has: the keys of its copies go up by these steps, so that any of their records can be named."""

    invoices: int
    details: int
    actuals: int
    copies: int
    key_step: int  # from an invoice's key to that of its copy, which is the greatest of the original book
    invoice_step: int  # the same for invoice numbers
    contract_step: int  # and for contract numbers
    corrected: int  # the number of an invoice of project work that has been corrected
    laws: str

    def starts(self, many: int) -> list[int]:
        """Keys after which fifty of the entered invoices follow, spread over the whole book."""
        first = self.key_step - ENTERED
        return spread([first + copy * self.key_step + half for copy in range(self.copies) for half in (0, 50)], many)

    def entered_numbers(self, many: int) -> list[str]:
        """Numbers of invoices of ten lines, spread over the whole book."""
        return self._numbers("INV", self.invoice_step - 7, self.invoice_step, many)

    def corrected_numbers(self, many: int) -> list[str]:
        """Numbers of invoices that have been corrected, spread over the whole book."""
        return self._numbers("INV", self.corrected, self.invoice_step, many)

    def contract_numbers(self, many: int) -> list[str]:
        """Numbers of contracts of project work that was corrected, spread over the whole book."""
        return self._numbers("PC", 1, self.contract_step, many)

    def _numbers(self, prefix: str, first: int, step: int, many: int) -> list[str]:
        return spread([f"{prefix}-{first + copy * step:06}" for copy in range(self.copies)], many)


Of = TypeVar("Of")


def spread(values: list[Of], many: int) -> list[Of]:
    """At most so many of the values, at even distances."""
    return [values[place * len(values) // many] for place in range(many)] if many < len(values) else values


@dataclass(frozen=True)
class Books:
    """The same book for everybody."""

    book: Book
    postgres: Postgres
    november: str | None  # the address of the older version's copy, on PostgreSQL
    addresses: dict[str, str]  # of the newer version's, by engine


@contextmanager
def books(invoices: int, cache: Path = CACHE, *, checked: bool = True) -> Iterator[Books]:
    """The books of that many invoices, made where they are not there yet; PostgreSQL runs meanwhile."""
    cache.mkdir(parents=True, exist_ok=True)
    older, newer = november(cache), today()
    maker = older or newer
    with postgres.running(cache / "postgresql") as server:
        name = f"book_{invoices}"
        addresses = {"PostgreSQL": server.address(name), "SQLite": f"sqlite:///{cache}/{name}.db"}
        made = cache / f"{name}.json"
        if not made.exists():
            book = _make(maker, server, name, invoices, cache / f"{name}.db")
            if older:
                server.make(f"{name}_november", like=name)
            made.write_text(json.dumps(asdict(book), indent=2))
        for address in addresses.values():
            newer.run("migrate", "--database", address)
        book = Book(**json.loads(made.read_text()))
        if checked and book.laws != "hold":
            for address in addresses.values():
                newer.run("check", "--database", address)
            book = Book(**{**asdict(book), "laws": "hold"})
            made.write_text(json.dumps(asdict(book), indent=2))
        yield Books(book, server, server.address(f"{name}_november") if older else None, addresses)


def _make(maker: Rebill, server: Postgres, name: str, invoices: int, file: Path) -> Book:
    file.unlink(missing_ok=True)
    server.make(name)
    made = []
    for address in (server.address(name), f"sqlite:///{file}"):
        _enter(maker, address)
        made.append(_multiplied(address, max(invoices // ENTERED, 1)))
    if made[0] != made[1]:
        raise RuntimeError(f"the engines have different books: {made}")
    return made[0]


def _driver(address: str) -> str:
    return "sqlite" if address.startswith("sqlite") else "postgresql+psycopg"


def _enter(maker: Rebill, address: str) -> None:
    """Demo data, and the invoices that are asked for: fixed prices, each line paid in two milestones."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/graphql"
    with started(maker.serving(address, port, "--demo"), url, HELLO, maker.folder):
        for place in range(ENTERED):
            lines = [line(place, at, DETAILS) for at in range(LINES)]
            invoiced(url, f"C-{place % 3 + 1:06}", f"Fitting out {place}", lines)


def invoiced(url: str, customer: str, name: str, lines: list[dict[str, object]]) -> str:
    """The id of a confirmed invoice of a contract that is paid by milestones."""
    contract = do(url, CONTRACT, input={"customer": {"number": customer}, "name": name, "lines": lines})["contract"]
    ids = [milestone["id"] for of_line in contract["lines"] for milestone in of_line["milestones"]]
    for start in range(0, len(ids), AT_ONCE):
        do(url, READY, ids=ids[start : start + AT_ONCE])
    draft = do(url, DRAFT, number=contract["number"])
    invoice: str = draft["invoice"]["id"]
    do(url, CONFIRM, id=invoice)
    return invoice


def line(place: int, line: int, details: int) -> dict[str, object]:
    """A line of a contract, paid in so many milestones."""
    milestones = [
        {"name": f"Stage {at + 1}", "amount": f"{100 * (line + 1) + place}.50", "taxAmount": f"{25 * (line + 1)}.10"}
        for at in range(details)
    ]
    return {"name": f"Room {line + 1}", "billingMethod": "FIXED_PRICE", "milestones": milestones}


def do(url: str, mutation: str, **variables: object) -> dict[str, Any]:
    """What a mutation did; a refusal ends the benchmark."""
    (done,) = ask(url, mutation, variables).values()
    if not isinstance(done, dict) or "problems" in done:
        raise RuntimeError(f"{done}")
    return done


def _multiplied(address: str, copies: int) -> Book:
    engine = create_engine(make_url(address).set(drivername=_driver(address)))
    with engine.begin() as connection:
        steps = [_one(connection, query) for query in STEPS]
        entered = _one(
            connection, f"SELECT count(*) FROM invoice WHERE id > {steps[0] - ENTERED} AND number IS NOT NULL"
        )
        if entered != ENTERED:
            raise RuntimeError(f"the last {ENTERED} invoices are {entered}")
        multiply(connection, copies)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"))
        counted = ("invoice", "invoice_line_detail", "actual")
        counts = [_one(connection, f"SELECT count(*) FROM {table}") for table in counted]
    engine.dispose()
    key, invoice, contract, corrected = steps
    return Book(counts[0], counts[1], counts[2], copies, key, invoice, contract, corrected, "unchecked")


def _one(connection: Connection, query: str) -> int:
    return int(connection.execute(text(query)).scalar_one())


def main() -> None:
    """Make the book, or see that it is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--invoices", type=int, default=100_000)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--unchecked", action="store_true", help="leave out the laws, which take minutes")
    asked = parser.parse_args()
    with books(asked.invoices, asked.cache, checked=not asked.unchecked) as made:
        print(made.book)


if __name__ == "__main__":
    main()
