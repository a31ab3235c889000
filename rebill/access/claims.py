"""What a token says whose signature was right: who it is for, until when, and which duties it gives (access 1.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ..models.vocabulary import Scope
from .refused import Lack, NotAdmitted
from .token_settings import TokenSettings

LONGEST_SUBJECT = 255
LONGEST_NAME = 255
OWN = {f"rebill:{one.value.lower()}": one for one in Scope}
Claims = Mapping[str, object]


@dataclass(frozen=True)
class Subject:
    """Whom a token is about."""

    subject: str
    name: str
    scopes: frozenset[Scope]
    expires_at: datetime


def subject_of(claims: Claims, settings: TokenSettings, now: datetime) -> Subject:
    """Whom the claims are about; raises `NotAdmitted` where they are not for this server, or not for this moment."""
    subject, audience = claims.get("sub"), claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    is_somebody = isinstance(subject, str) and 1 <= len(subject) <= LONGEST_SUBJECT and subject.isprintable()
    is_ours = claims.get("iss") == settings.issuer and settings.audience in audiences
    expires_at = _instant(claims.get("exp"))
    if not is_somebody or not is_ours or expires_at is None:
        raise NotAdmitted(Lack.INVALID)
    leeway = timedelta(seconds=settings.leeway)  # off our clock and not added to theirs, which may be a calendar's end
    if now - leeway >= expires_at:
        raise NotAdmitted(Lack.EXPIRED)
    for name in ("nbf", "iat"):
        if name in claims:
            begins = _instant(claims[name])
            if begins is None or now + leeway < begins:
                raise NotAdmitted(Lack.INVALID)
    return Subject(str(subject), _name(claims, settings), scopes_of(claims, settings), expires_at)


def scopes_of(claims: Claims, settings: TokenSettings) -> frozenset[Scope]:
    """The duties that claims give, by the operator's map or by their own names; what is neither is passed over."""
    said = _at(claims, settings.scopes_claim)
    values = said.split(" ") if isinstance(said, str) else said if isinstance(said, list) else []
    found = set[Scope]()
    for one in values:
        if isinstance(one, str):
            found |= settings.scope_map.get(one, {OWN[one]} if one in OWN else frozenset[Scope]())
    return frozenset(found)


def _name(claims: Claims, settings: TokenSettings) -> str:
    said = _at(claims, settings.name_claim or ("name",))
    name = "".join(one for one in said if one.isprintable()).strip() if isinstance(said, str) else ""
    return (name or str(claims["sub"]))[:LONGEST_NAME]


def _at(claims: Claims, path: tuple[str, ...]) -> object:
    """A claim, or one inside others; a claim whose own name has dots comes first."""
    whole = ".".join(path)
    if whole in claims:
        return claims[whole]
    found: object = claims
    for name in path:
        if not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return found


def _instant(given: object) -> datetime | None:
    """Seconds since 1970, in whole or in part; None for what is no instant."""
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    try:
        return datetime.fromtimestamp(given, UTC)
    except (ValueError, OverflowError, OSError):
        return None
