"""What a wrong value is told: its code, its place through the variable that carries it, and how to write it."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from rebill.models.database import Database
from rebill.process.app import create_app
from tests.api import Api

GRAPHQL = "application/graphql-response+json"
UPDATE = "mutation ($i: UpdateInvoiceLineDetailsInput!) { edited: updateInvoiceLineDetails(input: $i) { __typename } }"
PARTS = """mutation ($d: [DetailUpdateInput!]!) {
  updateInvoiceLineDetails(input: {invoice: {id: "x"}, details: $d}) { __typename } }"""
INVOICES = "query ($f: InvoiceFilter) { invoices(filter: $f) { totalCount } }"
BELOW = """query ($s: String, $n: Int) { people: customers { nodes { ...theirs } } }
  fragment theirs on Customer { invoices(filter: {search: $s}, first: $n) { totalCount } }"""


@pytest.fixture(scope="module")
def database_of_all(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Database]:
    """One database for all of them: nothing is written."""
    path = tmp_path_factory.mktemp("told") / "told.db"
    shutil.copy(sqlite_template, path)
    database = Database.open(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def client(database_of_all: Database) -> Iterator[TestClient]:
    """A client of the whole application."""
    with TestClient(create_app(database_of_all)) as client:
        yield client


def asked(client: TestClient, query: str, variables: str | dict[str, Any] | None = None, status: int = 400) -> Any:
    """What is answered; variables may be JSON as it goes over the wire."""
    sent = variables if isinstance(variables, str) else json.dumps(variables or {})
    body = f'{{"query": {json.dumps(query)}, "variables": {sent}}}'
    answer = client.post("/graphql", content=body, headers={"content-type": "application/json", "accept": GRAPHQL})
    assert answer.status_code == status, answer.text
    return answer.json()


def told(client: TestClient, query: str, variables: str | dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The errors of a request with wrong values, of which nothing ran."""
    body = asked(client, query, variables)
    assert set(body) == {"errors"}
    errors: list[dict[str, Any]] = body["errors"]
    assert {one["extensions"]["code"] for one in errors} == {"BAD_USER_INPUT"}
    return errors


def test_a_wrong_value_is_told_as_the_page_says_it(client: TestClient) -> None:
    page = (Path(__file__).resolve().parent.parent.parent / "docs" / "problems.md").read_text(encoding="utf-8")
    shown = json.loads(page.split("```json\n")[1].split("```")[0])
    query = UPDATE.replace("edited: ", "")
    (error,) = told(client, query, {"i": {"invoice": {"id": "x"}, "details": [{"detail": "y", "quantity": "7,5"}]}})
    assert error["extensions"].pop("requestId")
    assert error == shown


LITERAL = '{ invoices(filter: {status: [DRAFTS], serch: "x", invoiceDate: {from: "31.03.2026"}}) { totalCount } }'
PLACES: list[tuple[str, str, dict[str, Any], list[tuple[str, str | None, str]]]] = [
    ("a part of the input", PARTS, {"d": [{"detail": "y", "quantity": "7,5"}]}, [("details.0.quantity", "d", "Decimal")]),
    ("a null among the members", PARTS, {"d": [None]}, [("details.0", "d", "DetailUpdateInput")]),
    ("a value that is missing", PARTS, {"d": [{}]}, [("details.0.detail", "d", "ID")]),
    ("a variable that is missing", PARTS, {}, [("details", "d", "[DetailUpdateInput!]")]),
    ("an argument of another name", INVOICES, {"f": {"totalAmount": {"min": True}}}, [("filter.totalAmount.min", "f", "Decimal")]),
    ("an object that is none", INVOICES, {"f": 5}, [("filter", "f", "InvoiceFilter")]),
    ("a field that there is not", INVOICES, {"f": {"serch": "x"}}, [("filter.serch", "f", "InvoiceFilter")]),
    ("a fragment below a list", BELOW, {"s": 7, "n": 1.5}, [("filter.search", "s", "String"), ("first", "n", "Int")]),
    ("literals", LITERAL, {}, [("filter.status.0", None, "InvoiceStatus"), ("filter.invoiceDate.from", None, "Date"), ("filter.serch", None, "InvoiceFilter")]),
    ("a default value", "query ($n: Int = 1.5) { orders(first: $n) { totalCount } }", {}, [("first", "n", "Int")]),
    ("a directive", 'query ($b: Boolean!) { orders { totalCount @skip(if: $b) } }', {"b": 1}, [("if", "b", "Boolean")]),
]  # fmt: skip


@pytest.mark.parametrize(("case", "query", "variables", "wrong"), PLACES, ids=[one[0] for one in PLACES])
def test_a_place_is_told_through_whatever_carries_the_value(
    client: TestClient, case: str, query: str, variables: dict[str, Any], wrong: list[tuple[str, str | None, str]]
) -> None:
    found = told(client, query, variables)
    said = [one["extensions"] for one in found]
    at = [(".".join(one["path"]), one.get("variable"), one["params"]["expected"]) for one in said]
    assert sorted(at) == sorted(wrong)
    assert all(one["message"].startswith(".".join(one["extensions"]["path"])) for one in found)
    is_literal = case in ("literals", "a default value")
    assert all(("locations" in one) is is_literal for one in found)
    aliases = {UPDATE: "edited", PARTS: "updateInvoiceLineDetails", BELOW: "people"}
    assert {one["field"] for one in said} <= {aliases.get(query, "invoices"), "orders"}


@pytest.mark.parametrize(
    ("query", "variables", "suggestion"),
    [
        (INVOICES, {"f": {"serch": "x"}}, "Did you mean 'search'?"),
        (INVOICES, {"f": {"status": ["CONFIRMD"]}}, "Did you mean the enum value 'CONFIRMED'?"),
        ("{ orders(filter: {type: [SALES_ORDR]}) { totalCount } }", {}, "Did you mean the enum value 'SALES_ORDER'?"),
    ],
)
def test_a_misspelt_name_is_told_the_right_one(
    client: TestClient, query: str, variables: dict[str, Any], suggestion: str
) -> None:
    (error,) = told(client, query, variables)
    assert suggestion in error["message"]


ONE_OF = "query ($c: CustomerRef!) { customer(ref: $c) { id } }"


@pytest.mark.parametrize(
    ("given", "literal", "said"),
    [
        ({}, "{}", "not none."),
        ({"id": "x", "number": "y"}, '{id: "x", number: "y"}', "not id, number."),
        ({"id": None}, "{id: null}", "not id with null."),
    ],
)
def test_what_takes_exactly_one_key_is_told_at_its_own_place(
    client: TestClient, given: dict[str, Any], literal: str, said: str
) -> None:
    for found in (told(client, ONE_OF, {"c": given}), told(client, f"{{ customer(ref: {literal}) {{ id }} }}")):
        (error,) = found
        assert error["message"] == f"ref: CustomerRef takes exactly one of id, number; {said}"
        assert error["extensions"]["path"] == ["ref"]
        assert error["extensions"]["params"]["keys"] == "id, number"


def test_every_wrong_value_is_told_and_of_many_the_first_twenty(client: TestClient) -> None:
    wrong = [{"detail": "y", "quantity": "1e3", "amount": "x"} for _ in range(15)]
    found = told(client, PARTS, {"d": wrong})
    assert len(found) == 20
    assert found[1]["extensions"]["path"] == ["details", "0", "amount"]


WRITTEN = [
    ('"7,5"', 'a Decimal is written with a point, e.g. "7.5"; it cannot be "7,5".'),
    ('"1 250,00"', 'with nothing between thousands, e.g. "1250.50"; it cannot be "1 250,00".'),
    ('"1.250,00"', 'with nothing between thousands, e.g. "1250.50"; it cannot be "1.250,00".'),
    ("7.5", 'a Decimal does not take the JSON float 7.5, which may not be exact: write it as a string, e.g. "12.50"'),
    ('"1e3"', "no exponents, NaN or infinities."),
    ("1" * 41, "a number has at most 40 digits; this one has 41."),
    ("1" * 5000, "a number has at most 40 digits; this one has 5000."),
    ('"' + "1" * 41 + '"', "a number has at most 40 digits; this one has 41."),
    ("1." + "0" * 5000, "a number has at most 40 digits; this one has 5001."),
]


@pytest.mark.parametrize(("value", "message"), WRITTEN)
def test_a_decimal_is_told_how_it_is_written(client: TestClient, value: str, message: str) -> None:
    (error,) = told(client, INVOICES, f'{{"f": {{"totalAmount": {{"min": {value}}}}}}}')
    assert message in error["message"]
    assert len(error["extensions"]["params"]["given"]) <= 100
    (same,) = told(client, f"{{ invoices(filter: {{totalAmount: {{min: {value}}}}}) {{ totalCount }} }}")
    assert same["extensions"]["path"] == ["filter", "totalAmount", "min"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("31.03.2026", 'a Date is written year-month-day, e.g. "2026-03-31"; it cannot be "31.03.2026".'),
        ("0000-00-00", 'there is no day "0000-00-00" in the calendar.'),
        ("10000-01-01", "a Date is written year-month-day"),
        ("2026-02-30", 'there is no day "2026-02-30" in the calendar.'),
    ],
)
def test_a_date_is_told_how_it_is_written(client: TestClient, value: str, message: str) -> None:
    (error,) = told(client, INVOICES, {"f": {"invoiceDate": {"from": value}}})
    assert message in error["message"]


def test_nan_is_named_for_what_it_is(client: TestClient) -> None:
    (error,) = told(client, "{ invoices(filter: {totalAmount: {min: NaN}}) { totalCount } }")
    assert error["message"].startswith("filter.totalAmount.min: a Decimal cannot be NaN: ")


@pytest.mark.parametrize("text", ["\x00", "\ud800", "a\udfffb"])
def test_text_that_no_database_holds_is_refused_and_the_answer_can_be_read(client: TestClient, text: str) -> None:
    (error,) = told(client, "query ($s: String) { orders(filter: {search: $s}) { totalCount } }", {"s": text})
    assert error["extensions"]["path"] == ["filter", "search"]
    assert error["extensions"]["params"]["given"] == text
    assert "cannot hold the character U+" in error["message"]


def test_half_a_pair_is_told_wherever_a_request_can_have_it(client: TestClient) -> None:
    for query in ("{ orders(filter: {\ud800: 1}) { id } }", '{ node(id: "\\ud800") { id } }', "query \ud800 { x }"):
        assert asked(client, query)["errors"][0]["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"
    sent = '{"query": "query A { __typename }", "operationName": "\\ud800"}'
    answer = client.post("/graphql", content=sent, headers={"content-type": "application/json"})
    assert answer.json()["errors"][0]["extensions"]["code"] == "OPERATION_NAME_REQUIRED"
    unknown = told(client, INVOICES, '{"f": {"\\ud800": 1}}')
    assert unknown[0]["extensions"]["path"] == ["filter", "\ud800"]


SIZES = [
    ("orderBy", "query ($o: [OrderSort!]) { orders(orderBy: $o) { totalCount } }", {"o": [{"number": "ASC"}] * 3000}, "5"),
    ("ids", "query ($i: [ID!]!) { nodes(ids: $i) { id } }", {"i": ["x"] * 251}, "250"),
    ("filter.currency", "query ($f: CustomerFilter) { customers(filter: $f) { totalCount } }", {"f": {"currency": ["NOK"] * 1001}}, "1000"),
    ("filter.search", INVOICES, {"f": {"search": "x" * 100_000}}, "200"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "query", "variables", "limit"), SIZES)
def test_what_is_too_long_is_told_how_much_is_taken(
    client: TestClient, path: str, query: str, variables: dict[str, Any], limit: str
) -> None:
    (error,) = told(client, query, variables)
    assert (".".join(error["extensions"]["path"]), error["extensions"]["params"]["limit"]) == (path, limit)


DEFAULTS = [
    ("orderBy", f"query ($o: [OrderSort!] = [{'{number: ASC} ' * 6}]) {{ orders(orderBy: $o) {{ totalCount }} }}"),
    ("ids", f"query ($i: [ID!] = [{'1 ' * 251}]) {{ nodes(ids: $i) {{ id }} }}"),
    ("filter.type", f"query ($t: [OrderType!] = [{'SALES_ORDER ' * 1001}]) {{ orders(filter: {{type: $t}}) {{ totalCount }} }}"),
    ("filter.search", f'query ($s: String = "{"x" * 201}") {{ invoices(filter: {{search: $s}}) {{ totalCount }} }}'),
]  # fmt: skip


@pytest.mark.parametrize(("path", "query"), DEFAULTS)
def test_a_default_value_is_not_taken_longer_than_a_given_one(client: TestClient, path: str, query: str) -> None:
    (error,) = told(client, query)
    assert ".".join(error["extensions"]["path"]) == path
    assert "limit" in error["extensions"]["params"]


def test_the_largest_that_is_taken_is_taken(client: TestClient) -> None:
    for _, query, variables, limit in SIZES:
        (name, value) = next(iter(variables.items()))
        asked(client, query, {name: _cut(value, int(limit))}, status=200)


def _cut(value: Any, most: int) -> Any:
    return {key: one[:most] for key, one in value.items()} if isinstance(value, dict) else value[:most]


def test_a_cursor_that_is_none_is_told_by_its_argument_and_shown_in_part(client: TestClient) -> None:
    (error,) = told(client, "query ($c: String) { all: orders(after: $c) { totalCount } }", {"c": "x" * 100_000})
    assert len(error["message"]) < 200
    assert (error["extensions"]["path"], error["extensions"]["field"]) == (["after"], "all")


def test_a_wrong_value_writes_nothing_beside_a_right_one(database_of_all: Database, client: TestClient) -> None:
    api = Api(database_of_all)
    before = api.fingerprint()
    query = """mutation ($n: Decimal!) { a: createCustomer(input: {name: "A", currency: "NOK"}) { __typename }
      b: createProduct(input: {name: "B", salesPrice: $n}) { __typename } }"""
    (error,) = told(client, query, {"n": "1,5"})
    assert error["extensions"]["field"] == "b"
    assert api.fingerprint() == before


NULLS: list[tuple[str, dict[str, Any], list[str]]] = [
    ('mutation ($n: String = "x") {{ {first} b: createCustomer(input: {{name: $n, currency: "NOK"}}) {{ __typename }} }}', {"n": None}, ["name"]),
    ('mutation ($n: ID = "x") {{ {first} b: deleteInvoice(input: {{invoice: {{id: $n}}}}) {{ __typename }} }}', {"n": None}, ["invoice"]),
    ("mutation ($n: ID) {{ {first} b: deleteInvoice(input: {{invoice: {{id: $n}}}}) {{ __typename }} }}", {}, ["invoice"]),
    ("mutation ($n: ID = null) {{ {first} b: deleteInvoice(input: {{invoice: {{id: $n}}}}) {{ __typename }} }}", {}, ["invoice"]),
    ("mutation ($n: Boolean = true) {{ {first} b: deleteInvoice(input: {{invoice: {{id: 1}}}}) {{ ... @skip(if: $n) {{ __typename }} }} }}", {"n": None}, ["if"]),
    ('query ($n: ID = "x") {{ nodes(ids: ["y", $n]) {{ id }} }}', {"n": None}, ["ids", "1"]),
    ("query ($n: Boolean) {{ __type(name: \"Order\") {{ fields(includeDeprecated: $n) {{ name }} }} }}", {"n": None}, ["includeDeprecated"]),
    ('query ($n: String = "x") {{ products(filter: {{search: $n}}) {{ totalCount }} __type(name: $n) {{ name }} }}', {"n": None}, ["name"]),
]  # fmt: skip


@pytest.mark.parametrize(("query", "variables", "path"), NULLS)
def test_null_in_a_place_that_needs_a_value_is_refused_before_anything_runs(
    database_of_all: Database, client: TestClient, query: str, variables: dict[str, Any], path: list[str]
) -> None:
    before = Api(database_of_all).fingerprint()
    first = 'a: createCustomer(input: {name: "A", currency: "NOK"}) { __typename }'
    (error,) = told(client, query.format(first=first), variables)
    assert (error["extensions"]["path"], error["extensions"]["variable"]) == (path, "n")
    assert Api(database_of_all).fingerprint() == before


def test_what_is_left_out_stands_for_its_default(client: TestClient) -> None:
    fields = 'query ($n: Boolean) { __type(name: "Order") { fields(includeDeprecated: $n) { name } } }'
    asked(client, fields, {}, status=200)
    asked(client, 'query ($n: ID = "x") { order(ref: {id: $n}) { id } nodes(ids: [$n]) { id } }', {}, status=200)
    asked(client, "query ($n: ID) { order(ref: {id: $n}) { id } }", {"n": "x"}, status=200)


def test_a_stream_tells_the_same(client: TestClient) -> None:
    body = {"query": "query ($n: Int) { orders(first: $n) { totalCount } }", "variables": {"n": "x"}}
    answer = client.post("/graphql", json=body, headers={"accept": "text/event-stream"})
    assert '"path":["first"]' in answer.text
    assert '"variable":"n"' in answer.text


def test_a_list_of_an_input_is_refused_by_the_trade_at_its_place(client: TestClient) -> None:
    charge = {"description": "x", "category": "FIXED", "value": "1"}
    order = {"reasonCode": "x", "lines": [{"quantity": "1", "charges": [charge] * 1001}]}
    query = """mutation ($i: CreateReturnOrderInput!) { createReturnOrder(input: $i) {
      ... on Rejection { problems { code path } } } }"""
    refused = asked(client, query, {"i": order}, status=200)["data"]["createReturnOrder"]
    assert refused == {"problems": [{"code": "INVALID_INPUT", "path": ["lines", "0", "charges"]}]}
    query = """query ($i: PostReturnInvoiceInput!) { planReturnInvoice(input: $i) {
      ... on Rejection { problems { code path } } } }"""
    lines = {"order": {"number": "x"}, "lines": [{"line": "x"}] * 1001}
    refused = asked(client, query, {"i": lines}, status=200)["data"]["planReturnInvoice"]
    assert refused == {"problems": [{"code": "INVALID_INPUT", "path": ["lines"]}]}
