"""Bounds finer or larger than any column, and cursors that no list gave: alike on both engines."""

from typing import Any

import pytest

from rebill.models import tables
from rebill.resolvers.context import Context
from rebill.resolvers.reading.keyset import SortKey, cursor_of
from tests.api import SCHEMA, Api, Rejected

pytestmark = pytest.mark.both_engines

COUNT = "query ($f: InvoiceFilter) { invoices(filter: $f) { totalCount } }"
BOUNDS = [
    ({"min": "1e30".replace("e30", "0" * 30)}, 0),
    ({"min": "-" + "9" * 40}, 1),
    ({"max": "9" * 40}, 1),
    ({"max": "-1" + "0" * 30}, 0),
    ({"min": "124.9999999999"}, 1),
    ({"min": "125.0000000001"}, 0),
    ({"max": "125.0000000001"}, 1),
    ({"max": "124.9999999999"}, 0),
    ({"min": "125", "max": "125.00"}, 1),
    ({"min": "922337203685477.5807"}, 0),
]


def test_a_bound_finer_or_larger_than_the_column_means_what_it_means_to_a_number(api: Api) -> None:
    api.invoiced(api.customer(), {"product": {"number": api.product("100")}, "quantity": "1"})
    for bounds, count in BOUNDS:
        found = api.run(COUNT, f={"totalAmount": bounds})["invoices"]["totalCount"]
        assert (bounds, found) == (bounds, count)


def test_the_first_and_last_days_and_instants_of_all_are_answered(api: Api) -> None:
    whole = {"from": "0001-01-01", "to": "9999-12-31"}
    asked = """query ($d: DateRange!, $a: DateTime!, $b: DateTime!) { invoices(filter: {invoiceDate: $d}) { totalCount }
      orders(filter: {createdOn: $d}) { totalCount } returnStatistics(by: REASON, period: $d) { lines }
      ledgerDiff(from: {at: $a}, to: {at: $b}) { rows } }"""
    found = api.run(asked, d=whole, a="0001-01-01T00:00:00Z", b="9999-12-31T23:59:59.999999Z")
    assert found["ledgerDiff"] == {"rows": 0}


NUMBER, KEY, AMOUNT = tables.order.c.number, tables.order.c.id, tables.invoice.c.total_amount
CREATED = tables.order.c.created_at
FORGED: list[tuple[str, str, list[Any], list[Any]]] = [
    ("a NUL in a number", "orders(orderBy: {number: ASC}, after: $c)", [NUMBER, KEY], ["\x00", 1]),
    ("half a pair", "orders(orderBy: {number: ASC}, after: $c)", [NUMBER, KEY], ["\ud800", 1]),
    ("a key that no row has", "orders(after: $c)", [KEY], [2**62]),
    ("an amount beyond all", "invoices(orderBy: {totalAmount: ASC}, after: $c)", [AMOUNT, KEY], ["1" + "0" * 30, 1]),
    ("an amount too fine", "invoices(orderBy: {totalAmount: ASC}, after: $c)", [AMOUNT, KEY], ["0.00001", 1]),
    ("an instant before all", "orders(orderBy: {createdAt: ASC}, after: $c)", [CREATED, KEY], ["0001-01-01T00:00+14:00", 1]),
]  # fmt: skip


def test_a_cursor_that_no_list_gave_is_refused_alike(api: Api) -> None:
    for case, field, columns, values in FORGED:
        cursor = cursor_of([SortKey(one) for one in columns], values)
        query = f"query ($c: String) {{ {field} {{ nodes {{ id }} }} }}"
        result = SCHEMA.execute_sync(query, variable_values={"c": cursor}, context_value=Context(api.database))
        assert result.errors is not None, case
        (error,) = result.errors
        assert error.message.endswith("is not a cursor of this list in this order."), case
        assert (error.extensions or {})["path"] == ["after"], case


@pytest.mark.parametrize("quantity", ["9" * 40, "1." + "0" * 33 + "1"])
def test_a_number_finer_or_larger_than_any_column_is_refused_at_its_place(api: Api, quantity: str) -> None:
    customer, product = api.customer(), api.product("100")
    line = {
        "product": {"number": product},
        "quantity": quantity,
        "unitPrice": "9" * 40,
        "discountPercent": "-" + "9" * 40,
    }
    with pytest.raises(Rejected) as refused:
        api.do("createSalesOrder", "", customer={"number": customer}, lines=[line])
    paths = {tuple(one["path"]) for one in refused.value.problems}
    assert {("lines", "0", name) for name in ("quantity", "unitPrice", "discountPercent")} <= paths
    assert set(refused.value.codes) == {"INVALID_INPUT"}
