"""The GraphQL endpoint: one request, one operation, answered as JSON or as a stream of events; or one socket."""

from collections.abc import AsyncGenerator
from contextlib import aclosing, nullcontext
from dataclasses import replace
from time import monotonic

import anyio
from graphql import GraphQLError, OperationType
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from ..access.door import Door
from ..access.refused import Lack, NotAdmitted
from ..graphiql import page
from ..models.wording import ENGLISH, Language, language_of
from ..posting.command.caller import Caller
from ..resolvers.errors import RequestError
from .admission import authorization, caller_of, keys_of
from .answers import Answer
from .event_stream import event_stream, until
from .execution import Execution
from .graphql_document import Document
from .messages import SUBPROTOCOL
from .origins import Reach, is_foreign, is_misdirected
from .per_address import PerAddress, address_of, asker_of
from .presence import WHEN_LEFT, while_present
from .profile import Profile
from .refusals import as_refusal, formatted, retry_after, told_in
from .replies import Reply
from .request_log import facts_of_document, facts_of_refusal
from .requests import JSON, SAFE_METHODS, Accepted, BadRequest, Operation, accepted, key_of, operation_of
from .sockets import Manners, converse

OK = 200
UNAUTHENTICATED = 401  # by the time that it was to write
LATER = (429, 503)  # for now: the same request may be answered in a while
SOON_SECONDS = 0.1
CLIENT_LEFT = 499  # which nobody is there to read
TRY_AGAIN_LATER = 1013
MISDIRECTED = BadRequest(421, "misdirected")
FOREIGN = BadRequest(403, "foreign-page")
NO_PAGE = BadRequest(404, "no-page")


class Endpoint:
    """The GraphQL endpoint of one database."""

    def __init__(
        self, execution: Execution, reach: Reach, door: Door, profile: Profile, *, is_logged: bool = False
    ) -> None:
        caps = profile.caps
        self._profile = profile
        self._execution = execution
        self._door = door
        self._reach = reach
        self._sockets = 0
        self._places = PerAddress(caps.sockets, "sockets")
        watched = PerAddress(caps.subscriptions, "subscriptions")
        self._manners = Manners(caps, watched, door, is_logged)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: GraphiQL to a browser, else the operation's result."""
        request = Request(scope, receive)
        media, request_id = JSON, scope["state"]["request_id"]
        facts: dict[str, object] = scope["state"]["facts"]
        language = language_of(request.headers.get("accept-language"))
        known = _headers(request_id, language)
        try:
            keys = await keys_of(self._door)
            reply = self._page(request, known, is_open=self._door.is_open(keys))
            if reply is None:
                caller = await caller_of(self._door, keys, authorization(scope))
                if caller.authenticated:
                    facts["actor"] = caller.name
                if request.method == "OPTIONS":
                    reply = Reply(204, headers=known | {"Allow": "GET, HEAD, POST, OPTIONS"})
                else:
                    takes = accepted(request.headers.get("accept"))
                    media = takes.json or JSON
                    reply = await self._reply(request, takes, known, caller, language)
        except BadRequest as bad:
            facts |= facts_of_refusal(bad.error)
            reply = _refusal(bad, media, known, language)
        except GraphQLError as error:
            refusal = Answer(errors=[formatted(error, request_id, language)])
            facts |= refusal.facts
            is_streamed = takes.json is None and refusal.status(is_old_media=True) == OK
            reply = event_stream(_only(refusal), known) if is_streamed else _answered(refusal, media, known)
        await reply(scope, receive, send)

    async def turns_away(self, scope: Scope, send: Send) -> bool:
        """Whether a request to another address comes without credentials that it needs; it is told so then."""
        try:
            await caller_of(self._door, await keys_of(self._door), authorization(scope))
        except BadRequest as bad:
            scope["state"]["facts"] |= facts_of_refusal(bad.error)
            language = language_of(Headers(scope=scope).get("accept-language"))
            known = _headers(scope["state"]["request_id"], language)
            await _refusal(bad, JSON, known, language)(scope, _nothing, send)
            return True
        return False

    def _page(self, request: Request, known: dict[str, str], *, is_open: bool) -> ASGIApp | None:
        """GraphiQL's page, which everybody gets; None for what is asked otherwise. Raises `BadRequest`."""
        if is_open and is_misdirected(self._reach, request.headers):
            raise MISDIRECTED
        if request.method in SAFE_METHODS and _wants_page(request):
            if not self._profile.shows_ide:
                raise NO_PAGE
            html, policy = page()
            english = {"Content-Language": ENGLISH.value}  # as GraphiQL is
            return HTMLResponse(html, headers=known | english | {"Content-Security-Policy": policy})
        return None

    async def _reply(
        self, request: Request, takes: Accepted, known: dict[str, str], caller: Caller, language: Language
    ) -> ASGIApp:
        """The reply to an operation; raises `BadRequest`, or `GraphQLError` where nothing of it runs."""
        state = request.scope["state"]
        began = monotonic()
        sent = await operation_of(request, state["request_id"], self._profile.caps.body)
        if monotonic() > began + SOON_SECONDS:  # the body kept us waiting: are they still who they were?
            caller = await caller_of(self._door, await keys_of(self._door), authorization(request.scope))
        operation = self._execution.meant(replace(sent, caller=caller, language=language))
        document = await self._execution.read(operation)
        state["facts"] |= facts_of_document(self._execution.schema, document)
        _check(document, takes, request.method)
        key = _key(document, request.headers)
        if document.kind is OperationType.SUBSCRIPTION:
            self._manners.subscriptions.check(asker_of(operation.caller, address_of(request.scope)))
        if document.kind is OperationType.SUBSCRIPTION or takes.json is None:
            return event_stream(self._events(request, operation, document, key), known)
        answering = self._execution.answer(operation, document, address_of(request.scope), key)
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
        address = address_of(request.scope)
        held = self._manners.subscriptions.held(asker_of(operation.caller, address)) if is_watching else nullcontext()
        with held, self._door.inside(operation.caller) as ended:
            events = self._execution.events(operation, document, address, key)
            async with aclosing(until(ended, events)) as answers:
                async for answer in answers:
                    request.scope["state"]["facts"] |= answer.facts if answer else {}
                    yield answer

    async def socket(self, socket: WebSocket) -> None:
        """Serve one WebSocket to its end."""
        try:
            wrong = await self._wrong_with(socket)
        except BadRequest as bad:
            wrong = bad
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
            with self._places.held(address) as place:
                await converse(socket, self._execution, self._manners, place)
        finally:
            self._sockets -= 1

    async def _wrong_with(self, socket: WebSocket) -> BadRequest | None:
        """Why a socket is not opened; who opens it is found out from its first message. Raises `BadRequest`."""
        is_open = self._door.is_open(await keys_of(self._door))
        if is_open and is_misdirected(self._reach, socket.headers):
            return MISDIRECTED
        return FOREIGN if is_foreign(self._reach, socket.headers) else None

    async def drain(self) -> None:
        """End every subscription, and wait until each socket has had its last message."""
        self._execution.drain()
        while self._sockets:
            await anyio.sleep(0.02)


def _check(document: Document, takes: Accepted, method: str) -> None:
    """Refuse what cannot be answered in the way it was asked."""
    if method in SAFE_METHODS and document.kind is OperationType.MUTATION:
        raise BadRequest(405, "mutation", {"Allow": "POST"})
    if method == "HEAD" and document.kind is OperationType.SUBSCRIPTION:
        raise BadRequest(405, "subscription", {"Allow": "GET, POST"})
    if document.kind is OperationType.SUBSCRIPTION and not takes.stream:
        raise BadRequest(406, "subscription-media")


def _key(document: Document, headers: Headers) -> str | None:
    """The idempotency key that came as a header: of one mutation, for two would each take it for their own."""
    if document.kind is not OperationType.MUTATION:
        return None
    key = key_of(headers)
    if key is not None and not document.is_single_mutation:
        raise BadRequest(400, "key-of-several")
    return key


def _wants_page(request: Request) -> bool:
    """Whether a browser opens the address, and asks nothing of it."""
    asks = any(one in request.query_params for one in ("query", "documentId", "extensions"))
    return "text/html" in request.headers.get("accept", "") and not asks


async def _nothing() -> Message:
    raise AssertionError("nothing is read to turn somebody away")


async def _only(answer: Answer) -> AsyncGenerator[Answer | None]:
    yield answer


def _answered(answer: Answer, media: str, headers: dict[str, str]) -> Reply:
    status = answer.status(is_old_media=media == JSON)
    if status in LATER:
        headers = headers | retry_after(answer.errors)
    if status == UNAUTHENTICATED:
        headers = headers | NotAdmitted(Lack.INVALID).headers
    return Reply(status, answer.content, media, headers)


def _headers(request_id: str, language: Language, varies: str = "Accept") -> dict[str, str]:
    """What every answer tells of itself: most by what it differs, and in which language it is told."""
    return told_in(language, varies) | {"X-Request-Id": request_id}


def _refusal(bad: BadRequest, media: str, headers: dict[str, str], language: Language) -> Reply:
    body = as_refusal(bad.error, headers["X-Request-Id"], language)
    return Reply(bad.status, body.encode(), media, headers | bad.headers)
