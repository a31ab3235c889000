"""The API keys that a database has, as one process knows them: read again and again, never older than a second.

To ask the database for each request would double what a small query costs, and to be told of changes would need a
connection that may be lost without a sign. What was read is therefore good for a while: a request that finds it half a
second old has it read again behind its back, one that finds it older waits. Whoever brings a key that is not known, or
is not right, waits as well, so that a key can be used the moment it is made, and an answer's time tells nothing.
"""

import asyncio
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from time import monotonic

import anyio
from sqlalchemy import select

from ..models import tables
from ..models.database import Database, Unavailable
from ..models.outages import Reason
from ..models.rows import read_all
from ..models.vocabulary import ActorKind, Scope
from ..posting.command.caller import Caller
from ..posting.setup.key_secrets import FORM, digest_of, prefix_of

KEY = tables.api_key
FRESH_SECONDS = 0.4  # for so long it is taken as it is
GOOD_SECONDS = 0.8  # and for so long while it is read again
WAIT_SECONDS = 3.0  # for which anybody waits for it
NOBODY = digest_of("")  # what a key is compared with that is not known, in the time of one that is


@dataclass(frozen=True)
class KeyRow:
    """An API key as it is stored."""

    id: int
    name: str
    prefix: str
    digest: str
    scopes: list[str]
    owner: str | None
    actor_id: int
    expires_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class KnownKey:
    """An API key: what whoever has it can show, and who they are then."""

    digest: str
    caller: Caller
    is_revoked: bool

    def is_living(self, now: datetime) -> bool:
        """Whether it can be used."""
        ends = self.caller.expires_at
        return not self.is_revoked and (ends is None or now < ends)


@dataclass(frozen=True, eq=False)
class Keys:
    """All keys as they stood at `since`, by their prefixes."""

    since: float
    by_prefix: Mapping[str, KnownKey]

    @property
    def ever(self) -> bool:
        """Whether the database has ever held one: none is deleted."""
        return bool(self.by_prefix)

    def caller(self, sent: str, now: datetime) -> Caller | None:
        """Whose key this is; None for one that cannot be used."""
        known = self.by_prefix.get(prefix_of(sent)) if FORM.fullmatch(sent) else None
        is_right = hmac.compare_digest(digest_of(sent), NOBODY if known is None else known.digest)
        return known.caller if known is not None and is_right and known.is_living(now) else None

    def still_is(self, caller: Caller, now: datetime) -> bool:
        """Whether the key that somebody came with can still be used."""
        known = self.by_id.get(caller.key_id or 0)
        return known is not None and known.is_living(now)

    @cached_property
    def by_id(self) -> Mapping[int, KnownKey]:
        """The same by their numbers."""
        return {one.caller.key_id or 0: one for one in self.by_prefix.values()}


def read(database: Database, since: float) -> Keys:
    """The keys of a database."""
    names = ("id", "name", "prefix", "digest", "scopes", "owner", "actor_id", "expires_at", "revoked_at")
    with database.read() as connection:
        rows = read_all(connection, select(*[KEY.c[name] for name in names]), KeyRow)
    return Keys(since, {row.prefix: _known(row, since) for row in rows})


def _known(row: KeyRow, since: float) -> KnownKey:
    scopes = frozenset(Scope(one) for one in row.scopes)
    caller = Caller(
        row.actor_id,
        ActorKind.KEY,
        row.name,
        row.owner,
        scopes=scopes,
        expires_at=row.expires_at,
        key_id=row.id,
        seen_at=since,
    )
    return KnownKey(row.digest, caller, row.revoked_at is not None)


class KeyRing:
    """What a process knows of the keys; on one event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = anyio.CapacityLimiter(1)
        self._seen: Keys | None = None
        self._reading: asyncio.Task[Keys] | None = None

    def at_hand(self) -> Keys | None:
        """The keys without waiting for anything; None where what is known is too old."""
        seen = self._seen
        if seen is None or (age := monotonic() - seen.since) > GOOD_SECONDS:
            return None
        if age > FRESH_SECONDS:
            self._begin()
        return seen

    async def recent(self) -> Keys:
        """The keys, less than a second old; raises `Unavailable` where they cannot be read."""
        return self.at_hand() or await self.now()

    async def now(self) -> Keys:
        """The keys as they stand from now on; everybody who asks at the same time waits for the same.

        Raises `Unavailable` where they cannot be read, or not soon: a database that is silent holds nobody up.
        """
        since = monotonic()
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                while True:
                    read = await asyncio.shield(self._begin())
                    if read.since >= since:
                        return read
        except TimeoutError:
            return self._without(Unavailable(Reason.AWAY))

    def _begin(self) -> "asyncio.Task[Keys]":
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read())
            self._reading.add_done_callback(_heard)
        return self._reading

    async def _read(self) -> Keys:
        since = monotonic()
        try:
            seen = await anyio.to_thread.run_sync(partial(read, self._database, since), limiter=self._thread)
        except Unavailable as away:
            return self._without(away)
        self._seen = seen
        return seen

    def _without(self, away: Unavailable) -> Keys:
        """What is known where the keys cannot be read: a server that is open stays so, for nobody writes either."""
        if self._seen is None or self._seen.ever:
            raise away
        self._seen = Keys(monotonic(), {})
        return self._seen


def _heard(reading: "asyncio.Task[Keys]") -> None:
    """A failure that nobody waits for is no news: whoever comes next tries again."""
    if not reading.cancelled():
        reading.exception()
