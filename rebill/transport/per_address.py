"""How many of something each who asks has at a time, and the refusal of one more.

Whoever does not say who they are is their address (access 5.6). An IPv6 network of 64 bits is one address: a
machine may give itself any of those in it.
"""

import ipaddress
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ..posting.command.caller import Caller
from .refusals import overloaded


def address_of(scope: Mapping[str, Any]) -> str:
    """Who a request comes from, as far as its connection tells.

    >>> address_of({"client": ("2001:db8::1:2:3:4", 5000)})
    '2001:db8::/64'
    """
    host = str((scope.get("client") or ("",))[0])
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return host
    return host if found.version == 4 else str(ipaddress.ip_network((host, 64), strict=False))


def asker_of(caller: Caller, address: str) -> str:
    """Whom what is asked counts for: the actor, whatever their address; an address where nobody says who they are.

    >>> from rebill.posting.command.caller import ANONYMOUS
    >>> asker_of(ANONYMOUS, "192.0.2.7")
    '192.0.2.7'
    """
    if not caller.authenticated:
        return address
    return f"subject {caller.person} of {caller.issuer}" if caller.actor_id is None else f"actor {caller.actor_id}"


class PerAddress:
    """The places of each who asks, an actor or an address; `variant` is told to one that has them all."""

    def __init__(self, most: int, variant: str) -> None:
        self._most = most
        self._variant = variant
        self._taken: Counter[str] = Counter()

    def check(self, asker: str) -> None:
        """Raise OVERLOADED where whoever asks has no place left."""
        if self._taken[asker] >= self._most:
            raise overloaded(self._variant, most=self._most)

    @contextmanager
    def held(self, asker: str) -> Iterator["Held"]:
        """Hold one place; raises OVERLOADED where there is none left."""
        place = Held(self, asker)
        try:
            yield place
        finally:
            self.give(place.asker)

    def take(self, asker: str) -> None:
        """Take a place; raises OVERLOADED where there is none left."""
        self.check(asker)
        self._taken[asker] += 1

    def give(self, asker: str) -> None:
        """Give a place back."""
        self._taken[asker] -= 1
        if not self._taken[asker]:
            del self._taken[asker]


class Held:
    """A place that is held, of whoever it counts for."""

    def __init__(self, places: PerAddress, asker: str) -> None:
        places.take(asker)
        self._places, self.asker = places, asker

    def move(self, asker: str) -> None:
        """It is known by now who asks: their place is held instead; raises OVERLOADED where they have none left."""
        if asker != self.asker:
            self._places.take(asker)
            self._places.give(self.asker)
            self.asker = asker
