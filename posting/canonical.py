"""How values are said: numbers and counts in messages, and one text for equal values, which hashes are taken over."""

from datetime import date
from decimal import Decimal


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


def canonical(value: object) -> str:
    """One text for equal values, in any process: made for plans of a hundred thousand rows.

    >>> canonical((Decimal("1.50"), None, "credit")), canonical((Decimal("1.5"), None, "credit"))
    ("[1.5,None,'credit']", "[1.5,None,'credit']")
    """
    if value is None or isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return str.__repr__(value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        members = ",".join(map(canonical, value))
        return f"{{{members}}}" if hasattr(value, "_fields") else f"[{members}]"  # a named one is a record
    if isinstance(value, date):
        return value.isoformat()
    return f"{{{','.join(map(canonical, vars(value).values()))}}}"


def as_json(value: object) -> object:
    """A number, date or text as a plain JSON value, the same for equal values on every run."""
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value
