"""GraphQL over HTTP: what each request, however malformed, is told."""

import gzip
import time
from collections.abc import Callable, Iterator

import httpx2
import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from rebill.models.database import Database
from rebill.process.app import Application, create_app
from rebill.transport.requests import BadRequest, key_of
from tests.transport.serving import costing, serving

URL = "/graphql"
GRAPHQL = "application/graphql-response+json"


@pytest.fixture(scope="module")
def app(books: Database) -> Application:
    """The whole application, made once."""
    return create_app(books)


@pytest.fixture
def client(app: Application) -> Iterator[TestClient]:
    """A client of it."""
    with TestClient(app) as client:
        yield client


def customers(client: TestClient) -> int:
    answer = client.post(URL, json={"query": "{ customers { totalCount } }"})
    return int(answer.json()["data"]["customers"]["totalCount"])


def test_a_query_is_answered_as_json_that_nobody_may_cache_or_sniff(client: TestClient) -> None:
    answer = client.post(URL, json={"query": "{ __typename }"})
    assert (answer.status_code, answer.json()) == (200, costing(0, {"__typename": "Query"}))
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "Accept" in answer.headers["vary"]


REQUESTS = [
    ("a body that is no JSON", b"{", 400),
    ("invalid UTF-8", b'{"query": "\xff"}', 400),
    ("UTF-16", '{"query": "{ __typename }"}'.encode("utf-16"), 400),
    ("a scalar", b"5", 400),
    ("a batch", b'[{"query": "{ __typename }"}]', 400),
    ("NaN", b'{"query": "{ __typename }", "variables": {"x": NaN}}', 400),
    ("deep nesting", b'{"query": "{ __typename }", "variables": {"x": ' + b"[" * 100 + b"]" * 100 + b"}}", 400),
    ("no query", b"{}", 400),
    ("a query that is a number", b'{"query": 5}', 400),
    ("variables that are a list", b'{"query": "{ __typename }", "variables": []}', 400),
    ("variables that are a text", b'{"query": "{ __typename }", "variables": ""}', 400),
    ("variables that are a number", b'{"query": "{ __typename }", "variables": 0}', 400),
    ("a name that is 0", b'{"query": "{ __typename }", "operationName": 0}', 400),
    ("a name that is false", b'{"query": "{ __typename }", "operationName": false}', 400),
    ("a name that is a list", b'{"query": "{ __typename }", "operationName": []}', 400),
    ("a name that is an object", b'{"query": "{ __typename }", "operationName": {}}', 400),
    ("extensions that are false", b'{"query": "{ __typename }", "extensions": false}', 400),
    ("two queries", b'{"query": "{ __typename }", "query": "{ __schema { types { name } } }"}', 400),
    ("a variable twice", b'{"query": "{ __typename }", "variables": {"input": {"x": 1, "x": 100}}}', 400),
    ("a body over 256 KB", b'{"query": "{ __typename }", "x": "' + b"x" * 262_144 + b'"}', 413),
]


@pytest.mark.parametrize(("case", "body", "status"), REQUESTS, ids=[one[0] for one in REQUESTS])
def test_a_malformed_request_gets_a_graphql_error(client: TestClient, case: str, body: bytes, status: int) -> None:
    answer = client.post(URL, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    assert set(answer.json()) == {"errors"}


PARAMETERS = [
    ("two queries", "query={__typename}&query={a:__typename}"),
    ("two names", "query={__typename}&operationName=A&operationName="),
    ("variables that are no object", "query={__typename}&variables=[]"),
    ("variables that are no JSON", "query={__typename}&variables={"),
    ("extensions that are no object", "query={__typename}&extensions=5"),
    ("bytes that are no UTF-8", "query={__typename}&operationName=%FF"),
]


@pytest.mark.parametrize(("case", "parameters"), PARAMETERS, ids=[one[0] for one in PARAMETERS])
def test_a_malformed_address_gets_a_graphql_error(client: TestClient, case: str, parameters: str) -> None:
    answer = client.get(f"{URL}?{parameters}")
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")


def test_an_empty_name_is_none_and_parameters_of_others_are_let_pass(client: TestClient) -> None:
    for sent in ({"query": "{ __typename }", "operationName": ""}, {"query": "{ __typename }", "operationName": None}):
        assert client.post(URL, json=sent).json() == costing(0, {"__typename": "Query"})
    answer = client.get(f"{URL}?query={{__typename}}&operationName=&utm=1&utm=2")
    assert answer.json() == costing(0, {"__typename": "Query"})


def test_packed_bodies_are_not_taken(client: TestClient) -> None:
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    answer = client.post(URL, content=gzip.compress(b'{"query": "{ __typename }"}'), headers=headers)
    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity")


def test_wrong_methods_types_and_accepts_have_their_own_status(client: TestClient) -> None:
    put = client.put(URL, json={"query": "{ __typename }"})
    assert (put.status_code, put.headers["allow"]) == (405, "GET, POST")
    assert client.post(URL, content=b"x", headers={"content-type": "text/plain"}).status_code == 415
    refused = client.post(URL, json={"query": "{ __typename }"}, headers={"accept": "image/png"})
    assert refused.status_code == 406
    assert refused.json()["errors"]


def test_a_request_error_is_400_under_the_new_media_type_and_200_under_the_old(client: TestClient) -> None:
    for query in ("{", "{ nothing }", "{ node(id: 5.5) { id } }"):
        new = client.post(URL, json={"query": query}, headers={"accept": GRAPHQL})
        assert (new.status_code, new.headers["content-type"]) == (400, f"{GRAPHQL}; charset=utf-8")
        assert "data" not in new.json()
        assert client.post(URL, json={"query": query}).status_code == 200


def test_a_wrong_value_takes_all_of_a_query_with_it_whatever_could_be_answered_beside_it(client: TestClient) -> None:
    """Only a bug leaves data beside it: of a request that is wrong nothing is answered (access 6.2)."""
    made = 'createCustomer(input: {name: "N", currency: "NOK"}) { ... on CustomerSuccess { customer { id } } }'
    key = client.post(URL, json={"query": f"mutation {{ {made} }}"}).json()["data"]["createCustomer"]["customer"]["id"]
    query = "query ($i: ID!, $a: String) { viewer { scopes } node(id: $i) { ... on Customer { invoices(after: $a) { totalCount } } } }"
    for _ in range(2):
        answer = client.post(URL, json={"query": query, "variables": {"i": key, "a": "x"}}, headers={"accept": GRAPHQL})
        (error,) = answer.json()["errors"]
        assert (answer.status_code, set(answer.json())) == (400, {"errors"})
        assert error["extensions"]["path"] == ["after"]
    fine = client.post(URL, json={"query": query, "variables": {"i": key}}, headers={"accept": GRAPHQL})
    assert (fine.status_code, fine.json()["data"]["node"]) == (200, {"invoices": {"totalCount": 0}})


CODES = [
    ("a document that is no GraphQL", {"query": "{"}, "GRAPHQL_PARSE_FAILED"),
    ("a field that there is not", {"query": "{ nothing }"}, "GRAPHQL_VALIDATION_FAILED"),
    ("no name among several operations", {"query": "query A { __typename } query B { __typename }"}, "OPERATION_NAME_REQUIRED"),
    ("a variable of the wrong kind", {"query": "query($i: ID!) { node(id: $i) { id } }", "variables": {"i": 5.5}}, "BAD_USER_INPUT"),
    ("a cursor of another list", {"query": '{ customers(after: "x") { totalCount } }'}, "BAD_USER_INPUT"),
    ("a body that asks for nothing", {}, "BAD_REQUEST"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "body", "code"), CODES, ids=[one[0] for one in CODES])
def test_every_error_has_a_code_and_the_id_of_its_request(
    client: TestClient, case: str, body: dict[str, object], code: str
) -> None:
    answer = client.post(URL, json=body, headers={"X-Request-Id": "callers-own.1"})
    (error,) = answer.json()["errors"]
    told = error["extensions"]
    assert (told["code"], told["requestId"], told["retryable"]) == (code, "callers-own.1", False)
    assert answer.headers["x-request-id"] == "callers-own.1"


def test_an_id_that_would_forge_lines_of_the_log_is_replaced(client: TestClient) -> None:
    given = "x" * 65
    answer = client.post(URL, json={"query": "{"}, headers={"X-Request-Id": given})
    made = answer.headers["x-request-id"]
    assert made != given
    assert answer.json()["errors"][0]["extensions"]["requestId"] == made


def test_mutations_are_not_carried_out_by_get(client: TestClient) -> None:
    mutation = 'mutation { createCustomer(input: {name: "N", currency: "NOK"}) { __typename } }'
    before, answer = customers(client), client.get(URL, params={"query": mutation})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    found = client.get(URL, params={"query": "{ customers { totalCount } }"})
    assert found.json() == costing(501, {"customers": {"totalCount": before}})
    assert customers(client) == before


def test_of_several_operations_none_runs_unless_one_is_named(client: TestClient) -> None:
    document = (
        'query A { __typename } mutation B { createCustomer(input: {name: "N", currency: "NOK"}) { __typename } }'
    )
    refused = client.post(URL, json={"query": document}).json()
    assert "several operations" in refused["errors"][0]["message"]
    assert client.post(URL, json={"query": document, "operationName": "A"}).json() == costing(
        0, {"__typename": "Query"}
    )
    assert "no operation named" in client.post(URL, json={"query": document, "operationName": "C"}).text


def test_the_idempotency_header_stands_in_for_a_single_mutation_only(client: TestClient) -> None:
    one = 'createCustomer(input: {name: "N", currency: "NOK"}) { ... on CustomerSuccess { replayed customer { number } } }'
    headers = {"Idempotency-Key": "header-1"}
    first, second = (
        client.post(URL, json={"query": f"mutation {{ {one} }}"}, headers=headers).json() for _ in range(2)
    )
    assert [one["data"]["createCustomer"]["replayed"] for one in (first, second)] == [False, True]
    assert first["data"]["createCustomer"]["customer"] == second["data"]["createCustomer"]["customer"]


MUTATION = 'mutation { createCustomer(input: {name: "N", currency: "NOK"}) { __typename } }'
KEYS = [
    ("no characters", [("Idempotency-Key", "")], "1 to 200 characters"),
    ("blanks", [("Idempotency-Key", "  ")], "1 to 200 characters"),
    ("too many characters", [("Idempotency-Key", "x" * 201)], "1 to 200 characters"),
    ("a tab", [("Idempotency-Key", "a\tb")], "none of control"),
    ("two keys", [("Idempotency-Key", "a"), ("Idempotency-Key", "a")], "more than once"),
]


@pytest.mark.parametrize(("case", "headers", "message"), KEYS, ids=[one[0] for one in KEYS])
def test_a_key_that_is_none_is_refused_for_a_mutation_and_passed_over_for_a_query(
    client: TestClient, case: str, headers: list[tuple[str, str]], message: str
) -> None:
    before = customers(client)
    for accept in ("application/json", "text/event-stream"):
        sent = [*headers, ("accept", accept)]
        refused = client.post(URL, json={"query": MUTATION}, headers=sent)
        assert refused.status_code == 400
        assert message in refused.json()["errors"][0]["message"]
        assert client.post(URL, json={"query": "{ __typename }"}, headers=sent).status_code == 200
    assert customers(client) == before


def test_a_key_whose_bytes_are_no_text_is_refused() -> None:
    with pytest.raises(BadRequest, match="not UTF-8"):
        key_of(Headers(raw=[(b"idempotency-key", b"\xff")]))


@pytest.mark.parametrize("accept", ["application/json", GRAPHQL, "text/event-stream"])
def test_one_key_for_two_mutations_is_refused(client: TestClient, accept: str) -> None:
    before, one = customers(client), 'createCustomer(input: {name: "N", currency: "NOK"}) { __typename }'
    for query in (
        f"mutation {{ a: {one} b: {one} }}",
        f"mutation {{ ...f }} fragment f on Mutation {{ a: {one} b: {one} }}",
    ):
        refused = client.post(URL, json={"query": query}, headers={"Idempotency-Key": "k", "accept": accept})
        assert refused.status_code == 400
        (error,) = refused.json()["errors"]
        assert (error["extensions"]["code"], "idempotencyKey" in error["message"]) == ("BAD_REQUEST", True)
    assert customers(client) == before


def test_a_key_is_the_same_in_a_header_and_in_an_input_in_any_alphabet(client: TestClient) -> None:
    asked = 'mutation { createCustomer(input: {name: "N", currency: "NOK"%s}) { ... on CustomerSuccess { replayed } } }'
    client.post(URL, json={"query": asked % ', idempotencyKey: "nøkkel-1"'})
    again = client.post(URL, json={"query": asked % ""}, headers=[(b"Idempotency-Key", "nøkkel-1".encode())])
    assert again.json()["data"]["createCustomer"]["replayed"] is True


def test_a_bug_is_shown_as_an_id_and_never_with_its_text(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("rebill.resolvers.roots.return_statistics", broken)
    with capture_logs() as lines:  # which also spares the rendering
        answer = client.post(
            URL,
            json={"query": "{ alias: returnStatistics(by: REASON) { key } }"},
            headers={"X-Request-Id": "callers-1"},
        )
    (line,) = lines
    assert (line["request_id"], line["field"]) == ("callers-1", "returnStatistics")
    assert "secret" not in answer.text
    assert answer.json()["errors"][0]["message"].startswith("Internal error (id ")


def test_a_browser_gets_graphiql_with_the_saved_operations_under_a_strict_policy(client: TestClient) -> None:
    page = client.get(URL, headers={"accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "PostCreditNote" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_whoever_watches_the_server_can_ask_whether_it_is_ready(client: TestClient) -> None:
    assert client.get("/livez").status_code == 200
    ready = {"ready": True, "database": "ok", "migrations": "ok", "worker": None, "draining": False}
    assert client.get("/readyz").json() == ready


def test_answers_on_a_connection_that_is_kept_are_not_held_back(sqlite_database: Database) -> None:
    """With Nagle's algorithm each answer waited 40 ms for the client to acknowledge its headers, the quickest, too."""
    with serving(sqlite_database) as place, httpx2.Client() as kept:

        def quickest(post: Callable[..., httpx2.Response]) -> float:
            taken = []
            for _ in range(30):
                began = time.perf_counter()
                assert post(f"http://{place}/graphql", json={"query": "{ __typename }"}).status_code == 200
                taken.append(time.perf_counter() - began)
            return min(taken)

        assert quickest(kept.post) < quickest(httpx2.post) + 0.02  # which begins a connection for each
