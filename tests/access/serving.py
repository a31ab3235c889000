"""A server whose door is shut, and what clients with and without credentials are told."""

from typing import Any

import httpx2

from rebill.models.database import Database
from rebill.models.identity import encode
from rebill.models.vocabulary import Scope
from rebill.posting.command.caller import OPERATOR
from rebill.posting.command.clock import SystemClock
from rebill.posting.command.transaction import Service
from rebill.posting.commands import CreateApiKey, RevokeApiKey
from rebill.posting.setup.api_keys import ApiKeyResult, create_api_key, revoke_api_key
from tests.length import PATIENCE_SECONDS

VIEWER = "{ viewer { scopes authenticated expiresAt actor { kind name issuer person } } }"


def key(database: Database, *scopes: Scope, name: str = "admin", **more: Any) -> ApiKeyResult:
    """A new key."""
    service = Service(database, SystemClock(), caller=OPERATOR)
    command = CreateApiKey(name=name, scopes=list(scopes) or [Scope.ADMIN], **more)
    return service.execute(command, create_api_key).result


def secret(database: Database, *scopes: Scope, name: str = "admin", **more: Any) -> str:
    """The whole of a new key."""
    made = key(database, *scopes, name=name, **more).secret
    assert made is not None
    return made


def revoke(database: Database, made: ApiKeyResult) -> None:
    """End a key."""
    command = RevokeApiKey(key=encode("ApiKey", made.key))
    Service(database, SystemClock(), caller=OPERATOR).execute(command, revoke_api_key)


def bearer(sent: str) -> dict[str, str]:
    """The header that bears credentials."""
    return {"Authorization": f"Bearer {sent}"}


def post(place: str, query: str = VIEWER, sent: str | None = None, **more: Any) -> httpx2.Response:
    """The answer to an operation."""
    headers = (bearer(sent) if sent else {}) | more.pop("headers", {})
    body = {"query": query, "variables": more.pop("variables", {})}
    return httpx2.post(f"http://{place}/graphql", json=body, headers=headers, timeout=PATIENCE_SECONDS, **more)


def viewer(place: str, sent: str | None = None) -> dict[str, Any]:
    """Who the server takes somebody for."""
    found: dict[str, Any] = post(place, VIEWER, sent).json()["data"]["viewer"]
    return found


def lack(answer: httpx2.Response) -> str:
    """Of an answer that lets nobody in: what is lacking."""
    assert answer.status_code == 401
    body = answer.json()
    assert "data" not in body
    (error,) = body["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    return str(error["extensions"]["params"]["reason"])
