"""Each limit to the last one that is allowed, the order in which they are told, and that a profile is data."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from rebill.transport.graphql_document import meter
from rebill.transport.measuring.limits import DEFAULT
from tests.measuring.measuring import SCHEMA, measured, refusal


def fields(number: int, text: str = "__typename") -> str:
    return " ".join(text.replace("#", str(place)) for place in range(number))


LIMITS: list[tuple[str, int, Callable[[int], str]]] = [
    ("tokens", 2_000, lambda n: f"{{ node(id: [{fields(n - 12, '1')}]) {{ id }} }}"),
    ("operations", 10, lambda n: fields(n, "query q# { __typename }")),
    ("definitions", 50, lambda n: "{ __typename } " + fields(n - 1, "fragment f# on Query { __typename }")),
    ("variables", 100, lambda n: f"query({fields(n, '$v#: Int')}) {{ __typename }}"),
    ("depth", 14, lambda n: "{ a " * n + "}" * n),
    ("fields", 1_000, lambda n: f"{{ a {{ {fields(n - 1)} }} }}"),
    ("aliases", 100, lambda n: f"{{ a {{ {fields(n, 'a#: __typename')} }} }}"),
    ("directives", 30, lambda n: f"{{ a {{ {fields(n, '__typename @skip(if: true)')} }} }}"),
    ("rootFields", 20, lambda n: f"{{ {fields(n)} }}"),
    ("mutations", 10, lambda n: f"mutation {{ {fields(n)} }}"),
    ("page", 250, lambda n: f"{{ customers(first: {n}) {{ nodes {{ id }} }} }}"),
    ("introspection", 10, lambda n: f"{{ {fields(n, '__type(name: #) { name }')} }}"),
    ("introspection", 500, lambda n: f"{{ __schema {{ {fields(n)} }} }}"),
]  # fmt: skip


@pytest.mark.parametrize(("limit", "allowed", "document"), LIMITS, ids=[f"{one[0]}-{one[1]}" for one in LIMITS])
def test_as_much_as_is_allowed_is_taken_and_one_more_is_not(
    limit: str, allowed: int, document: Callable[[int], str]
) -> None:
    name = "q0" if limit == "operations" else None
    assert refusal(document(allowed), name=name) is None
    assert refusal(document(allowed + 1), name=name) == (limit, str(allowed), str(allowed + 1))


OPENED = [
    ("fields", "{ " + "...f " * 10 + "} fragment f on Query { a { " + fields(101) + " } }", "1020"),
    ("aliases", "{ a { " + "...f " * 2 + "} } fragment f on Query { " + fields(60, "a#: a") + " }", "120"),
    ("directives", "{ a { ...f ...f } } fragment f on Query { " + fields(16, "a @skip(if: true)") + " }", "32"),
    ("rootFields", "{ ...f ... { ...f } } fragment f on Query { " + fields(11) + " }", "22"),
    ("mutations", "mutation { ...f ...f } fragment f on Mutation { " + fields(6) + " }", "12"),
]


@pytest.mark.parametrize(("limit", "query", "found"), OPENED, ids=[one[0] for one in OPENED])
def test_what_a_fragment_asks_for_counts_wherever_it_is_spread(limit: str, query: str, found: str) -> None:
    told = refusal(query)
    assert told is not None
    assert (told[0], told[2]) == (limit, found)


DIRECTIVES = [
    "query @a @b @c @d @e { a }",
    "query($x: Int @a @b @c @d @e) { a }",
    "{ ... @a @b @c @d @e { a } }",
    "{ ...f @a @b @c @d @e } fragment f on Query { a }",
    "{ ...f } fragment f on Query @a @b @c @d @e { a }",
]


@pytest.mark.parametrize("query", DIRECTIVES)
def test_five_directives_in_one_place_are_too_many_wherever_they_stand(query: str) -> None:
    assert refusal(query) == ("directives", "4", "5")


def test_of_several_limits_the_first_of_the_table_is_told() -> None:
    everything = f"mutation {{ {fields(101, 'a#: b @c @c @c @c @c')} x(first: 251) {{ {'a { ' * 20}{'}' * 20} }} }}"
    told = []
    limits = DEFAULT
    for limit in ("depth", "aliases", "directives", "directives", "rootFields", "mutations"):
        found = refusal(everything, meter(SCHEMA._schema, limits))
        assert found is not None
        told.append(found[0])
        names = {"rootFields": "root_fields"}
        name = "directives_in_one_place" if found[:2] == ("directives", "4") else names.get(limit, limit)
        limits = replace(limits, **{name: 10_000})
    assert told == ["depth", "aliases", "directives", "directives", "rootFields", "mutations"]


def test_a_profile_is_data() -> None:
    narrow = meter(SCHEMA._schema, replace(DEFAULT, name="narrow", page=100, cost=200))
    assert refusal("{ customers(first: 101) { nodes { id } } }", narrow) == ("page", "100", "101")
    assert refusal("{ customers(first: 100) { nodes { id } totalCount } }", narrow) == ("cost", "200", "601")


def test_operations_that_do_not_run_are_not_measured() -> None:
    document = f"query A {{ __typename }} query B {{ {'a { ' * 20}{'}' * 20} }}"
    assert measured(document, name="A").measured.sum.depth == 1
    assert refusal(document, name="B") == ("depth", "14", "20")
