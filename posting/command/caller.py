"""Who acts: what a command is told of whoever asked for it, decided before it from their credentials (access 1.6).

A caller is a value that lasts for one request. What is written down is its actor, who may come back with other scopes.
"""

from dataclasses import dataclass, field
from datetime import datetime

from ...models.vocabulary import EVERY_SCOPE, ActorKind, Scope

ANYBODY = 1  # the actor that the migration puts there: whoever acts on an open server


@dataclass(frozen=True)
class Caller:
    """Somebody who asks for something, and what they may do.

    `actor_id` is the row they are written down as; None where nothing can be written. `person` is whom they stand for
    where two people have to agree: a key's owner, a token's subject. `expires_at` is when their credentials end, which
    are the API key `key_id` where they are one; by the monotonic clock it was `seen_at` that moment to live.
    """

    actor_id: int | None
    kind: ActorKind
    name: str
    person: str | None = None
    issuer: str | None = None  # who vouches for them, of a token
    scopes: frozenset[Scope] = frozenset()
    authenticated: bool = True
    expires_at: datetime | None = None
    key_id: int | None = None
    seen_at: float | None = field(default=None, compare=False)

    def may(self, right: frozenset[Scope]) -> bool:
        """Whether they have one of these duties."""
        return not self.scopes.isdisjoint(right)


ANONYMOUS = Caller(ANYBODY, ActorKind.ANONYMOUS, "anyone", scopes=EVERY_SCOPE, authenticated=False)
OPERATOR = Caller(None, ActorKind.OPERATOR, "operator", scopes=EVERY_SCOPE)  # named by `actors.operator`
