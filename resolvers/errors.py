"""What GraphQL or the server refuses, before the trade is asked: a code, and what a program or a person needs with it.

What the trade refuses is a `Rejection`; these stand in `errors`, and nothing ran. Every one has a code of access 6.2,
its params as text, and whether the very same request may succeed later.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from graphql import GraphQLError, Node

from ..models.hiding import hidden
from ..models.wording import ENGLISH, Language, message_of

LONGEST_MESSAGE = 400  # what is told repeats what was sent, a name of 200,000 characters as well


class ErrorCode(StrEnum):
    """The codes in `errors[].extensions.code` (access 6.2)."""

    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    BAD_REQUEST = "BAD_REQUEST"
    PAYLOAD_TOO_LARGE = "PAYLOAD_TOO_LARGE"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    OPERATION_NAME_REQUIRED = "OPERATION_NAME_REQUIRED"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    INTROSPECTION_OFF = "INTROSPECTION_OFF"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
    TRUSTED_DOCUMENT_REQUIRED = "TRUSTED_DOCUMENT_REQUIRED"
    THROTTLED = "THROTTLED"
    OVERLOADED = "OVERLOADED"
    UNAVAILABLE = "UNAVAILABLE"
    DEADLINE_EXCEEDED = "DEADLINE_EXCEEDED"
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR"


class RequestError(GraphQLError):
    """A refusal at the top level; `path` is where below `input`, or from the argument's name on.

    `variant` is one of the catalogue, of another code's where several are told alike; `words` are what it speaks of
    besides the params.
    """

    def __init__(
        self,
        code: ErrorCode,
        variant: str,
        *,
        params: Mapping[str, object] | None = None,
        words: Mapping[str, object] | None = None,
        words_of: ErrorCode | None = None,
        path: Sequence[str] | None = None,
        nodes: Sequence[Node] | None = None,
        retryable: bool = False,
    ) -> None:
        values = _as_text(params or {})
        said = {"params": values, "retryable": retryable}
        at = {} if path is None else {"path": list(path)}
        self._key, self._words = (words_of or code, variant), values | _as_text(words or {})
        super().__init__(self.told(), nodes=nodes, extensions={"code": code.value} | said | at)

    def told(self, language: Language = ENGLISH) -> str:
        """The message in a language."""
        code, variant = self._key
        return shortened(message_of(code.value, variant, self._words, language))


def _as_text(values: Mapping[str, object]) -> dict[str, str]:
    return {name: hidden(str(value)) for name, value in values.items()}


def shortened(message: str) -> str:
    """A message, cut where it is too long, and without what must not be told."""
    message = hidden(message)
    return message if len(message) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]}…"


def code_of(error: GraphQLError) -> ErrorCode | None:
    """The code that an error carries; None for one that nobody has given a code."""
    code = str((error.extensions or {}).get("code"))
    return ErrorCode(code) if code in ErrorCode.__members__ else None


def bad_value(variant: str, *path: str, **params: object) -> RequestError:
    """A value of a query that cannot be used, e.g. a cursor of another list; `path` begins with the argument's name."""
    return RequestError(ErrorCode.BAD_USER_INPUT, variant, params=params, words={"argument": path[0]}, path=path)
