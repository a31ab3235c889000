"""Commands of who may do what: API keys."""

from dataclasses import dataclass, field
from datetime import datetime

from ...models.identity import GlobalId
from ...models.vocabulary import Scope
from .base import Command, about
from .texts import KEY_NAME, KEY_OWNER, REASON

WHY = "Why; kept in the history, at most 500 characters."


@dataclass(kw_only=True)
class CreateApiKey(Command):
    """Makes an API key. A repeated call answers the same key, without its secret."""

    name: str = field(
        metadata=about("What to call it: who or what will use it. No two living keys have one name.", KEY_NAME)
    )
    scopes: list[Scope] = field(metadata=about("The duties that it carries; at least one."))
    owner: str | None = field(
        default=None, metadata=about("The person that it acts for; for itself when left out.", KEY_OWNER)
    )
    expires_at: datetime | None = field(default=None, metadata=about("When it ends by itself; never when left out."))
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class RevokeApiKey(Command):
    """Ends an API key, for ever."""

    key: GlobalId = field(metadata=about("The key."))
    reason: str | None = field(default=None, metadata=about(WHY, REASON))
