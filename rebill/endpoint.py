"""The GraphQL endpoint: one request, one operation, answered as JSON or as a stream of events; or one socket."""

from collections.abc import AsyncGenerator
from dataclasses import replace

import anyio
from graphql import GraphQLError, OperationType
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.websockets import WebSocket

from .documents import Document
from .event_stream import event_stream
from .execution import Answer, Execution, as_json
from .graphiql import page
from .messages import SUBPROTOCOL
from .origins import Reach, is_foreign, is_misdirected
from .refusals import formatted, retry_after
from .requests import EVENT_STREAM, JSON, Accepted, BadRequest, accepted, operation_of, request_id_of
from .sockets import converse

UNAVAILABLE = 503
HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Vary": "Accept"}
MISDIRECTED = BadRequest(
    421,
    "Rebill is bound to a loopback address and does not go by this Host name; name the address that browsers see with "
    "--origin or REBILL_ORIGINS.",
)
FOREIGN = BadRequest(
    403, "A page of this Origin may not open a socket; name the origin with --origin or REBILL_ORIGINS."
)


class Endpoint:
    """The GraphQL endpoint of one database."""

    def __init__(self, execution: Execution, reach: Reach) -> None:
        self._execution = execution
        self._reach = reach
        self._sockets = 0

    async def __call__(self, request: Request) -> Response:
        """Answer one request: GraphiQL to a browser, else the operation's result."""
        media, request_id = JSON, request_id_of(request.headers.get("x-request-id"))
        known = HEADERS | {"X-Request-Id": request_id}
        try:
            if is_misdirected(self._reach, request.headers):
                raise MISDIRECTED
            if request.method == "GET" and "query" not in request.query_params and _wants_page(request):
                html, policy = page()
                return HTMLResponse(html, headers=known | {"Content-Security-Policy": policy})
            takes = accepted(request.headers.get("accept"))
            media = takes.json or JSON
            operation = replace(await operation_of(request), request_id=request_id)
            document = await self._execution.read(operation)
            _check(document, takes, request.method)
        except BadRequest as bad:
            return _refusal(bad, media, known)
        except GraphQLError as error:
            refusal = Answer({"errors": [formatted(error, request_id)]})
            return _answered(refusal, media, known) if takes.json else event_stream(_only(refusal), known)
        key = request.headers.get("idempotency-key") if document.is_single_mutation else None
        if document.kind is OperationType.SUBSCRIPTION or takes.json is None:
            return event_stream(self._execution.events(operation, document, key), known)
        return _answered(await self._execution.answer(operation, document, key), media, known)

    async def socket(self, socket: WebSocket) -> None:
        """Serve one WebSocket to its end."""
        wrong = MISDIRECTED if is_misdirected(self._reach, socket.headers) else None
        if is_foreign(self._reach, socket.headers):
            wrong = FOREIGN
        if wrong is not None:
            known = HEADERS | {"X-Request-Id": request_id_of(socket.headers.get("x-request-id"))}
            await socket.send_denial_response(_refusal(wrong, JSON, known))
            return
        self._sockets += 1
        try:
            await converse(socket, self._execution)
        finally:
            self._sockets -= 1

    async def drain(self) -> None:
        """End every subscription, and wait until each socket has had its last message."""
        self._execution.drain()
        while self._sockets:
            await anyio.sleep(0.02)


def _check(document: Document, takes: Accepted, method: str) -> None:
    """Refuse what cannot be answered in the way it was asked."""
    if method == "GET" and document.kind is OperationType.MUTATION:
        raise BadRequest(405, "A mutation must be sent by POST.", {"Allow": "POST"})
    if document.kind is OperationType.SUBSCRIPTION and not takes.stream:
        raise BadRequest(406, f"A subscription is answered as {EVENT_STREAM}, or over a WebSocket ({SUBPROTOCOL}).")


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


async def _only(answer: Answer) -> AsyncGenerator[Answer | None]:
    yield answer


def _answered(answer: Answer, media: str, headers: dict[str, str]) -> Response:
    status = answer.status(is_old_media=media == JSON)
    if status == UNAVAILABLE:
        headers = headers | retry_after(answer.errors)
    return _response(answer.text, status, media, headers)


def _refusal(bad: BadRequest, media: str, headers: dict[str, str]) -> Response:
    body = as_json({"errors": [formatted(bad.error, headers["X-Request-Id"])]})
    return _response(body, bad.status, media, headers | bad.headers)


def _response(text: str, status: int, media: str, headers: dict[str, str]) -> Response:
    return Response(text, status, headers, media_type=f"{media}; charset=utf-8")
