"""Signatures of tokens: who signed one, by the library, within what the operator allows (RFC 8725, access 1.4).

Neither the algorithm nor the key is the token's to choose: its header only names one of those that are allowed. What
else stands in it (`jku`, `x5u`, `jwk`, `x5c`) is never looked at, and what it calls critical nobody here understands.
"""

import json
from collections.abc import Mapping
from typing import Any

from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jws import CompactSignature, JWSRegistry, extract_compact, validate_compact

from .key_sets import KeySet
from .presented import LONGEST
from .refused import Lack, NotAdmitted

TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt", "application/jwt"})


class _Allowed(JWSRegistry):
    """The operator's algorithms and no others."""

    max_header_length = LONGEST  # a chain of certificates may stand in it
    max_payload_length = max_signature_length = LONGEST

    def get_alg(self, name: str) -> Any:  # as the library has it
        """An algorithm that is allowed; the library warns of EdDSA, whose name is only deprecated."""
        if name not in (self.allowed or ()):
            raise UnsupportedAlgorithmError(name)
        return self.algorithms[name]


class UnknownKey(Exception):
    """A token names a key that the set does not have."""


class Signed:
    """A token that is not looked into yet."""

    def __init__(self, text: str, algorithms: frozenset[str]) -> None:
        if text.count(".") != 2:
            raise NotAdmitted(Lack.INVALID)
        self._registry = _Allowed(algorithms=sorted(algorithms), strict_check_header=False)
        try:
            self._parts: CompactSignature = extract_compact(text.encode(), registry=self._registry)
            header: Mapping[str, Any] = self._parts.headers()
        except (JoseError, ValueError, TypeError, KeyError, RecursionError):
            raise NotAdmitted(Lack.INVALID) from None
        kid, kind, self._algorithm = header.get("kid"), header.get("typ", "JWT"), header.get("alg")
        is_plain = isinstance(kind, str) and kind.lower() in TYPES and "crit" not in header and "b64" not in header
        if not is_plain or self._algorithm not in algorithms or not isinstance(kid, str | None):
            raise NotAdmitted(Lack.INVALID)
        self.kid: str | None = kid

    def claims(self, keys: KeySet) -> Mapping[str, object]:
        """What it says, once its signature is found right; raises `UnknownKey`, or `NotAdmitted`."""
        key = keys.of(self.kid, str(self._algorithm))
        if key is None:
            raise UnknownKey
        try:
            is_right = validate_compact(self._parts, key, registry=self._registry)
            claims = json.loads(self._parts.payload) if is_right else None
        except (JoseError, ValueError, TypeError, KeyError, RecursionError):
            claims = None
        if not isinstance(claims, dict):
            raise NotAdmitted(Lack.INVALID)
        return claims
