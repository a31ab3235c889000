"""The GraphQL endpoint: one request, one operation, answered as JSON or as a stream of events; or one socket."""

from collections.abc import AsyncGenerator
from contextlib import aclosing, nullcontext
from dataclasses import replace

import anyio
from graphql import GraphQLError, OperationType
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from ..graphiql import page
from ..models.wording import Language, language_of
from ..resolvers.errors import RequestError
from .answers import Answer
from .caps import DEFAULT, Caps
from .event_stream import event_stream
from .execution import Execution
from .graphql_document import Document
from .messages import SUBPROTOCOL
from .origins import Reach, is_foreign, is_misdirected
from .per_address import PerAddress, address_of
from .presence import WHEN_LEFT, while_present
from .refusals import as_refusal, formatted, retry_after
from .replies import Reply
from .request_log import facts_of_document, facts_of_refusal
from .requests import EVENT_STREAM, JSON, SAFE_METHODS, Accepted, BadRequest, Operation, accepted, key_of, operation_of
from .sockets import Manners, converse

OK = 200
UNAVAILABLE = 503
CLIENT_LEFT = 499  # which nobody is there to read
TRY_AGAIN_LATER = 1013
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

    def __init__(self, execution: Execution, reach: Reach, caps: Caps = DEFAULT, *, is_logged: bool = False) -> None:
        self._execution = execution
        self._reach = reach
        self._sockets = 0
        self._places = PerAddress(caps.sockets, "This address has {most} sockets open; close some, or use one for all.")
        watched = PerAddress(caps.subscriptions, "This address has {most} subscriptions open; complete some.")
        self._manners = Manners(caps, watched, is_logged)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: GraphiQL to a browser, else the operation's result."""
        request = Request(scope, receive)
        media, request_id = JSON, scope["state"]["request_id"]
        facts: dict[str, object] = scope["state"]["facts"]
        language = language_of(request.headers.get("accept-language"))
        known = _headers(request_id, language)
        try:
            reply = self._at_once(request, known)
            if reply is None:
                takes = accepted(request.headers.get("accept"))
                media = takes.json or JSON
                reply = await self._reply(request, takes, known, language)
        except BadRequest as bad:
            facts |= facts_of_refusal(bad.error)
            reply = _refusal(bad, media, known, language)
        except GraphQLError as error:
            refusal = Answer(errors=[formatted(error, request_id, language)])
            facts |= refusal.facts
            is_streamed = takes.json is None and refusal.status(is_old_media=True) == OK
            reply = event_stream(_only(refusal), known) if is_streamed else _answered(refusal, media, known)
        await reply(scope, receive, send)

    def _at_once(self, request: Request, known: dict[str, str]) -> ASGIApp | None:
        """The reply to what is no operation; None for one. Raises `BadRequest`."""
        if is_misdirected(self._reach, request.headers):
            raise MISDIRECTED
        if request.method == "OPTIONS":
            return Reply(204, headers=known | {"Allow": "GET, HEAD, POST, OPTIONS"})
        if request.method in SAFE_METHODS and "query" not in request.query_params and _wants_page(request):
            html, policy = page()
            return HTMLResponse(html, headers=known | {"Content-Security-Policy": policy})
        return None

    async def _reply(self, request: Request, takes: Accepted, known: dict[str, str], language: Language) -> ASGIApp:
        """The reply to an operation; raises `BadRequest`, or `GraphQLError` where nothing of it runs."""
        state = request.scope["state"]
        operation = replace(await operation_of(request, state["request_id"]), language=language)
        document = await self._execution.read(operation)
        state["facts"] |= facts_of_document(self._execution.schema, document)
        _check(document, takes, request.method)
        key = _key(document, request.headers)
        if document.kind is OperationType.SUBSCRIPTION:
            self._manners.subscriptions.check(address_of(request.scope))
        if document.kind is OperationType.SUBSCRIPTION or takes.json is None:
            return event_stream(self._events(request, operation, document, key), known)
        answering = self._execution.answer(operation, document, key)
        is_query = document.kind is OperationType.QUERY
        when_left = state.get(WHEN_LEFT)
        answer = await (while_present(when_left, answering) if is_query and when_left else answering)
        if answer is None:
            return Reply(CLIENT_LEFT)
        state["facts"] |= answer.facts
        return _answered(answer, takes.json, known)

    async def _events(
        self, request: Request, operation: Operation, document: Document, key: str | None
    ) -> AsyncGenerator[Answer | None]:
        """What is streamed; a subscription holds one of its address's places meanwhile."""
        is_watching = document.kind is OperationType.SUBSCRIPTION
        held = self._manners.subscriptions.held(address_of(request.scope)) if is_watching else nullcontext()
        with held:
            async with aclosing(self._execution.events(operation, document, key)) as answers:
                async for answer in answers:
                    request.scope["state"]["facts"] |= answer.facts if answer else {}
                    yield answer

    async def socket(self, socket: WebSocket) -> None:
        """Serve one WebSocket to its end."""
        wrong = MISDIRECTED if is_misdirected(self._reach, socket.headers) else None
        if is_foreign(self._reach, socket.headers):
            wrong = FOREIGN
        if wrong is not None:
            language = language_of(socket.headers.get("accept-language"))
            known = _headers(socket.state.request_id, language, "Origin")
            await _refusal(wrong, JSON, known, language)(socket.scope, socket.receive, socket.send)
            return
        address = address_of(socket.scope)
        try:
            self._places.check(address)
        except RequestError as none_left:
            await socket.accept(SUBPROTOCOL if SUBPROTOCOL in socket.scope["subprotocols"] else None)
            await socket.close(TRY_AGAIN_LATER, none_left.message)
            return
        self._sockets += 1
        try:
            with self._places.held(address):
                await converse(socket, self._execution, self._manners)
        finally:
            self._sockets -= 1

    async def drain(self) -> None:
        """End every subscription, and wait until each socket has had its last message."""
        self._execution.drain()
        while self._sockets:
            await anyio.sleep(0.02)


def _check(document: Document, takes: Accepted, method: str) -> None:
    """Refuse what cannot be answered in the way it was asked."""
    if method in SAFE_METHODS and document.kind is OperationType.MUTATION:
        raise BadRequest(405, "A mutation must be sent by POST.", {"Allow": "POST"})
    if method == "HEAD" and document.kind is OperationType.SUBSCRIPTION:
        raise BadRequest(405, "A subscription is asked for by GET or POST.", {"Allow": "GET, POST"})
    if document.kind is OperationType.SUBSCRIPTION and not takes.stream:
        raise BadRequest(406, f"A subscription is answered as {EVENT_STREAM}, or over a WebSocket ({SUBPROTOCOL}).")


def _key(document: Document, headers: Headers) -> str | None:
    """The idempotency key that came as a header: of one mutation, for two would each take it for their own."""
    if document.kind is not OperationType.MUTATION:
        return None
    key = key_of(headers)
    if key is not None and not document.is_single_mutation:
        raise BadRequest(
            400, "The header Idempotency-Key is for one mutation; of several, give each input an idempotencyKey."
        )
    return key


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


async def _only(answer: Answer) -> AsyncGenerator[Answer | None]:
    yield answer


def _answered(answer: Answer, media: str, headers: dict[str, str]) -> Reply:
    status = answer.status(is_old_media=media == JSON)
    if status == UNAVAILABLE:
        headers = headers | retry_after(answer.errors)
    return Reply(status, answer.content, media, headers)


def _headers(request_id: str, language: Language, varies: str = "Accept") -> dict[str, str]:
    """What every answer tells of itself: most by what it differs, and in which language it is told."""
    return {
        "Vary": f"{varies}, Accept-Language",
        "Content-Language": language.value,
        "X-Request-Id": request_id,
    }


def _refusal(bad: BadRequest, media: str, headers: dict[str, str], language: Language) -> Reply:
    body = as_refusal(bad.error, headers["X-Request-Id"], language)
    return Reply(bad.status, body.encode(), media, headers | bad.headers)
