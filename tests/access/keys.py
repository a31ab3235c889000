"""API keys as the tests make them."""

from typing import Any

from tests.api import Api

FIELDS = "id name prefix scopes owner createdAt expiresAt lastUsedAt revokedAt actor { kind name person } createdBy { kind name }"
MADE = f"... on ApiKeySuccess {{ secret replayed key {{ {FIELDS} }} }}"


def made(api: Api, *scopes: str, name: str = "a program", **more: Any) -> dict[str, Any]:
    """What createApiKey answers."""
    return api.do("createApiKey", MADE, name=name, scopes=list(scopes), **more)


def revoked(api: Api, key: str, **more: Any) -> dict[str, Any]:
    """What revokeApiKey answers."""
    return api.do("revokeApiKey", MADE, key=key, **more)
