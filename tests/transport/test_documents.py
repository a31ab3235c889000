"""What is kept of documents: the accepted ones, each looked at once, within bounds."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import anyio
import pytest
from graphql import GraphQLError

from rebill.models.database import Database
from rebill.resolvers.errors import RequestError
from rebill.schema.build import build_schema
from rebill.transport import execution, graphql_document
from rebill.transport.documents import TOKEN_BYTES, Documents
from rebill.transport.execution import Execution
from rebill.transport.graphql_document import Written, document_of, meter
from rebill.transport.requests import Operation

SCHEMA = build_schema()
METER = meter(SCHEMA._schema)
PAGES = "query Pages($first: Int) { invoices(first: $first) { nodes { number } } }"


def answers(on: Execution, query: str, *each: dict[str, object], name: str | None = None) -> list[dict[str, Any]]:
    """The bodies of one answer for each set of variables."""

    async def all_of_them() -> list[dict[str, Any]]:
        found = []
        for variables in each:
            operation = Operation(query, name, variables)
            found.append((await on.answer(operation, await on.read(operation), "127.0.0.1")).body)
        return found

    return anyio.run(all_of_them)


@pytest.fixture
def on(sqlite_database: Database) -> Execution:
    """Operations on a fresh database."""
    return Execution(SCHEMA, sqlite_database, lambda *_: None)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often documents were parsed, measured and validated."""
    counts = {"parse": 0, "measured": 0, "validate": 0}

    def counting(name: str) -> Callable[..., object]:
        original = getattr(graphql_document, name)

        def called(*given: object, **named: object) -> object:
            counts[name] += 1
            result: object = original(*given, **named)
            return result

        return called

    for name in counts:
        monkeypatch.setattr(graphql_document, name, counting(name))
    return counts


def test_a_document_is_parsed_measured_and_validated_once_whatever_its_variables(
    on: Execution, counted: dict[str, int]
) -> None:
    query = "query One($number: String!) { invoice(ref: {number: $number}) { number } }"
    bodies = answers(on, query, {"number": "A"}, {"number": "B"}, {"number": 7}, {})
    assert counted == {"parse": 1, "measured": 1, "validate": 1}
    assert [body.get("data") for body in bodies] == [{"invoice": None}, {"invoice": None}, None, None]
    assert [body["errors"][0]["extensions"]["params"]["given"] for body in bodies[2:]] == ["7", "nothing"]


def test_pages_of_another_size_are_measured_anew_and_cost_what_they_cost(
    on: Execution, counted: dict[str, int]
) -> None:
    bodies = answers(on, PAGES, {"first": 10}, {"first": 20}, {"first": 10}, {}, {"first": None}, {"first": True})
    costs = [body["extensions"]["cost"]["requestedQueryCost"] for body in bodies[:5]]
    assert costs == [11, 21, 11, 51, 51]
    assert bodies[5]["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert counted == {"parse": 1, "measured": 3, "validate": 1}


def test_a_page_that_is_too_long_is_refused_of_a_known_document_too(on: Execution) -> None:
    answers(on, PAGES, {"first": 10})
    with pytest.raises(RequestError, match="first must be from 0 to 250, not 251"):
        answers(on, PAGES, {"first": 251})


def test_each_operation_of_a_document_is_known_by_its_own_name(on: Execution) -> None:
    query = "query A { a: __typename } query B { b: __typename }"
    assert [answers(on, query, {}, name=name)[0]["data"] for name in "ABA"] == [
        {"a": "Query"}, {"b": "Query"}, {"a": "Query"},
    ]  # fmt: skip
    with pytest.raises(GraphQLError, match="give operationName"):
        answers(on, query, {})


@pytest.mark.parametrize(
    "query", ["{ nowhere }", '{ invoices(first: "1") { nodes { number } } }', "query($n: Int = 1.5) { invoices(first: $n) { nodes { id } } }"]
)  # fmt: skip
def test_what_was_refused_is_not_kept_and_is_refused_the_same_again(on: Execution, query: str) -> None:
    first, again = answers(on, query, {}, {})
    assert len(on._documents) == 0
    assert "data" not in first
    assert [one["message"] for one in first["errors"]] == [one["message"] for one in again["errors"]]


def written(query: str) -> tuple[Operation, Written]:
    """A document, as a request and as it is kept."""
    operation = Operation(query)
    return operation, document_of(operation, METER).written


def test_of_too_many_documents_those_go_that_were_asked_for_longest_ago() -> None:
    documents, made = Documents(most=2), [written(f"{{ {name}: __typename }}") for name in "abc"]
    documents.keep(*made[0])
    documents.keep(*made[1])
    assert documents.known(Operation("{ a: __typename }")) is made[0][1]
    documents.keep(*made[2])
    assert [documents.known(operation) is not None for operation, _ in made] == [True, False, True]


def test_documents_together_take_no_more_memory_than_they_may() -> None:
    one = written("{ a: __typename }")
    tokens = 7  # with the two that stand for the beginning and the end of the text
    two_of_them = 2 * (4 * len(one[0].query) + TOKEN_BYTES * tokens)
    documents = Documents(most_bytes=two_of_them)
    for name in "abcd":
        documents.keep(*written(f"{{ {name}: __typename }}"))
    assert len(documents) == 2
    documents.keep(*written(f"{{ {'x: __typename ' * 9} }}"))
    assert len(documents) == 2, "what alone is too large takes nobody's place"


def test_a_long_document_that_is_known_is_not_looked_at_in_a_thread_again(
    on: Execution, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = f"{{ __typename {' ' * execution.LARGE_QUERY}}}"
    answers(on, query, {})
    monkeypatch.setattr(on._parsing, "run", None)
    assert answers(on, query, {})[0]["data"] == {"__typename": "Query"}


def test_the_statements_of_a_document_count_in_what_is_kept(on: Execution) -> None:
    on._documents = Documents(most_bytes=1024 * 1024)
    on._ways = replace(on._ways, documents=on._documents)
    for first in range(3):
        names = " ".join(f"id{first}{number}: id" for number in range(80))  # 4 KB become 500 KB of SQL
        answers(on, f"{{ orders(first: 1) {{ nodes {{ {names} }} }} }}", {})
        answers(on, "{ __typename }", {})
    assert len(on._documents) < 4
