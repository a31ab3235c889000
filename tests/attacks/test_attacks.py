"""Every attack is refused for what it is, at once, and nothing of it runs (access 5.1)."""

import resource
import time

import pytest
from starlette.testclient import TestClient

from tests.attacks.documents import ANSWERED, ATTACKS, Attack

URL = "/graphql"
GRAPHQL = {"accept": "application/graphql-response+json"}
MOST_SECONDS = 3  # of processor time, measured for coverage on a slow machine; else all take less than 0.15
MOST_MEMORY = 64 * 1024  # KB
LARGEST_ANSWER = 32 * 1024


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.name)
def test_an_attack_is_told_what_it_is_at_once_and_nothing_runs(
    client: TestClient, statements: list[str], attack: Attack
) -> None:
    body = attack.body
    statements.clear()
    memory, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    answer = client.post(URL, content=body, headers=GRAPHQL | {"content-type": "application/json"})
    taken = time.process_time() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    assert told(answer.json()) == attack.told
    assert answer.status_code == (200 if attack.told == ANSWERED else 400)
    of_it = [one for one in statements if "FROM api_key" not in one]  # who asks is looked up once a second
    assert attack.told == ANSWERED or of_it == []
    assert taken < MOST_SECONDS
    assert grown < MOST_MEMORY
    assert len(answer.content) < LARGEST_ANSWER


def told(body: dict[str, object]) -> str:
    """The limit, the code, or that it was answered."""
    errors = body.get("errors")
    if not isinstance(errors, list):
        return ANSWERED
    extensions = errors[0]["extensions"]
    assert "data" not in body
    assert "extensions" not in body
    if extensions["code"] != "LIMIT_EXCEEDED":
        return str(extensions["code"])
    assert set(extensions["params"]) == {"limit", "allowed", "found"}
    assert extensions["params"]["allowed"] in errors[0]["message"]
    return str(extensions["params"]["limit"])
