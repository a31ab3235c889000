"""graphql-transport-ws: one client on one socket, and as many operations as it has under way.

The protocol is https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md; docs/subscriptions.md lists what Rebill
closes a socket for. What is wrong with an operation is told to that operation and leaves the others alone.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from typing import Any

import anyio
import anyio.abc
from graphql import GraphQLError, OperationType
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from ..access.door import Door
from ..access.presented import of_payload
from ..access.refused import NotAdmitted, Unknown
from ..models.database import Unavailable
from ..models.wording import language_of
from ..posting.command.caller import ANONYMOUS, Caller
from ..resolvers.errors import RequestError
from .admission import authorization
from .answers import Answer
from .caps import Caps
from .execution import Execution
from .json_text import as_json
from .messages import SUBPROTOCOL, Complete, ConnectionInit, InvalidMessage, Message, Ping, Pong, Subscribe, parsed
from .per_address import Held, PerAddress, address_of, asker_of
from .refusals import formatted, masked, overloaded
from .request_log import facts_of_document, timed
from .requests import LARGE_TEXT

LONGEST_REASON = 123  # bytes: RFC 6455, 5.5
GOING_AWAY, TRY_AGAIN_LATER, INVALID, UNAUTHORIZED, FORBIDDEN, WRONG_PROTOCOL, TOO_SLOW, TAKEN, TOO_MANY_INITS = (
    1001, 1013, 4400, 4401, 4403, 4406, 4408, 4409, 4429,
)  # fmt: skip


class Closing(Exception):
    """The socket is to be closed: a code of the protocol's, and why."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode(errors="backslashreplace")[:LONGEST_REASON].decode(errors="ignore")


@dataclass(frozen=True)
class Manners:
    """How sockets are served: the caps, each address's subscriptions, who comes in, whether requests are logged."""

    caps: Caps
    subscriptions: PerAddress
    door: Door
    is_logged: bool = False


async def converse(socket: WebSocket, execution: Execution, manners: Manners, place: Held) -> None:
    """Serve a client until either side closes the socket; what it asked to be posted is finished all the same."""
    is_ours = SUBPROTOCOL in socket.scope["subprotocols"]
    await socket.accept(SUBPROTOCOL if is_ours else None)
    client = Client(socket, execution, manners, place)
    if not is_ours:
        await client.close(WRONG_PROTOCOL, f"Rebill speaks {SUBPROTOCOL}.")
        return
    async with anyio.create_task_group() as tasks:
        try:
            await _listen(client, tasks)
        except Closing as closing:
            await client.close(closing.code, closing.reason)
        except WebSocketDisconnect:
            pass  # the client closed it: there is nobody to tell
        tasks.cancel_scope.cancel()


async def _listen(client: "Client", tasks: anyio.abc.TaskGroup) -> None:
    tasks.start_soon(client.leave_when_draining)
    with anyio.move_on_after(client.manners.caps.init_seconds):
        while not isinstance(message := await client.receive(), ConnectionInit):
            await _greeted(client, message)
        client.language = message.language or client.language
        await client.come_in(message.payload)
        await client.send({"type": "connection_ack"})
        client.is_acknowledged = True
    if not client.is_acknowledged:
        raise Closing(TOO_SLOW, "Connection initialisation timeout")
    with client.manners.door.inside(client.caller) as ended:
        tasks.start_soon(client.leave_when_over, ended)
        while True:
            await _heard(client, await client.receive(), tasks)


async def _greeted(client: "Client", message: Message) -> None:
    """What comes before the connection is acknowledged."""
    match message:
        case Subscribe():
            raise Closing(UNAUTHORIZED, "Unauthorized")
        case Ping(payload):
            await client.pong(payload)


async def _heard(client: "Client", message: Message, tasks: anyio.abc.TaskGroup) -> None:
    match message:
        case ConnectionInit():
            raise Closing(TOO_MANY_INITS, "Too many initialisation requests")
        case Ping(payload):
            await client.pong(payload)
        case Subscribe():
            await client.look_again()
            await client.begin(message, tasks)
        case Complete(id):
            client.give_up(id)
        case Pong():
            pass


@dataclass(frozen=True)
class UnderWay:
    """An operation under way; cancelling its scope ends it, but for a posting, which is finished."""

    asked: Subscribe
    scope: anyio.CancelScope


class Client:
    """A client: its socket, and the operations that it waits for."""

    def __init__(self, socket: WebSocket, execution: Execution, manners: Manners, place: Held) -> None:
        self.is_acknowledged = False
        self.caller: Caller = ANONYMOUS
        self._given: Sequence[str] = ()  # its credentials as it sent them
        self.manners = manners
        self.language = language_of(socket.headers.get("accept-language"))
        self._socket = socket
        self._place = place
        self._execution = execution
        self._under_way: dict[str, UnderWay] = {}
        self._running = 0  # with those that were given up and are not over yet

    async def receive(self) -> Message:
        """The next message; raises `Closing` for one that the protocol does not have."""
        received = await self._socket.receive()
        if received["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(received.get("code", 1006))
        text = received.get("text")
        try:
            if text is None:
                raise InvalidMessage("Messages are text, not bytes.")
            return parsed(text) if len(text) < LARGE_TEXT else await anyio.to_thread.run_sync(parsed, text)
        except InvalidMessage as invalid:
            raise Closing(INVALID, str(invalid)) from None

    async def come_in(self, payload: dict[str, object] | None) -> None:
        """Find out who it is, from its first message or else from the handshake; raises `Closing`."""
        said = of_payload(payload)
        self._given = authorization(self._socket.scope) if said is None else said
        await self.look_again()
        try:
            self._place.move(asker_of(self.caller, address_of(self._socket.scope)))
        except RequestError as none_left:
            raise Closing(TRY_AGAIN_LATER, none_left.message) from None

    async def look_again(self) -> None:
        """See whether its credentials still hold; raises `Closing` where they do not."""
        try:
            self.caller = await self.manners.door.admitted(self._given)
        except NotAdmitted:
            raise Closing(FORBIDDEN, "Forbidden") from None
        except (Unknown, Unavailable):
            raise Closing(TRY_AGAIN_LATER, "It cannot be found out just now who you are; try again.") from None

    async def send(self, message: dict[str, object]) -> None:
        """Send a message; nothing where the client is gone."""
        await self._send_text(as_json(message))

    async def close(self, code: int, reason: str) -> None:
        """Close the socket, once."""
        if self._is_open():
            with suppress(WebSocketDisconnect):
                await self._socket.close(code, reason)

    async def pong(self, payload: dict[str, object] | None) -> None:
        """Answer a ping."""
        await self.send({"type": "pong"} | ({} if payload is None else {"payload": payload}))

    async def begin(self, asked: Subscribe, tasks: anyio.abc.TaskGroup) -> None:
        """Take up an operation."""
        asked = replace(asked, operation=replace(asked.operation, language=self.language))
        if asked.id in self._under_way:
            raise Closing(TAKEN, f"Subscriber for {asked.id} already exists")
        if self._execution.draining.is_set():
            await self.send(_error(asked, overloaded("stopping")))
        elif self._running >= self.manners.caps.operations:
            await self.send(_error(asked, overloaded("operations", running=self._running)))
        else:
            theirs = replace(asked, operation=replace(asked.operation, caller=self.caller))
            operation = UnderWay(theirs, anyio.CancelScope())
            self._under_way[asked.id] = operation
            self._running += 1
            tasks.start_soon(self._operate, operation)

    def give_up(self, id: str) -> None:
        """The client no longer wants to hear of an operation; one that is over already is no mistake of its."""
        operation = self._under_way.pop(id, None)
        if operation is not None:
            operation.scope.cancel()

    async def leave_when_draining(self) -> None:
        """Close the socket once the server is to stop and nothing is under way."""
        await self._execution.draining.wait()
        if not self._running:
            await self.close(GOING_AWAY, "The server is stopping.")

    async def leave_when_over(self, ended: asyncio.Event) -> None:
        """Close the socket once its credentials have ended; a posting under way is finished."""
        await ended.wait()
        await self.close(FORBIDDEN, "Forbidden")

    async def _operate(self, operation: UnderWay) -> None:
        asked = operation.asked.operation
        with operation.scope, timed(asked.request_id, is_logged=self.manners.is_logged) as facts:
            facts |= {"actor": asked.caller.name} if asked.caller.authenticated else {}
            try:
                last = await self._answer(operation, facts)
            except GraphQLError as error:
                last = _error(operation.asked, error)
            except Exception as bug:  # told as an id and logged; the other operations of the socket go on
                last = _error(operation.asked, masked(bug, asked.request_id))
            facts |= Answer(errors=last["payload"]).facts if last["type"] == "error" else {}
            if self._is_wanted(operation):
                del self._under_way[operation.asked.id]  # before it is told, for then the id may be used again
                await self.send(last)
        self._running -= 1
        if self._execution.draining.is_set() and not self._running:
            await self.close(GOING_AWAY, "The server is stopping.")

    async def _answer(self, operation: UnderWay, facts: dict[str, object]) -> dict[str, Any]:
        """Send every result as it comes; what is to be sent last."""
        asked = self._execution.meant(operation.asked.operation)
        document = await self._execution.read(asked)
        facts |= facts_of_document(self._execution.schema, document)
        address = address_of(self._socket.scope)
        answers = self._execution.events(asked, document, address)
        if document.kind is not OperationType.SUBSCRIPTION:
            return await self._told(operation, answers, facts)
        with self.manners.subscriptions.held(asker_of(asked.caller, address)):
            return await self._told(operation, answers, facts)

    async def _told(
        self, operation: UnderWay, events: AsyncGenerator[Answer | None], facts: dict[str, object]
    ) -> dict[str, Any]:
        asked = operation.asked
        async with aclosing(events) as answers:
            async for answer in answers:
                if answer is not None:
                    facts |= answer.facts
                if answer is not None and answer.is_refused:
                    return {"type": "error", "id": asked.id, "payload": answer.errors}
                if answer is not None and self._is_wanted(operation):
                    text = answer.content.decode()
                    await self._send_text(f'{{"type":"next","id":{as_json(asked.id)},"payload":{text}}}')
        return {"type": "complete", "id": asked.id}

    def _is_wanted(self, operation: UnderWay) -> bool:
        return self._under_way.get(operation.asked.id) is operation

    async def _send_text(self, text: str) -> None:
        if self._is_open():
            with suppress(WebSocketDisconnect):  # the listener hears of it, too
                await self._socket.send_text(text)

    def _is_open(self) -> bool:
        return self._socket.application_state is self._socket.client_state is WebSocketState.CONNECTED


def _error(asked: Subscribe, error: GraphQLError) -> dict[str, Any]:
    return {
        "type": "error",
        "id": asked.id,
        "payload": [formatted(error, asked.operation.request_id, asked.operation.language)],
    }
