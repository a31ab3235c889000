"""Signed tokens: who comes by one, and the keys they are checked by, which are fetched again and again (access 1.4).

A token that was found right is remembered until it expires or the keys change, since to check a signature takes as long
as a small query. Whoever it is about is written down when they are first seen, outside of any request's transaction.
"""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

import anyio
from sqlalchemy import Connection

from ..models.database import Database
from ..models.vocabulary import ActorKind
from ..posting.command.actors import actor_of
from ..posting.command.caller import Caller
from .claims import Subject, subject_of
from .key_sets import KeySet, NoKeys, key_set
from .refused import Lack, NotAdmitted, Unknown
from .signatures import Signed, UnknownKey
from .token_settings import TokenSettings

GOOD_SECONDS = 5 * 60  # for which a set of keys is taken as it is
LAST_SECONDS = 24 * 60 * 60  # and where its place does not answer
AGAIN_SECONDS = 60  # between fetches that an unknown key asks for, for all
MOST_KNOWN = 1_000  # tokens that are remembered
MOST_ACTORS = 10_000


class Tokens:
    """Who comes by signed tokens; on one event loop."""

    def __init__(self, settings: TokenSettings, database: Database, first: KeySet | None = None) -> None:
        self._settings, self._database = settings, database
        self._keys = first
        self._fetched = monotonic() if first is not None else float("-inf")
        self._asked = self._asked_for_another = float("-inf")
        self._fetching: asyncio.Task[None] | None = None
        self._known: OrderedDict[str, Caller] = OrderedDict()
        self._actors: dict[str, tuple[str, int | None]] = {}  # by subject: what they were last called, and their row
        self._thread = anyio.CapacityLimiter(1)

    def known(self, sent: str, now: datetime) -> Caller | None:
        """Who comes by a token that was found right before; None where it has to be looked at."""
        caller = self._known.get(sent)
        if caller is None or not self.still_is(caller, now) or monotonic() > self._fetched + GOOD_SECONDS:
            return None
        return caller

    def still_is(self, caller: Caller, now: datetime) -> bool:
        """Whether the token that somebody came with has not ended."""
        ends = caller.expires_at
        return ends is not None and now - timedelta(seconds=self._settings.leeway) < ends

    async def caller(self, sent: str, now: datetime) -> Caller:
        """Who comes by a token; raises `NotAdmitted`, and `Unknown` as long as there are no keys at all."""
        signed = Signed(sent, self._settings.algorithms)
        keys = await self._current()
        try:
            claims = signed.claims(keys)
        except UnknownKey:
            claims = await self._by_new_keys(signed)
        subject = subject_of(claims, self._settings, now)
        caller = await self._written(subject, now)
        self._known[sent] = caller
        while len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return caller

    async def _by_new_keys(self, signed: Signed) -> dict[str, object]:
        """What a token says whose key came into the set only now."""
        if monotonic() > self._asked_for_another + AGAIN_SECONDS:
            self._asked_for_another = monotonic()
            await self._fetch()
        try:
            return dict(signed.claims(await self._current()))
        except UnknownKey:
            raise NotAdmitted(Lack.INVALID) from None

    async def _current(self) -> KeySet:
        """The keys: fetched five minutes ago at most or, where their place does not answer, a day."""
        now = monotonic()
        if now > self._fetched + GOOD_SECONDS and now > self._asked + (AGAIN_SECONDS if self._keys else 1):
            await self._fetch()
        if self._keys is None or monotonic() > self._fetched + LAST_SECONDS:
            raise Unknown
        return self._keys

    async def _fetch(self) -> None:
        """Fetch the keys, once for everybody who waits."""
        if self._fetching is None or self._fetching.done():
            self._asked = monotonic()
            self._fetching = asyncio.create_task(self._replace())
        await asyncio.shield(self._fetching)

    async def _replace(self) -> None:
        since = monotonic()
        try:
            keys = await anyio.to_thread.run_sync(partial(key_set, self._settings), limiter=self._thread)
        except NoKeys:
            return
        self._keys, self._fetched = keys, since
        self._known.clear()  # a key that is no longer there has signed nothing

    async def _written(self, one: Subject, now: datetime) -> Caller:
        """The caller that a token makes; its actor is written down when it is first seen, or called otherwise."""
        seen = self._actors.get(one.subject)
        if seen is None or seen[0] != one.name:
            if len(self._actors) >= MOST_ACTORS:
                self._actors.clear()
            actor = await anyio.to_thread.run_sync(partial(self._write, one, now), limiter=self._thread)
            seen = self._actors[one.subject] = one.name, actor
        return Caller(
            seen[1],
            ActorKind.SUBJECT,
            one.name,
            one.subject,
            self._settings.issuer,
            scopes=one.scopes,
            expires_at=one.expires_at,
        )

    def _write(self, one: Subject, now: datetime) -> int | None:
        if self._database.read_only:
            return None
        issuer = self._settings.issuer

        def work(connection: Connection) -> int:
            what = (issuer, one.subject)
            return actor_of(connection, now, ActorKind.SUBJECT, what, one.name, issuer=issuer, person=one.subject)

        return self._database.run_write(work)
