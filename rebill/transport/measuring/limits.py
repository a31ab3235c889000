"""The limits of a document, and what is told of one that is beyond them (access 5.2).

A profile is a value, so that another one is data. Of several limits that a document is beyond, the first in the order
of the table is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ...resolvers.errors import ErrorCode, RequestError
from ...resolvers.reading.keyset import LONGEST_PAGE


@dataclass(frozen=True)
class Limits:
    """The limits of a profile."""

    name: str
    tokens: int
    operations: int
    definitions: int
    variables: int
    depth: int
    fields: int
    aliases: int
    directives: int
    directives_in_one_place: int
    root_fields: int
    mutations: int
    page: int
    cost: int
    schemas: int
    types: int
    introspection_fields: int
    introspection: bool = True
    suggestions: bool = True  # "Did you mean"


DEFAULT = Limits(
    name="default",
    tokens=2_000,
    operations=10,
    definitions=50,
    variables=100,
    depth=14,
    fields=1_000,
    aliases=100,
    directives=30,
    directives_in_one_place=4,
    root_fields=20,
    mutations=10,
    page=LONGEST_PAGE,
    cost=100_000,
    schemas=1,
    types=10,
    introspection_fields=500,
)
STRICT = Limits(
    name="strict",
    tokens=1_000,
    operations=1,
    definitions=30,
    variables=50,
    depth=12,
    fields=500,
    aliases=30,
    directives=10,
    directives_in_one_place=2,
    root_fields=10,
    mutations=3,
    page=100,
    cost=30_000,
    schemas=0,
    types=0,
    introspection_fields=0,
    introspection=False,
    suggestions=False,
)


@dataclass(frozen=True)
class Count:
    """One thing counted: the limit's name, what is allowed, what was found, and what is told where that is more."""

    limit: str
    allowed: int
    found: int
    variant: str


def beyond(counts: Iterable[Count]) -> RequestError | None:
    """The refusal of the first count that is more than allowed."""
    return next((_refusal(one) for one in counts if one.found > one.allowed), None)


def too_many_tokens(allowed: int) -> RequestError:
    """The refusal of a document that was read no further than its limit."""
    return _refusal(Count("tokens", allowed, allowed + 1, "tokens"))


def introspection_off(found: int) -> RequestError:
    """The refusal of `__schema` and `__type` where the server tells nobody of its schema."""
    return RequestError(
        ErrorCode.INTROSPECTION_OFF,
        "strict",
        params={"limit": "introspection", "allowed": 0, "found": found},
    )


def _refusal(count: Count) -> RequestError:
    return RequestError(
        ErrorCode.LIMIT_EXCEEDED,
        count.variant,
        params={"limit": count.limit, "allowed": count.allowed, "found": count.found},
    )
