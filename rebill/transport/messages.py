"""graphql-transport-ws, the messages: what a client may send, and how each of them is written."""

from dataclasses import dataclass, field

from ..models.wording import Language, language_of
from .requests import BadRequest, Operation, loaded, operation_from

SUBPROTOCOL = "graphql-transport-ws"


class InvalidMessage(Exception):
    """A message that the protocol does not have; the text says why."""


@dataclass(frozen=True)
class ConnectionInit:
    """The client asks to begin; in the payload it may say who it is, and what its user reads."""

    payload: dict[str, object] | None = field(default=None, repr=False)

    @property
    def language(self) -> Language | None:
        """What its user reads, said as an Accept-Language header says it; None where nothing is said."""
        said = (self.payload or {}).get("language")
        return language_of(said) if isinstance(said, str) else None


@dataclass(frozen=True)
class Ping:
    """The client asks whether anybody is there; its payload is sent back."""

    payload: dict[str, object] | None


@dataclass(frozen=True)
class Pong:
    """The client is there."""


@dataclass(frozen=True)
class Subscribe:
    """The client wants an operation run: a subscription, a query or a mutation."""

    id: str
    operation: Operation


@dataclass(frozen=True)
class Complete:
    """The client no longer wants to hear of an operation."""

    id: str


Message = ConnectionInit | Ping | Pong | Subscribe | Complete


def parsed(text: str) -> Message:
    """A message from its JSON; raises `InvalidMessage`.

    >>> parsed('{"type": "complete", "id": "1"}')
    Complete(id='1')
    """
    try:
        values = loaded(text)
    except BadRequest as bad:
        raise InvalidMessage(str(bad)) from None
    if not isinstance(values, dict):
        raise InvalidMessage("A message must be a JSON object.")
    match values.get("type"):
        case "connection_init":
            return ConnectionInit(_payload(values))
        case "ping":
            return Ping(_payload(values))
        case "pong":
            _payload(values)
            return Pong()
        case "complete":
            return Complete(_id(values))
        case "subscribe":
            return Subscribe(_id(values), _operation(values))
        case kind:
            raise InvalidMessage(f"There is no message of type {kind!r}.")


def _payload(values: dict[str, object]) -> dict[str, object] | None:
    payload = values.get("payload")
    if payload is not None and not isinstance(payload, dict):
        raise InvalidMessage("payload must be a JSON object.")
    return payload


def _id(values: dict[str, object]) -> str:
    found = values.get("id")
    if not isinstance(found, str) or not found:
        raise InvalidMessage("id must be a string that is not empty.")
    return found


def _operation(values: dict[str, object]) -> Operation:
    payload = _payload(values)
    if payload is None:
        raise InvalidMessage("subscribe needs a payload with a query.")
    try:
        return operation_from(payload)
    except BadRequest as bad:
        raise InvalidMessage(str(bad)) from None
