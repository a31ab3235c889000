"""Who asks over HTTP: found out before anything of the request is read, and what whoever may not is told (access 2.1).

Most requests come with credentials that are known; they are looked up without waiting for anything.
"""

from collections.abc import Sequence

from starlette.types import Scope

from ..access.door import Door
from ..access.known_keys import Keys
from ..access.refused import NotAdmitted, Unknown
from ..models.database import Unavailable
from ..posting.command.caller import Caller
from .outages import unavailable
from .refusals import status_of_code
from .requests import BadRequest

AUTHORIZATION = b"authorization"


async def keys_of(door: Door) -> Keys:
    """What is known of the keys; raises `BadRequest` where they cannot be read."""
    try:
        return door.keys_at_hand() or await door.keys()
    except Unavailable as away:
        raise not_known(away) from None


async def caller_of(door: Door, keys: Keys, given: Sequence[str]) -> Caller:
    """Who comes with these headers; raises `BadRequest` for whoever is not let in."""
    try:
        return door.at_once(keys, given) or await door.admitted(given)
    except (NotAdmitted, Unknown) as refused:
        raise refusal_of(refused) from None
    except Unavailable as away:
        raise not_known(away) from None


def authorization(scope: Scope) -> list[str]:
    """The headers that bear credentials, as many as there are."""
    return [value.decode("latin-1") for name, value in scope["headers"] if name == AUTHORIZATION]


def refusal_of(refused: NotAdmitted | Unknown) -> BadRequest:
    """What somebody is told who is not let in."""
    return BadRequest.of(status_of_code(refused.error), refused.error, dict(refused.headers))


def not_known(away: Unavailable) -> BadRequest:
    """What is told where the database cannot be asked who somebody is."""
    error = unavailable(away.reason, writes=False)
    seconds = str((error.extensions or {})["params"]["seconds"])
    return BadRequest.of(status_of_code(error), error, {"Retry-After": seconds})
