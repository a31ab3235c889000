"""A correction of many details, drafted, entered and confirmed through GraphQL, beside the raw insert of its rows.

    python -m benchmarks.corrections --details 1000 10000

Every detail is corrected to a part of what was billed, entered in calls of a thousand, as the limits have it. The raw
insert is COPY or executemany of the very rows that the correction added, in one transaction, into a copy of the books
as they stood before: the same tables with their indexes and foreign keys, and their guards unless it is `--unguarded`.
What the correction changes in rows that are there already the raw insert leaves out. Both take turns, `--times` each,
on copies of their own.
"""

import argparse
import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url, text

from benchmarks.books import engines, opened
from rebill.cli.local_api import LocalApi
from rebill.models.database import Database
from rebill.models.identity import encode
from rebill.models.vocabulary import BillingMethod, TransactionClass
from rebill.posting import commands as c
from rebill.posting.projects import contracts, entries
from rebill.posting.projects.drafts import confirmation, drafts
from rebill.posting.setup import parties

AT_ONCE = 1000  # details a call; the limits allow no more
WRITTEN = {  # the rows of a document by table, in an order in which they can point at each other
    "invoice": "id = {0}",
    "invoice_order": "invoice_id = {0}",
    "invoice_correction": "invoice_id = {0}",
    "invoice_line": "invoice_id = {0}",
    "invoice_line_detail": "invoice_id = {0}",
    "actual": "invoice_id = {0}",
    "actual_connection": "actual_id IN (SELECT id FROM actual WHERE invoice_id = {0})",
    "voucher": "invoice_id = {0}",
    "voucher_entry": "voucher_id IN (SELECT id FROM voucher WHERE invoice_id = {0})",
}
POSTED_LATER = ("posted_at",)  # a posted document takes no further rows


@dataclass(frozen=True)
class Spent:
    """Seconds on the clock, and of this process's own processor time."""

    clock: float
    processor: float


@contextmanager
def spending(found: dict[str, Spent], name: str) -> Iterator[None]:
    """What something takes, under its name."""
    clock, processor = time.perf_counter(), time.process_time()
    yield
    found[name] = Spent(time.perf_counter() - clock, time.process_time() - processor)


def confirmed(database: Database, details: int) -> int:
    """The key of a confirmed invoice of so many details."""
    service = LocalApi(database).service

    def do(handler: Any, command: c.Command) -> Any:
        return service.execute(command, handler).result

    customer = do(parties.create_customer, c.CreateCustomer(name="Large", currency="NOK")).customer
    line = c.ContractLineInput(name="Work", billing_method=BillingMethod.TIME_AND_MATERIAL)
    made = c.CreateProjectContract(customer=c.CustomerRef(id=encode("Customer", customer)), name="P", lines=[line])
    contract = do(contracts.create_project_contract, made).contract
    with database.read() as connection:
        key = connection.execute(text("SELECT max(id) FROM contract_line")).scalar_one()
    entry = c.JournalEntryInput(
        contract_line=encode("ContractLine", key),
        transaction_class=TransactionClass.TIME,
        description="Work in the hall",
        transaction_date=date(2026, 8, 31),
        quantity=Decimal("7.5"),
        unit_price=Decimal(950),
        unit_cost=Decimal(400),
        tax_amount=Decimal("1781.25"),
        ready_to_invoice=True,
    )
    do(entries.post_entry_journal, c.PostEntryJournal(entries=[entry] * details))
    draft = do(drafts.create_invoice, c.CreateInvoice(contract=c.OrderRef(id=encode("ProjectContract", contract))))
    invoice: int = draft.invoice
    do(confirmation.confirm_invoice, c.ConfirmInvoice(invoice=c.InvoiceRef(id=encode("Invoice", invoice))))
    return invoice


def corrected(database: Database, invoice: int) -> tuple[int, dict[str, Spent]]:
    """The key of the correction of an invoice, and what each of its steps took."""
    api = LocalApi(database)
    found: dict[str, Spent] = {}

    def ask(mutation: str, **values: Any) -> dict[str, Any]:
        kind = mutation[0].upper() + mutation[1:]
        success = "CorrectInvoice" if mutation == "correctInvoice" else kind
        success = "DraftInvoice" if mutation == "updateInvoiceLineDetails" else success
        selection = f"... on {success}Success {{ invoice {{ id }} }} ... on Rejection {{ problems {{ message }} }}"
        answer = api.ask(f"mutation($i: {kind}Input!) {{ it: {mutation}(input: $i) {{ {selection} }} }}", i=values)
        assert "problems" not in answer["it"], answer
        done: dict[str, Any] = answer["it"]["invoice"]
        return done

    with spending(found, "draft"):
        draft = ask("correctInvoice", invoice={"id": encode("Invoice", invoice)})
    with database.read() as connection:
        (key,) = connection.execute(text("SELECT max(id) FROM invoice")).one()
        keys = list(
            connection.scalars(text(f"SELECT id FROM invoice_line_detail WHERE invoice_id = {key} ORDER BY id"))
        )
    changes = [{"detail": encode("InvoiceLineDetail", one), "quantity": "5", "taxAmount": "1187.50"} for one in keys]
    with spending(found, "enter"):
        for start in range(0, len(changes), AT_ONCE):
            ask("updateInvoiceLineDetails", invoice={"id": draft["id"]}, details=changes[start : start + AT_ONCE])
    with spending(found, "confirm"):
        ask("confirmInvoice", invoice={"id": draft["id"]})
    return key, found


Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(database: Database, invoice: int) -> Rows:
    """The rows that belong to a document, by table, as its driver hands them over."""
    raw = database.engine.raw_connection()
    try:
        cursor = raw.cursor()
        found: Rows = {}
        for table, condition in WRITTEN.items():
            cursor.execute(f"SELECT * FROM {table} WHERE {condition.format(invoice)} ORDER BY 1")
            names = [column[0] for column in cursor.description or ()]
            later = [names.index(name) for name in POSTED_LATER if table == "invoice"]
            found[table] = [
                tuple(None if place in later else value for place, value in enumerate(row)) for row in cursor.fetchall()
            ]
        return found
    finally:
        raw.close()


def unguard(database: Database) -> None:
    """Take the guards off the tables of a copy."""
    guards = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with database.engine.begin() as connection:
        if database.dialect == "sqlite":
            off = [f"DROP TRIGGER {name}" for name in connection.scalars(text(guards))]
        else:
            off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in WRITTEN]
        for statement in off:
            connection.exec_driver_sql(statement)


def inserted(rows: Rows, guarded: bool, database: Database) -> Spent:
    """What the engine takes to insert rows, and nothing else."""
    found: dict[str, Spent] = {}
    if not guarded:
        unguard(database)
    raw: Any = database.engine.raw_connection()
    cursor = raw.cursor()
    with spending(found, "raw"):
        if database.dialect == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
            for table, of_table in rows.items():
                if of_table:
                    marks = ", ".join("?" * len(of_table[0]))
                    cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", of_table)
        else:
            for table, of_table in rows.items():
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    for row in of_table:
                        copy.write_row(row)
        raw.commit()
    raw.close()
    return found["raw"]


def copied(address: str, name: str) -> str:
    """The address of a copy of a database that nobody has open."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        target = Path(str(url.database)).with_name(f"{name}.db")
        for path in target.parent.glob(f"{target.name}*"):
            path.unlink()
        with sqlite3.connect(str(url.database)) as source:
            source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(str(url.database), target)
        return f"sqlite:///{target}"
    outside = create_engine(
        url.set(drivername="postgresql+psycopg", database="template1"), isolation_level="AUTOCOMMIT"
    )
    with outside.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {url.database}")
    outside.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


def on_copy(address: str, name: str, act: Callable[[Database], Any]) -> Any:
    """What something gives on a copy of its own."""
    database = Database.open(copied(address, name))
    try:
        return act(database)
    finally:
        database.dispose()


def measure(
    address: str, details: int, times: int, *, guarded: bool = True
) -> tuple[list[dict[str, Spent]], list[Spent]]:
    """What corrections and raw inserts took, in turn."""
    database = opened(address)
    invoice = confirmed(database, details)
    database.dispose()
    ours: list[dict[str, Spent]] = []
    raws: list[Spent] = []

    def correct(copy: Database) -> Rows:
        key, found = corrected(copy, invoice)
        ours.append(found)
        return rows_of(copy, key)

    for _ in range(times):
        rows = on_copy(address, "corrected", correct)
        raws.append(on_copy(address, "inserted", partial(inserted, rows, guarded)))
    return ours, raws


def _shown(values: list[float]) -> str:
    return f"{statistics.median(values) * 1000:>8.0f} ms ({min(values) * 1000:.0f}–{max(values) * 1000:.0f})"


def main() -> None:
    """Measure both engines in turn and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--details", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--engine", choices=["SQLite", "PostgreSQL"])
    parser.add_argument("--unguarded", action="store_true", help="the raw insert into tables without guards")
    asked = parser.parse_args()
    for details in asked.details:
        with engines() as addresses:
            for engine, address in addresses.items():
                if asked.engine not in (None, engine):
                    continue
                ours, raws = measure(address, details, asked.times, guarded=not asked.unguarded)
                print(f"{engine}, {details} details: median (least–most) on the clock, and of this process")
                for step in ("draft", "enter", "confirm"):
                    clock, own = [one[step].clock for one in ours], [one[step].processor for one in ours]
                    print(f"  {step:<8}{_shown(clock)}   {_shown(own)}")
                whole = [sum(step.clock for step in one.values()) for one in ours]
                raw = [one.clock for one in raws]
                print(f"  {'all':<8}{_shown(whole)}")
                print(f"  {'raw':<8}{_shown(raw)}   {_shown([one.processor for one in raws])}")
                print(f"  {statistics.median(whole) / statistics.median(raw):.2f} times the raw insert", flush=True)


if __name__ == "__main__":
    main()
