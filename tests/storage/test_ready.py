"""SELECTs that are made once give the rows that SQLAlchemy gives, however many keys they take."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Connection, Integer, bindparam, select

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.ending import BEFORE
from rebill.models.given_keys import given_keys, is_given
from rebill.models.ready import FEW, Ready, ReadyRows
from rebill.models.rows import columns_of, read_all
from rebill.models.vocabulary import CustomerBlock, DocumentType
from tests.api import Api

pytestmark = pytest.mark.both_engines

INVOICE, CUSTOMER = tables.invoice, tables.customer


@dataclass(frozen=True)
class Document:
    """Values of every kind, some of them null."""

    id: int
    number: str | None
    document_type: DocumentType
    due_date: date | None
    posted_at: datetime | None
    total_amount: Decimal
    has_corrections: bool


DOCUMENTS = select(*columns_of(INVOICE, Document)).order_by(INVOICE.c.id)
UNBLOCKED = CUSTOMER.c.blocked.in_(list(CustomerBlock))
KEYS = given_keys("keys")
OF_KEYS = ReadyRows(select(CUSTOMER.c.id).where(is_given(CUSTOMER.c.id, KEYS), UNBLOCKED).order_by(CUSTOMER.c.id), int)


def _apart(connection: Connection, keys: list[int]) -> list[int]:
    statement = select(CUSTOMER.c.id).where(CUSTOMER.c.id.in_(keys), UNBLOCKED).order_by(CUSTOMER.c.id)
    return read_all(connection, statement, int)


def test_rows_are_those_of_sqlalchemy(api: Api) -> None:
    api.invoiced(api.customer(), {"product": {"number": api.product("1234567.891")}, "quantity": "0.333333"})
    contract = api.contract()
    api.work(contract, "10", "100")
    api.draft(contract)
    with api.database.read() as connection:
        expected = read_all(connection, DOCUMENTS, Document)
        assert repr(ReadyRows(DOCUMENTS, Document).read(connection, {})) == repr(expected)
        for table in (INVOICE, tables.actual, tables.idempotency_record, tables.customer, tables.order):
            statement = select(table)
            plain = [tuple(row) for row in connection.execute(statement)]
            assert plain or table is tables.idempotency_record
            assert [tuple(row) for row in Ready(statement).rows(connection, {})] == plain
    assert expected


def test_any_number_of_keys_finds_their_rows(api: Api) -> None:
    for _ in range(FEW + 3):
        api.customer()
    with api.database.read() as connection:
        for many in (0, 1, 2, 3, FEW, FEW + 1, 1000):
            keys = list(range(2, 2 + many))
            assert OF_KEYS.read(connection, {"keys": keys}) == _apart(connection, keys)


def test_values_have_their_columns_types(api: Api) -> None:
    document = api.invoiced(api.customer(), {"product": {"number": api.product("2.50")}, "quantity": "3"})
    most = bindparam("most", type_=Integer())
    statement = select(INVOICE.c.id).where(
        INVOICE.c.total_amount >= bindparam("least", type_=INVOICE.c.total_amount.type)
    )
    ready = ReadyRows(statement.limit(most), int)
    total = Decimal(document["totalAmount"])
    with api.database.read() as connection:
        assert len(ready.read(connection, {"least": total, "most": 1})) == 1
        assert ready.read(connection, {"least": total, "most": 0}) == []
        assert ready.read(connection, {"least": total + 1, "most": 1}) == []


def test_what_comes_before_each_statement_comes_before_it(database: Database) -> None:
    def over() -> None:
        raise RuntimeError("it is over")

    with database.read() as connection:
        assert OF_KEYS.read(connection, {"keys": [-1]}) == []
        connection.info[BEFORE] = over
        with pytest.raises(RuntimeError, match="it is over"):
            OF_KEYS.read(connection, {"keys": [-1]})
        del connection.info[BEFORE]
