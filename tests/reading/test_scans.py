"""No operation of the docs reads a growing table from one end to the other, on either engine, but for a known reason.

Nor does a page of a root list, whatever it is filtered and sorted by.
"""

import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from graphql import OperationDefinitionNode
from sqlalchemy import insert, text

from benchmarks.multiplied import multiply
from rebill import demo
from rebill.models import tables
from rebill.models.database import Database
from rebill.resolvers.compiled.operations import CompiledOperation, compiled
from rebill.resolvers.context import Context
from tests.api import SCHEMA, Api, document
from tests.reading import lists
from tests.reading.scans import Asked, Read, reads, watched
from tests.walkthrough import PAGES, answers

pytestmark = [pytest.mark.both_engines, pytest.mark.slow]

COPIES = 12
RUNS = 300
IN_THE_DOCS = {  # statements of the docs that read a whole table, and why they may
    r"count\(DISTINCT orders.id\) AS return_orders": "returnStatistics counts all returns of a period",
}
ANYWHERE = "a part of a text stands anywhere in it, which no index of both engines finds"
LEDGER = "each index more of the ledger costs every posting; an order, an invoice or a date finds few rows by its own"
COMMON = "most rows are alike, so that a page is full soon; a customer, an order or a date finds few by its own"
BELOW = {  # what is below records and read to its end, and why
    "SalesOrder.returnOrders": "no index leads from an order's lines to the lines of invoices; see docs/performance.md",
}
FILTERS = {  # filters of root lists that no index serves, and why not
    "orders.search": ANYWHERE,
    "invoices.search": ANYWHERE,
    "customers.search": ANYWHERE,
    "products.search": ANYWHERE,
    "orders": "all but the few return orders that are still CREATED",
    "invoices.documentType": COMMON,
    "invoices.hasCorrections true": COMMON,
    "invoices.hasCorrections false": COMMON,
    "invoices.orderType": COMMON,
    "invoices.totalAmount": "SQLite, which keeps no statistics, walks in the order asked for",
    "customers.currency": COMMON,
    "actuals.transactionType": LEDGER,
    "actuals.transactionClass": LEDGER,
    "actuals.billingType": LEDGER,
    "actuals.billingStatus": LEDGER,
    "actuals.adjustmentStatus": LEDGER,
    "actuals.open true": LEDGER,
    "actuals.open false": LEDGER,
    "orders.type": COMMON,
}
BY_DEPTH = "downwards drafts come last, which have none: PostgreSQL and SQLite step over the rows before the cursor"
SORTS = {  # sorts of root lists that are not read along an index from their beginning, and why not
    **{
        f"orders by {one}": FILTERS["orders"]
        for one in ("createdAt ASC", "createdAt DESC", "number ASC", "number DESC")
    },
    **{f"invoices by {one} DESC, on": BY_DEPTH for one in ("invoiceDate", "postedAt", "number")},
    **{f"invoices by {one} ASC, on": "this cursor is a draft's" for one in ("invoiceDate", "postedAt", "number")},
}


FEW = ("posting_run_item", "return_charge")  # tables of which demo data have few rows, as many as there are copies
# For them PostgreSQL plans as if each page held a million rows.
LARGE = "UPDATE pg_class SET relpages = greatest(relpages, 1), reltuples = greatest(relpages, 1) * 1e6 "
LARGE += "WHERE relname = ANY(:tables) AND relnamespace = 'public'::regnamespace"


def grow(database: Database) -> None:
    """Many times the demo data and many runs, of which PostgreSQL knows how many."""
    run = {"status": "ENDED", "kind": "POST_INVOICES", "request": {}, "created_at": Api(database).clock.now()}
    with database.migrate() as connection:
        multiply(connection, COPIES)
        counts = dict.fromkeys(("total", "posted", "skipped", "failed", "waiting"), 0)
        connection.execute(insert(tables.posting_run), [run | counts] * RUNS)
    if database.dialect == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
            connection.execute(text(LARGE), {"tables": list(FEW)})


class Both(Api):
    """Asks both executors: what is compiled by its statements, too."""

    def run(self, query: str, **variables: Any) -> dict[str, Any]:
        """Run an operation that must not fail."""
        self.compiled(query, **variables)
        return super().run(query, **variables)

    def compiled(self, query: str, **variables: Any) -> None:
        """Have statements of its own answer it, where it is compiled."""
        node = document(query)
        operation = next(one for one in node.definitions if isinstance(one, OperationDefinitionNode))
        by_statements = compiled(SCHEMA._schema, node, operation, self.database.engine.dialect)
        if isinstance(by_statements, CompiledOperation):
            context = Context(self.database, clock=self.clock, notify=self.notify)
            by_statements.answer(context, variables)
            context.fresh()


def told(found: list[Read]) -> list[str]:
    """What reads without an index, for whoever has to mend it."""
    return [f"{one.how} of {one.table}: {one.statement}" for one in found]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_operation_of_a_page_reads_a_growing_table_to_its_end(database: Database, page: Path) -> None:
    asked: list[Asked] = []
    with ExitStack() as held:

        def grow_and_watch(_: Database) -> None:
            nonlocal asked
            grow(database)
            asked = held.enter_context(watched(database))

        assert len(list(answers(database, page, grow_and_watch, Both))) > 1
    found = [one for one in reads(database, asked) if not any(re.search(known, one.statement) for known in IN_THE_DOCS)]
    assert told(found) == []


@pytest.fixture
def large(database: Database) -> Database:
    """A database with the demo data many times."""
    demo.load(database)
    grow(database)
    return database


def unserved(database: Database, ask: Callable[[Api], object]) -> list[Read]:
    """What the statements of a question read without an index."""
    with watched(database) as asked:
        ask(Both(database))
    assert asked
    return reads(database, asked)


def test_each_filter_of_a_root_list_is_served_by_an_index_or_known_not_to_be(large: Database) -> None:
    found = {name: unserved(large, lambda api, query=query: api.run(query)) for name, query in lists.filters()}  # type: ignore[misc]
    assert len(found) > 30
    assert {name: told(scans) for name, scans in found.items() if scans and name not in FILTERS} == {}


def test_each_sort_of_a_root_list_follows_an_index_on_the_first_page_and_behind_a_cursor(large: Database) -> None:
    found = {}
    for name, first, next_page in lists.sorts():
        after = Api(large).run(first)["page"]["pageInfo"]["endCursor"]
        found[name] = unserved(large, lambda api, first=first: api.run(first))  # type: ignore[misc]
        found[f"{name}, on"] = unserved(large, lambda api, on=next_page, after=after: api.run(on, after=after))  # type: ignore[misc]
    assert len(found) > 30
    assert {name: told(scans) for name, scans in found.items() if scans and name not in SORTS} == {}


def test_what_is_below_records_is_found_by_indexes(large: Database) -> None:
    found = {}
    for name, query in lists.below():
        with watched(large) as asked:
            Both(large).compiled(query)
        found[name] = told([one for one in reads(large, asked) if one.how == "scan"])
    assert len(found) > 60
    assert {name: each for name, each in found.items() if each and name not in BELOW} == {}


def test_a_planted_scan_is_found(large: Database) -> None:
    details = "SELECT id FROM invoice_line_detail WHERE"
    either = "id IN (SELECT 1) OR first_detail_id IN (SELECT id FROM invoice_line_detail WHERE invoice_id = 1)"

    def plant(_: Api) -> None:
        with large.read() as connection:
            for condition in ("coalesce(first_detail_id, id) = 1", "first_detail_id = 1", either):
                connection.execute(text(f"{details} {condition}"))

    scans = 2 if large.dialect == "postgresql" else 1  # SQLite finds either by its index
    assert [(one.how, one.table) for one in unserved(large, plant)] == [("scan", "invoice_line_detail")] * scans
