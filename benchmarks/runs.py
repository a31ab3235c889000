"""Documents a second: a run, the same documents by single mutations, and raw inserts of the same rows, in turn.

    python -m benchmarks.runs --orders 10000

Half of the orders are sales orders, half return orders; of all of them one in `--unready` is a return order that is not
yet RECEIVED, which a selection skips. The raw inserts are what the engine itself takes for the rows that the run wrote,
one transaction a document, into tables without indexes or triggers.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy import Table, select, text

from benchmarks.books import Books, engines, memory_megabytes, opened
from rebill.models import tables
from rebill.models.database import Database
from rebill.models.vocabulary import PostingItemStatus
from rebill.posting import commands as c
from rebill.posting.returns.credit_notes import post_return_invoice
from rebill.posting.runs.execution import START, execute_chunk, execute_run

WRITTEN: dict[str, Callable[[Table], Any]] = {  # by table: the document a row belongs to
    "invoice": lambda t: t.c.id,
    "invoice_order": lambda t: t.c.invoice_id,
    "invoice_correction": lambda t: t.c.invoice_id,
    "invoice_line": lambda t: t.c.invoice_id,
    "actual": lambda t: t.c.invoice_id,
    "voucher": lambda t: t.c.invoice_id,
    "settlement": lambda t: t.c.credit_invoice_id,
}


def measure(address: str, orders: int, unready: int, singles: int) -> dict[str, float]:
    """Documents a second of the three ways, and megabytes at the beginning and the end of the run."""
    database = opened(address)
    books = Books(database)
    books.sales(orders // 2)
    books.returns(orders - orders // 2, lambda place: place % (unready // 2) == 0)
    run = books.begun(c.PostInvoices(select=c.OrderSelection()))
    single_sales, single_returns = books.sales(singles // 2), books.returns(singles // 2)
    memory: list[float] = []
    began = time.perf_counter()
    after: int | None = START
    while after is not None:
        after = execute_chunk(books.service, run, after)
        memory.append(memory_megabytes())
    spent = time.perf_counter() - began
    with database.read() as connection:
        counts = connection.execute(select(tables.posting_run).where(tables.posting_run.c.id == run)).one()
    began = time.perf_counter()
    for number in single_sales:
        execute_run(books.service, books.begun(c.PostInvoices(orders=[c.OrderRef(number=number)])))
    for number in single_returns:
        books.service.execute(c.PostReturnInvoice(order=c.OrderRef(number=number)), post_return_invoice)
    spent_singly = time.perf_counter() - began
    raw = _raw(database, run)
    database.dispose()
    assert counts.posted + counts.skipped == orders, counts
    return {
        "posted": counts.posted,
        "skipped": counts.skipped,
        "run": orders / spent,
        "single mutations": (len(single_sales) + len(single_returns)) / spent_singly,
        "raw inserts": raw,
        "MB after a tenth": memory[len(memory) // 10],
        "MB at the end": memory[-1],
    }


def _raw(database: Database, run: int) -> float:
    """Documents a second when the rows that a run wrote are only inserted, a transaction each."""
    item = tables.posting_run_item
    documents = select(item.c.invoice_id).where(item.c.run_id == run, item.c.status == PostingItemStatus.EXECUTED)
    rows: dict[int, list[tuple[str, list[tuple[Any, ...]]]]] = defaultdict(list)
    made: dict[str, str] = {}
    with database.write() as connection:
        for name, owner in WRITTEN.items():
            table: Table = getattr(tables, name)
            connection.execute(text(f"CREATE TABLE raw_{name} AS SELECT * FROM {table.name} WHERE 1 = 0"))
            marks = ", ".join(["?" if database.dialect == "sqlite" else "%s"] * len(table.c))
            made[name] = f"INSERT INTO raw_{name} VALUES ({marks})"
            found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
            whole = text(f"SELECT {table.name}.*, {owner(table)} FROM {table.name}")
            for row in connection.execute(whole):
                found[row[-1]].append(tuple(row[:-1]))
            for key in connection.scalars(documents):
                if found[key]:
                    rows[key].append((name, found[key]))
    raw = database.engine.raw_connection()
    cursor = raw.cursor()
    began = time.perf_counter()
    for of_document in rows.values():
        if database.dialect == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
        for name, values in of_document:
            cursor.executemany(made[name], values)
        raw.commit()
    spent = time.perf_counter() - began
    raw.close()
    return len(rows) / spent


def main() -> None:
    """Measure both engines in turn and print what they did."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--unready", type=int, default=50, help="one in so many is not ready")
    parser.add_argument("--singles", type=int, default=400, help="documents posted by single mutations")
    asked = parser.parse_args()
    with engines() as addresses:
        for engine, address in addresses.items():
            found = measure(address, asked.orders, asked.unready, asked.singles)
            print(f"{engine}: {found['posted']:.0f} posted, {found['skipped']:.0f} skipped")
            for name in ("run", "single mutations", "raw inserts"):
                print(
                    f"  {name:<18}{found[name]:>9.0f} documents/s   {found['run'] / found[name]:.2f} of them by the run"
                )
            print(
                f"  memory {found['MB after a tenth']:.0f} MB after a tenth, {found['MB at the end']:.0f} MB at the end"
            )


if __name__ == "__main__":
    main()
