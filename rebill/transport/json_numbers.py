"""Numbers of JSON as they were written, so that one that cannot be used can be shown as it was sent.

A whole number of more digits than any number has is not converted at all: that costs the square of its length, and
Python refuses it after 4,300 digits. Nothing takes it, and it is told so at its place (access 5.2).
"""

from dataclasses import dataclass

from ..schema.scalars import MOST_DIGITS


@dataclass(frozen=True)
class LongNumber:
    """A whole number with more digits than are converted."""

    text: str

    def __str__(self) -> str:
        return self.text


class WrittenFloat(float):
    """A number with a point or an exponent, and how it was written: 1e400 is infinite otherwise."""

    text: str


def whole(text: str) -> int | LongNumber:
    """A whole number of JSON."""
    return int(text) if len(text.lstrip("-")) <= MOST_DIGITS else LongNumber(text)


def fraction(text: str) -> WrittenFloat:
    """A number of JSON with a point or an exponent."""
    found = WrittenFloat(text)
    found.text = text
    return found
