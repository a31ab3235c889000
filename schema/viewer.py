"""Who asks, and what they may do: the viewer."""

from datetime import datetime
from typing import Annotated

import strawberry

from ..models.identity import GlobalId
from ..models.vocabulary import Scope
from ..resolvers import viewing
from ..resolvers.context import Budget, Info
from ..resolvers.reading.fields import answered
from ..resolvers.reading.rows import Row
from .access import Actor
from .capabilities import Foreseen, capabilities
from .problems import Problem


def _actor(info: Info) -> Row:
    return viewing.actor(info)


def _scopes(info: Info) -> list[Scope]:
    return viewing.scopes(info)


def _budget(info: Info) -> Budget | None:
    return viewing.budget(info)


OPERATIONS = strawberry.argument(description="Names of mutations; all when left out or empty.")
ON = strawberry.argument(
    description="The record that it would be done to. With it, its state and your duties for it count as well."
)


def _can(
    info: Info,
    operations: Annotated[list[str] | None, OPERATIONS] = None,
    on: Annotated[GlobalId | None, ON] = None,
) -> list[Foreseen]:
    return capabilities(info, operations, on)


@strawberry.type(description="Whether a mutation would be let through.")
class Capability:
    """A mutation, looked at beforehand."""

    operation: str = strawberry.field(description="The name of the mutation.")
    allowed: bool = strawberry.field(description="True where nothing that is known beforehand stands in the way.")
    needs_approval: bool = strawberry.field(
        description="True where posting the record as it stands needs an approval that it hasn't got."
    )
    problems: list[Problem] = strawberry.field(
        description="What stands in the way: a missing duty, or the state of the record. Empty where allowed."
    )


@strawberry.type(
    name="Budget", description="A bucket of points: full at first, emptied by asking, filled again at a steady rate."
)
class PointsOfABucket:
    """What somebody may ask for."""

    maximum: int = strawberry.field(description="Points in a full bucket.")
    available: int = strawberry.field(description="Points in it now, what this request may cost taken off.")
    restore_rate: int = strawberry.field(description="Points that come back a second.")


@strawberry.type(description="Who is asking, and what they may do.")
class Viewer:
    """Whoever asks."""

    actor: Actor = answered("The actor that everything done with these credentials is put down to.", _actor)
    scopes: list[Scope] = answered("The duties that these credentials carry.", _scopes)
    authenticated: bool = strawberry.field(
        description="False where the server is open and nobody had to say who they are."
    )
    expires_at: datetime | None = strawberry.field(description="When the credentials end; null where they don't.")
    budget: PointsOfABucket | None = answered(
        "How much may be asked for just now; null where asking isn't limited.", _budget
    )
    can: list[Capability] = answered(
        "What may be done: so that a button which would be refused is never shown. No promise: the call decides.", _can
    )
