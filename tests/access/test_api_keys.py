"""API keys: made with a secret that is told once, told apart by name, revoked for ever, the last administrator's not."""

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from rebill.models import tables
from rebill.models.database import Database
from rebill.posting.setup.key_secrets import digest_of, new_key, prefix_of
from tests.access.keys import FIELDS, made, revoked
from tests.api import Api, Rejected

pytestmark = pytest.mark.both_engines
VECTOR = "rbk_7f3k2m9q_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg"
SOON, PAST = "2026-09-01T12:00:01Z", "2026-09-01T12:00:00Z"


def everything(database: Database) -> str:
    """All that is stored, as one text."""
    with database.read() as connection:
        return "\n".join(
            str(row) for table in tables.actor.metadata.sorted_tables for row in connection.execute(select(table))
        )


def test_a_key_has_the_form_that_scanners_look_for_and_is_kept_as_its_digest() -> None:
    assert digest_of(VECTOR) == "f2563241e0ee9633167e9853e3fc7209568ea2872c50182062d2815b31771b48"
    assert prefix_of(VECTOR) == "rbk_7f3k2m9q"
    several = {new_key() for _ in range(100)}
    assert len(several) == 100
    assert all(re.fullmatch(r"rbk_[0-9a-z]{8}_[0-9A-Za-z]{43}", one) for one in several)
    assert {len(one) for one in several} == {56}


def test_the_secret_is_told_once_and_stands_nowhere(api: Api) -> None:
    first = made(api, "ADMIN", "READ", "ADMIN", idempotencyKey="k")
    secret = first["secret"]
    assert first["replayed"] is False
    assert first["key"]["prefix"] == secret[:12]
    again = made(api, "ADMIN", "READ", "ADMIN", idempotencyKey="k")
    assert again == first | {"secret": None, "replayed": True}
    stored = everything(api.database)
    assert secret[13:] not in stored
    assert hashlib.sha256(secret.encode()).hexdigest() in stored


def test_a_key_is_an_actor_of_its_own_and_tells_who_made_it(api: Api) -> None:
    key = made(api, "CREDIT", "ADMIN", name=" books ", owner="kari", expiresAt=SOON)["key"]
    assert key["scopes"] == ["CREDIT", "ADMIN"]
    assert (key["name"], key["owner"], key["expiresAt"]) == ("books", "kari", "2026-09-01T12:00:01.000000Z")
    assert (key["lastUsedAt"], key["revokedAt"], key["createdAt"]) == (None, None, "2026-09-01T12:00:00.000000Z")
    assert key["actor"] == {"kind": "KEY", "name": "books", "person": "kari"}
    assert key["createdBy"] == {"kind": "ANONYMOUS", "name": "anyone"}
    listed = api.run(f"{{ apiKeys {{ totalCount nodes {{ {FIELDS} }} }} }}")["apiKeys"]
    assert listed == {"totalCount": 1, "nodes": [key]}
    assert api.run("query($i: ID!) { node(id: $i) { id ... on ApiKey { name } } }", i=key["id"]) == {
        "node": {"id": key["id"], "name": "books"}
    }


@pytest.mark.parametrize(
    ("case", "values", "path"),
    [
        ("a name that a living key has", {"name": "first"}, ["name"]),
        ("no name", {"name": "  "}, ["name"]),
        ("a name of 101 characters", {"name": "n" * 101}, ["name"]),
        ("no scopes", {"scopes": []}, ["scopes"]),
        ("an end that is now", {"expiresAt": PAST}, ["expiresAt"]),
        ("an owner of 256 characters", {"owner": "o" * 256}, ["owner"]),
        ("a reason of 501 characters", {"reason": "r" * 501}, ["reason"]),
    ],
)
def test_what_is_wrong_with_a_key_is_told_at_its_place(
    api: Api, case: str, values: dict[str, object], path: list[str]
) -> None:
    made(api, "ADMIN", name="first")
    given = {"name": "second", "scopes": ["READ"]} | values
    with pytest.raises(Rejected) as rejected:
        api.do("createApiKey", "", **given)
    assert [(one["code"], one["path"]) for one in rejected.value.problems] == [("INVALID_INPUT", path)], case
    assert all(one["remedy"] for one in rejected.value.problems)


def test_the_longest_texts_are_taken_and_a_name_is_free_again_once_its_key_is_over(api: Api) -> None:
    made(api, "ADMIN", name="n" * 100, owner="o" * 255, reason="r" * 500)
    made(api, "READ", name="brief", expiresAt=SOON)
    api.clock = replace(api.clock, instant=datetime(2026, 9, 1, 12, 0, 1, tzinfo=UTC))
    second = made(api, "READ", name="brief")["key"]
    revoked(api, second["id"], reason="It leaked.")
    assert made(api, "READ", name="brief")["key"]["id"] != second["id"]


def test_the_first_key_of_all_needs_admin(api: Api) -> None:
    with pytest.raises(Rejected) as rejected:
        made(api, "READ", "SETUP")
    assert [(one["code"], one["path"]) for one in rejected.value.problems] == [("LAST_ADMIN", ["scopes"])]
    made(api, "ADMIN")
    made(api, "READ", name="another")


def test_a_key_is_revoked_once_and_for_ever(api: Api) -> None:
    made(api, "ADMIN", name="first")
    key = made(api, "READ")["key"]
    assert revoked(api, key["id"])["key"]["revokedAt"] == "2026-09-01T12:00:00.000000Z"
    with pytest.raises(Rejected) as rejected:
        revoked(api, key["id"])
    assert [(one["code"], one["path"]) for one in rejected.value.problems] == [("INVALID_STATUS_TRANSITION", ["key"])]


def test_the_last_living_administrator_is_not_revoked_and_one_of_two_is(api: Api) -> None:
    first = made(api, "ADMIN", name="first")["key"]
    made(api, "ADMIN", name="ending", expiresAt=SOON)
    api.clock = replace(api.clock, instant=datetime(2026, 9, 1, 12, 0, 1, tzinfo=UTC))
    with pytest.raises(Rejected) as rejected:
        revoked(api, first["id"])
    assert [(one["code"], one["path"]) for one in rejected.value.problems] == [("LAST_ADMIN", ["key"])]
    made(api, "ADMIN", name="second")
    assert revoked(api, first["id"])["key"]["revokedAt"] is not None


@pytest.mark.parametrize("given", ["QXBpS2V5Ojk5", "SW52b2ljZTox", "nonsense"])
def test_a_key_that_there_is_not_is_not_found(api: Api, given: str) -> None:
    with pytest.raises(Rejected) as rejected:
        revoked(api, given)
    assert [(one["code"], one["path"]) for one in rejected.value.problems] == [("NOT_FOUND", ["key"])]
