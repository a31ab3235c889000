"""The keys by which tokens are signed: a JWKS from a file or an address, and which of them a token may name.

Only keys that suit the algorithms that the operator has named are there at all, so that no token can have one used
otherwise (access 1.4.1). What is fetched is bounded: 64 KB, 5 seconds, no redirects.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OctKey, OKPKey, RSAKey

from .token_settings import TokenSettings

LARGEST = 64 * 1024
FETCH_SECONDS = 5.0
SMALLEST_RSA = 2048  # bits
SHORTEST_SECRET = 42  # characters, which are 32 bytes
CURVES = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
Key = RSAKey | ECKey | OctKey | OKPKey


class NoKeys(Exception):
    """The keys cannot be had, or cannot be used; the text says why."""


class WeakKey(NoKeys):
    """One of them is weaker than its algorithm asks for."""


@dataclass(frozen=True)
class SetKey:
    """A key of a set, and the algorithms that it can be used with."""

    kid: str | None
    key: Key
    algorithms: frozenset[str]


@dataclass(frozen=True)
class KeySet:
    """Keys that tokens may be signed with."""

    keys: Sequence[SetKey]

    def of(self, kid: str | None, algorithm: str) -> Key | None:
        """The key that a token names; without a name the only one that suits. None where there is none."""
        found = [one.key for one in self.keys if algorithm in one.algorithms and (kid is None or one.kid == kid)]
        return found[0] if len(found) == 1 else None


def key_set(settings: TokenSettings) -> KeySet:
    """The keys as they stand now; raises `NoKeys`."""
    text = _fetched(settings.keys) if settings.is_fetched else _read(settings.keys)
    try:
        given = json.loads(text)["keys"]
        known = [one for one in given if isinstance(one, dict)]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NoKeys(f"{settings.keys} is no JWKS") from None
    keys = [made for one in known if (made := _key(one, settings.algorithms)) is not None]
    if not keys:
        raise NoKeys(f"{settings.keys} has no key for {', '.join(sorted(settings.algorithms))}")
    return KeySet(keys)


def _key(given: Mapping[str, object], algorithms: frozenset[str]) -> SetKey | None:
    """A key with the algorithms that it suits; None where it is for something else. Raises `WeakKey`."""
    stated, use, operations = given.get("alg"), given.get("use", "sig"), given.get("key_ops", ["verify"])
    if use != "sig" or not isinstance(operations, list) or not {"verify", "sign"} & set(map(str, operations)):
        return None
    if given.get("kty") == "oct" and len(str(given.get("k", ""))) < SHORTEST_SECRET:
        raise WeakKey("a symmetric key is too short")  # for any algorithm; the library would only warn of it
    if given.get("kty") == "RSA" and (bits := len(str(given.get("n", ""))) * 6) < SMALLEST_RSA:
        raise WeakKey(f"an RSA key of {bits // 8 * 8} bits is too short; {SMALLEST_RSA} are needed")
    try:
        plain: dict[str, Any] = {name: value for name, value in given.items() if name not in ("use", "key_ops")}
        key = JWKRegistry.import_key(plain)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    suits = frozenset(one for one in algorithms if stated in (None, one) and _suits(key, one))
    kid = given.get("kid")
    return SetKey(kid if isinstance(kid, str) else None, key, suits) if suits else None


def _suits(key: Key, algorithm: str) -> bool:
    if isinstance(key, RSAKey):
        if algorithm[:2] not in ("RS", "PS"):
            return False
        if key.raw_value.key_size < SMALLEST_RSA:
            raise WeakKey(f"an RSA key of {key.raw_value.key_size} bits is too short; {SMALLEST_RSA} are needed")
        return True
    if isinstance(key, OctKey):
        if not algorithm.startswith("HS"):
            return False
        needed, found = int(algorithm[2:]) // 8, len(key.raw_value)
        if found < needed:
            raise WeakKey(f"a key of {found} bytes is too short for {algorithm}; {needed} are needed")
        return True
    if isinstance(key, ECKey):
        return CURVES.get(algorithm) == key.curve_name
    return algorithm == "EdDSA" and key.curve_name in ("Ed25519", "Ed448")


def _read(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return _whole(file.read(LARGEST + 1), path)
    except OSError as error:
        raise NoKeys(f"{path} cannot be read: {error.strerror}") from None


def _whole(text: bytes, place: str) -> bytes:
    if len(text) > LARGEST:
        raise NoKeys(f"{place} has more than {LARGEST // 1024} KB")
    return text


class _NoRedirect(HTTPRedirectHandler):
    """Follows nobody anywhere."""

    def redirect_request(self, *_: object) -> None:  # type: ignore[override]  # None is what it may answer
        """Nowhere."""


def _fetched(address: str) -> bytes:
    until, text = time.monotonic() + FETCH_SECONDS, bytearray()
    try:
        asked = Request(address, headers={"Accept": "application/json"})  # looked at when it was set
        with build_opener(_NoRedirect).open(asked, timeout=FETCH_SECONDS) as answer:
            while chunk := answer.read1(LARGEST):
                text += chunk
                if len(text) > LARGEST or time.monotonic() > until:
                    break
    except HTTPError as refused:
        refused.close()  # it is the answer as well, and holds its connection
        raise NoKeys(f"{address} answers {refused.code}") from None
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise NoKeys(f"{address} does not answer: {type(error).__name__}") from None
    if time.monotonic() > until:
        raise NoKeys(f"{address} takes more than {FETCH_SECONDS:.0f} s to answer")
    return _whole(bytes(text), address)
