"""Several results in one statement are what each would be by itself."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import bindparam, func, select

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.holding import in_turn
from rebill.models.rows import read_all
from rebill.models.several import Part, Several
from rebill.models.vocabulary import CustomerBlock
from tests.api import Api
from tests.statements import recorded_statements

pytestmark = pytest.mark.both_engines

INVOICE, CUSTOMER, ACTUAL, PRODUCT = tables.invoice, tables.customer, tables.actual, tables.product
AWKWARD = "Æ \"quoted\" \\ back {brace} 'single' 🧾"


@dataclass(frozen=True)
class Document:
    """Values of every kind, some of them null."""

    id: int
    number: str | None
    reason: str | None
    due_date: date | None
    posted_at: datetime | None
    total_amount: Decimal
    has_corrections: bool


@dataclass(frozen=True)
class Blocked:
    """A word of the vocabulary, and a number without places."""

    name: str
    blocked: CustomerBlock
    balance: Decimal


DOCUMENTS = Part(select(INVOICE).order_by(INVOICE.c.id.desc()), Document)
NAMED = Part(select(CUSTOMER).where(CUSTOMER.c.id == bindparam("customer", type_=CUSTOMER.c.id.type)), Blocked)
INSTANTS = Part(select(ACTUAL.c.recorded_at).order_by(ACTUAL.c.id), datetime)
LATEST = Part(select(func.max(INVOICE.c.invoice_date)).having(func.count() > 0), date)
PRICES = Part(select(PRODUCT.c.sales_price).order_by(PRODUCT.c.id), Decimal)
NOTHING = Part(select(INVOICE.c.id).where(INVOICE.c.id < 0), int)
ALL = (DOCUMENTS, NAMED, INSTANTS, LATEST, PRICES, NOTHING)
TOGETHER = Several(*ALL)


def test_each_part_is_what_it_would_be_by_itself(api: Api) -> None:
    api.do("createCustomer", "__typename", name=AWKWARD, currency="JPY")
    product = api.product("1234567.891", cost="0.000001")
    api.invoiced(api.customer(), {"product": {"number": product}, "quantity": "0.333333"})
    with api.database.read() as connection:
        for customer in (1, 2, 99):
            found = TOGETHER.read(connection, {"customer": customer})
            for part in ALL:
                apart = read_all(connection, part.statement.params(customer=customer), part.kind)
                assert repr(found.rows(part)) == repr(apart)
        assert found.row_or_none(NAMED) is None
        assert found.row(LATEST) == api.clock.today()


def test_they_are_one_statement(api: Api) -> None:
    with recorded_statements(api.database) as said, api.database.read() as connection:
        TOGETHER.read(connection, {"customer": 1})
    assert len([one for one in said if "SELECT" in one.upper() and "json" in one]) == 1


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_locks_are_taken_in_turn(database: Database) -> None:
    """What comes later is not locked while the first one waits."""
    customers, series = tables.customer, tables.number_series
    first = select(series.c.next).where(series.c.name == "LEDGER").with_for_update()
    second = select(series.c.next).where(series.c.name == "INVOICE").with_for_update()
    none = select(customers.c.id).where(customers.c.id < 0).with_for_update()
    skipping = select(series.c.name).with_for_update(skip_locked=True)
    with database.engine.begin() as one:
        one.execute(in_turn(first, none, second)).all()
        with database.engine.begin() as other:
            free = {row.name for row in other.execute(skipping)}
    assert not free & {"LEDGER", "INVOICE"}
    with database.engine.begin() as one:
        one.execute(first).all()
        with database.engine.begin() as other:
            other.exec_driver_sql("SET LOCAL lock_timeout = 50")
            with pytest.raises(Exception, match="lock timeout"):
                other.execute(in_turn(first, second))
        with database.engine.begin() as third:
            assert "INVOICE" in {row.name for row in third.execute(skipping)}
