"""Trusted documents: what a manifest may be, how its documents are asked for, and what else is refused (access 5.5)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest

from rebill.models.database import Database
from rebill.process.bounding import profile_of
from rebill.process.settings import Settings
from rebill.process.starting import CannotStart
from rebill.transport.origins import Reach
from rebill.transport.profile import DEFAULT
from rebill.transport.trusted import Trusted
from tests.transport.serving import serving, talking

GRAPHQL = "application/graphql-response+json"
NAMES = "query Names($n: Int = 3) { customers(first: $n) { nodes { name } } }"
MAKE = 'mutation { createCustomer(input: {name: "N", currency: "NOK"}) { __typename } }'
OTHER = "{ products { nodes { name } } }"


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


KNOWN = {hash_of(one): one for one in (NAMES, MAKE)}
ID = f"sha256:{hash_of(NAMES)}"
DATA = {"customers": {"nodes": []}}


def persisted(hashed: object, version: object = 1) -> dict[str, object]:
    return {"persistedQuery": {"version": version, "sha256Hash": hashed}}


@pytest.fixture(scope="module")
def open_to_all(books: Database) -> Iterator[str]:
    """A server that knows documents and takes others."""
    with serving(books, profile=replace(DEFAULT, trusted=Trusted(KNOWN))) as place:
        yield place


@pytest.fixture(scope="module")
def trusting(books: Database) -> Iterator[str]:
    """A server that carries out what it knows alone."""
    with serving(books, profile=replace(DEFAULT, trusted=Trusted(KNOWN, is_only=True))) as place:
        yield place


def asked(place: str, accept: str = GRAPHQL, **body: Any) -> httpx2.Response:
    return httpx2.post(f"http://{place}/graphql", json=body, headers={"accept": accept})


def code(answer: httpx2.Response) -> tuple[int, str]:
    (error,) = answer.json()["errors"]
    assert "data" not in answer.json()
    return answer.status_code, error["extensions"]["code"]


def test_the_example_of_the_page() -> None:
    assert hash_of("{ viewer { scopes } }") == "96c30cd4fa5e48ba49b7a72d1214b9060955029bb902b4c8a124b4feda0ba8b9"


WAYS: list[dict[str, Any]] = [
    {"documentId": ID},
    {"documentId": hash_of(NAMES)},
    {"documentId": f"sha256:{hash_of(NAMES).upper()}"},
    {"extensions": persisted(hash_of(NAMES))},
    {"documentId": ID, "extensions": persisted(hash_of(NAMES))},
    {"documentId": ID, "query": NAMES},
    {"documentId": ID, "query": ""},
    {"documentId": ID, "query": None},
    {"extensions": persisted(hash_of(NAMES)), "query": NAMES},
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("which", ["open_to_all", "trusting"])
def test_a_known_document_is_asked_for_by_its_id_over_every_transport(
    which: str, way: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    place = request.getfixturevalue(which)
    body = way | {"variables": {"n": 2}, "operationName": "Names"}
    assert asked(place, **body).json()["data"].keys() == DATA.keys()
    texts = {name: one if isinstance(one, str) else json.dumps(one) for name, one in body.items() if one is not None}
    assert httpx2.get(f"http://{place}/graphql?{urlencode(texts)}").json()["data"].keys() == DATA.keys()
    in_browser = httpx2.get(f"http://{place}/graphql?{urlencode(texts)}", headers={"accept": "text/html,*/*"})
    assert in_browser.json()["data"].keys() == DATA.keys()
    assert '"data":{"customers"' in asked(place, "text/event-stream", **body).text.replace(" ", "")
    with talking(place) as talk:
        talk.say({"type": "subscribe", "id": "1", "payload": body})
        assert talk.hear()["payload"]["data"].keys() == DATA.keys()


def test_its_variables_are_coerced_and_its_pages_and_cost_are_held_to_the_limits(trusting: str) -> None:
    assert code(asked(trusting, documentId=ID, variables={"n": "x"})) == (400, "BAD_USER_INPUT")
    refused = asked(trusting, documentId=ID, variables={"n": 251})
    assert code(refused) == (400, "LIMIT_EXCEEDED")
    assert refused.json()["errors"][0]["extensions"]["params"]["limit"] == "page"


@pytest.mark.parametrize(
    "way", [{"documentId": "x"}, {"documentId": f"sha256:{'0' * 64}"}, {"extensions": persisted("0" * 64)}]
)
@pytest.mark.parametrize("which", ["open_to_all", "trusting", "place"])
def test_an_id_that_nobody_knows_is_not_found(which: str, way: dict[str, Any], request: pytest.FixtureRequest) -> None:
    place = request.getfixturevalue(which)
    answer = asked(place, **way)
    assert code(answer) == (400, "PERSISTED_QUERY_NOT_FOUND")
    given = way.get("documentId") or "0" * 64
    assert answer.json()["errors"][0]["extensions"]["params"] == {"id": given}
    assert asked(place, "application/json", **way).status_code == 200
    with talking(place) as talk:
        talk.say({"type": "subscribe", "id": "1", "payload": way})
        assert talk.hear()["payload"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"


def test_a_client_never_adds_a_document(open_to_all: str) -> None:
    body = {"extensions": persisted(hash_of(OTHER))}
    assert asked(open_to_all, **body, query=OTHER).json()["data"] == {"products": {"nodes": []}}  # as any other
    assert code(asked(open_to_all, **body)) == (400, "PERSISTED_QUERY_NOT_FOUND")


@pytest.mark.parametrize(
    "body",
    [
        {"documentId": ID, "query": OTHER},
        {"documentId": ID, "query": NAMES + " "},
        {"extensions": persisted(hash_of(NAMES)), "query": OTHER},
        {"documentId": ID, "extensions": persisted(hash_of(OTHER))},
        {"documentId": 1},
        {"documentId": ID, "query": 1},
        {"extensions": persisted(hash_of(NAMES), 2)},
        {"extensions": persisted(1)},
        {"extensions": {"persistedQuery": "x"}},
        {"extensions": {}},
        {},
    ],
)
def test_what_does_not_agree_or_is_no_id_is_no_request(open_to_all: str, body: dict[str, Any]) -> None:
    for media in (GRAPHQL, "application/json"):
        assert code(asked(open_to_all, media, **body)) == (400, "BAD_REQUEST")


def test_a_query_that_is_no_text_of_utf_8_is_not_the_document_of_an_id(open_to_all: str) -> None:
    body = b'{"query": "\\ud800", "documentId": "%b"}' % ID.encode()
    headers = {"accept": GRAPHQL, "content-type": "application/json"}
    assert code(httpx2.post(f"http://{open_to_all}/graphql", content=body, headers=headers)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("query", [OTHER, NAMES, "{ __typename }", "{", "mutation { x }"])
def test_a_document_sent_in_full_is_not_carried_out_where_only_trusted_ones_are(trusting: str, query: str) -> None:
    assert code(asked(trusting, query=query)) == (403, "TRUSTED_DOCUMENT_REQUIRED")
    assert asked(trusting, "application/json", query=query).status_code == 200
    assert httpx2.get(f"http://{trusting}/graphql?{urlencode({'query': query})}").json()["errors"]
    with talking(trusting) as talk:
        talk.ask(query)
        assert talk.hear()["payload"][0]["extensions"]["code"] == "TRUSTED_DOCUMENT_REQUIRED"


def test_where_only_trusted_documents_are_carried_out_there_is_no_graphiql(trusting: str, open_to_all: str) -> None:
    statuses = [
        httpx2.get(f"http://{place}/graphql", headers={"accept": "text/html"}).status_code
        for place in (trusting, open_to_all)
    ]
    assert statuses == [404, 200]


def test_a_mutation_is_not_asked_for_by_get(trusting: str) -> None:
    answer = httpx2.get(f"http://{trusting}/graphql?documentId={hash_of(MAKE)}")
    assert answer.status_code == 405


def manifest(folder: Path, entries: object) -> str:
    file = folder / "documents.json"
    file.write_text(entries if isinstance(entries, str) else json.dumps(entries))
    return str(file)


def test_a_manifest_is_loaded_and_a_strict_server_carries_out_nothing_else(tmp_path: Path) -> None:
    entries = {hash_of(NAMES): NAMES, f"sha256:{hash_of(MAKE)}": MAKE}
    file = manifest(tmp_path, entries)
    for limits, only, is_only in (("default", False, False), ("default", True, True), ("strict", False, True)):
        settings = Settings(limits=limits, documents=(file,), trusted_only=only)
        assert profile_of(settings, Reach()).trusted == Trusted(KNOWN, is_only)
    assert profile_of(Settings(limits="strict"), Reach()).trusted == Trusted()


TWO = "query A { __typename } query B { __typename }"
DEEP = "{ node(id: 1) { ... on Customer { " + "invoices { nodes { customer { " * 5 + "name" + " } } }" * 5 + " } } }"


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ({hash_of(OTHER): NAMES}, f"entry {hash_of(OTHER)}: the SHA-256 of its document is {hash_of(NAMES)}"),
        ({"a" * 40: NAMES}, rf'entry {"a" * 40}: it has 40 digits, which is SHA-1: .*hashAlgorithm: "sha256"'),
        ({"xyz": NAMES}, "entry xyz: it is no SHA-256 in 64 hexadecimal digits"),
        ({hash_of(NAMES): 1}, f"entry {hash_of(NAMES)}: its document is no text"),
        ({hash_of("{ customers"): "{ customers"}, f"entry {hash_of('{ customers')}: Syntax Error"),
        ({hash_of("{ nothing }"): "{ nothing }"}, f"entry {hash_of('{ nothing }')}: Cannot query field"),
        ({hash_of(DEEP): DEEP}, f"entry {hash_of(DEEP)}: The document has 17 levels of fields"),
        (
            {hash_of("{ customers(first: 251) { totalCount } }"): "{ customers(first: 251) { totalCount } }"},
            "first must be",
        ),
        (
            {
                hash_of(
                    '{ orders(filter: {status: ["x"]}) { totalCount } }'
                ): '{ orders(filter: {status: ["x"]}) { totalCount } }'
            },
            "filter.status.0",
        ),
        ([], "must be a JSON object"),
        ("{", "is no manifest of documents"),
        ('{"a": "b", "a": "c"}', "the same key twice"),
    ],
)
def test_a_server_does_not_start_with_a_manifest_that_has_one_wrong_entry(
    tmp_path: Path, entries: object, told: str
) -> None:
    if isinstance(entries, dict):
        entries = {hash_of(OTHER): OTHER} | entries
    with pytest.raises(CannotStart, match=told):
        profile_of(Settings(documents=(manifest(tmp_path, entries),)), Reach())


def test_a_document_of_several_operations_is_held_to_each_and_to_the_profile(tmp_path: Path) -> None:
    file = manifest(tmp_path, {hash_of(TWO): TWO})
    assert profile_of(Settings(documents=(file,)), Reach()).trusted.documents == {hash_of(TWO): TWO}
    with pytest.raises(CannotStart, match="2 operations; the most that is allowed is 1"):
        profile_of(Settings(limits="strict", documents=(file,)), Reach())


LARGE = "query($n: Int!) { customers(first: $n) { nodes { invoices(first: $n) { nodes { details(first: $n) { nodes { quantity } } } } } } }"


def test_how_long_its_pages_are_is_looked_at_where_a_request_says_it(tmp_path: Path, books: Database) -> None:
    profile = profile_of(Settings(documents=(manifest(tmp_path, {hash_of(LARGE).upper(): LARGE}),)), Reach())
    with serving(books, profile=profile) as place:
        assert asked(place, documentId=hash_of(LARGE), variables={"n": 5}).json()["data"]
        assert code(asked(place, documentId=hash_of(LARGE), variables={"n": 50})) == (400, "LIMIT_EXCEEDED")


def test_a_manifest_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match=r"cannot read .*nowhere\.json"):
        profile_of(Settings(documents=(str(tmp_path / "nowhere.json"),)), Reach())
