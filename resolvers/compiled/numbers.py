"""Keys in base64 without a function for it: SQLite has none, and one of Python's is called with its lock held.

Three bytes are four characters. Of three digits a parameter holds all thousand fours; what digits before and after the
threes are written as follows from the same fours, since the bits of a digit are 0011 and four more: every character
hangs on one digit at most.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache

from sqlalchemy import ColumnClause, Integer, LargeBinary, Text, bindparam, case, func, literal_column

from ...models.identity import LARGEST_KEY
from ..reading.sources import Expression
from .engines import constant_number as whole
from .text import Piece, chained, constant

MOST_KEPT = 2_000
LONGEST = len(str(LARGEST_KEY))
FOURS = b"".join(urlsafe_b64encode(f"{number:03}".encode()) for number in range(1000))


def in_base64(before: str, key: Expression, after: str = "") -> Expression:
    """The text `before`, the key's digits and `after`, as base64 without padding."""
    if isinstance(key, ColumnClause) and key.is_literal:
        return _of_column(before, key.name, after)
    return _of_any_length(before, key, after)


@lru_cache(MOST_KEPT)
def _of_column(before: str, key: str, after: str) -> Expression:
    """The same of a column as statements call it: few names, and a long expression each."""
    return _of_any_length(before, literal_column(key, Integer), after)


def _of_any_length(before: str, key: Expression, after: str) -> Expression:
    whens = [(key < whole(10**length), _of_length(before, key, after, length)) for length in range(1, LONGEST)]
    return case(*whens, else_=_of_length(before, key, after, LONGEST))


def _of_length(before: str, key: Expression, after: str, length: int) -> Expression:
    first = min(-len(before) % 3, length)  # digits that fill up the three which `before` has begun
    threes = (length - first) // 3
    pieces: list[Piece] = []
    if first == -len(before) % 3:
        pieces.append(_encoded(before + "0" * first)[: -first or None])
        if first:
            pieces.append(_fours(_digits(key, length, 0, first), 4 - first, first))
        pieces.extend(_fours(_digits(key, length, first + 3 * one, 3), 0, 4) for one in range(threes))
        done = first + 3 * threes
        return chained((*pieces, *_digit_by_digit("", key, after, length, done)))
    return chained(_digit_by_digit(before, key, after, length, 0))


def _digits(key: Expression, length: int, start: int, many: int) -> Expression:
    """Some digits of a key of a length, as a number."""
    left = length - start - many
    number = key // whole(10**left) if left else key
    return number % whole(10**many) if start else number


def _fours(number: Expression, start: int, many: int) -> Expression:
    """Some characters of the four that a number from 0 to 999 is written as."""
    fours = bindparam("fours", FOURS, type_=LargeBinary)
    return func.substr(fours, number * whole(4) + whole(start + 1), whole(many), type_=Text)


def _digit_by_digit(before: str, key: Expression, after: str, length: int, start: int) -> list[Piece]:
    """The digits from `start` on with what stands around them, by a text of ten for each."""
    many = length - start
    pieces: list[Piece] = list(_encoded(before + "0" * many + after))
    for place in range(many):
        texts = [_encoded(f"{before}{'0' * place}{digit}{'0' * (many - place - 1)}{after}") for digit in range(10)]
        moved = [at for at in range(len(texts[0])) if any(text[at] != texts[0][at] for text in texts)]
        options = constant("".join("".join(text[at] for at in moved) for text in texts))
        begin = _digits(key, length, start + place, 1) * whole(len(moved)) + whole(1)
        pieces[moved[0]] = func.substr(options, begin, whole(len(moved)), type_=Text)
        for at in moved[1:]:
            pieces[at] = ""
    return pieces


def _encoded(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")
