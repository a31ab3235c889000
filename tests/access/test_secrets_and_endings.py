"""What a shut server leaves behind: no deed of anybody's, no secret, no deed after a key's end (access 8, 1, 8 and 9)."""

import hashlib
import io
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx2
from sqlalchemy import func, select
from structlog.testing import capture_logs

from rebill.files.exporting import export
from rebill.files.exports import EXPORTS
from rebill.files.selecting import Selection
from rebill.models import tables
from rebill.models.database import Database
from rebill.models.vocabulary import Scope
from rebill.posting.command.caller import ANONYMOUS
from rebill.posting.command.clock import SystemClock
from rebill.posting.ledger_check import check_connection
from tests.access.serving import bearer, key, lack, post, revoke, secret, viewer
from tests.length import PATIENCE_SECONDS
from tests.transport.serving import serving, until

NOW = SystemClock().now()
MAKE = 'mutation { createApiKey(input: {name: "n", scopes: [ADMIN], idempotencyKey: "k"}) { ... on ApiKeySuccess { secret } } }'
REVOKE = (
    "mutation($k: ID!) { revokeApiKey(input: {key: $k}) { __typename ... on ApiKeySuccess { key { id } } "
    "... on Rejection { problems { message remedy params { name value } } } } }"
)
CREATE = 'mutation { createCustomer(input: {name: "N", currency: "NOK"}) { __typename } }'
LISTED = (
    "{ apiKeys { nodes { id name prefix scopes owner } } history { nodes { operation subjects changes { from to } } } }"
)


def exported(database: Database) -> bytes:
    """Everything that can be exported, in every format."""
    file = io.BytesIO()
    for kind in EXPORTS.values():
        for form in ("csv", "jsonl"):
            export(database, kind, Selection(), file, form, lambda _done, _total: None, count=False)
    return file.getvalue()


def test_the_secret_of_a_key_stands_in_its_first_answer_and_nowhere_else(
    sqlite_database: Database,
) -> None:
    """Not in the files of the database, a log line, an export, a later answer, or a refusal of what it was sent in."""
    admin = secret(sqlite_database)
    answers: list[httpx2.Response] = []
    with capture_logs() as lines, serving(sqlite_database, logs_requests=True) as place:
        sent = post(place, MAKE, admin).json()["data"]["createApiKey"]["secret"]
        answers += [post(place, MAKE, admin), post(place, LISTED, sent), post(place, LISTED, f"{sent}x")]
        answers += [post(place, f'{{ customer(ref: {{number: "{sent}"}}) {{ id }} }}', sent)]
        for where in (
            {"query": "{", "variables": {"x": sent}},
            {"query": f"{{ {sent} }}"},
            {"query": f"{{ orders(first: {sent}) {{ totalCount }} }}"},
            {"query": f'{{ orders(filter: {{status: ["{sent}"]}}) {{ totalCount }} }}'},
            {"query": "query($n: Int) { orders(first: $n) { totalCount } }", "variables": {"n": "x" * 60 + sent}},
            {"query": f"query {sent} {{ __typename }}"},
            {"documentId": sent},
            {"query": REVOKE, "variables": {"k": sent}},
        ):
            asked = bearer(sent) | {"X-Request-Id": sent}
            url = f"http://{place}/graphql?access_token={sent}"
            answers.append(httpx2.post(url, json=where, headers=asked))
        assert {one.headers["x-request-id"] for one in answers}.isdisjoint({sent})
    private = sent[13:]
    assert len(private) == 43
    assert private not in "".join(one.text for one in answers)
    assert private not in repr(lines)
    assert len(lines) >= 5
    assert private.encode() not in exported(sqlite_database)
    with sqlite_database.read() as connection:
        kept = connection.scalar(select(tables.api_key.c.digest).where(tables.api_key.c.name == "n"))
        place_of = Path(str(connection.exec_driver_sql("PRAGMA database_list").one()[2]))
    assert kept == hashlib.sha256(sent.encode()).hexdigest()
    assert kept.encode() not in exported(sqlite_database)
    for file in place_of.parent.glob(f"{place_of.name}*"):
        assert private.encode() not in file.read_bytes(), file


def test_nothing_bears_a_later_instant_with_a_revoked_key_than_a_second_after_its_end(
    sqlite_database: Database,
) -> None:
    admin = secret(sqlite_database)
    made = key(sqlite_database, Scope.DRAFT, name="busy")
    assert made.secret is not None
    stop, statuses = threading.Event(), list[int]()

    def go_on(place: str, sent: str) -> None:
        while not stop.is_set():
            statuses.append(post(place, CREATE, sent).status_code)

    with serving(sqlite_database) as place:
        busy = [threading.Thread(target=go_on, args=(place, made.secret)) for _ in range(2)]
        for one in busy:
            one.start()
        time.sleep(0.5)
        listed = post(place, LISTED, admin).json()["data"]["apiKeys"]["nodes"]
        its = next(one["id"] for one in listed if one["name"] == "busy")
        answer = post(place, REVOKE, admin, variables={"k": its}).json()
        assert answer["data"]["revokeApiKey"]["__typename"] == "ApiKeySuccess", answer
        ended = SystemClock().now()
        time.sleep(2.5)
        stop.set()
        for one in busy:
            one.join(PATIENCE_SECONDS)
    assert {statuses[0], statuses[-1]} == {200, 401}
    with sqlite_database.read() as connection:
        of_key = select(tables.api_key.c.actor_id).where(tables.api_key.c.name == "busy").scalar_subquery()
        entry = tables.history_entry
        instants = list(connection.scalars(select(entry.c.at).where(entry.c.actor_id == of_key)))
    assert instants
    assert max(instants) <= ended + timedelta(seconds=1)


def test_whoever_waits_for_their_turn_to_write_while_their_key_is_revoked_writes_nothing(
    sqlite_database: Database,
) -> None:
    secret(sqlite_database)
    sent = secret(sqlite_database, Scope.DRAFT, name="slow")
    customers = select(func.count()).select_from(tables.customer)
    answers = list[httpx2.Response]()
    with serving(sqlite_database) as place:
        viewer(place, sent)
        waiting = threading.Thread(target=lambda: answers.append(post(place, CREATE, sent)))
        with sqlite_database.write() as others:
            waiting.start()
            time.sleep(1.2)
            others.execute(tables.api_key.update().where(tables.api_key.c.name == "slow").values(revoked_at=NOW))
        waiting.join(PATIENCE_SECONDS)
    assert lack(answers[0]) == "INVALID"
    assert answers[0].headers["www-authenticate"] == 'Bearer realm="rebill", error="invalid_token"'
    with sqlite_database.read() as connection:
        assert connection.scalar(customers) == 0


def test_a_body_that_takes_its_time_is_not_carried_out_for_a_key_that_was_revoked_meanwhile(
    sqlite_database: Database,
) -> None:
    secret(sqlite_database)
    made = key(sqlite_database, Scope.READ, name="slow")
    body = b'{"query": "{ __typename }"}'

    def dripping() -> Iterator[bytes]:
        yield body[:5]
        revoke(sqlite_database, made)
        time.sleep(1.2)
        yield body[5:]

    asked = bearer(made.secret or "") | {"Content-Type": "application/json", "Content-Length": str(len(body))}
    with serving(sqlite_database) as place:
        viewer(place, made.secret)
        url = f"http://{place}/graphql"
        assert lack(httpx2.post(url, content=dripping(), headers=asked, timeout=PATIENCE_SECONDS)) == "INVALID"


STEPS = [
    'createCustomer(input: {number: "C", name: "N", currency: "NOK"})',
    'createProduct(input: {number: "P", name: "N", salesPrice: "10", costPrice: "5", taxRate: "25"})',
    'createSalesOrder(input: {customer: {number: "C"}, lines: [{product: {number: "P"}, quantity: "1"}]})',
    'postPackingSlip(input: {order: {number: "SO-000001"}})',
    'postInvoices(input: {orders: [{number: "SO-000001"}]})',
    'recordPayment(input: {invoice: {number: "INV-000001"}, amount: "1"})',
    'createProjectContract(input: {customer: {number: "C"}, name: "N", lines: '
    '[{name: "L", billingMethod: TIME_AND_MATERIAL}]})',
]


def test_while_a_server_is_shut_whatever_comes_to_be_is_somebodys(sqlite_database: Database) -> None:
    """Also what a run posts, which goes on behind the call."""
    every = secret(sqlite_database, *Scope)
    with serving(sqlite_database) as place:
        for step in STEPS:
            answer = post(
                place,
                f"mutation {{ done: {step} {{ __typename ... on Rejection {{ problems {{ message }} }} }} }}",
                every,
            )
            assert answer.json()["data"]["done"]["__typename"] != "Rejection", answer.text
            if step.startswith("postInvoices"):
                until(lambda: posted(sqlite_database) == 1)
    with sqlite_database.read() as connection:
        for table in tables.actor.metadata.sorted_tables:
            for column in (one for one in table.c if any(key.column.table is tables.actor for key in one.foreign_keys)):
                assert ANONYMOUS.actor_id not in connection.scalars(select(column)).all(), column
        entries = connection.scalar(select(func.count()).select_from(tables.history_entry))
        assert [law.id for law in check_connection(connection) if not law.holds] == []
    assert entries == 1 + len(STEPS) + 1, "the key, each of the steps, and the document of the run"


def posted(database: Database) -> int | None:
    """How many documents are posted."""
    with database.read() as connection:
        invoice = tables.invoice
        return connection.scalar(select(func.count()).where(invoice.c.posted_at.is_not(None)))
