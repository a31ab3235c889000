"""`--check`: an import that tells what it would answer, and of which nothing stays."""

import sqlite3

import pytest
from sqlalchemy import Connection, func, select

from rebill.models import tables
from rebill.models.rehearsal import SEQUENCES, STANDS_AT, rehearse
from rebill.posting.command.transaction import Transaction
from rebill.posting.commands import CreateCustomer
from rebill.posting.setup.parties import create_customers
from tests.exchange.files import CUSTOMERS, Desk, rows, told

ORDERS = "order,customer,deliveredOn,line.product,line.quantity"
WORK = '{"customer": "A-1", "name": "P", "lines": [{"name": "Hours", "billingMethod": "TIME_AND_MATERIAL"}]}\n'
ENTRIES = "contract,line,transactionClass,description,transactionDate,quantity,unitPrice"


def state(desk: Desk) -> list[object]:
    """Every row, and where every sequence of keys stands."""
    with desk.database.read() as connection:
        if desk.database.dialect == "sqlite":
            has_them = "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"
            stands = "SELECT name, seq FROM sqlite_sequence ORDER BY name"
            found = connection.exec_driver_sql(stands).all() if connection.exec_driver_sql(has_them).first() else []
        else:
            names = sorted(connection.exec_driver_sql(SEQUENCES).scalars())
            assert len(names) > 10
            found = [(name, connection.exec_driver_sql(STANDS_AT.format(name)).scalar()) for name in names]
    return [desk.api.fingerprint(), *found]


@pytest.mark.both_engines
def test_a_check_answers_as_the_import_does_and_writes_nothing(desk: Desk) -> None:
    sources = [
        desk.source("customers.csv", "number,name,currency\nA-1,Nor,NOK\n,Drawn,NOK\n"),
        desk.source("products.csv", "number,name,salesPrice,costPrice\nP-1,Lamp,100,40\n"),
        desk.source("orders.csv", rows(ORDERS, "1,A-1,2026-08-03,P-1,2", "2,A-1,,P-1,1")),
        desk.source("contracts.jsonl", WORK),
        desk.source("entries.csv", rows(ENTRIES, "PC-000001,1,TIME,Design,2026-08-31,1.5,1000")),
        desk.source("customers.csv", "number,name,currency\nA-1,Nor,NOK\n,Drawn,NOK\n"),
    ]
    before = state(desk)
    for _ in range(2):
        reports = desk.check(*sources)
        assert [one.problems for one in reports] == [[]] * 6
        assert [one.imported for one in reports] == [2, 1, 2, 1, 1, 0]
        assert [one.imported_before for one in reports] == [False] * 5 + [True]
        assert not any(one.written for one in reports)
        assert state(desk) == before
    for source in sources[:5]:
        assert desk.take(source.path.name, source.path.read_bytes()).is_good
    numbers = desk.api.run("{ customers { nodes { number } } }")["customers"]["nodes"]
    assert [one["number"] for one in numbers] == ["A-1", "C-000001"]


@pytest.mark.both_engines
def test_a_check_tells_what_is_wrong_in_all_of_the_files(desk: Desk) -> None:
    before = state(desk)
    customers = desk.source("customers.csv", CUSTOMERS + "A-1,Nor,NOK\nA-2,Sør,XXY\nA-1,Vest,NOK\n")
    products = desk.source("products.csv", "number,name,salesPrice\nP-1,Lamp,1\nP-2,Chair,dear\n")
    orders = desk.source("orders.csv", rows(ORDERS, "1,A-1,,P-1,1", "2,A-2,,P-1,1"))
    reports = desk.check(customers, products, orders)
    assert [told(one) for one in reports] == [
        [(3, "currency", "INVALID_INPUT"), (4, "number", "INVALID_INPUT")],
        [(3, "salesPrice", "INVALID_INPUT")],
        [(3, "customer", "NOT_FOUND")],
    ]
    assert [(one.records, one.imported, one.refused) for one in reports] == [(3, 0, 2), (2, 0, 1), (2, 0, 1)]
    assert state(desk) == before
    kept = desk.check(customers, products, keep_going=True)
    assert [(one.imported, one.refused) for one in kept] == [(1, 2), (1, 1)]
    assert state(desk) == before


@pytest.mark.both_engines
def test_a_check_uses_up_no_key_and_no_file(desk: Desk) -> None:
    table = "number,name,currency,idempotencyKey\nA-1,Nor,NOK,k\n"
    for keep_going in (False, True):
        (report,) = desk.check(desk.source("customers.csv", table), keep_going=keep_going)
        assert (report.imported, report.checked) == (1, True)
    assert desk.take("customers.csv", table).imported == 1
    (report,) = desk.check(desk.source("customers.csv", table))
    assert (report.imported_before, report.replayed) == (True, 1)
    (report,) = desk.check(desk.source("customers.csv", table), keep_going=True)
    assert (report.imported, report.replayed) == (0, 1)


def test_more_problems_are_told_by_a_check_than_by_an_import(sqlite_desk: Desk) -> None:
    source = sqlite_desk.source("customers.csv", rows("number,name,currency", *["X,N,NOPE"] * 130))
    (report,) = sqlite_desk.check(type(source)(source.path, source.kind, source.format, most_problems=120))
    assert (len(report.problems), report.further_problems, report.refused) == (120, 10, 130)


@pytest.mark.both_engines
def test_a_rehearsal_that_fails_leaves_nothing_either(desk: Desk) -> None:
    before = state(desk)

    def work(connection: Connection) -> None:
        transaction = Transaction(connection, desk.api.clock.now(), desk.api.clock.today())
        create_customers(transaction, [CreateCustomer(name="Nor", currency="NOK")])
        count = connection.scalar(select(func.count()).select_from(tables.customer))
        raise sqlite3.DataError(f"{count} customer")

    with pytest.raises(sqlite3.DataError, match="1 customer"):
        rehearse(desk.database, work)
    assert state(desk) == before
