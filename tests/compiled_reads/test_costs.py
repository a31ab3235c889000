"""What an answer cost is the same, whether it is counted in its text or looked through."""

import json
from dataclasses import replace

import pytest

from rebill.models.database import Database
from rebill.resolvers.compiled.operations import CompiledOperation
from rebill.resolvers.context import Context
from rebill.transport.graphql_document import Meter, document_of, meter
from rebill.transport.measuring.counted import counting
from rebill.transport.measuring.limits import DEFAULT
from rebill.transport.measuring.spent import branches, spent
from rebill.transport.requests import Operation
from tests.compiled_reads.comparing import CORE, compiled_operation
from tests.compiled_reads.test_same_answer import QUERIES

METER: Meter = meter(CORE, replace(DEFAULT, cost=10**9))


@pytest.mark.parametrize("about", [*(one for one in QUERIES if "functions" not in one), "", "long"])
def test_points_are_counted_in_the_text(opened_books: object, about: str) -> None:
    books: Database = opened_books("sqlite")  # type: ignore[operator]  # the fixture says so
    query = {**QUERIES, "": "{ invoices { totalCount edges { cursor } pageInfo { endCursor } } }"}.get(
        about, "{ actuals(first: 3) { nodes { lineage { sequence } } } postingAccounts { account } }"
    )
    document = document_of(Operation(query), METER)
    operation: CompiledOperation = compiled_operation(books, query)
    context = Context(books)
    answer = operation.answer(context, {})
    context.fresh()
    assert answer is not None
    how = counting(document.operation, document.measured.fragments, METER.tariff)
    assert how is not None
    looked_through = spent(
        json.loads(answer.data), branches(document.operation, document.measured.fragments, METER.tariff)
    )
    assert (how.points(answer.data) == looked_through) is not answer.has_long_list


def test_an_object_may_begin_with_what_a_later_place_asks_for() -> None:
    query = "query Q($n: Boolean = false) { orders { pageInfo @include(if: $n) { a: endCursor } pageInfo { b: endCursor } } }"
    document = document_of(Operation(query), METER)
    found = counting(document.operation, document.measured.fragments, METER.tariff)
    assert found is not None
    assert found.free == (b'{"a":', b'{"b":')


@pytest.mark.parametrize(
    "query",
    [
        "query Q($no: Boolean = false) { invoices { nodes { lines { id @include(if: $no) } } } }",  # may be empty
        "{ orders { nodes { ... on SalesOrder { number } } } }",  # is empty where it is none
        "{ invoices { edges { a: cursor } nodes { a: number } } }",  # begin alike
        "{ invoices { totalCount nodes { totalCount: number } } }",  # dear and free of one name
    ],
)
def test_what_cannot_be_told_apart_is_not_counted(query: str) -> None:
    document = document_of(Operation(query), METER)
    assert counting(document.operation, document.measured.fragments, METER.tariff) is None
