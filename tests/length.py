"""How much of the suite runs: REBILL_TESTS is `quick`, `usual` or `long`.

The usual run takes both engines where the engine can change the outcome (`both_engines`), and a few examples of each
law. The long run takes both engines everywhere, and more of everything that is random. The quick one stays on SQLite,
and takes a few of what the usual one takes hundreds of.
"""

import os
from typing import Literal, TypeVar, cast

Length = Literal["quick", "usual", "long"]
T = TypeVar("T")
ENGINES = ("sqlite", "postgresql")
LENGTHS = ("quick", "usual", "long")
PATIENCE_SECONDS = 120  # for what takes a second or two: the machine may be slow, and busy with something else


def length_in(environment: str | None) -> Length:
    """What the environment asks for; raises `ValueError` where there is no such length."""
    if environment is not None and environment not in LENGTHS:
        raise ValueError(f"REBILL_TESTS is {environment!r}; give one of {', '.join(LENGTHS)}")
    return cast(Length, environment or "usual")  # one of LENGTHS


LENGTH: Length = length_in(os.environ.get("REBILL_TESTS"))


def usually(few: T, *, long: T, quick: T | None = None, length: Length = LENGTH) -> T:
    """`few` of something, such as examples of a law; `long` in the long run, and `quick` in the quick one if given."""
    if length == "quick" and quick is not None:
        return quick
    return long if length == "long" else few


def engines(*, is_about_them: bool, length: Length = LENGTH) -> tuple[str, ...]:
    """The engines for a test that asks for a database; `is_about_them` where they can change its outcome."""
    if length == "long" or (is_about_them and length == "usual"):
        return ENGINES
    return ENGINES[:1]
