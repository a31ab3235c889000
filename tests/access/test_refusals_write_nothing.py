"""What is refused leaves the books as they were: requests that are turned away, and mutations that are (access 8, 4)."""

import json
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select

from rebill.models import tables
from rebill.models.capacity import DEFAULT as USUAL
from rebill.models.database import Database
from rebill.models.vocabulary import Scope
from rebill.transport.budgets import Budget
from rebill.transport.profile import DEFAULT
from tests.access.serving import bearer, post, secret
from tests.api import Api
from tests.length import PATIENCE_SECONDS
from tests.transport.serving import serving
from tests.values.book import sane_inputs
from tests.values.positions import RootField, leaves, root_fields

GRAPHQL = {"accept": "application/graphql-response+json", "content-type": "application/json"}
CREATE = 'mutation { createCustomer(input: {name: "N", currency: "NOK"}) { __typename } }'
UNFIT = 'mutation { createCustomer(input: {name: 7, currency: "NOK"}) { __typename } }'
VARIABLE = "mutation($i: CreateCustomerInput!) { createCustomer(input: $i) { __typename } }"
PAGES = " ".join(f"a{place}: invoices(first: 100) {{ nodes {{ id }} }}" for place in range(9))
DEAR = CREATE.replace("__typename", f"... on CustomerSuccess {{ customer {{ {PAGES} }} }}")  # 920
COUNT = "{ customers { totalCount } }"  # 501
TIGHT = replace(DEFAULT, budget=Budget(1_000, 1))
SEEN = {"actor"}  # written down whoever is refused, outside of any request's transaction


def counted(database: Database) -> dict[str, object]:
    """How many rows each table has, and what the series draw next."""
    with database.read() as connection:
        found: dict[str, object] = {
            name: connection.scalar(select(func.count()).select_from(table))
            for name, table in tables.actor.metadata.tables.items()
            if name not in SEEN
        }
        found["series"] = connection.execute(select(tables.number_series).order_by(tables.number_series.c.name)).all()
    return found


def sent(place: str, credentials: str | None, body: bytes | dict[str, Any]) -> int:
    """The status of an answer."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = GRAPHQL | (bearer(credentials) if credentials else {})
    return httpx2.post(
        f"http://{place}/graphql", content=content, headers=headers, timeout=PATIENCE_SECONDS
    ).status_code


def test_a_request_that_is_turned_away_leaves_everything_as_it_was(sqlite_database: Database) -> None:
    secret(sqlite_database)
    reader, writer = (secret(sqlite_database, one, name=one.value) for one in (Scope.READ, Scope.DRAFT))
    with serving(sqlite_database, profile=TIGHT) as place:
        post(place, "{ __typename }", writer)
        before = counted(sqlite_database)
        assert sent(place, None, {"query": CREATE}) == 401
        assert sent(place, "rbk_7f3k2m9q_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg", {"query": CREATE}) == 401
        assert sent(place, reader, {"query": CREATE}) == 403
        assert sent(place, reader, {"query": f"mutation {{ a: {CREATE[11:-2]} b: {CREATE[11:-2]} }}"}) == 403
        assert sent(place, writer, {"query": UNFIT}) == 400
        assert sent(place, writer, {"query": VARIABLE, "variables": {"i": {"name": "N"}}}) == 400
        assert sent(place, writer, {"query": CREATE, "variables": {"x": "x" * 300_000}}) == 413
        assert sent(place, writer, {"query": COUNT}) == 200
        assert sent(place, writer, {"query": DEAR}) == 429
        assert counted(sqlite_database) == before


def test_a_request_that_the_database_has_no_time_for_leaves_everything_as_it_was(
    sqlite_database: Database,
) -> None:
    writer = secret(sqlite_database, Scope.ADMIN, Scope.DRAFT)
    impatient = Database.open(sqlite_database.url, replace(USUAL, lock_seconds=0.1))
    with serving(impatient) as place:
        post(place, "{ __typename }", writer)
        before = counted(sqlite_database)
        with sqlite_database.write():
            assert sent(place, writer, {"query": CREATE}) == 503
        assert counted(sqlite_database) == before
    impatient.dispose()


MUTATIONS = [field for field in root_fields() if field.operation == "mutation"]


def refused(api: Api, field: RootField, given: dict[str, Any]) -> bool:
    """Whether a mutation answers a Rejection."""
    arguments = {"input": given} if "input" in field.arguments else given
    return bool(api.run(field.document(), **arguments)[field.name]["__typename"] == "Rejection")


def has_reason(field: RootField) -> bool:
    """Whether a mutation takes one."""
    return any(path == ("reason",) for type_ in field.arguments.values() for path, _ in leaves(type_))


@pytest.mark.both_engines
def test_a_mutation_that_is_refused_leaves_everything_as_it_was(api: Api) -> None:
    """Of what is carried out but for a text that is too long all is taken back, its numbers with it."""
    inputs = sane_inputs(api)
    before = api.fingerprint()
    for field in MUTATIONS:
        given = inputs[field.name]
        long = {"reason": "x" * 501} if has_reason(field) else {}
        key = {"idempotencyKey": "k" * 201} if "input" in field.arguments else {}
        for wrong in (long, key):
            if wrong or "input" not in field.arguments:
                assert refused(api, field, given | wrong), field.name
                assert api.fingerprint() == before, field.name
