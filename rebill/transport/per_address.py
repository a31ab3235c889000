"""How many of something each address has at a time, and the refusal of one more.

Nobody says yet who they are, so a client is its address (access 5.6). An IPv6 network of 64 bits is one address: a
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
    return f"actor {caller.actor_id}" if caller.authenticated else address


class PerAddress:
    """The places of each address; `message` is told to one that has them all."""

    def __init__(self, most: int, message: str) -> None:
        self._most = most
        self._message = message
        self._taken: Counter[str] = Counter()

    def check(self, address: str) -> None:
        """Raise OVERLOADED where the address has no place left."""
        if self._taken[address] >= self._most:
            raise overloaded(self._message.format(most=self._most))

    @contextmanager
    def held(self, address: str) -> Iterator[None]:
        """Hold one place; raises OVERLOADED where there is none left."""
        self.check(address)
        self._taken[address] += 1
        try:
            yield
        finally:
            self._taken[address] -= 1
            if not self._taken[address]:
                del self._taken[address]
