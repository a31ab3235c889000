"""Whether two servers answer the same, whatever each calls it.

Three things are told apart in the peers' favour: an id may be the bare key, which Rebill wraps into an opaque one; a
decimal may have the places of its column, which Rebill renders at those of its currency; and a list may come as it is
or as `nodes`. The books of two engines were entered at two times, so that of an instant only the form is compared.
Everything else must be equal, the order of lists included.
"""

import base64
import binascii
import re
from decimal import Decimal, InvalidOperation

KEYS = frozenset({"id"})
INSTANTS = frozenset({"recordedAt", "createdAt"})
DIGIT = re.compile(r"\d")
DECIMALS = frozenset({"totalAmount", "netAmount", "amount"})


def normalised(data: object, name: str = "") -> object:
    """An answer in a form that is the same for all servers.

    >>> normalised({"id": "SW52b2ljZTo3", "totalAmount": "12.50"}) == normalised({"id": 7, "totalAmount": "12.5000"})
    True
    """
    if isinstance(data, dict):
        if set(data) == {"nodes"}:
            return normalised(data["nodes"])
        return {key: normalised(value, key) for key, value in data.items()}
    if isinstance(data, list):
        return [normalised(one, name) for one in data]
    if name in KEYS and data is not None:
        return _key(str(data))
    if name in DECIMALS and data is not None:
        return _decimal(str(data))
    if name in INSTANTS and data is not None:
        return DIGIT.sub("0", str(data))
    return data


def _key(text: str) -> object:
    if text.isdecimal():
        return int(text)
    try:
        return int(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().rpartition(":")[2])
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return text


def _decimal(text: str) -> object:
    try:
        return Decimal(text).normalize()
    except InvalidOperation:
        return text


def difference(one: object, other: object, path: str = "data") -> str | None:
    """Where two normalised answers differ first, in words; None where they are equal."""
    if isinstance(one, dict) and isinstance(other, dict) and set(one) == set(other):
        found = (difference(one[key], other[key], f"{path}.{key}") for key in one)
        return next((text for text in found if text), None)
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        found = (difference(mine, theirs, f"{path}[{at}]") for at, (mine, theirs) in pairs)
        return next((text for text in found if text), None)
    return None if one == other and type(one) is type(other) else f"{path}: {str(one)[:200]} is not {str(other)[:200]}"
