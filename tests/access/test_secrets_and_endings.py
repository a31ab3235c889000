"""What no key leaves behind: its secret anywhere but in its first answer, and deeds after its end (access 8, 8 and 9)."""

import hashlib
import io
import threading
import time
from datetime import timedelta
from pathlib import Path

import httpx2
from sqlalchemy import select
from structlog.testing import capture_logs

from rebill.files.exporting import export
from rebill.files.exports import EXPORTS
from rebill.files.selecting import Selection
from rebill.models import tables
from rebill.models.database import Database
from rebill.models.vocabulary import Scope
from rebill.posting.command.clock import SystemClock
from tests.access.serving import bearer, key, post, secret
from tests.length import PATIENCE_SECONDS
from tests.transport.serving import serving

MAKE = 'mutation { createApiKey(input: {name: "n", scopes: [ADMIN], idempotencyKey: "k"}) { ... on ApiKeySuccess { secret } } }'
REVOKE = "mutation($k: ID!) { revokeApiKey(input: {key: $k}) { __typename ... on ApiKeySuccess { key { id } } } }"
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
        for where in ({"query": "{", "variables": {"x": sent}}, {"query": f"{{ {sent} }}"}):
            httpx2.post(f"http://{place}/graphql?access_token={sent}", json=where, headers=bearer(sent))
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
