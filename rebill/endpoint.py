"""The GraphQL endpoint: one request, one operation, answered as JSON or as a stream of events; or one socket."""

from collections.abc import AsyncGenerator

import anyio
from graphql import GraphQLError, OperationType
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.websockets import WebSocket

from .documents import Chosen
from .event_stream import event_stream
from .execution import Answer, Execution, as_json
from .graphiql import page
from .messages import SUBPROTOCOL
from .origins import Reach, is_foreign, is_misdirected
from .requests import EVENT_STREAM, GRAPHQL_RESPONSE, JSON, Accepted, BadRequest, accepted, operation_of
from .sockets import converse

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
        media = JSON
        try:
            if is_misdirected(self._reach, request.headers):
                raise MISDIRECTED
            if request.method == "GET" and "query" not in request.query_params and _wants_page(request):
                html, policy = page()
                return HTMLResponse(html, headers=HEADERS | {"Content-Security-Policy": policy})
            takes = accepted(request.headers.get("accept"))
            media = takes.json or JSON
            operation = await operation_of(request)
            chosen = await self._execution.choose(operation)
            _check(chosen, takes, request.method)
        except BadRequest as bad:
            return _refusal(bad, media)
        except GraphQLError as error:
            refusal = Answer({"errors": [error.formatted]})
            return _answered(refusal, media) if takes.json else event_stream(_only(refusal), HEADERS)
        key = request.headers.get("idempotency-key") if chosen.is_single_mutation else None
        if chosen.kind is OperationType.SUBSCRIPTION or takes.json is None:
            return event_stream(self._execution.events(operation, chosen.kind, key), HEADERS)
        return _answered(await self._execution.answer(operation, chosen.kind, key), media)

    async def socket(self, socket: WebSocket) -> None:
        """Serve one WebSocket to its end."""
        wrong = MISDIRECTED if is_misdirected(self._reach, socket.headers) else None
        if is_foreign(self._reach, socket.headers):
            wrong = FOREIGN
        if wrong is not None:
            await socket.send_denial_response(_refusal(wrong, JSON))
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


def _check(chosen: Chosen, takes: Accepted, method: str) -> None:
    """Refuse what cannot be answered in the way it was asked."""
    if method == "GET" and chosen.kind is OperationType.MUTATION:
        raise BadRequest(405, "A mutation must be sent by POST.", {"Allow": "POST"})
    if chosen.kind is OperationType.SUBSCRIPTION and not takes.stream:
        raise BadRequest(406, f"A subscription is answered as {EVENT_STREAM}, or over a WebSocket ({SUBPROTOCOL}).")


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


async def _only(answer: Answer) -> AsyncGenerator[Answer | None]:
    yield answer


def _answered(answer: Answer, media: str) -> Response:
    return _response(answer.text, 400 if answer.is_refused and media == GRAPHQL_RESPONSE else 200, media)


def _refusal(bad: BadRequest, media: str) -> Response:
    return _response(as_json({"errors": [{"message": bad.message}]}), bad.status, media, bad.headers)


def _response(text: str, status: int, media: str, headers: dict[str, str] | None = None) -> Response:
    return Response(text, status, HEADERS | (headers or {}), media_type=f"{media}; charset=utf-8")
