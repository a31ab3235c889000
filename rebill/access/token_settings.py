"""How signed tokens are read: what the operator has set, checked before anything is started (access 1.4)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from ..models.vocabulary import Scope

SYMMETRIC = frozenset({"HS256", "HS384", "HS512"})
ASYMMETRIC = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
LEEWAY_SECONDS = 30
LONGEST_LEEWAY_SECONDS = 3600
ScopeMap = Mapping[str, frozenset[Scope]]


class WrongSettings(ValueError):
    """The settings cannot mean anything; the server does not start."""


@dataclass(frozen=True)
class TokenSettings:
    """Whose tokens are taken, signed by which keys and how, and where their duties and names stand in them."""

    issuer: str
    audience: str
    keys: str
    algorithms: frozenset[str]
    leeway: int = LEEWAY_SECONDS
    scopes_claim: tuple[str, ...] = ("scope",)
    scope_map: ScopeMap = field(default_factory=dict)
    name_claim: tuple[str, ...] | None = None  # `name`, else `sub`

    @property
    def is_symmetric(self) -> bool:
        """Whether who signs a token and who reads it have one secret."""
        return bool(self.algorithms & SYMMETRIC)

    @property
    def is_fetched(self) -> bool:
        """Whether the keys are at an address, and not in a file."""
        return "://" in self.keys


def token_settings(given: Mapping[str, str | None]) -> TokenSettings | None:
    """The settings from flags or environment, by the names of the flags without `--jwt-`; None where none is given.

    Raises `WrongSettings` for what is missing or wrong.
    """
    said = {name: value for name, value in given.items() if value}
    if not said:
        return None
    missing = [name for name in ("issuer", "audience", "keys", "algorithms") if name not in said]
    if missing:
        flags = ", ".join(f"--jwt-{one}" for one in missing)
        raise WrongSettings(f"signed tokens need {flags} as well")
    settings = TokenSettings(
        issuer=said["issuer"],
        audience=said["audience"],
        keys=_checked_place(said["keys"]),
        algorithms=_algorithms(said["algorithms"]),
        leeway=_leeway(said.get("leeway", str(LEEWAY_SECONDS))),
        scopes_claim=tuple(said.get("scopes-claim", "scope").split(".")),
        scope_map=_scope_map(said.get("scope-map")),
        name_claim=tuple(said["name-claim"].split(".")) if "name-claim" in said else None,
    )
    if settings.is_symmetric and settings.algorithms & ASYMMETRIC:
        raise WrongSettings(
            "--jwt-algorithms are all symmetric (HS…) or all asymmetric, or a key could be used as both"
        )
    return settings


def _algorithms(given: str) -> frozenset[str]:
    names = [one.strip() for one in given.split(",") if one.strip()]
    unknown = [one for one in names if one not in SYMMETRIC | ASYMMETRIC]
    if unknown or not names:
        known = ", ".join(sorted(SYMMETRIC | ASYMMETRIC))
        raise WrongSettings(f"--jwt-algorithms has {', '.join(unknown) or 'none'}; those there are: {known}")
    return frozenset(names)


def _leeway(given: str) -> int:
    if not given.isdecimal() or int(given) > LONGEST_LEEWAY_SECONDS:
        raise WrongSettings(f"--jwt-leeway is {given!r}, not a number of seconds up to {LONGEST_LEEWAY_SECONDS}")
    return int(given)


def _checked_place(given: str) -> str:
    """Where the keys are: a file, or an address that nobody on the way can answer for."""
    if "://" not in given:
        return given
    parts = urlsplit(given)
    if parts.scheme == "https" and parts.hostname:
        return given
    if parts.scheme == "http" and _is_loopback(parts.hostname or ""):
        return given
    raise WrongSettings(f"--jwt-keys is {given!r}; give a file's path or an https address (http on loopback only)")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _scope_map(path: str | None) -> ScopeMap:
    if path is None:
        return {}
    try:
        read = json.loads(Path(path).read_text(encoding="utf-8"))
        return {str(claim): frozenset(Scope(one) for one in scopes) for claim, scopes in read.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        form = '{"bookkeeper": ["INVOICE", "CREDIT"]}'
        raise WrongSettings(f"--jwt-scope-map {path} is no JSON object such as {form}") from None
