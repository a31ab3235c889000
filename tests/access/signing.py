"""Tokens and their keys as a sign-in service makes them, by another library than the one that reads them."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, HMACAlgorithm, OKPAlgorithm, RSAAlgorithm

from rebill.access.token_settings import TokenSettings, token_settings

ISSUER, AUDIENCE = "https://sign.example", "rebill"
NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
SECRET = b"0123456789abcdef" * 4
ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "HS256",
    "HS512",
)


def private_key(algorithm: str, number: int = 0, bits: int = 2048) -> Any:
    """A key to sign with; the same each time, another one by another number."""
    return _made("RS256" if algorithm[:2] in ("RS", "PS") else algorithm, number, bits)


@cache
def _made(algorithm: str, number: int, bits: int) -> Any:
    if algorithm[:2] in ("RS", "PS"):
        return rsa.generate_private_key(65537, bits)
    if algorithm.startswith("ES"):
        return ec.generate_private_key(
            {"ES256": ec.SECP256R1, "ES384": ec.SECP384R1, "ES512": ec.SECP521R1}[algorithm]()
        )
    if algorithm == "EdDSA":
        return ed25519.Ed25519PrivateKey.generate()
    return SECRET if number == 0 else SECRET[::-1]


def jwk(algorithm: str, number: int = 0, *, bits: int = 2048, **more: Any) -> dict[str, Any]:
    """The key to check with, as a JWKS has it."""
    key = private_key(algorithm, number, bits)
    if algorithm.startswith("HS"):
        found = json.loads(HMACAlgorithm.to_jwk(key))
    else:
        made = {"R": RSAAlgorithm, "P": RSAAlgorithm, "E": OKPAlgorithm if algorithm == "EdDSA" else ECAlgorithm}
        found = json.loads(made[algorithm[0]].to_jwk(key.public_key()))
    found.pop("key_ops", None)
    return {name: value for name, value in (found | more).items() if value is not None}


def key_file(folder: Path, *keys: Mapping[str, Any]) -> str:
    """The path of a JWKS."""
    path = folder / "jwks.json"
    path.write_text(json.dumps({"keys": list(keys)}), encoding="utf-8")
    return str(path)


def settings(keys: str, algorithms: str = "RS256", **more: str) -> TokenSettings:
    """How tokens are read."""
    given = {"issuer": ISSUER, "audience": AUDIENCE, "keys": keys, "algorithms": algorithms} | more
    found = token_settings(given)
    assert found is not None
    return found


def claims(now: datetime = NOW, **more: Any) -> dict[str, Any]:
    """What a good token says; a claim that is given as None is left out."""
    seconds = int(now.timestamp())
    said = {"iss": ISSUER, "aud": AUDIENCE, "sub": "kari", "exp": seconds + 600, "scope": "rebill:credit openid"} | more
    return {name: value for name, value in said.items() if value is not None}


def token(said: Mapping[str, Any], algorithm: str = "RS256", number: int = 0, **header: Any) -> str:
    """A signed token; a member of the header that is None is left out."""
    return jwt.encode(dict(said), private_key(algorithm, number), algorithm=algorithm, headers=header)


def later(**more: int) -> datetime:
    """A moment after NOW."""
    return NOW + timedelta(**more)
