"""Opaque global ids: one string names any record of any type.

Clients keep these strings and never look inside; the database keeps small integers. The type is part of the id, so a
line's id given where an invoice's belongs is told apart instead of hitting a stranger with the same number.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NewType

LARGEST_KEY = 2**31 - 1  # beyond it PostgreSQL refuses to look
GlobalId = NewType("GlobalId", str)


def encode(type_name: str, key: int) -> GlobalId:
    """The global id of a record.

    >>> decode(encode("Invoice", 7))
    ('Invoice', 7)
    """
    return GlobalId(urlsafe_b64encode(f"{type_name}:{key}".encode()).decode().rstrip("="))


def decode(global_id: str) -> tuple[str, int] | None:
    """The type name and key behind a global id; None for a string that is none.

    >>> decode(encode("Invoice", LARGEST_KEY + 1)) is None
    True
    """
    try:
        text = urlsafe_b64decode(global_id + "=" * (-len(global_id) % 4)).decode("ascii")
    except (binascii.Error, UnicodeError, ValueError):
        return None
    type_name, _, key = text.partition(":")
    if not (type_name.isalpha() and key.isascii() and key.isdecimal() and len(key) <= len(str(LARGEST_KEY))):
        return None
    return (type_name, int(key)) if int(key) <= LARGEST_KEY else None
