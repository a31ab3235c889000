"""GraphQL over HTTP, the request: what is taken, and what each wrong request is told.

Everything that is refused here is refused before anything runs, as a well-formed GraphQL error with its status code.
"""

import json
import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache, partial
from secrets import token_hex
from typing import NoReturn
from urllib.parse import parse_qsl

import anyio
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request

from ..models.hiding import hidden
from ..models.wording import ENGLISH, Language
from ..posting.command.caller import ANONYMOUS, Caller
from ..resolvers.errors import ErrorCode, RequestError
from .json_numbers import fraction, whole

DEEPEST_JSON = 64
LARGE_TEXT = 8192  # so much JSON is read on the event loop in about a millisecond; more is read in a thread
JSON = "application/json"
GRAPHQL_RESPONSE = "application/graphql-response+json"
EVENT_STREAM = "text/event-stream"
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
PARAMETERS = ("query", "documentId", "operationName", "variables", "extensions")
SAFE_METHODS = ("GET", "HEAD")  # what HEAD asks is answered as GET is, without the body
LONGEST_KEY = 200


class BadRequest(Exception):
    """A request that is refused: its status code, the error that is told of it, and headers to answer with."""

    def __init__(self, status: int, variant: str, headers: dict[str, str] | None = None, **words: object) -> None:
        self._is(status, RequestError(ErrorCode.BAD_REQUEST, variant, words=words), headers or {})

    @classmethod
    def of(cls, status: int, error: RequestError, headers: dict[str, str] | None = None) -> "BadRequest":
        """One that is told as an error which is there already."""
        made = cls.__new__(cls)
        made._is(status, error, headers or {})
        return made

    def _is(self, status: int, error: RequestError, headers: dict[str, str]) -> None:
        self.args = (error.message,)
        self.status, self.error, self.headers = status, error, headers


def request_id_of(given: str | None) -> str:
    """The caller's own id of a request where it can be used in a log, else a new one (access 6.6)."""
    return given if given and REQUEST_ID.fullmatch(given) and hidden(given) == given else token_hex(6)


@dataclass(frozen=True)
class Operation:
    """A GraphQL request as it was sent; the query is empty where its document is asked for by an id alone."""

    query: str
    operation_name: str | None = None
    variables: dict[str, object] = field(default_factory=dict)
    request_id: str = field(default_factory=partial(request_id_of, None), compare=False)
    wants_explanation: bool = False  # of how it was answered; given where the server explains
    is_short: bool = field(default=False, compare=False)  # so that all of it is looked at in a moment
    document_id: str | None = None
    caller: Caller = field(default=ANONYMOUS, compare=False)  # who asks, as the transport has found out
    language: Language = ENGLISH  # that it is answered in


@dataclass(frozen=True)
class Accepted:
    """How a client can be answered: the JSON media type it likes best, None for none, and whether by a stream."""

    json: str | None
    stream: bool


@lru_cache(64)
def accepted(header: str | None) -> Accepted:
    """What a client takes; the older application/json where it doesn't say. Raises `BadRequest` for nothing of ours.

    >>> accepted("application/graphql-response+json, text/event-stream;q=0.5")
    Accepted(json='application/graphql-response+json', stream=True)
    """
    weights = _weights(header or "*/*")
    likes = sorted((media for media, weight in weights if weight > 0), key=lambda media: -dict(weights)[media])
    wildcards = {"*/*": JSON, "application/*": JSON}
    ours = [wildcards.get(media, media) for media in likes]
    json_type = next((media for media in ours if media in (GRAPHQL_RESPONSE, JSON)), None)
    refuses_stream = (EVENT_STREAM, 0.0) in weights
    stream = not refuses_stream and any(media in likes for media in (EVENT_STREAM, "text/*", "*/*"))
    if json_type is None and not stream:
        raise BadRequest(406, "accept")
    return Accepted(json_type, stream)


def _weights(header: str) -> list[tuple[str, float]]:
    found = []
    for part in header.split(","):
        media, *parameters = [piece.strip() for piece in part.split(";")]
        values = dict(one.split("=", 1) for one in parameters if "=" in one)
        if values.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            continue
        try:
            found.append((media.lower(), float(values.get("q", "1"))))
        except ValueError:  # a weight that is no number: the media type is not on the list
            continue
    return found


async def operation_of(request: Request, request_id: str, largest: int) -> Operation:
    """The operation that a GET or POST request carries, of a body of at most `largest` bytes; raises `BadRequest`."""
    if request.method in SAFE_METHODS:
        parameters = _parameters(request.url.query)
        given = {name: loaded(parameters[name]) for name in ("variables", "extensions") if parameters.get(name)}
        return _with_query({**parameters, **given}, request_id)
    if request.method != "POST":
        raise BadRequest(405, "method", {"Allow": "GET, POST"})
    _check_content(request.headers)
    body = await _body(request, largest)
    is_short = len(body) < LARGE_TEXT
    values = loaded(body) if is_short else await anyio.to_thread.run_sync(loaded, body)
    if isinstance(values, list):
        raise BadRequest(400, "batch")
    if not isinstance(values, dict):
        raise BadRequest(400, "no-object")
    return _with_query(values, request_id, is_short=is_short)


def _parameters(query: str) -> dict[str, str]:
    """The parameters of the address: each that means something at most once, for nobody can say which was meant."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict")
    except ValueError:
        raise BadRequest(400, "parameters-coding") from None
    for name in PARAMETERS:
        if sum(1 for one, _ in pairs if one == name) > 1:
            raise BadRequest(400, "parameter-again", parameter=name)
    return dict(pairs)


def key_of(headers: Headers) -> str | None:
    """The key by which a mutation is known when it is sent again, from its header; raises `BadRequest`."""
    given = headers.getlist("idempotency-key")
    if not given:
        return None
    if len(given) > 1:
        raise BadRequest(400, "key-again")
    try:
        key = given[0].encode("latin-1").decode("utf-8")  # headers come as bytes, a key in an input as text
    except ValueError:
        raise BadRequest(400, "key-coding") from None
    if not key.strip() or len(key) > LONGEST_KEY or any(unicodedata.category(one) == "Cc" for one in key):
        raise BadRequest(400, "key-characters", limit=LONGEST_KEY)
    return key


def _check_content(headers: Headers) -> None:
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        # unpacking would let a few bytes become many
        raise BadRequest(415, "compressed", {"Accept-Encoding": "identity"})
    _check_media(headers.get("content-type", ""))


@lru_cache(64)
def _check_media(content_type: str) -> None:
    media, *parameters = [piece.strip().lower() for piece in content_type.split(";")]
    if media != JSON:
        raise BadRequest(415, "media")
    for one in parameters:
        if one.startswith("charset=") and one.removeprefix("charset=").strip('"') not in ("utf-8", "utf8"):
            raise BadRequest(415, "charset")


async def _body(request: Request, largest: int) -> bytes:
    """The body, read no further than the limit, and not at all where its length is said to be above it."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > largest:
        raise _too_large(largest)
    chunks = bytearray()
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunks += message.get("body", b"")
        if len(chunks) > largest:
            raise _too_large(largest)
        if not message.get("more_body", False):
            return bytes(chunks)


def _too_large(largest: int) -> BadRequest:
    allowed, words = {"allowed": largest}, {"kilobytes": largest // 1024}
    return BadRequest.of(413, RequestError(ErrorCode.PAYLOAD_TOO_LARGE, "body", params=allowed, words=words))


def loaded(text: bytes | str) -> object:
    """JSON in UTF-8, nested no deeper than is taken; raises `BadRequest`."""
    try:
        decoded = text.decode("utf-8") if isinstance(text, bytes) else text
        may_be_deep = decoded.count("[") + decoded.count("{") > DEEPEST_JSON
        if may_be_deep and _depth(decoded) > DEEPEST_JSON:
            raise BadRequest(400, "json-deep", limit=DEEPEST_JSON)
        return DECODER.decode(decoded)
    except (ValueError, RecursionError):
        raise BadRequest(400, "json") from None


def _depth(text: str) -> int:
    """How deep the brackets nest outside strings."""
    depth = deepest = 0
    in_string = escaped = False
    for character in text:
        if in_string:
            in_string = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            in_string = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object; one that has a key twice is refused, for nobody can say which value was meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadRequest(400, "json-key-again")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


DECODER = json.JSONDecoder(
    parse_int=whole, parse_float=fraction, parse_constant=_no_constant, object_pairs_hook=_each_once
)


def _with_query(values: dict[str, object], request_id: str, *, is_short: bool = False) -> Operation:
    query = values.get("query")
    if isinstance(query, str) and (not query or query.isspace()) and _document_id(values) is None:
        raise BadRequest(400, "no-query")
    return operation_from(values, request_id, is_short=is_short)


def operation_from(values: dict[str, object], request_id: str | None = None, *, is_short: bool = False) -> Operation:
    """An operation from the JSON object that every transport carries it in; raises `BadRequest`."""
    query, name = values.get("query"), values.get("operationName")
    variables, extensions = values.get("variables"), values.get("extensions")
    if extensions is not None and not isinstance(extensions, dict):
        raise BadRequest(400, "extensions")
    document_id = _document_id(values)
    if not isinstance(query, str) and (query is not None or document_id is None):
        raise BadRequest(400, "no-query")
    if name is not None and not isinstance(name, str):
        raise BadRequest(400, "operation-name")
    if variables is not None and not isinstance(variables, dict):
        raise BadRequest(400, "variables")
    return Operation(
        query or "",
        name or None,  # clients send "" for no name
        variables or {},
        request_id or request_id_of(None),
        wants_explanation=(extensions or {}).get("explainQuery") is True,
        is_short=is_short,
        document_id=document_id,
    )


def _document_id(values: dict[str, object]) -> str | None:
    """The id that a document is asked for by, as GraphQL over HTTP has it or as Apollo sends it (access 5.5)."""
    given, extensions = values.get("documentId"), values.get("extensions")
    if given is not None and not isinstance(given, str):
        raise BadRequest(400, "document-id")
    persisted = extensions.get("persistedQuery") if isinstance(extensions, dict) else None
    if persisted is None:
        return given or None
    hashed = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    if not isinstance(hashed, str) or not hashed or persisted.get("version") != 1:
        raise BadRequest(400, "persisted-query")
    if given and given.removeprefix("sha256:") != hashed.removeprefix("sha256:"):
        raise BadRequest(400, "two-documents")
    return given or hashed
