"""Who acts: actors, and the API keys by which they come."""

from datetime import datetime

import strawberry

from ..models import tables
from ..models.vocabulary import ActorKind, Scope
from ..resolvers.payloads import held, one
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import enumerated, parent, rendered, stored
from ..resolvers.reading.renderings import Members
from .nodes import Node
from .results import SUCCESS, Carried

ACTOR, KEY = tables.actor, tables.api_key


@strawberry.type(description="Somebody who acts. Kept for as long as anything that they did.")
class Actor(Node):
    """An actor."""

    kind: ActorKind = enumerated(ACTOR.c.kind, ActorKind, "What kind of somebody it is.")
    name: str = stored(
        ACTOR.c.name,
        "The key's name, the token's name or else its subject, the account's name, or “anyone”; as last seen.",
    )
    issuer: str | None = stored(ACTOR.c.issuer, "Who vouches for a SUBJECT: the token's issuer. Null for the others.")
    person: str | None = stored(
        ACTOR.c.person,
        "Whom the actor stands for where two people have to agree: a key's owner, a token's subject; null for a key "
        "without an owner, which stands for itself.",
    )


@strawberry.type(description="A key for a program, or for a person without a sign-in service.")
class ApiKey(Node):
    """An API key."""

    name: str = stored(KEY.c.name, "What it is called, in lists and wherever it acts.")
    prefix: str = stored(KEY.c.prefix, "How it begins, which is all that can be shown of it, e.g. “rbk_7f3k2m9q”.")
    scopes: list[Scope] = rendered(KEY.c.scopes, Members(Scope, ()), "The duties that it carries.")
    owner: str | None = stored(
        KEY.c.owner,
        "The person that it acts for, as the sign-in service names them in the subject of a token; null where it acts "
        "for itself.",
    )
    actor: Actor = parent(KEY.c.actor_id, "Actor", "The actor that it is.")
    created_at: datetime = stored(KEY.c.created_at, "When it was made.")
    created_by: Actor | None = parent(KEY.c.created_by_id, "Actor", "Who made it.")
    expires_at: datetime | None = stored(KEY.c.expires_at, "When it ends by itself; null where it doesn't.")
    last_used_at: datetime | None = stored(
        KEY.c.last_used_at, "When it was last used, to the minute; null where it never was."
    )
    revoked_at: datetime | None = stored(KEY.c.revoked_at, "When it was revoked; null where it wasn't.")


@strawberry.type(description=SUCCESS)
class ApiKeySuccess(Carried):
    """An API key."""

    key: ApiKey = one("ApiKey", "key", "The key.")
    secret: str | None = held(
        "secret",
        "The whole key, to be put into the Authorization header. Only in the first answer to createApiKey: it isn't "
        "stored and can't be shown again.",
    )
    replayed: bool = strawberry.field(
        description="True when this idempotency key was already carried out: the same key, without its secret."
    )


catalogue(Actor, table=tables.actor)
catalogue(ApiKey, table=tables.api_key, only_for=Scope.ADMIN)
