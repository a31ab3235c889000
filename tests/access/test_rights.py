"""What each duty opens: every root field of the schema, asked for with each scope alone (access 2.1 to 2.4)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from graphql import GraphQLField, GraphQLObjectType, OperationType, get_named_type, is_abstract_type, is_leaf_type
from starlette.testclient import TestClient
from strawberry.schema.schema_converter import GraphQLCoreConverter

from rebill.models.database import Database
from rebill.models.identity import encode
from rebill.models.vocabulary import EVERY_SCOPE, Scope
from rebill.posting.command.caller import ANONYMOUS
from rebill.process.app import create_app
from rebill.schema.mutation import MUTATIONS
from rebill.schema.scopes import RIGHT, right_of
from rebill.transport.rights import forbidden, rights
from tests.access.serving import bearer, key, secret
from tests.api import SCHEMA
from tests.length import PATIENCE_SECONDS
from tests.transport.serving import serving

CORE = SCHEMA._schema
ROOTS = [one for one in (CORE.query_type, CORE.mutation_type, CORE.subscription_type) if one is not None]
DRAFT = (
    "createCustomer updateCustomer createProduct createSalesOrder createReturnOrder updateReturnOrder "
    "cancelReturnOrder createReplacementOrder createProjectContract createRetainer setNotToExceedLimit "
    "evaluateNotToExceed postEntryJournal markReadyToInvoice markReadyToRefund createInvoice refreshInvoice "
    "addInvoiceLineDetails updateInvoiceLineDetails removeInvoiceLineDetails deleteInvoice markInvoiceInReview "
    "correctInvoice updateInvoice cancelEntries updateProduct"
)
TABLE = {  # as access 2.3 has it, of those that there are
    "DRAFT": DRAFT,
    "RECEIVE": "registerArrival endQuarantine setDisposition postPackingSlip",
    "CREDIT": "postReturnInvoice cancelInvoice correctInvoices",
    "INVOICE CREDIT": (
        "confirmInvoice confirmInvoices postInvoices resumePostingRun cancelPostingRun createRunSchedule "
        "updateRunSchedule recordExternalReference issueDocuments"
    ),
    "PAY": "recordPayment settleInvoices markInvoicePaid unsettle writeOff",
    "SETUP": (
        "setFiscalPeriod setReasonCodeGroup setReasonCode setDispositionCode setTaxCode setPostingAccount setParameters "
        "setCompany"
    ),
    "DRAFT INVOICE CREDIT": "requestApproval",
    "APPROVE": "decideApproval",
    "ADMIN": "createApiKey revokeApiKey setApprovalPolicy",
}


def declared(field: GraphQLField) -> Any:
    """A field as its schema class declares it."""
    return field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]


@contextmanager
def client_of(database: Database) -> Iterator[httpx2.Client]:
    """A client of a server on either engine."""
    with serving(database) as place, httpx2.Client(base_url=f"http://{place}", timeout=PATIENCE_SECONDS) as client:
        yield client


def root_fields() -> Iterator[tuple[GraphQLObjectType, str, GraphQLField]]:
    """Every root field."""
    for root in ROOTS:
        for name, field in root.fields.items():
            yield root, name, field


def document(root: GraphQLObjectType, name: str, field: GraphQLField, beside: str = "") -> str:
    """A valid document that asks for a field, with a variable for each argument that it must have."""
    needed = [(one, said.type) for one, said in field.args.items() if str(said.type).endswith("!")]
    variables = ", ".join(f"${one}: {kind}" for one, kind in needed)
    given = ", ".join(f"{one}: ${one}" for one, _ in needed)
    below = "" if is_leaf_type(get_named_type(field.type)) else " { __typename }"
    kind = {"Query": "query", "Mutation": "mutation", "Subscription": "subscription"}[root.name]
    return f"{kind}{f'({variables})' if variables else ''} {{ {beside}{name}{f'({given})' if given else ''}{below} }}"


def test_every_root_field_states_its_duties_where_it_is_declared() -> None:
    silent = [f"{root.name}.{name}" for root, name, field in root_fields() if RIGHT not in declared(field).metadata]
    assert silent == []


def test_a_field_that_states_none_is_for_administrators_alone() -> None:
    unsaid = declared(next(field for _, name, field in root_fields() if name == "customers"))
    assert right_of(unsaid) == EVERY_SCOPE
    forgotten = type(unsaid)(python_name="forgotten", metadata={})
    assert right_of(forgotten) == {Scope.ADMIN}


def test_the_mutations_take_the_duties_of_the_table() -> None:
    expected = {name: set(scopes.split()) for scopes, names in TABLE.items() for name in names.split()}
    assert {one.name: {scope.value for scope in one.right} for one in MUTATIONS} == expected


def test_every_scope_reads_but_keys_are_the_administrators() -> None:
    assert CORE.query_type is not None
    rights = {name: right_of(declared(field)) for name, field in CORE.query_type.fields.items()}
    assert {name for name, right in rights.items() if right != EVERY_SCOPE} == {"viewer", "apiKeys"}
    assert rights["apiKeys"] == {Scope.ADMIN}
    assert rights["viewer"] == frozenset()


def test_nothing_leads_to_a_key_but_what_administrators_ask_for() -> None:
    def reached(field: GraphQLField) -> set[str]:
        found, left = set[str](), [get_named_type(field.type)]
        while left:
            one = left.pop()
            if one.name not in found and one.name != "Node":
                found.add(one.name)
                left += CORE.get_possible_types(one) if is_abstract_type(one) else []
                left += [get_named_type(below.type) for below in getattr(one, "fields", {}).values()]
        return found

    leading = {name for _, name, field in root_fields() if "ApiKey" in reached(field)}
    assert leading == {"apiKeys", "createApiKey", "revokeApiKey"}


@pytest.mark.both_engines
def test_with_each_scope_alone_exactly_its_fields_are_let_through(database: Database) -> None:
    admin = secret(database)
    keys = {scope: admin if scope is Scope.ADMIN else secret(database, scope, name=scope) for scope in Scope}
    wrong: list[str] = []
    with client_of(database) as client:

        def codes(query: str, scope: Scope) -> list[str]:
            answer = client.post("/graphql", json={"query": query}, headers=bearer(keys[scope]) | {"accept": ACCEPT})
            errors = answer.json().get("errors", ()) if "json" in answer.headers["content-type"] else ()
            found = [one["extensions"]["code"] for one in errors]
            assert (answer.status_code == 403) == ("FORBIDDEN" in found), query
            return found

        for root, name, field in root_fields():
            right = right_of(declared(field))
            for scope in Scope:
                may = not right or scope in right
                alone = "FORBIDDEN" not in codes(document(root, name, field), scope)
                if alone is not may:
                    wrong.append(f"{name} with {scope}")
    assert wrong == []


ACCEPT = "application/graphql-response+json, text/event-stream"
BESIDE = [
    ("beside a field that is allowed", "{ viewer { scopes } apiKeys { totalCount } }"),
    ("under another name", "{ a: apiKeys { totalCount } }"),
    ("in a fragment", "{ ...f } fragment f on Query { apiKeys { totalCount } }"),
    (
        "in a fragment of a fragment",
        "{ ...f } fragment f on Query { ...g } fragment g on Query { ... { apiKeys { totalCount } } }",
    ),
    (
        "where it is skipped",
        "query($yes: Boolean = true) { customers { totalCount } apiKeys @skip(if: $yes) { totalCount } }",
    ),
    ("where it is not included", "{ customers { totalCount } ... @include(if: false) { apiKeys { totalCount } } }"),
    ("beside introspection", "{ __schema { queryType { name } } apiKeys { totalCount } }"),
    ("beside its own type", "{ __typename apiKeys { totalCount } }"),
]


@pytest.mark.parametrize(("case", "query"), BESIDE, ids=[one[0] for one in BESIDE])
def test_a_field_that_is_not_allowed_refuses_the_whole_request(
    sqlite_database: Database, case: str, query: str
) -> None:
    secret(sqlite_database)
    reader = bearer(secret(sqlite_database, Scope.READ, name="reader"))
    with TestClient(create_app(sqlite_database)) as client:
        for _ in range(2):  # as a document that is new, and as one that is known
            answer = client.post("/graphql", json={"query": query}, headers=reader | {"accept": ACCEPT})
            assert answer.status_code == 403
            body = answer.json()
            assert "data" not in body
            (error,) = body["errors"]
            assert error["extensions"]["code"] == "FORBIDDEN"
            assert error["extensions"]["params"] == {"scopes": "ADMIN", "field": "apiKeys"}
            old = client.post("/graphql", json={"query": query}, headers=reader | {"accept": "application/json"})
            assert (old.status_code, "data" in old.json()) == (200, False)


def test_of_two_mutations_of_which_one_is_not_allowed_neither_runs(sqlite_database: Database) -> None:
    secret(sqlite_database)
    drafter = bearer(secret(sqlite_database, Scope.DRAFT, name="drafter"))
    query = """mutation {
      a: createCustomer(input: {name: "Nor", currency: "NOK"}) { __typename }
      b: setParameters(input: {}) { __typename }
    }"""
    with TestClient(create_app(sqlite_database)) as client:
        answer = client.post("/graphql", json={"query": query}, headers=drafter).json()
        assert answer["errors"][0]["extensions"]["params"] == {"scopes": "SETUP", "field": "setParameters"}
        count = client.post("/graphql", json={"query": "{ customers { totalCount } }"}, headers=drafter).json()
        assert count["data"]["customers"]["totalCount"] == 0


def test_a_missing_duty_is_told_before_what_is_wrong_with_the_values(sqlite_database: Database) -> None:
    secret(sqlite_database)
    reader = bearer(secret(sqlite_database, Scope.READ, name="reader"))
    query = "mutation($i: SetParametersInput!) { setParameters(input: $i) { __typename } }"
    with TestClient(create_app(sqlite_database)) as client:
        body = {"query": query, "variables": {"i": {"nonsense": 7}}}
        errors = client.post("/graphql", json=body, headers=reader).json()["errors"]
        assert [one["extensions"]["code"] for one in errors] == ["FORBIDDEN"]
        invalid = client.post("/graphql", json={"query": "mutation { nonsense }"}, headers=reader).json()["errors"]
        assert [one["extensions"]["code"] for one in invalid] == ["GRAPHQL_VALIDATION_FAILED"]


@pytest.mark.both_engines
@pytest.mark.parametrize("shape", ["{ node(id: %s) { id __typename } }", "{ nodes(ids: [%s]) { id __typename } }"])
def test_to_others_than_administrators_there_is_no_key_behind_an_id(database: Database, shape: str) -> None:
    made = key(database)
    reader = secret(database, *sorted(EVERY_SCOPE - {Scope.ADMIN}), name="everything else")
    wanted = encode("ApiKey", made.key)
    with client_of(database) as client:
        for _ in range(3):

            def found(query: str, sent: str | None) -> Any:
                data = client.post("/graphql", json={"query": query}, headers=bearer(sent or "")).json()["data"]
                (value,) = data.values()
                return value[0] if isinstance(value, list) else value

            query = shape % f'"{wanted}"'
            assert found(query, reader) is None
            assert found(query, made.secret) == {"id": wanted, "__typename": "ApiKey"}
            assert found(shape % f'"{encode("ApiKey", 999)}"', made.secret) is None
            mixed = f'{{ nodes(ids: ["{wanted}", "{encode("Actor", 1)}"]) {{ id }} }}'
            answer = client.post("/graphql", json={"query": mixed}, headers=bearer(reader)).json()["data"]["nodes"]
            assert answer == [None, {"id": encode("Actor", 1)}]


def test_whoever_has_no_scope_may_ask_who_they_are_and_nothing_else() -> None:
    nobody = replace(ANONYMOUS, scopes=frozenset(), authenticated=True)
    known = rights(CORE)
    assert forbidden(known, OperationType.QUERY, ("viewer", "__typename", "__schema"), nobody) == []
    assert [one.extensions for one in forbidden(known, OperationType.QUERY, ("viewer", "customers"), nobody)] == [
        {
            "code": "FORBIDDEN",
            "params": {"scopes": ",".join(Scope), "field": "customers"},
            "retryable": False,
        }
    ]
