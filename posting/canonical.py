"""How values are said: numbers and counts in messages, and one text for equal values, which hashes are taken over."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import NoneType


def plain(value: Decimal) -> str:
    """Canonical text of a number: 1.50 and 1.5 are the same.

    >>> plain(Decimal("1.50")), plain(Decimal("100")), plain(Decimal("-0.00"))
    ('1.5', '100', '0')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def how_many(number: int, what: str) -> str:
    """A count with what is counted.

    >>> how_many(1, "line"), how_many(2, "line")
    ('1 line', '2 lines')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


class Renderings(dict[type, Callable[..., str]]):
    """How values are said, by their type, which is looked at once."""

    def __missing__(self, kind: type) -> Callable[..., str]:
        rendering = self[kind] = _rendering(kind)
        return rendering


def canonical(value: object) -> str:
    """One text for equal values, in any process: made for plans of a hundred thousand rows.

    In ASCII, since which letters Python shows as they are is another matter in each of its versions.

    >>> canonical((Decimal("1.50"), None, "credit")), canonical((Decimal("1.5"), None, "credit"))
    ("[1.5,None,'credit']", "[1.5,None,'credit']")
    >>> canonical(chr(0x1FAE8))  # a letter since Unicode 15
    "'\\\\U0001fae8'"
    """
    return _renderings[type(value)](value)


def _rendering(kind: type) -> Callable[..., str]:
    if issubclass(kind, NoneType | int):
        return str
    if issubclass(kind, str):
        return ascii if kind is str else _member
    if issubclass(kind, Decimal):
        return _plain
    if issubclass(kind, date):
        return kind.isoformat
    if issubclass(kind, tuple):
        return _record if hasattr(kind, "_fields") else _sequence  # a tuple with names is a record
    return lambda value: _record(vars(value).values())


_renderings = Renderings()


def _member(value: str) -> str:
    return ascii(str(value))


_plain = lru_cache(maxsize=10_000)(plain)  # amounts come again: a row and its reversal, its detail and its line


def _sequence(values: Iterable[object]) -> str:
    return f"[{_members(values)}]"


def _record(values: Iterable[object]) -> str:
    return f"{{{_members(values)}}}"


def _members(values: Iterable[object]) -> str:
    return ",".join([_renderings[type(value)](value) for value in values])


def as_json(value: object) -> object:
    """A number, date or text as a plain JSON value, the same for equal values on every run."""
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value
