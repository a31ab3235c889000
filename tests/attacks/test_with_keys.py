"""Attacks on a server that is shut: who has no key is turned away unread, and a key lifts no limit (access 5.1)."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from rebill.models.database import Database
from rebill.models.vocabulary import Scope
from rebill.process.app import create_app
from rebill.transport.messages import SUBPROTOCOL
from tests.access.serving import bearer, secret
from tests.attacks.documents import ANSWERED, ATTACKS, Attack
from tests.attacks.test_attacks import GRAPHQL, MOST_SECONDS, URL, told

AROUND = ("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE")  # a key's use is written down in its own time
SENT = GRAPHQL | {"content-type": "application/json"}
WRONG = [
    ("none", {}),
    ("a key that there is not", bearer("rbk_00000000_" + "0" * 43)),
    ("a token that nobody signed", bearer("e30.e30.e30")),
    ("nine thousand characters", bearer("x" * 9_000)),
]


@pytest.fixture(scope="module")
def shut(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Database]:
    """An empty book of a server that is shut."""
    path = tmp_path_factory.mktemp("attacks") / "shut.db"
    shutil.copy(sqlite_template, path)
    database = Database.open(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def key(shut: Database) -> str:
    """A key with every scope."""
    return secret(shut, *Scope)


@pytest.fixture(scope="module")
def asked(shut: Database) -> list[str]:
    """What is asked of the book, but for who may come in."""
    found: list[str] = []

    def note(*said: str) -> None:
        if "api_key" not in said[2]:
            found.append(said[2])

    event.listen(shut.engine, "before_cursor_execute", note)
    return found


@pytest.fixture(scope="module")
def client(shut: Database, key: str) -> Iterator[TestClient]:
    """A client of the application, which has made by now whatever is made once."""
    with TestClient(create_app(shut)) as client:
        client.post(URL, json={"query": "{ parameters { returnValidityDays } }"}, headers=bearer(key))
        yield client


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.name)
def test_an_attack_with_a_key_is_told_what_it_is_at_once(
    client: TestClient, asked: list[str], key: str, attack: Attack
) -> None:
    body = attack.body
    asked.clear()
    began = time.process_time()
    answer = client.post(URL, content=body, headers=SENT | bearer(key))
    assert time.process_time() - began < MOST_SECONDS
    assert told(answer.json()) == attack.told
    assert attack.told == ANSWERED or [one for one in asked if not one.startswith(AROUND)] == []


@pytest.mark.parametrize(("case", "headers"), WRONG, ids=[one[0] for one in WRONG])
def test_an_attack_of_nobody_is_not_read(
    client: TestClient, asked: list[str], case: str, headers: dict[str, str]
) -> None:
    asked.clear()
    for attack in ATTACKS:
        answer = client.post(URL, content=attack.body, headers=SENT | headers)
        assert (answer.status_code, told(answer.json())) == (401, "UNAUTHENTICATED"), (case, attack.name)
    assert [one for one in asked if "PRAGMA" not in one] == []


def test_a_socket_of_nobody_carries_no_attack(client: TestClient) -> None:
    with client.websocket_connect(URL, [SUBPROTOCOL]) as socket:
        socket.send_json({"type": "connection_init", "payload": {"authorization": "Bearer " + "x" * 10_000}})
        assert socket.receive() == {"type": "websocket.close", "code": 4403, "reason": "Forbidden"}
