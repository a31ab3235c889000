"""One rule for many invoices: planned and posted by a run, beside the single corrections of as many in turn.

    python -m benchmarks.corrections_run --invoices 1000 --large 10 --details 10000

Sales invoices of one line, and `--large` ones of `--details` lines; a new price is right for all of them. Who corrects
singly drafts each with what stands, enters the price of every line, in calls of a thousand as the limits have it, and
confirms. Times are those of the clock and of this process; memory is what the process holds, and what it held at most.
"""

import argparse
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from benchmarks.books import Books, engines, memory_megabytes, opened
from rebill.models import tables
from rebill.models.identity import encode
from rebill.models.vocabulary import CorrectionStart
from rebill.posting import commands as c
from rebill.posting.projects.drafts import changes, confirmation, corrections
from rebill.posting.runs.correcting import correct_invoices
from rebill.posting.runs.corrections.plan_hash import correction_hash
from rebill.posting.runs.corrections.plans import plan_corrections
from rebill.posting.runs.execution import execute_run

AT_ONCE = 1000  # details a call
INVOICE, DETAIL = tables.invoice, tables.invoice_line_detail
NEW_PRICE = Decimal(90)


@dataclass(frozen=True)
class Spent:
    """Seconds on the clock and of this process, and megabytes then and at most."""

    clock: float
    processor: float
    held: float
    most: float

    def shown(self, documents: int) -> str:
        """With how many documents that is a second."""
        rate = documents / self.clock if self.clock else 0
        return (
            f"{self.clock:8.2f} s, {self.processor:8.2f} s of the processor, {rate:8.1f} documents/s, "
            f"{self.held:6.0f} MB, at most {self.most:.0f} MB"
        )


@contextmanager
def spending(found: dict[str, Spent], name: str) -> Iterator[None]:
    """What something takes, under its name."""
    clock, processor = time.perf_counter(), time.process_time()
    yield
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found[name] = Spent(time.perf_counter() - clock, time.process_time() - processor, memory_megabytes(), most)


def invoiced(books: Books, invoices: int, large: int, details: int) -> list[int]:
    """The keys of so many invoices of one line, and of some large ones behind them."""
    books.sales(invoices)
    execute_run(books.service, books.begun(c.PostInvoices(select=c.OrderSelection())))
    with books.database.read() as connection:
        small = list(connection.scalars(select(INVOICE.c.id).order_by(INVOICE.c.id.desc()).limit(invoices)))
    lines = [books._invoiced(details) for _ in range(large)]
    with books.database.read() as connection:
        of_line = select(DETAIL.c.invoice_id)
        behind = [int(connection.scalars(of_line.where(DETAIL.c.invoice_line_id == each[0])).one()) for each in lines]
    return [*sorted(small), *behind]


def by_run(books: Books, command: c.CorrectInvoices, found: dict[str, Spent]) -> int:
    """Plan and post a run of the plan; how many documents."""
    with spending(found, "plan"):
        plan = books.service.look(command, plan_corrections)
        command.expected_plan = correction_hash(plan)
    with spending(found, "start"):
        run = correct_invoices(books.service, command).result.run
    with spending(found, "run"):
        execute_run(books.service, run)
    table = tables.posting_run
    with books.database.read() as connection:
        counts = connection.execute(select(table).where(table.c.id == run)).one()
    assert counts.posted == len(plan.invoices), counts
    return len(plan.documents)


def singly(books: Books, invoices: list[int], found: dict[str, Spent]) -> None:
    """The same corrections one by one, as a user makes them."""

    def do(handler: Any, command: c.Command) -> Any:
        return books.service.execute(command, handler).result

    with spending(found, "singly"):
        for key in invoices:
            ref = c.InvoiceRef(id=encode("Invoice", key))
            begun = c.CorrectInvoice(invoice=ref, start_from=CorrectionStart.BILLED, reason="Price")
            draft = c.InvoiceRef(id=encode("Invoice", do(corrections.correct_invoice, begun).invoice))
            with books.database.read() as connection:
                mine = select(DETAIL.c.id).join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
                newest = mine.where(INVOICE.c.posted_at.is_(None)).order_by(DETAIL.c.id)
                keys = list(connection.scalars(newest))
            right = [c.DetailUpdateInput(detail=encode("InvoiceLineDetail", one), unit_price=NEW_PRICE) for one in keys]
            for start in range(0, len(right), AT_ONCE):
                some = right[start : start + AT_ONCE]
                do(changes.update_invoice_line_details, c.UpdateInvoiceLineDetails(invoice=draft, details=some))
            do(confirmation.confirm_invoice, c.ConfirmInvoice(invoice=draft))


def measure(address: str, invoices: int, large: int, details: int, *, beside: bool) -> tuple[int, dict[str, Spent]]:
    """How many documents, and what each way took of as many invoices of its own; the run alone if not `beside`."""
    database, found = opened(address), dict[str, Spent]()
    books = Books(database)
    apart = invoiced(books, invoices, large, details) if beside else []
    together = invoiced(books, invoices, large, details)
    refs = [c.InvoiceRef(id=encode("Invoice", key)) for key in together]
    where, change = c.BilledSelection(invoices=refs), c.CorrectionRuleInput(unit_price=NEW_PRICE)
    documents = by_run(books, c.CorrectInvoices(where=where, change=change, reason="Price"), found)
    if beside:
        singly(books, apart, found)
    database.dispose()
    return documents, found


def main() -> None:
    """Measure both engines in turn and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--invoices", type=int, default=1000)
    parser.add_argument("--large", type=int, default=0, help="of them, how many have --details lines")
    parser.add_argument("--details", type=int, default=10_000)
    parser.add_argument("--run-only", action="store_true", help="leave the single corrections out")
    parser.add_argument("--engine", choices=["SQLite", "PostgreSQL"])
    asked = parser.parse_args()
    for engine in (one for one in ("SQLite", "PostgreSQL") if asked.engine in (None, one)):
        with engines() as addresses:
            documents, found = measure(
                addresses[engine], asked.invoices - asked.large, asked.large, asked.details, beside=not asked.run_only
            )
        print(f"{engine}, {documents} invoices, {asked.large} of them of {asked.details} lines")
        for name, spent in found.items():
            print(f"  {name:<7}{spent.shown(documents)}")
        run = sum(found[name].clock for name in ("start", "run"))
        if "singly" in found:
            print(f"  a run is {found['singly'].clock / run:.2f} times as fast as the single corrections", flush=True)


if __name__ == "__main__":
    main()
