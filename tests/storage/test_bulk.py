"""Rows that are added, changed and moved by set: exactly the values that were given, and exactly the rows."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import DBAPIError

from rebill.models import bulk, tables
from rebill.models.database import Database
from rebill.models.exact import ExactDecimal
from rebill.models.vocabulary import FiscalPeriodStatus
from tests.statements import recorded_statements

pytestmark = pytest.mark.both_engines
RECORD, PERIOD, PRODUCT = tables.idempotency_record, tables.fiscal_period, tables.product
NOON = datetime(2026, 9, 1, 12, 0, 0, 123456, tzinfo=UTC)
NAMES = ("key", "input_hash", "result", "created_at")


def records(many: int) -> list[tuple[object, ...]]:
    """Rows of a text, JSON and an instant; every other one in another zone."""
    zones = (NOON, NOON.astimezone(timezone(timedelta(hours=2))))
    return [(f"key {n}", "tab\t, \\N and “”", {"n": n, "list": [None, "ø"]}, zones[n % 2]) for n in range(many)]


def stored(connection: Connection) -> list[Any]:
    """The records as they are read."""
    return [tuple(row) for row in connection.execute(select(*(RECORD.c[name] for name in NAMES)))]


@pytest.mark.parametrize("many", [0, 1, 199, 200, 250, 251, 5001])
def test_what_is_read_is_what_was_added_however_many_rows(database: Database, many: int) -> None:
    rows = records(many)
    with recorded_statements(database) as said, database.write() as connection:
        bulk.append(connection, RECORD, NAMES, iter(rows))
    with database.read() as connection:
        assert sorted(stored(connection), key=str) == sorted(rows, key=str)
    assert len([one for one in said if "idempotency_record" in one]) <= 1 + many // 250 + bool(many)


def test_decimals_dates_words_and_nothing_stay_exactly_what_they_are(database: Database) -> None:
    amounts = ["0.000001", "-0.000001", "123456789.123456", "-0", "1E+2", "1.500000"]
    texts = ("number", "name", "folded_number", "folded_name", "unit")
    names = (*texts, "sales_price", "cost_price", "tax_rate", "on_hand")
    rows = [
        (f"P{place}", "Lamp", f"p{place}", "lamp", "pcs", Decimal(one), Decimal(1), Decimal(25), Decimal(0))
        for place, one in enumerate(amounts)
    ]
    day = date(2026, 2, 28)
    with database.write() as connection:
        bulk.append(connection, PRODUCT, names, rows)
        bulk.append(connection, PERIOD, ("from_date", "to_date", "status"), [(day, day, FiscalPeriodStatus.CLOSED)])
    with database.read() as connection:
        found = list(connection.scalars(select(PRODUCT.c.sales_price).order_by(PRODUCT.c.number)))
        assert found == [Decimal(one) for one in amounts]
        period = connection.execute(select(PERIOD.c.from_date, PERIOD.c.status).where(PERIOD.c.from_date == day)).one()
    assert period == (day, "CLOSED")


@pytest.mark.parametrize("many", [1, 300])
@pytest.mark.parametrize("said", ["a\tb\\N\nc\rd", "\\N", "\\.", "", "ü€😀\x0b\x7f", "'\"{},NULL", "%s $1 :name ?"])
def test_a_text_is_what_it_was_however_it_came(database: Database, many: int, said: str) -> None:
    series = tables.number_series
    rows = [(f"{said} {number}", said, number) for number in range(1000, 1000 + many)]
    with database.write() as connection:
        bulk.append(connection, series, ("name", "prefix", "next"), rows)
    with database.read() as connection:
        found = connection.execute(select(series).where(series.c.next >= 1000).order_by(series.c.next))
        assert [(row.name, row.prefix, row.next) for row in found] == rows


@pytest.mark.parametrize("many", [1, 300])
def test_the_largest_values_are_stored_exactly_added_to_and_moved(database: Database, many: int) -> None:
    amount, quantity = PRODUCT.c.sales_price.type, PRODUCT.c.on_hand.type
    assert isinstance(amount, ExactDecimal)
    assert isinstance(quantity, ExactDecimal)
    tiny = Decimal(1).scaleb(-quantity.places)
    names = (
        "number",
        "name",
        "folded_number",
        "folded_name",
        "unit",
        "sales_price",
        "cost_price",
        "tax_rate",
        "on_hand",
    )
    rows = [
        (f"P{n}", "Lamp", f"p{n}", "lamp", "pcs", amount.largest, Decimal("-0"), Decimal(0), quantity.largest - tiny)
        for n in range(many)
    ]
    with database.write() as connection:
        bulk.append(connection, PRODUCT, names, rows)
        keys = list(connection.scalars(select(PRODUCT.c.id)))
        bulk.add(connection, PRODUCT, "on_hand", [(key, tiny) for key in keys])
        moved = [(key, -amount.largest, amount.largest) for key in keys]
        assert bulk.move(connection, PRODUCT, ("sales_price",), moved) == many
        found = connection.execute(select(PRODUCT.c.sales_price, PRODUCT.c.cost_price, PRODUCT.c.on_hand)).all()
    assert {tuple(row) for row in found} == {(-amount.largest, Decimal(0), quantity.largest)}
    assert not any(row.cost_price.is_signed() for row in found)


def orders(connection: Connection, many: int) -> list[int]:
    """The keys of orders without an RMA number."""
    customer = insert(tables.customer).values(
        number="C", name="N", folded_number="c", folded_name="n", currency="NOK", payment_terms_days=0
    )
    key = connection.execute(customer.returning(tables.customer.c.id)).scalar_one()
    names = ("type", "number", "status", "customer_id", "currency", "created_at", "replaced_up_front")
    rows = [("RETURN_ORDER", f"RO{n}", "OPEN", key, "NOK", NOON, False) for n in range(many)]
    bulk.append(connection, tables.order, names, rows)
    return list(connection.scalars(select(tables.order.c.id).order_by(tables.order.c.id)))


@pytest.mark.parametrize("many", [1, 3, 600])
def test_a_row_is_moved_only_where_every_column_still_has_its_old_value(database: Database, many: int) -> None:
    with database.write() as connection:
        keys = orders(connection, many)
        names = ("status", "rma_number")
        rows = [(key, "CANCELED", f"RMA {key}", "OPEN", None) for key in keys]
        late = [(keys[0], "INVOICED", None, "OPEN", f"RMA {keys[0]}"), (keys[-1] + 1, "OPEN", None, "OPEN", None)]
        assert bulk.move(connection, tables.order, names, rows) == many
        assert bulk.move(connection, tables.order, names, late) == 0
        statement = select(tables.order.c.status, tables.order.c.rma_number).order_by(tables.order.c.id)
        assert [tuple(row) for row in connection.execute(statement)] == [("CANCELED", f"RMA {key}") for key in keys]


def test_a_row_is_changed_whatever_it_has(database: Database) -> None:
    with database.write() as connection:
        keys = orders(connection, 3)
        bulk.change(connection, tables.order, ("rma_number",), [(keys[0], "A"), (keys[2], None)])
        bulk.change(connection, tables.order, ("rma_number",), [])
        assert list(connection.scalars(select(tables.order.c.rma_number).order_by(tables.order.c.id))) == [
            "A",
            None,
            None,
        ]


@pytest.mark.parametrize("many", [2, 300])
def test_a_row_that_the_database_refuses_is_an_error_of_sqlalchemy_s(database: Database, many: int) -> None:
    rows = [*records(many), records(1)[0]]
    with pytest.raises(DBAPIError), database.write() as connection:
        bulk.append(connection, RECORD, NAMES, rows)
    with database.read() as connection:
        assert stored(connection) == []


def test_no_float_becomes_money(database: Database) -> None:
    with pytest.raises(TypeError, match="never floats"), database.write() as connection:
        bulk.append(connection, PRODUCT, ("number", "sales_price"), [("P", 0.1)])
