"""The two tables of renderings, one tested against the other: what SQL writes is what Python shows, in JSON."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal as D
from typing import Any

import pytest
from sqlalchemy import Column, Date, Integer, MetaData, String, Table, select
from sqlmodel import JSON, Boolean

from rebill.models.database import Database
from rebill.models.exact import Amount, Quantity
from rebill.models.instant import Instant
from rebill.models.ready import numbered
from rebill.models.vocabulary import InvoiceStatus, OrderType
from rebill.resolvers.compiled.money import minor_unit_of
from rebill.resolvers.compiled.renderings import SQL, sql_of
from rebill.resolvers.compiled.shapes import ENGINES
from rebill.resolvers.compiled.statements import statement_of
from rebill.resolvers.compiled.text import MARK
from rebill.resolvers.reading.renderings import (
    PYTHON,
    Documents,
    Embedded,
    Identified,
    Kept,
    Measured,
    Member,
    Members,
    Money,
    Plain,
    Problems,
    Rendering,
    Texts,
    python_of,
)
from rebill.schema.scalars import print_decimal, print_instant

TEXTS = [
    "",
    "plain",
    'quote " and \\',
    "\b\f\n\r\t\x01\x1f\x7f",
    "ø “ḻ” \u2028",
    "𝄞🧾",
    '{"a":[1]}',
    "%d %s ? :name $1",
]
AMOUNTS = [D(0), D("-0.00"), D("1E+2"), D("12.5000"), D("-0.05"), D("-3"), D("0.9"), D("123456789012.34"), D("-1250.1")]
KEYS = [1, 9, 10, 99, 100, 1234, 98765, 123456, 2**31 - 1]
INSTANTS = [datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), datetime(2026, 12, 31, 23, 59, 59, 10, tzinfo=UTC)]
DOCUMENTS = [{"in": {"a": one}} for one in ("x", None)]
LISTS = [{"in": {"a": one}} for one in (["SALES_ORDER", "RETURN_ORDER"], [], None)]
CURRENCY: Column[str] = Column("currency", String)
NAMES = {"": "Invoice"}
CASES: Sequence[tuple[Rendering, Any, Sequence[Any]]] = [
    (Plain.TEXT, String, [*TEXTS, None]),
    (Plain.WHOLE, Integer, [0, -1, 2**31 - 1, None]),
    (Plain.SWITCH, Boolean, [True, False, None]),
    (Plain.DAY, Date, [date(1, 1, 1), date(2026, 2, 28), date(9999, 12, 31), None]),
    (Plain.INSTANT, Instant, [*INSTANTS, None]),
    (Measured(), Quantity, [*AMOUNTS, D("0.000001"), D("-0.1"), D("7.125"), None]),
    (Member(InvoiceStatus), String, [*InvoiceStatus, None]),
    (Members(OrderType, (OrderType.PROJECT_CONTRACT,)), JSON, [one["in"]["a"] for one in LISTS[:2]]),
    (Identified(NAMES), Integer, [*KEYS, None]),
    (Identified({"": "Actual"}), Integer, KEYS),
    (Identified({"": "InvoiceLine"}), Integer, KEYS),
    (Texts(), JSON, [["SW52b2ljZTox", "x-1"], []]),
    (Kept(("in", "a"), Plain.TEXT), JSON, DOCUMENTS),
    (Kept(("in", "a"), Plain.DAY), JSON, [{"in": {"a": one}} for one in ("2026-01-31", None)]),
    (Kept(("in", "a"), Plain.SWITCH), JSON, [{"in": {"a": one}} for one in (True, False)]),
    (Kept(("in", "a"), Member(InvoiceStatus)), JSON, [{"in": {"a": "DRAFT"}}]),
    (Kept(("in", "a"), Members(OrderType, (OrderType.SALES_ORDER,))), JSON, LISTS),
]


def test_every_rendering_has_its_two_sides() -> None:
    assert SQL.keys() == PYTHON.keys()
    assert {type(one) for one, _, _ in CASES} | {Money, Problems, Documents, Embedded} == SQL.keys()


def written(value: object) -> str:
    """The JSON of a value as the schema's scalars serialise it; nothing for null, which a field writes itself."""
    if isinstance(value, D):
        value = print_decimal(value)
    elif isinstance(value, datetime):
        value = print_instant(value)
    elif isinstance(value, date):
        value = value.isoformat()
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def in_sql(database: Database, rendering: Rendering, kind: Any, rows: Sequence[tuple[Any, str]]) -> list[str]:
    """What SQL makes of values and the currencies beside them, in their order."""
    table = Table(
        "rendered", MetaData(), Column("id", Integer, primary_key=True), Column("v", kind), Column("currency", String)
    )
    with database.write() as connection:
        table.drop(connection, checkfirst=True)
        table.create(connection)
        connection.execute(table.insert(), [{"v": value, "currency": code} for value, code in rows])
    beside = [minor_unit_of(table.c.currency)] if isinstance(rendering, Money) else []
    text = sql_of(ENGINES[database.dialect], rendering, [table.c.v, *beside])
    statement = statement_of(
        select(text).select_from(table).order_by(table.c.id), numbered(database.engine.dialect), ()
    )
    with database.read() as connection:
        return [row[0] for row in statement.rows(connection, ())]


@pytest.mark.both_engines
@pytest.mark.parametrize(("rendering", "kind", "values"), CASES, ids=[str(index) for index, _ in enumerate(CASES)])
def test_sql_writes_what_python_shows(
    database: Database, rendering: Rendering, kind: Any, values: Sequence[Any]
) -> None:
    shown: Callable[..., object] = python_of(rendering)
    expected = [written(shown(value)) for value in values]
    found = in_sql(database, rendering, kind, [(value, "NOK") for value in values])
    assert ["null" if one is None else one for one in found] == expected


@pytest.mark.both_engines
def test_amounts_have_the_decimals_of_their_currency(database: Database) -> None:
    money, shown = Money(CURRENCY), python_of(Money(CURRENCY))
    amounts = {"NOK": AMOUNTS, "JPY": [D(0), D("1E+2"), D(-7)], "KWD": [*AMOUNTS, D("-0.001")], "DEM": [D("1.5"), None]}
    rows = [(value, code) for code, values in amounts.items() for value in values]
    found = in_sql(database, money, Amount, rows)
    assert ["null" if one is None else one for one in found] == [written(shown(*row)) for row in rows]


@pytest.mark.both_engines
def test_an_amount_that_is_finer_than_its_currency_is_left_to_python(database: Database) -> None:
    rows = [(D("0.001"), "NOK"), (D("0.5"), "JPY"), (D("-2.0001"), "KWD")]
    assert in_sql(database, Money(CURRENCY), Amount, rows) == [MARK] * 3
