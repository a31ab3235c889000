"""Documents of a run that share a transaction: the books are what they are where each has one of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from benchmarks.books import Books
from rebill.models.database import Database
from rebill.models.vocabulary import SettlementMode, SummaryUpdate
from rebill.posting import commands as c
from rebill.posting.command.transaction import Service, Transaction
from rebill.posting.ledger_check import check_connection
from rebill.posting.runs import execution, orders_posted
from rebill.posting.runs.records import NumberedItem
from tests.api import Api, StillClock
from tests.statements import recorded_statements
from tests.test_killed_runs import begun

SALES, RETURNS, UNREADY = 12, 12, 5
EVERY = c.OrderSelection()
COMMANDS = {
    "each by itself": c.PostInvoices(select=EVERY),
    "settled with whatever is open": c.PostInvoices(select=EVERY, settlement=SettlementMode.AUTOMATIC),
    "not settled": c.PostInvoices(select=EVERY, settlement=SettlementMode.NONE),
    "a document a customer": c.PostInvoices(
        select=EVERY, summary_update=SummaryUpdate.INVOICE_ACCOUNT, mix_order_types=True
    ),
}


@contextmanager
def copied(database: Database, path: Path) -> Iterator[Database]:
    """The same book once more."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(path),))
    copy = Database.open(f"sqlite:///{path}")
    yield copy
    copy.dispose()


def everything(connection: Connection) -> dict[str, list[Any]]:
    """Every row of the book."""
    return {
        name: list(connection.execute(select(table).order_by(*table.primary_key)))
        for name, table in SQLModel.metadata.tables.items()
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_documents_that_share_a_transaction_are_what_each_is_in_its_own(
    name: str, sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books, clock = Books(sqlite_database), StillClock()
    books.sales(SALES)
    books.returns(RETURNS, lambda place: place % UNREADY == 0)
    books.service = Service(sqlite_database, clock, request_id="one")
    run = books.begun(COMMANDS[name])
    with copied(sqlite_database, tmp_path / "copy.db") as copy:
        execution.execute_run(Service(copy, clock, request_id="one"), run)
        monkeypatch.setattr(execution, "FIRST", 1)
        monkeypatch.setattr(execution, "MOST", 1)
        execution.execute_run(books.service, run)
        with sqlite_database.read() as one_by_one, copy.read() as together:
            assert everything(together) == everything(one_by_one)
            assert [law.id for law in check_connection(together) if not law.holds] == []


@pytest.mark.both_engines
def test_a_run_takes_as_many_statements_for_eight_documents_as_for_one(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every tenth cannot be posted, which takes none."""
    monkeypatch.setattr(execution, "FIRST", 8)
    monkeypatch.setattr(execution, "next_size", lambda *_: 8)
    run = begun(api, 16)
    with recorded_statements(api.database) as statements:
        execution.execute_run(Service(api.database, api.clock), run)
    headers = [one for one in statements if 'INSERT INTO "invoice" ' in one]
    assert (len(headers), len(statements) < 76) == (2, True), len(statements)
    assert api.run("{ postingRuns { nodes { posted failed } } }")["postingRuns"]["nodes"] == [
        {"posted": 14, "failed": 2}
    ]


@pytest.fixture
def broken(api: Api, monkeypatch: pytest.MonkeyPatch) -> int:
    """A run of eight documents in one transaction, the fourth of which fails for a reason of our own."""
    real = orders_posted.plan_as_reviewed

    def plan(transaction: Transaction, item: NumberedItem, *rest: Any) -> Any:
        if item.document == 3:
            raise RuntimeError("a fault of ours")
        return real(transaction, item, *rest)

    monkeypatch.setattr(orders_posted, "plan_as_reviewed", plan)
    monkeypatch.setattr(execution, "FIRST", 8)
    return begun(api, 8)


ITEMS = "{ postingRuns { nodes { status posted failed waiting items { nodes { status invoice { number } } } } } }"


@pytest.mark.both_engines
def test_a_document_that_brings_its_transaction_down_fails_alone_and_leaves_no_gap(api: Api, broken: int) -> None:
    execution.execute_run(Service(api.database, api.clock), broken)
    (run,) = api.run(ITEMS)["postingRuns"]["nodes"]
    items = [(one["status"], one["invoice"] and one["invoice"]["number"]) for one in run.pop("items")["nodes"]]
    assert run == {"status": "ENDED", "posted": 6, "failed": 2, "waiting": 0}
    failed = ("CONTAINS_ERRORS", None)
    numbers = [("EXECUTED", f"INV-{number:06d}") for number in range(1, 7)]
    assert items == [failed, *numbers[:2], failed, *numbers[2:]]
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_a_run_that_is_to_stop_does_so_between_documents_that_are_tried_one_by_one(api: Api, broken: int) -> None:
    """It is asked before each of the eight that are to be together, then again before each of them by itself."""
    asked: list[int] = []

    def stopping() -> bool:
        asked.append(1)
        return len(asked) > 8 + 2

    execution.execute_run(Service(api.database, api.clock), broken, stopping)
    (run,) = api.run(ITEMS)["postingRuns"]["nodes"]
    assert (run["status"], run["posted"], run["failed"], run["waiting"]) == ("EXECUTING", 1, 1, 6)
    execution.execute_run(Service(api.database, api.clock), broken)
    assert api.run(ITEMS)["postingRuns"]["nodes"][0]["posted"] == 6
