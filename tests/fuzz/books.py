"""Books to ask: entered through the API, and odd rows; each made once, and the same rows on both engines."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, delete, select
from sqlmodel import SQLModel

from rebill.models import tables
from rebill.models.capacity import DEFAULT
from rebill.models.database import Database
from tests.api import SCHEMA, Api, Rejected
from tests.fuzz.odd_rows import write_odd_rows
from tests.laws.rich_book import enter_rich_book
from tests.values.book import sane_inputs

NAMES = ("entered", "odd")
PATIENT = replace(DEFAULT, query_seconds=120)  # a machine that is busy is no difference
_fields = SCHEMA._schema.mutation_type.fields if SCHEMA._schema.mutation_type else {}
WRITING = {name for name, one in _fields.items() if "input" in one.args}


def enter(database: Database) -> None:
    """Everything that the API can write: documents of all kinds, runs with problems, schedules, other currencies."""
    api = enter_rich_book(database)
    for mutation, values in sane_inputs(api).items():
        if mutation in WRITING and not mutation.startswith(("cancel", "delete", "remove")):
            with suppress(Rejected):
                api.do(mutation, "", **values)
    for currency in ("JPY", "BHD", "EUR"):
        _sell(api, currency)


def _sell(api: Api, currency: str) -> None:
    """A sale, a return of some of it, its credit note and a payment, with names that break what is quoted."""
    odd = 'it\'s "odd" \\ %s 😀\u2028'
    made = "... on CustomerSuccess { customer { number } }"
    customer = api.do("createCustomer", made, name=odd, currency=currency)["customer"]["number"]
    product = api.product("1250", cost="600.123456", name=odd)
    invoice = api.invoiced(customer, {"product": {"number": product}, "quantity": "7", "discountPercent": "12.5"})
    order = api.return_order((invoice["lines"][0]["id"], "3"))
    api.receive(api.arrive(order, (1, "3")))
    api.credit(order)
    api.pay(invoice["number"], "1")


def fill(database: Database, name: str) -> None:
    """Write a book into an empty, migrated database."""
    if name == "entered":
        enter(database)
        return
    with database.migrate() as connection:
        _emptied(connection)
        write_odd_rows(connection, seed=int(name.removeprefix("odd") or 1))


def _emptied(connection: Connection) -> None:
    """Take away what the migrations wrote; tables as they are, without guards."""
    for table in reversed(SQLModel.metadata.sorted_tables):
        table.drop(connection, checkfirst=True)
    SQLModel.metadata.create_all(connection)


def copy_rows(source: Database, target: Database) -> None:
    """Have the same rows in another database, on whichever engine: every key stays."""
    with source.read() as reading, target.migrate() as writing:
        if target.dialect == "postgresql":
            writing.exec_driver_sql("SET LOCAL session_replication_role = replica")
        _emptied(writing)
        for table in SQLModel.metadata.sorted_tables:
            rows = [dict(row) for row in reading.execute(select(table)).mappings()]
            if rows:
                writing.execute(table.insert(), rows)
        head, entry = tables.history_head, tables.history_entry
        last = writing.execute(select(entry.c.id, entry.c.at).order_by(entry.c.id.desc()).limit(1)).first()
        if last is not None:  # which SQLite knows by the last entry alone
            writing.execute(delete(head).where(head.c.id == 1))
            writing.execute(head.insert().values(id=1, sequence=last.id, at=last.at))


def _write(path: Path, template: Path, name: str) -> None:
    """Write a book on SQLite; it is there when it is whole, so that nobody takes an empty one for it."""
    unfinished = path.with_suffix(".unfinished")
    shutil.copy(template, unfinished)
    database = Database.open(f"sqlite:///{unfinished}", PATIENT)
    try:
        fill(database, name)
    finally:
        database.dispose()
    unfinished.replace(path)


@contextmanager
def opened(folder: Path, template: Path, name: str, new: str | None) -> Iterator[dict[str, Database]]:
    """A book by engine; `new` is the address of an empty, migrated PostgreSQL database, if any."""
    with ExitStack() as held:
        path = folder / f"{name}.db"
        if not path.exists():
            _write(path, template, name)
        first = Database.open(f"sqlite:///{path}", PATIENT)
        held.callback(first.dispose)
        found = {"sqlite": first}
        if new is not None:
            second = Database.open(new, PATIENT)
            held.callback(second.dispose)
            copy_rows(first, second)
            found["postgresql"] = second
        yield found
