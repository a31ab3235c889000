"""What is around every answer, whatever gives it: its id, the headers that browsers need, and the refusal of the rest.

Pages, files, redirects, answers to unknown addresses and to bugs are all made elsewhere. Here each gets the id of its
request, and is kept from frames, caches and guesses about its type where it does not say itself what may be done with
it. What is not for the application at all, a request on a spare connection or with absurd headers, never reaches it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import GraphQLError
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .caps import Caps
from .messages import SUBPROTOCOL
from .refusals import as_refusal, language_in, masked, overloaded, told_in
from .replies import Reply
from .request_log import facts_of_refusal, timed
from .requests import JSON, BadRequest, request_id_of
from .whole_replies import WHOLE, Lines, Whole, lines

SPARE = "is_spare"  # in a scope's state: the connection is above the cap
FULL = overloaded("connections")
WATCHED = ("/livez", "/readyz")
OURS = ("/", "/graphql", *WATCHED)
TRY_AGAIN_LATER = 1013
COMMON = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
RAW = [(name.lower().encode(), value.encode()) for name, value in COMMON.items()]
COMMON_LINES = lines(RAW)


@dataclass
class Under:
    """A request that is being answered."""

    scope: Scope
    send_on: Send
    request_id: str
    facts: dict[str, object] = field(default_factory=dict)
    has_begun: bool = False

    def __post_init__(self) -> None:
        """See whether the server sends replies in one piece."""
        state = self.scope["state"]
        self._send_whole = None if state.get(SPARE) else state.get(WHOLE)
        self.whole: Whole | None = None if self._send_whole is None else self._whole

    async def __call__(self, message: Message) -> None:
        """Send, with the headers that every answer has."""
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            self._begin(message)
        elif message["type"] == "websocket.accept":
            self.has_begun = True
            self.facts["status"] = 101
            message["headers"] = [*message.get("headers", ()), (b"x-request-id", self.request_id.encode())]
        elif message["type"] == "websocket.close" and not self.has_begun:
            nowhere = BadRequest(404, "no-socket")
            await self.refuse(404, nowhere.error)
            return
        await self.send_on(message)

    async def _whole(self, status: int, headers: Lines, body: bytes) -> None:
        """Send a reply in one piece, with the same headers; of those that every answer has it has none of its own."""
        assert self._send_whole is not None, "as it was seen"
        self.has_begun = True
        self.facts["status"] = status
        own = lines([one for one in headers if one[0] != b"x-request-id"])
        await self._send_whole(
            status, b"%bx-request-id: %b\r\n%b" % (own, self.request_id.encode(), COMMON_LINES), body
        )

    async def refuse(self, status: int, error: GraphQLError, headers: Mapping[str, str] | None = None) -> None:
        """Answer with an error of GraphQL."""
        language = language_in(self.scope["headers"])
        body = as_refusal(error, self.request_id, language)
        self.facts |= facts_of_refusal(error)
        await Reply(status, body.encode(), JSON, told_in(language) | {**(headers or {})})(self.scope, _nothing, self)

    def _begin(self, message: Message) -> None:
        self.has_begun = True
        self.facts["status"] = message["status"]
        given = [one for one in message.get("headers", ()) if one[0] != b"x-request-id"]
        names = {name for name, _ in given}
        given.append((b"x-request-id", self.request_id.encode("latin-1")))
        given.extend(one for one in RAW if one[0] not in names)
        if self.scope["state"].get(SPARE):
            given = [*(one for one in given if one[0] != b"connection"), (b"connection", b"close")]
        message["headers"] = given


def wrapping(app: ASGIApp, caps: Caps, is_logged: bool) -> ASGIApp:
    """An application of which every answer is wrapped."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        request_id = request_id_of(given.decode("latin-1"))
        with timed(request_id, is_logged=is_logged) as facts:
            scope["state"] = {**scope.get("state", {}), "request_id": request_id, "facts": facts}
            facts["at"] = scope["path"] if scope["path"] in OURS else "elsewhere"
            under = Under(scope, send, request_id, facts)
            try:
                if scope["state"].get(SPARE) and scope["path"] not in WATCHED:
                    await _turn_away(under, receive)
                elif _is_absurd(scope, caps):
                    await under.refuse(431, BadRequest(431, "headers").error)
                else:
                    await app(scope, receive, under)
            except ClientDisconnect:
                pass  # nobody is left to be told
            except Exception as bug:  # in the server's own code: told as an id and logged, never with its text
                if under.has_begun or scope["type"] != "http":
                    raise
                await under.refuse(500, masked(bug, request_id))

    return wrapped


def _is_absurd(scope: Scope, caps: Caps) -> bool:
    size = len(scope.get("raw_path", b"")) + len(scope["query_string"])
    size += sum(len(name) + len(value) for name, value in scope["headers"])
    return len(scope["headers"]) > caps.headers or size > caps.head


async def _turn_away(under: Under, receive: Receive) -> None:
    """Tell a client above the cap to come again; what it sent is read before, or it would not hear the answer."""
    if under.scope["type"] == "http":
        while (await receive()).get("more_body", False):
            pass
        await under.refuse(503, FULL, {"Retry-After": "1"})
        return
    await receive()
    is_ours = SUBPROTOCOL in under.scope["subprotocols"]
    await under({"type": "websocket.accept", "subprotocol": SUBPROTOCOL if is_ours else None})
    await under({"type": "websocket.close", "code": TRY_AGAIN_LATER, "reason": FULL.message})


async def _nothing() -> Message:
    raise AssertionError("nothing is read to answer an error")
