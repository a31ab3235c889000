"""One statement serves all pages of a list: with other cursors and sizes it answers the same, after one plan."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from rebill.models.database import Database
from rebill.resolvers.compiled.operations import CompiledOperation
from rebill.resolvers.context import Context
from tests.compiled_reads.comparing import by_graphql_core, compiled_operation

LINES = "lines { id netAmount details { id kind amount } }"
PAGE = f"query ($after: String, $first: Int) {{ invoices(first: $first, after: $after) {{ nodes {{ id {LINES} }} }} }}"
TWO = """query Two($after: String, $before: String, $first: Int) {
    later: invoices(first: $first, after: $after) { nodes { number } pageInfo { hasNextPage endCursor } }
    earlier: invoices(last: 2, before: $before) { nodes { number a: details(first: 1, after: $after) { totalCount }
      b: details(first: 2, after: $before) { nodes { id } } } edges { cursor } } }"""
CUSTOM_PLANS = 5  # that PostgreSQL makes before it looks for one for all values


@pytest.mark.both_engines
def test_later_pages_take_their_own_cursors_and_sizes(books: Database) -> None:
    cursors = [edge["cursor"] for edge in _edges(books)]
    operation = compiled_operation(books, TWO)
    for place, first in ((0, 3), (4, 4), (2, 250), (5, 0), (1, 1)):
        given = {"after": cursors[place], "before": cursors[-1 - place], "first": first}
        assert _answered(operation, books, given) == by_graphql_core(books, TWO, given)


@pytest.mark.both_engines
def test_of_a_list_there_is_a_statement_for_first_pages_and_one_for_all_others(books: Database) -> None:
    operation = compiled_operation(books, PAGE)
    for after in (None, *[edge["cursor"] for edge in _edges(books)][:4]):
        given = {"after": after, "first": 2}
        assert _answered(operation, books, given) == by_graphql_core(books, PAGE, given)
    assert operation.made == 2


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_postgresql_plans_a_list_once_for_all_pages(books: Database) -> None:
    operation, cursors = compiled_operation(books, PAGE), [edge["cursor"] for edge in _edges(books)]
    with _one_connection(books) as context:
        for after in cursors[:9]:
            assert operation.answer(context, {"after": after, "first": 7}) is not None
        plans = "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement = :statement"
        (statement,) = operation.statements
        assert context.connection.execute(text(plans), {"statement": statement}).one() == (4, CUSTOM_PLANS)


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_postgresql_sorts_no_line_s_details(books: Database) -> None:
    (statement,) = _made(books, PAGE).statements
    with books.read() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        connection.execute(text("SET LOCAL enable_bitmapscan = off"))
        connection.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
        connection.exec_driver_sql(f"PREPARE page AS {statement}")
        plan = connection.exec_driver_sql("EXPLAIN EXECUTE page(50)").scalars().all()
        connection.exec_driver_sql("DEALLOCATE page")
    assert [line for line in plan if "Sort" in line] == []


def _made(books: Database, query: str) -> CompiledOperation:
    operation = compiled_operation(books, query)
    _answered(operation, books, {"first": 50})
    return operation


def _answered(operation: CompiledOperation, books: Database, given: dict[str, Any]) -> str:
    context = Context(books)
    answer = operation.answer(context, given)
    context.fresh()
    assert answer is not None
    return answer.data.decode()


@contextmanager
def _one_connection(books: Database) -> Iterator[Context]:
    context = Context(books)
    assert context.connection is not None  # which it keeps from now on
    yield context
    context.fresh()


def _edges(books: Database) -> list[dict[str, str]]:
    found = json.loads(by_graphql_core(books, "{ invoices { edges { cursor } } }", {}))
    edges: list[dict[str, str]] = found["invoices"]["edges"]
    return edges
