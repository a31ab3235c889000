"""Who may reach the server through a browser: the names it goes by, and the origins of pages that may use it.

A page of any website can make its reader's browser send requests to a server on the reader's own machine. Three things
stand in the way. A POST must be `application/json`, for which a browser asks leave first and gets none. A WebSocket
needs no leave, so its Origin must be the server's own or one that was named. And a name that a website points at
127.0.0.1 for a moment (DNS rebinding) makes its pages look like the server's own: so a server on a loopback address
answers to the loopback's names only, and to those that were named. Programs that are no browsers send no Origin and are
let in.
"""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")


@dataclass(frozen=True)
class Reach:
    """What the server is bound to, and the origins of further pages that may use it."""

    is_loopback: bool = False
    origins: frozenset[str] = frozenset()
    is_public: bool = False  # bound to an address that others reach


def reach(host: str, origins: tuple[str, ...]) -> Reach:
    """How a server that is bound to `host` may be reached; ValueError for an origin that is none.

    >>> reach("127.0.0.1", ("https://books.example.com",)).is_loopback
    True
    """
    for one in origins:
        if not ORIGIN.fullmatch(one):
            raise ValueError(f"{one!r} is no origin; write it as https://books.example.com, without a path")
    is_loopback = _is_loopback(host)
    return Reach(is_loopback, frozenset(origins), is_public=not is_loopback)


def is_misdirected(within: Reach, headers: Mapping[str, str]) -> bool:
    """Whether a request to an open server names a host that it does not go by.

    A page whose name points here for a moment reaches everything there; to one that is shut it brings no credentials.
    """
    return (within.is_loopback or within.is_public) and not _is_its_own(within, headers.get("host", ""))


@lru_cache(64)
def _is_its_own(within: Reach, host: str) -> bool:
    name = _name(host)
    is_named = name in {_name(urlsplit(one).netloc) for one in within.origins}
    return is_named or _is_loopback(name) or (within.is_public and _is_address(name))


def is_foreign(within: Reach, headers: Mapping[str, str]) -> bool:
    """Whether a request comes from a page that is neither the server's own nor one that was named."""
    origin = headers.get("origin")
    if origin is None or origin in within.origins:
        return False
    scheme, _, place = origin.partition("://")
    port = {"http": ":80", "https": ":443"}.get(scheme)
    return port is None or place.removesuffix(port) != headers.get("host", "").lower().removesuffix(port)


def _is_loopback(name: str) -> bool:
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
