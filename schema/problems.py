"""Refusals and warnings."""

import strawberry
from graphql import GraphQLResolveInfo

from ..models.vocabulary import ProblemCode, WarningCode
from ..resolvers import telling
from ..resolvers.mutations import Refusal

PARAMS = "The values that the message speaks of; their names are fixed for each code."


@strawberry.type(description="A value that a message speaks of, for those who write their own messages.")
class ProblemParam:
    """A value of a message."""

    name: str = strawberry.field(
        description='What it is, e.g. "document", "available", "state"; docs/problems.md lists them for every code.'
    )
    value: str = strawberry.field(description="Its value, written as the API writes it.")


@strawberry.type(description="A blocker: why a command was refused, and what to do instead.")
class Problem:
    """A blocker."""

    code: ProblemCode = strawberry.field(description="For programs to switch on; docs/problems.md explains each.")
    params: list[ProblemParam] = telling.params_told(PARAMS)
    message: str = strawberry.field(
        resolver=telling.message,
        description="Names the document, the line, the current state and the state that is needed.",
    )
    path: list[str] = strawberry.field(description='Where below input, e.g. ["lines", "0", "quantity"].')
    retryable: bool = strawberry.field(description="True where the same call may succeed later unchanged.")
    remedy: str | None = strawberry.field(resolver=telling.remedy, description="What to do instead.")


@strawberry.type(description="Nothing was written. Every blocker is listed, not only the first.")
class Rejection:
    """A refused command."""

    problems: list[Problem] = strawberry.field(description="Every blocker.")

    @classmethod
    def is_type_of(cls, obj: object, _info: GraphQLResolveInfo[object]) -> bool:
        """Whether the answer is one."""
        return isinstance(obj, Refusal)


@strawberry.type(description="Something that its user should know; nothing was stopped by it.")
class Warning:
    """A warning."""

    code: WarningCode = strawberry.field(description="For programs to switch on.")
    params: list[ProblemParam] = telling.params_told(PARAMS)
    message: str = strawberry.field(resolver=telling.message, description="For people.")
    path: list[str] = strawberry.field(description="Where below input, or which part of the draft.")
