"""Keys in base64 without a function for it: SQLite has none, and one of Python's is called with its lock held.

Each character of base64 stands for six bits. The bits of a digit are 0011 and four more, so that every character hangs
on one digit at most; which character, a text of ten tells.
"""

from base64 import urlsafe_b64encode

from sqlalchemy import BigInteger, ColumnElement, Text, case, func, literal_column

from ...models.identity import LARGEST_KEY
from .text import Piece, chained, constant

LONGEST = len(str(LARGEST_KEY))


def in_base64(before: str, key: ColumnElement[int], after: str = "") -> ColumnElement[str]:
    """The text `before`, the key's digits and `after`, as base64 without padding."""
    whens = [(key < _number(10**length), _of_length(before, key, after, length)) for length in range(1, LONGEST)]
    return case(*whens, else_=_of_length(before, key, after, LONGEST))


def _of_length(before: str, key: ColumnElement[int], after: str, length: int) -> ColumnElement[str]:
    encoded = [_encoded(before + "0" * length + after)]
    pieces: list[Piece] = list(encoded[0])
    for place in range(length):
        texts = [_encoded(f"{before}{'0' * place}{digit}{'0' * (length - place - 1)}{after}") for digit in range(10)]
        moved = [at for at in range(len(texts[0])) if any(text[at] != texts[0][at] for text in texts)]
        digit = (key // _number(10 ** (length - place - 1))) % _number(10)
        options = "".join("".join(text[at] for at in moved) for text in texts)
        start = digit * _number(len(moved)) + _number(1) if len(moved) > 1 else digit + _number(1)
        chosen = func.substr(constant(options), start, _number(len(moved)), type_=Text)
        pieces[moved[0]] = chosen
        for at in moved[1:]:
            pieces[at] = ""
    return chained(pieces)


def _encoded(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _number(value: int) -> ColumnElement[int]:
    return literal_column(str(value), BigInteger)
