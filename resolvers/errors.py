"""What GraphQL or the server refuses, before the trade is asked: a code, and what a program or a person needs with it.

What the trade refuses is a `Rejection`; these stand in `errors`, and nothing ran. Every one has a code of access 6.2,
its params as text, and whether the very same request may succeed later.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from graphql import GraphQLError, Node

from ..models.wording import ENGLISH, Language, is_told, message_of

IN_GENERAL = "in-general"  # what a code is told as in languages that have no words for what is said in English


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

    `variant` is one of the catalogue, or what is said in English, which other languages tell by its code.
    """

    def __init__(
        self,
        code: ErrorCode,
        variant: str,
        *,
        params: Mapping[str, object] | None = None,
        words: Mapping[str, str] | None = None,
        path: Sequence[str] | None = None,
        nodes: Sequence[Node] | None = None,
        retryable: bool = False,
    ) -> None:
        said = {"params": {name: str(value) for name, value in (params or {}).items()}, "retryable": retryable}
        at = {} if path is None else {"path": list(path)}
        self.code, self.variant = code, variant
        self.words = {name: str(value) for name, value in (params or {}).items()} | dict(words or {})
        super().__init__(self.told(), nodes=nodes, extensions={"code": code.value} | said | at)

    def told(self, language: Language = ENGLISH) -> str:
        """The message in a language."""
        if " " not in self.variant:
            return message_of(self.code.value, self.variant, self.words, language)
        if language is ENGLISH or not is_told(self.code.value, IN_GENERAL):
            return self.variant
        return message_of(self.code.value, IN_GENERAL, {**self.words, "message": self.variant}, language)


def code_of(error: GraphQLError) -> ErrorCode | None:
    """The code that an error carries; None for one that nobody has given a code."""
    code = str((error.extensions or {}).get("code"))
    return ErrorCode(code) if code in ErrorCode.__members__ else None


def bad_value(message: str, *path: str, **params: object) -> RequestError:
    """A value of a query that cannot be used, e.g. a cursor of another list; `path` begins with the argument's name."""
    return RequestError(ErrorCode.BAD_USER_INPUT, message, params=params, path=path)
