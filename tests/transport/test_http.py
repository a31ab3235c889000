"""GraphQL over HTTP: what each request, however malformed, is told."""

import statistics
import time
from collections.abc import Iterator

import httpx2
import pytest
from starlette.testclient import TestClient

from rebill.app import create_app
from rebill.models import migrate
from rebill.models.database import Database
from tests.transport.serving import serving

URL = "/graphql"
GRAPHQL = "application/graphql-response+json"


@pytest.fixture
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of the whole application on a fresh SQLite file."""
    database = Database.open(f"sqlite:///{tmp_path_factory.mktemp('http') / 'x.db'}")
    migrate.upgrade(database)
    with TestClient(create_app(database)) as client:
        yield client
    database.dispose()


def test_a_query_is_answered_as_json_that_nobody_may_cache_or_sniff(client: TestClient) -> None:
    answer = client.post(URL, json={"query": "{ __typename }"})
    assert (answer.status_code, answer.json()) == (200, {"data": {"__typename": "Query"}})
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
    ("a body over 256 KB", b'{"query": "{ __typename }", "x": "' + b"x" * 262_144 + b'"}', 413),
]


@pytest.mark.parametrize(("case", "body", "status"), REQUESTS, ids=[one[0] for one in REQUESTS])
def test_a_malformed_request_gets_a_graphql_error(client: TestClient, case: str, body: bytes, status: int) -> None:
    answer = client.post(URL, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    assert set(answer.json()) == {"errors"}


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
    answer = client.get(URL, params={"query": mutation})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    found = client.get(URL, params={"query": "{ customers { totalCount } }"})
    assert found.json() == {"data": {"customers": {"totalCount": 0}}}


def test_of_several_operations_none_runs_unless_one_is_named(client: TestClient) -> None:
    document = (
        'query A { __typename } mutation B { createCustomer(input: {name: "N", currency: "NOK"}) { __typename } }'
    )
    refused = client.post(URL, json={"query": document}).json()
    assert "several operations" in refused["errors"][0]["message"]
    assert client.post(URL, json={"query": document, "operationName": "A"}).json() == {"data": {"__typename": "Query"}}
    assert "no operation named" in client.post(URL, json={"query": document, "operationName": "C"}).text


def test_the_idempotency_header_stands_in_for_a_single_mutation_only(client: TestClient) -> None:
    one = 'createCustomer(input: {name: "N", currency: "NOK"}) { ... on CustomerSuccess { replayed customer { number } } }'
    headers = {"Idempotency-Key": "header-1"}
    first, second = (
        client.post(URL, json={"query": f"mutation {{ {one} }}"}, headers=headers).json() for _ in range(2)
    )
    assert [one["data"]["createCustomer"]["replayed"] for one in (first, second)] == [False, True]
    assert first["data"]["createCustomer"]["customer"] == second["data"]["createCustomer"]["customer"]
    both = client.post(URL, json={"query": f"mutation {{ a: {one} b: {one} }}"}, headers=headers).json()["data"]
    assert [both["a"]["replayed"], both["b"]["replayed"]] == [False, False]


def test_a_bug_is_shown_as_an_id_and_never_with_its_text(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("rebill.resolvers.roots.node", broken)
    answer = client.post(URL, json={"query": '{ node(id: "x") { id } }'})
    assert "secret" not in answer.text
    assert answer.json()["errors"][0]["message"].startswith("Internal error (id ")


def test_a_browser_gets_graphiql_with_the_saved_operations_under_a_strict_policy(client: TestClient) -> None:
    page = client.get(URL, headers={"accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "PostCreditNote" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_whoever_watches_the_server_can_ask_whether_it_is_ready(client: TestClient) -> None:
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").json() == {"ready": True}


def test_answers_on_a_connection_that_is_kept_are_not_held_back(sqlite_database: Database) -> None:
    """With Nagle's algorithm every answer waited 40 ms for the client to acknowledge its headers."""
    with serving(sqlite_database) as place, httpx2.Client() as kept:
        taken = []
        for _ in range(30):
            began = time.perf_counter()
            assert kept.post(f"http://{place}/graphql", json={"query": "{ __typename }"}).status_code == 200
            taken.append(time.perf_counter() - began)
    assert statistics.median(taken) < 0.03
