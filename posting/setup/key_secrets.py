"""API keys as texts: how one is made, and what is kept of it (access 1.2).

`rbk_`, eight characters by which it is known, `_`, and 43 that nobody can guess: 62^43 is more than 2^255. There is no
hyphen in it, so that a double click takes it whole, and its beginning lets scanners find one that leaks. A slow hash
guards what can be guessed; of 256 random bits SHA-256 is enough, and costs a request nothing.
"""

import hashlib
import re
from secrets import choice
from string import ascii_letters, ascii_lowercase, digits

from ...models.hiding import MARK

KNOWN_BY = digits + ascii_lowercase
GUARDED_BY = digits + ascii_letters
PREFIX_LENGTH = len(MARK) + 8
FORM = re.compile(r"rbk_[0-9a-z]{8}_[0-9A-Za-z]{43}")


def new_key() -> str:
    """A key that nobody has had.

    >>> len(new_key()), FORM.fullmatch(new_key()) is not None
    (56, True)
    """
    return MARK + "".join(choice(KNOWN_BY) for _ in range(8)) + "_" + "".join(choice(GUARDED_BY) for _ in range(43))


def prefix_of(key: str) -> str:
    """What a key is known by.

    >>> prefix_of("rbk_7f3k2m9q_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg")
    'rbk_7f3k2m9q'
    """
    return key[:PREFIX_LENGTH]


def digest_of(key: str) -> str:
    """What is kept of a key.

    >>> digest_of("rbk_7f3k2m9q_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg")
    'f2563241e0ee9633167e9853e3fc7209568ea2872c50182062d2815b31771b48'
    """
    return hashlib.sha256(key.encode()).hexdigest()
