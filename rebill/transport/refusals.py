"""What is told of an error: its extensions, its HTTP status, and of a bug of ours no more than an id.

Proxies, browsers and retries act on the status of what no well-formed request could have got past, so that these have
it under both media types; the others are request errors, which the older media type answers with 200 (access 6.2).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import structlog
from graphql import FieldNode, GraphQLError

from ..models.wording import ENGLISH, Language, language_of
from ..resolvers.errors import ErrorCode, RequestError, code_of
from .json_text import as_json

STATUS = {
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.BAD_REQUEST: 400,
    ErrorCode.PAYLOAD_TOO_LARGE: 413,
    ErrorCode.TRUSTED_DOCUMENT_REQUIRED: 403,
    ErrorCode.THROTTLED: 429,
    ErrorCode.OVERLOADED: 503,
    ErrorCode.UNAVAILABLE: 503,
    ErrorCode.DEADLINE_EXCEEDED: 503,
    ErrorCode.INTERNAL_SERVER_ERROR: 500,
}
REQUEST_ERROR = 400  # the status of all others
UNDER_BOTH = frozenset(STATUS) - {
    ErrorCode.FORBIDDEN,
    ErrorCode.TRUSTED_DOCUMENT_REQUIRED,
    ErrorCode.INTERNAL_SERVER_ERROR,
}
RETRY_AFTER_SECONDS = 1
log = structlog.get_logger()


def status_of(errors: Sequence[Mapping[str, Any]], *, is_old_media: bool) -> int:
    """The HTTP status of a response without data; the first error decides."""
    code = ErrorCode(errors[0]["extensions"]["code"])
    if is_old_media and code not in UNDER_BOTH:
        return 200
    return STATUS.get(code, REQUEST_ERROR)


def status_of_code(error: GraphQLError) -> int:
    """The HTTP status of an error that has it under both media types."""
    return STATUS[ErrorCode((error.extensions or {})["code"])]


def retry_after(errors: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The header that says when to try again, where that helps the whole request: some of it may be written."""
    every = [one.get("extensions", {}) for one in errors]
    if not all(one.get("retryable") for one in every):
        return {}
    return {"Retry-After": str(max(int(one.get("params", {}).get("seconds", RETRY_AFTER_SECONDS)) for one in every))}


def formatted(error: GraphQLError, request_id: str, language: Language = ENGLISH) -> dict[str, Any]:
    """An error as the client sees it: what it did wrong in full, a bug of ours as an id that stands in the log."""
    told = error
    while isinstance(told.original_error, GraphQLError):
        told = told.original_error
    if told.original_error is not None:
        return formatted(masked(told.original_error, request_id, error), request_id, language)
    code = code_of(told) or ErrorCode.BAD_USER_INPUT  # a value that would not be coerced
    known = {"params": {}, "retryable": False} | (told.extensions or {})
    if "path" in known and error.path:
        known["field"] = str(error.path[0])
    said = told.told(language) if isinstance(told, RequestError) else error.message
    extensions = known | {"code": code.value, "requestId": request_id}
    return dict(error.formatted) | {"message": said, "extensions": extensions}


def as_refusal(error: GraphQLError, request_id: str, language: Language = ENGLISH) -> str:
    """The body of an answer that is nothing but this error."""
    return as_json({"errors": [formatted(error, request_id, language)]})


def told_in(language: Language, *varies: str) -> dict[str, str]:
    """The headers that say in which language something is told, and by what else it differs."""
    return {"Vary": ", ".join((*varies, "Accept-Language")), "Content-Language": language.value}


def language_in(headers: Iterable[tuple[bytes, bytes]]) -> Language:
    """The language that headers as they came ask for."""
    return language_of(header_in(headers, b"accept-language"))


def header_in(headers: Iterable[tuple[bytes, bytes]], wanted: bytes) -> str | None:
    """A header of those that came; None where it did not."""
    return next((value.decode("latin-1") for name, value in headers if name == wanted), None)


def overloaded(variant: str, **words: object) -> RequestError:
    """The refusal of what is beyond a cap or a queue (access 5.6)."""
    params = {"seconds": RETRY_AFTER_SECONDS}
    return RequestError(ErrorCode.OVERLOADED, variant, params=params, words=words, retryable=True)


def masked(bug: BaseException, request_id: str, where: GraphQLError | None = None) -> GraphQLError:
    """A bug of ours as the client sees it: an id, under which it stands in the log."""
    nodes, path = (where.nodes, where.path) if where else (None, None)
    fields = [node.name.value for node in nodes or () if isinstance(node, FieldNode)]  # a path has the client's aliases
    log.error("internal error", request_id=request_id, field=fields[0] if fields else None, exc_info=bug)
    shown = RequestError(ErrorCode.INTERNAL_SERVER_ERROR, "bug", words={"id": request_id}, nodes=nodes)
    shown.path = path
    return shown
