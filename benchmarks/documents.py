"""What documents cost: a file, a page, a posting that requires a file, and a thousand documents by the command line.

    python -m benchmarks.documents                       # some ten minutes, with nothing else going on
    python -m benchmarks.documents --rounds 2 --many 20  # tries it

Each round makes one of everything in turn, of a document of 50 lines that nobody has seen before; what counts is
processor time, beside the wall clock. Postings go through the service of this process, in turn for a customer that
requires a valid UBL file and for one that requires none. The thousand are written by `rebill documents`; its memory is
looked at while it works, and so is that of a server that issues as many at once as it takes, as PDF and CII.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import httpx2

from benchmarks.access import server
from benchmarks.books import opened
from benchmarks.latency import ask
from benchmarks.results import figure, ratio
from rebill.documents.electronic.cii import cii
from rebill.documents.electronic.document import electronic
from rebill.documents.electronic.ubl import ubl
from rebill.documents.facts import DocumentFacts
from rebill.documents.mapping import terms_of
from rebill.documents.printed.rendering import render
from rebill.models.database import Database
from rebill.models.identity import encode
from rebill.models.vocabulary import (
    ElectronicFormat,
    ElectronicProfile,
    Language,
    PrintFormat,
    QuantitySelection,
    TaxRounding,
)
from rebill.posting import commands as c
from rebill.posting.command.clock import SystemClock
from rebill.posting.command.transaction import Service
from rebill.posting.issuing.issuing import MOST_INVOICES
from rebill.posting.runs import runs
from rebill.posting.runs.execution import execute_run
from rebill.posting.sales import orders as sales_orders
from rebill.posting.setup import company, parties
from tests.documents.papers import document, sold

LINES = 50
RULES = ElectronicProfile.EN16931
ADDRESS = c.PostalAddressInput(street="Kaigata 3", postal_code="0150", city="Oslo", country="NO")
LOOK_SECONDS = 0.05
FILES = "... on IssueDocumentsSuccess { files { sha256 } }"
ISSUE = f"mutation($i: IssueDocumentsInput!) {{ issueDocuments(input: $i) {{ {FILES} }} }}"


@dataclass
class Measured:
    """What something took, round by round, in milliseconds."""

    name: str
    bar: str
    make: Callable[[DocumentFacts], object]
    processor: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def once(self, facts: DocumentFacts) -> None:
        """Make one, and note what it took."""
        spent, began = processor_seconds(), time.perf_counter()
        self.make(facts)
        self.wall.append((time.perf_counter() - began) * 1000)
        self.processor.append((processor_seconds() - spent) * 1000)


def processor_seconds() -> float:
    """Processor time of this process, all of its threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def checked_pdf(facts: DocumentFacts) -> object:
    """A page with the file inside, checked."""
    terms = terms_of(facts)
    inside = electronic(terms, ElectronicFormat.CII, RULES)
    assert inside.valid, inside.problems
    return render(terms, PrintFormat.PDF, Language.NB, inside.xml)


def kinds() -> list[Measured]:
    """What is made of a document, and what it may take."""
    return [
        Measured("UBL, not checked", "< 20 ms", lambda facts: ubl(terms_of(facts), RULES)),
        Measured("CII, not checked", "< 20 ms", lambda facts: cii(terms_of(facts), RULES)),
        Measured("HTML", "< 20 ms", lambda facts: render(terms_of(facts), PrintFormat.HTML, Language.NB)),
        Measured("UBL, checked", "", lambda facts: electronic(terms_of(facts), ElectronicFormat.UBL, RULES)),
        Measured("PDF", "< 150 ms", lambda facts: render(terms_of(facts), PrintFormat.PDF, Language.NB)),
        Measured("PDF with the file inside, checked", "< 350 ms", checked_pdf),
    ]


def measured(rounds: int) -> list[Measured]:
    """Everything once to warm up, then round by round, each round beginning with another one."""
    found = kinds()
    for place in range(-1, rounds):
        facts = document(*(sold(n + 1, "9.90") for n in range(LINES)), number=f"INV-{place + 100_000}")
        for one in (*found[place % len(found) :], *found[: place % len(found)]):
            one.once(facts)
        if place < 0:
            for one in found:
                one.processor.clear()
                one.wall.clear()
    return found


@dataclass
class Book:
    """A book with a company, and orders of 50 lines for a customer that requires a file and one that does not."""

    database: Database
    customers: dict[bool, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Set it up."""
        self.service = Service(self.database, SystemClock())
        home = replace(ADDRESS, street="Strandgaten 1", postal_code="5003", city="Bergen")
        seller = c.SetCompany(
            name="Fjord Kontor AS",
            vat_number="NO987654325MVA",
            address=home,
            bank_accounts=[c.BankAccountInput(iban="NO9386011117947")],
            tax_rounding=TaxRounding.RATE,
        )
        self.service.execute(seller, company.set_company)
        for requires in (True, False):
            buyer = c.CreateCustomer(
                name="Brygge Handel AS",
                currency="NOK",
                number=f"B-{requires}",
                address=ADDRESS,
                require_electronic_document=requires,
            )
            self.service.execute(buyer, parties.create_customer)
        lamp = c.CreateProduct(
            name="Lamp", number="L", sales_price=Decimal("9.90"), cost_price=Decimal(6), tax_rate=Decimal(25)
        )
        self.service.execute(lamp, parties.create_product)

    def posted(self, *, requires: bool) -> tuple[float, float]:
        """Post an order of 50 lines; what its posting took, of the processor and by the wall clock, in milliseconds."""
        line = c.SalesOrderLineInput(product=c.ProductRef(number="L"), quantity=Decimal(1))
        order = c.CreateSalesOrder(customer=c.CustomerRef(number=f"B-{requires}"), lines=[line] * LINES)
        key = self.service.execute(order, sales_orders.create_sales_order).result.order
        asked = c.PostInvoices(orders=[c.OrderRef(id=encode("SalesOrder", key))], quantity=QuantitySelection.ALL)
        run = self.service.execute(asked, runs.start_posting).result.run
        spent, began = processor_seconds(), time.perf_counter()
        execute_run(self.service, run)
        return (processor_seconds() - spent) * 1000, (time.perf_counter() - began) * 1000


def postings(folder: Path, rounds: int, many: int) -> tuple[dict[bool, list[tuple[float, float]]], str]:
    """What postings took with and without a required file; then as many documents as are to be written out."""
    address = f"sqlite:///{folder / 'book.db'}"
    book = Book(opened(address))
    taken: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for place in range(-1, rounds):
        for requires in (True, False) if place % 2 else (False, True):
            took = book.posted(requires=requires)
            if place >= 0:
                taken[requires].append(took)
    for _ in range(max(0, many - 2 * (rounds + 1))):
        book.posted(requires=False)
    book.database.dispose()
    return taken, address


def written(address: str, folder: Path) -> tuple[int, float, float, list[float]]:
    """Write every document as PDF: how many, seconds, processor seconds, megabytes of all processes as it went on."""
    out, before = folder / "out", resource.getrusage(resource.RUSAGE_CHILDREN)
    command = "from rebill.cli import main; main()"
    asked = ["documents", "--from", "2000-01-01", "--to", "2099-12-31", "--out", str(out), "--database", address]
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", command, *asked], stderr=subprocess.DEVNULL)
    memory = looked_at(process.pid, lambda: process.poll() is not None)
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return len(list(out.iterdir())), seconds, spent, memory


def issued(address: str, count: int) -> tuple[int, float, list[float]]:
    """Have a server issue documents as PDF and CII: how many files, seconds, its megabytes as it went on."""
    numbers = [{"number": f"INV-{place:06}"} for place in range(1, count + 1)]
    with server(address) as (url, pid), ThreadPoolExecutor(1) as pool:
        client, began = httpx2.Client(timeout=None), time.perf_counter()
        asked = {"invoices": numbers, "electronic": ["CII"], "print": ["PDF"]}
        answer = pool.submit(ask, client, url, ISSUE, i=asked)
        memory = looked_at(pid, answer.done)
        files = answer.result()["issueDocuments"]["files"]
        return len(files), time.perf_counter() - began, memory


def looked_at(pid: int, is_done: Callable[[], bool]) -> list[float]:
    """The megabytes of a process and its children, again and again until it is done."""
    memory: list[float] = []
    while not is_done():
        memory.append(megabytes(pid))
        time.sleep(LOOK_SECONDS)
    return memory


def held(memory: list[float]) -> str:
    """The most that was held, and how much of it came after the first third: until then each process has warmed up."""
    third = len(memory) // 3  # it has compiled the rules and printed long documents
    grown = max(memory[third:], default=0.0) - (memory[third] if memory else 0.0)
    return f"{max(memory, default=0):.0f} MB at most, {grown:+.0f} MB after the first third"


def megabytes(pid: int) -> float:
    """What a process and its children hold in memory; 0 once they are gone."""
    total = 0
    for one in (pid, *children_of(pid)):
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1])
        except (OSError, IndexError):
            continue
    return total * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def children_of(pid: int) -> Iterator[int]:
    """The children of a process, and theirs."""
    try:
        found = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return
    for one in found:
        yield one
        yield from children_of(one)


def main() -> None:
    """Measure, and print what each took and the ratios within the run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--many", type=int, default=1000, help="documents that are written out")
    asked = parser.parse_args()
    found = measured(asked.rounds)
    html = next(one for one in found if one.name == "HTML")
    print(f"{LINES} lines{'':<32}processor ms          wall ms               bar       × HTML")
    for one in found:
        told = ratio(one.processor, html.processor)
        print(f"{one.name:<40}{figure(one.processor)!s:<22}{figure(one.wall)!s:<22}{one.bar:<10}{told}")
    with tempfile.TemporaryDirectory(prefix="rebill-benchmark-") as folder:
        taken, address = postings(Path(folder), asked.rounds, asked.many)
        for requires, took in taken.items():
            name = "posting with a required UBL file" if requires else "posting without"
            print(f"{name:<40}{figure([one[0] for one in took])!s:<22}{figure([one[1] for one in took])!s}")
        more = [mine[1] - other[1] for mine, other in zip(taken[True], taken[False], strict=True)]
        print(f"{'more, by the wall clock':<40}{figure(more)!s} ms        bar: at most 80")
        count, seconds, spent, memory = written(address, Path(folder))
        print(
            f"{count:,} documents of {LINES} lines as PDF: {seconds:.0f} s, {spent:.0f} s of the processor, "
            f"{held(memory)} (bars: < 300 s, < 64 MB)"
        )
        count, seconds, memory = issued(address, min(MOST_INVOICES, asked.many))
        print(
            f"{count:,} files, PDF and CII of each, issued by a server: {seconds:.0f} s, {held(memory)} (bar: < 64 MB)"
        )


if __name__ == "__main__":
    main()
