"""The profiles are those of access 5.2 and 5.6, figure by figure, and a strict server keeps to its own."""

import json

import httpx2
import pytest

from rebill.models.database import Database
from rebill.transport.graphql_document import meter
from rebill.transport.profile import DEFAULT, PROFILES, STRICT
from tests.measuring.measuring import SCHEMA, measured, refusal
from tests.transport.serving import serving, unacknowledged

FIGURES = """
tokens                  2000   1000
operations              10     1
definitions             50     30
variables               100    50
depth                   14     12
fields                  1000   500
aliases                 100    30
directives              30     10
directives_in_one_place 4      2
root_fields             20     10
mutations               10     3
page                    250    100
cost                    100000 30000
introspection           True   False
suggestions             True   False
"""
CAPS = """
body            262144 65536
request_seconds 10     5
init_seconds    10     5
connections     1000   1000
sockets         20     5
operations      100    20
subscriptions   200    50
"""
BY = meter(SCHEMA._schema, STRICT.limits)


def test_the_limits_are_those_of_the_table() -> None:
    for line in FIGURES.strip().splitlines():
        name, *figures = line.split()
        assert [str(getattr(one.limits, name)) for one in PROFILES.values()] == figures, name
    for line in CAPS.strip().splitlines():
        name, *figures = line.split()
        assert [str(getattr(one.caps, name)) for one in PROFILES.values()] == figures, name
    assert (DEFAULT.query_seconds, STRICT.query_seconds) == (10, 5)


@pytest.mark.parametrize(
    ("limit", "allowed", "part", "whole"),
    [
        ("tokens", 1_000, " 1", "{{ node(id: [1 1 1 1 1 1 1 1 1 1{}]) {{ id }} }}"),
        ("depth", 12, "{ a ", ""),
        ("fields", 500, " __typename", "{{ a {{ a{} }} }}"),
        ("rootFields", 10, " __typename", "{{ a{} }}"),
        ("mutations", 3, " __typename", "mutation {{ a{} }}"),
    ],
)
def test_a_strict_server_takes_as_much_as_it_allows_and_no_more(
    limit: str, allowed: int, part: str, whole: str
) -> None:
    def document(size: int) -> str:
        if limit == "depth":
            return part * size + "}" * size
        base = {"tokens": 22, "fields": 2}.get(limit, 1)
        return whole.format(part * (size - base))

    assert refusal(document(allowed), BY) is None
    assert refusal(document(allowed + 1), BY) == (limit, str(allowed), str(allowed + 1))


def test_a_strict_page_counts_by_its_variable_too() -> None:
    query = "query($n: Int) { customers(first: $n) { nodes { id } } }"
    assert measured(query, BY, n=100).measured.cost == 101
    assert refusal(query, BY, n=101) == ("page", "100", "101")


@pytest.fixture(scope="module")
def strict(books: Database) -> str:  # type: ignore[misc]  # yields
    """A strict server's place."""
    with serving(books, profile=STRICT) as place:
        yield place  # type: ignore[misc]


def asked(place: str, query: str, media: str = "application/graphql-response+json", **body: object) -> httpx2.Response:
    return httpx2.post(f"http://{place}/graphql", json={"query": query, **body}, headers={"accept": media})


@pytest.mark.parametrize(
    "query", ["{ __schema { types { name } } }", '{ ...f } fragment f on Query { __type(name: "X") { name } }']
)
def test_introspection_is_off(strict: str, query: str) -> None:
    answer = asked(strict, query)
    (error,) = answer.json()["errors"]
    assert answer.status_code == 400
    assert (error["extensions"]["code"], error["extensions"]["params"]["limit"]) == (
        "INTROSPECTION_OFF",
        "introspection",
    )
    assert asked(strict, query, "application/json").status_code == 200
    assert (
        asked(strict, "{ __typename customers(first: 1) { nodes { __typename } } }").json()["data"]["__typename"]
        == "Query"
    )


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ customer_ { name } }", {}),
        ("{ customers { nodes { nam } } }", {}),
        ("{ customers(firs: 1) { nodes { name } } }", {}),
        ("{ node(id: 1) { ... on Custome { name } } }", {}),
        ("{ node(id: 1) { name } }", {}),
        ("{ customers }", {}),
        ("query($x: Strin) { __typename }", {}),
        ("{ orders(filter: {statu: OPEN}) { nodes { id } } }", {}),
        ("{ orders(filter: {type: [RETURN_ORDERS]}) { nodes { id } } }", {}),
        ("query($f: OrderFilter) { orders(filter: $f) { nodes { id } } }", {"f": {"statu": "OPEN"}}),
        ("query($f: OrderFilter) { orders(filter: $f) { nodes { id } } }", {"f": {"type": ["RETURN_ORDERS"]}}),
        ("query($f: OrderFilter = {statu: OPEN}) { __typename orders(filter: $f) { nodes { id } } }", {}),
    ],
)
def test_nothing_is_suggested(strict: str, place: str, query: str, variables: dict[str, object]) -> None:
    told = asked(strict, query, variables=variables).json()
    assert told["errors"], told
    assert "did you mean" not in json.dumps(told).lower()
    assert "did you mean" in json.dumps(asked(place, query, variables=variables).json()).lower()


@pytest.mark.parametrize("path", ["/graphql", "/", "/graphiql/index.js", "/graphiql/"])
def test_there_is_no_graphiql(strict: str, path: str) -> None:
    answer = httpx2.get(f"http://{strict}{path}", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_a_body_has_at_most_64_kb(strict: str) -> None:
    def sized(length: int) -> httpx2.Response:
        head, tail = b'{"query":"{ __typename }","extensions":{"x":"', b'"}}'
        body = head + b"x" * (length - len(head) - len(tail)) + tail
        return httpx2.post(f"http://{strict}/graphql", content=body, headers={"content-type": "application/json"})

    assert sized(64 * 1024).status_code == 200
    refused = sized(64 * 1024 + 1)
    assert refused.status_code == 413
    assert refused.json()["errors"][0]["extensions"]["params"] == {"allowed": "65536"}


def test_an_address_has_five_sockets(strict: str) -> None:
    def another(left: int) -> None:
        with unacknowledged(strict) as talk:
            if left:
                another(left - 1)
            else:
                assert talk.closed()[0] == 1013

    another(5)
