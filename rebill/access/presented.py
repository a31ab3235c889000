"""Credentials as they are sent: one `Bearer` in one header, or in a socket's first message (access 1.5)."""

from collections.abc import Mapping, Sequence

from .refused import Lack, NotAdmitted

SCHEME = "bearer"
LONGEST = 8192  # characters


def of_headers(given: Sequence[str]) -> str | None:
    """What one header `Authorization` bears; None where there is none. Raises `NotAdmitted`.

    >>> of_headers(["bearer abc"]), of_headers([])
    ('abc', None)
    """
    if not given:
        return None
    scheme, _, sent = given[0].strip().partition(" ")
    sent = sent.strip()
    if len(given) > 1 or scheme.lower() != SCHEME or not sent or len(sent) > LONGEST or not sent.isascii():
        raise NotAdmitted(Lack.INVALID)
    return sent


def of_payload(payload: Mapping[str, object] | None) -> Sequence[str] | None:
    """What the payload of `connection_init` has for a header: its `authorization`, in any case; None for none.

    >>> of_payload({"Authorization": "Bearer abc"}), of_payload({"token": "abc"})
    (['Bearer abc'], None)
    """
    found = [value for name, value in (payload or {}).items() if name.lower() == "authorization"]
    if not found:
        return None
    return [one if isinstance(one, str) else "" for one in found]
