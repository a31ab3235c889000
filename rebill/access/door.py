"""The door: whether a server is open or shut, and who comes in by which credentials (access 1.1).

It is shut from the first key or token issuer on, for good: it does not fall open when the last key expires. Credentials
that are sent are looked at on an open server as well; whoever sends wrong ones is never taken for anybody.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from ..models.database import Database, Unavailable
from ..models.hiding import MARK
from ..models.vocabulary import ActorKind
from ..posting.command.caller import ANONYMOUS, Caller
from ..posting.command.clock import Clock, SystemClock
from .known_keys import KeyRing, Keys
from .presented import of_headers
from .refused import Lack, NotAdmitted
from .tokens import Tokens
from .uses import Uses

LOOK_SECONDS = 0.5  # between looks whether the credentials of sockets and streams still hold


class Door:
    """Who may come in at one server; on its event loop.

    `stays_open` is what the operator has said (--open); `tokens` reads signed tokens, where an issuer is set up.
    """

    def __init__(
        self,
        database: Database,
        *,
        stays_open: bool = False,
        tokens: Tokens | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._ring = KeyRing(database)
        self._uses = Uses(database)
        self._clock = clock or SystemClock()
        self._stays_open = stays_open
        self._tokens = tokens
        self._inside: dict[asyncio.Event, Caller] = {}
        self._looking: asyncio.Task[None] | None = None

    @property
    def takes_tokens(self) -> bool:
        """Whether there may be administrators that are no keys."""
        return self._tokens is not None

    def keys_at_hand(self) -> Keys | None:
        """The keys without waiting; None where what is known of them is too old."""
        return self._ring.at_hand()

    async def keys(self) -> Keys:
        """The keys; raises `Unavailable` where they cannot be read."""
        return await self._ring.recent()

    def is_open(self, keys: Keys) -> bool:
        """Whether nobody has to say who they are."""
        return self._stays_open or not (keys.ever or self._tokens)

    def at_once(self, keys: Keys, given: Sequence[str]) -> Caller | None:
        """Who comes with these headers; None where that cannot be said without waiting. Raises `NotAdmitted`."""
        sent = of_headers(given)
        if sent is None:
            if not self.is_open(keys):
                raise NotAdmitted(Lack.MISSING)
            return ANONYMOUS
        if sent.startswith(MARK):
            return self._used(keys.caller(sent, self._clock.now()))
        return None if self._tokens is None else self._tokens.known(sent, self._clock.now())

    async def admitted(self, given: Sequence[str]) -> Caller:
        """Who comes with these headers; raises `NotAdmitted`; `Unavailable` or `Unknown` where nobody can say."""
        found = self.at_once(await self._ring.recent(), given)
        if found is not None:
            return found
        sent = of_headers(given) or ""
        if self._tokens is not None and not sent.startswith(MARK):
            return await self._tokens.caller(sent, self._clock.now())
        keys = await self._ring.now()  # a key that was made just now
        found = self._used(keys.caller(sent, self._clock.now()))
        if found is None:
            raise NotAdmitted(Lack.INVALID)
        return found

    @contextmanager
    def inside(self, caller: Caller) -> Iterator[asyncio.Event]:
        """For as long as somebody stays: the event that their credentials have ended."""
        ended = asyncio.Event()
        self._inside[ended] = caller
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            yield ended
        finally:
            del self._inside[ended]

    async def _look(self) -> None:
        while self._inside:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                keys = await self._ring.recent()
            except Unavailable:  # as long as nobody can be asked, nothing can be done with them either
                continue
            now = self._clock.now()
            for ended, caller in list(self._inside.items()):
                if not self._still_is(keys, caller, now):
                    ended.set()

    def _still_is(self, keys: Keys, caller: Caller, now: datetime) -> bool:
        if caller.kind is ActorKind.KEY:
            return keys.still_is(caller, now)
        if caller.kind is ActorKind.SUBJECT:
            return self._tokens is not None and self._tokens.still_is(caller, now)
        return self.is_open(keys)

    def _used(self, caller: Caller | None) -> Caller | None:
        if caller is not None and caller.key_id is not None:
            self._uses.note(caller.key_id, self._clock.now())
        return caller
