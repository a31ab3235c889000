"""Credit notes of ten lines by several clients at once: how many a second, how long one waits, how many are committed.

    python -m benchmarks.postings --postings 240 --clients 1 8 30 60

Both engines in turn, each posting through the service, as the API calls it. On SQLite they share commits, and beside
them stand the same postings with a commit each, and the very statements of one, written by SQLite alone: a transaction
each, and one for as many as there are clients. `benchmarks.posting_rates` has PostgreSQL beside pgbench.
"""

import argparse
import shutil
import sqlite3
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, select

from benchmarks.books import Books, engines, opened
from rebill.models import tables
from rebill.models.database import Database
from rebill.models.identity import encode
from rebill.posting import commands as c
from rebill.posting.command.clock import SystemClock
from rebill.posting.command.transaction import Service
from rebill.posting.returns import arrivals, packing_slips
from rebill.posting.returns import orders as return_orders
from rebill.posting.returns.credit_notes import post_return_invoice

LINES = 10
MOST_LINES = 1000  # of an order
Statements = list[tuple[str, Any]]


@dataclass(frozen=True)
class Rate:
    """What some clients came to together."""

    a_second: float
    median_ms: float
    slowest_ms: float  # of a hundred
    processor_ms: float
    commits: float  # a posting


class ReturnBooks(Books):
    """Books in which goods of many lines have come back."""

    def returned(self, orders: int, lines: int = LINES) -> list[c.OrderRef]:
        """Received return orders of so many lines; each customer has some of them."""
        found: list[c.OrderRef] = []
        while len(found) < orders:
            self.customers.append(self.customers.pop(0))
            share = min(-(-orders // len(self.customers)), MOST_LINES // lines)
            sold = self._invoiced(share * lines)
            with self._entering() as do:
                found += [self._one(do, sold[place * lines : (place + 1) * lines]) for place in range(share)]
        shares = len(found) // len(self.customers)
        return [found[place] for start in range(shares) for place in range(start, len(found), shares)][:orders]

    def _one(self, do: Callable[[Any, c.Command], Any], sold: Sequence[int]) -> c.OrderRef:
        wanted = [
            c.ReturnOrderLineInput(invoice_line=encode("InvoiceLine", line), quantity=Decimal(1)) for line in sold
        ]
        key = do(return_orders.create_return_order, c.CreateReturnOrder(lines=wanted)).order
        table, ref = tables.return_order_line, c.OrderRef(id=encode("ReturnOrder", key))
        lines = self.connection.scalars(select(table.c.id).where(table.c.order_id == key))
        arrived = [
            c.ArrivalLineInput(line=encode("ReturnOrderLine", line), quantity=Decimal(1), disposition_code="CREDIT")
            for line in lines
        ]
        do(arrivals.register_arrival, c.RegisterArrival(order=ref, lines=arrived))
        do(packing_slips.post_packing_slip, c.PostPackingSlip(order=ref))
        return ref


def rate(database: Database, orders: Sequence[c.OrderRef], clients: int) -> Rate:
    """Post the credit notes of the orders, each client its share, one after the other."""
    service, seconds, commits = Service(database, SystemClock()), list[float](), list[int]()

    def post(mine: Sequence[c.OrderRef]) -> None:
        for order in mine:
            began = time.perf_counter()
            command = c.PostReturnInvoice(order=order, idempotency_key=str(order.id))
            service.execute(command, post_return_invoice)
            seconds.append(time.perf_counter() - began)

    def committed(_: Connection) -> None:
        commits.append(1)

    threads = [threading.Thread(target=post, args=(orders[place::clients],)) for place in range(clients)]
    event.listen(database.engine, "commit", committed)
    began, processor = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent, processor = time.perf_counter() - began, time.process_time() - processor
    event.remove(database.engine, "commit", committed)
    assert len(seconds) == len(orders), "each of them was posted"
    slowest = statistics.quantiles(seconds, n=100)[-1]
    each = (statistics.median(seconds), slowest, processor / len(orders))
    return Rate(len(orders) / spent, *(1000 * one for one in each), len(commits) / len(orders))


def raw(path: Path, statements: Sequence[Statements], together: int) -> float:
    """Postings a second where SQLite alone runs their statements, so many in one transaction."""
    file = sqlite3.connect(path, isolation_level=None)
    file.execute("PRAGMA journal_mode = wal")
    file.execute("PRAGMA synchronous = FULL")
    began = time.perf_counter()
    for start in range(0, len(statements), together):
        file.execute("BEGIN IMMEDIATE")
        for one in statements[start : start + together]:
            for statement, values in one:
                file.execute(statement, values).fetchall()
        file.execute("COMMIT")
    spent = time.perf_counter() - began
    file.close()
    return len(statements) / spent


def recorded(database: Database, orders: Sequence[c.OrderRef]) -> list[Statements]:
    """The statements of each posting, in the order in which they are posted."""
    found, service = list[Statements](), Service(database, SystemClock())

    def begun(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            found[-1].append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", begun)
    for order in orders:
        found.append([])
        service.execute(c.PostReturnInvoice(order=order, idempotency_key=str(order.id)), post_return_invoice)
    event.remove(database.engine, "before_cursor_execute", begun)
    return found


def show(name: str, found: Rate) -> None:
    """A line of what came of it."""
    print(
        f"  {name:<24}{found.a_second:>7.0f} a second {found.median_ms:>7.1f} ms, one of 100 {found.slowest_ms:>8.1f}"
        f" ms {found.processor_ms:>6.1f} ms of processor {found.commits:>5.2f} commits each",
        flush=True,
    )


def main() -> None:
    """Measure both engines in turn and print what they did."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=240, help="of each number of clients")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 30, 60])
    asked = parser.parse_args()
    with engines() as addresses:
        for engine, address in addresses.items():
            database = opened(address)
            books, apart = ReturnBooks(database), partial(database.run_write, shared=False)
            rate(database, books.returned(asked.postings // 4), 2)  # warm
            print(engine)
            for clients in asked.clients:
                show(f"{clients} clients", rate(database, books.returned(asked.postings), clients))
                if engine == "SQLite" and clients > 1:
                    database.run_write, usual = apart, database.run_write  # type: ignore[method-assign]  # for once
                    show("  … a commit each", rate(database, books.returned(asked.postings), clients))
                    database.run_write = usual  # type: ignore[method-assign]  # as it was
            if engine == "SQLite":
                _beside_sqlite(database, books, asked.postings, max(asked.clients))
            database.dispose()


def _beside_sqlite(database: Database, books: ReturnBooks, postings: int, clients: int) -> None:
    orders = books.returned(postings)
    path = Path(str(database.engine.url.database))
    database.engine.dispose()  # which has everything written into the file
    copies = [shutil.copy(path, f"{path}.raw{together}") for together in (1, clients)]
    statements = recorded(database, orders)
    for together, copy in zip((1, clients), copies, strict=True):
        print(f"  SQLite alone, {together} in a transaction {raw(Path(copy), statements, together):>7.0f} a second")


if __name__ == "__main__":
    main()
