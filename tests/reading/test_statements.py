"""A nested query costs one statement a field, whatever the number of rows, and reads only what was asked for."""

from collections.abc import Callable
from typing import Any

import pytest

from rebill.models import tables
from rebill.models.database import Database
from tests.reading.asking import Ask
from tests.reading.books import D, invoice, invoice_line, order, put

NESTED = """{ orders(filter: {type: [SALES_ORDER]}, first: 250) { nodes {
  number customer { name } invoices { nodes { number lines { description product { name } } } } } } }"""
BELOW_ACTUALS = """{ actuals(first: 250) { nodes {
  order { number customer { name } } invoice { number } reverses { sequence }
  connections { role other { sequence } } lineage { sequence } } } }"""
EFFECTIVE = """{ invoices(first: 250) { nodes {
  effective { totalAmount chain { number } details { quantity current { quantity } } } } } }"""
OPTIONS = "{ invoices(first: 250) { nodes { correctionOptions { canCorrect details { canCorrect } } } } }"
LEVELS = {"orders": NESTED, "ledger": BELOW_ACTUALS, "effective": EFFECTIVE, "correction options": OPTIONS}


def more_sales(books: Database, count: int) -> None:
    """Further sales orders, each with an invoice of one line."""
    keys = range(1000, 1000 + count)
    with books.write() as connection:
        put(connection, tables.order, [order(key, "SALES_ORDER", f"SO-{key}") for key in keys])
        put(connection, tables.invoice, [invoice(key, f"INV-{key}", D(10), D(1)) for key in keys])
        put(connection, tables.invoice_order, [{"invoice_id": key, "order_id": key} for key in keys])
        put(connection, tables.invoice_line, [invoice_line(key, key, D(10), D(1), product_id=1) for key in keys])


@pytest.mark.parametrize("query", LEVELS.values(), ids=LEVELS)
def test_more_rows_cost_no_more_statements(query: str, ask: Ask, books: Database) -> None:
    few = ask(query)
    more_sales(books, 60)
    many = ask(query)
    assert few.errors == many.errors == []
    assert len(many.statements) == len(few.statements)


def test_a_nested_query_costs_one_statement_a_level(ask: Ask) -> None:
    answer = ask(NESTED)
    assert answer.errors == []
    assert len(answer.statements) == 5  # orders, customers, invoices, lines, products


def test_only_the_asked_for_columns_are_read(ask: Ask) -> None:
    answer = ask("{ invoices { nodes { number } } }")
    assert answer.errors == []
    (statement,) = answer.statements
    columns = statement[: statement.index("FROM")]
    assert "invoice.number" in columns
    assert not [name for name in ("net_amount", "currency", "reason", "created_at") if name in columns]


def test_the_total_is_counted_only_when_asked_for(ask: Ask) -> None:
    assert "count(" not in " ".join(ask("{ orders { nodes { number } } }").statements).lower()
    assert ask("{ orders { totalCount } }").data == {"orders": {"totalCount": 3}}


def test_totals_below_records_are_one_statement(ask: Ask) -> None:
    answer = ask("{ customers { nodes { number invoices { totalCount } } } }")
    totals = {one["number"]: one["invoices"]["totalCount"] for one in answer.data["customers"]["nodes"]}
    assert totals == {"C-000001": 2, "C-000002": 3}
    assert len([one for one in answer.statements if "count(" in one.lower()]) == 1


def test_each_parent_has_a_page_of_its_own(ask: Ask) -> None:
    query = """query ($after: String) { customers { nodes { number
      invoices(first: 1, after: $after) { nodes { id number } pageInfo { hasNextPage endCursor } } } } }"""
    first = ask(query)
    assert first.errors == []
    shown = [[one["number"] for one in node["invoices"]["nodes"]] for node in first.data["customers"]["nodes"]]
    assert shown == [["INV-000001"], ["INV-000002"]]
    assert all(node["invoices"]["pageInfo"]["hasNextPage"] for node in first.data["customers"]["nodes"])
    after = first.data["customers"]["nodes"][0]["invoices"]["pageInfo"]["endCursor"]
    second = ask(query, after=after)
    assert [one["number"] for one in second.data["customers"]["nodes"][0]["invoices"]["nodes"]] == ["CN-000001"]


SAME_NAME_TWICE: list[tuple[str, str, Callable[[dict[str, Any]], object], object]] = [
    (
        "nodes and edges ask for different columns of a parent",
        "{ invoices(first: 1) { nodes { customer { name } } edges { node { customer { number } } } } }",
        lambda data: data["invoices"],
        {
            "nodes": [{"customer": {"name": "Nordic Pumps AS"}}],
            "edges": [{"node": {"customer": {"number": "C-000001"}}}],
        },
    ),
    (
        "nodes and edges page a list differently",
        """{ customers(last: 1) { nodes { invoices(first: 1) { nodes { version } } }
             edges { node { invoices { nodes { version } } } } } }""",
        lambda data: data["customers"],
        {
            "nodes": [{"invoices": {"nodes": [{"version": 1}]}}],
            "edges": [{"node": {"invoices": {"nodes": [{"version": 1}] * 3}}}],
        },
    ),
    (
        "types of one list ask for different columns of a parent",
        """{ orders { nodes { ... on SalesOrder { customer { name } } ... on ReturnOrder { customer { number } }
             ... on ProjectContract { customer { currency } } } } }""",
        lambda data: data["orders"]["nodes"],
        [
            {"customer": {"name": "Nordic Pumps AS"}},
            {"customer": {"number": "C-000001"}},
            {"customer": {"currency": "JPY"}},
        ],
    ),
    (
        "two aliases of one list",
        """{ customers(first: 1) { nodes {
             a: invoices(first: 1) { totalCount nodes { number } } b: invoices { totalCount } } } }""",
        lambda data: data["customers"]["nodes"],
        [{"a": {"totalCount": 2, "nodes": [{"number": "INV-000001"}]}, "b": {"totalCount": 2}}],
    ),
]


@pytest.mark.parametrize(("why", "query", "part", "expected"), SAME_NAME_TWICE, ids=[row[0] for row in SAME_NAME_TWICE])
def test_a_record_shown_in_two_places_answers_each(
    why: str, query: str, part: Callable[[dict[str, Any]], object], expected: object, ask: Ask
) -> None:
    answer = ask(query)
    assert answer.errors == [], why
    assert part(answer.data) == expected


def test_a_fragment_that_names_the_interface_is_read_in_one_go(ask: Ask) -> None:
    query = """{ orders { nodes { __typename ...Head } } }
      fragment Head on Order { id number customer { ...Who } } fragment Who on Customer { name }"""
    answer = ask(query)
    kinds = [one["__typename"] for one in answer.data["orders"]["nodes"]]
    assert kinds == ["SalesOrder", "ReturnOrder", "ProjectContract"]
    assert len(answer.statements) == 2
