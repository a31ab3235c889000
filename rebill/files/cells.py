"""What a CSV cell holds: a text that no spreadsheet must take for a formula, or a number, a date, true or false.

Excel and others run a cell that begins with =, +, -, @, a tab or a carriage return. A customer's name can be anything,
so that such a text is written with an apostrophe before it, and read without it: what was exported comes back to the
letter. Numbers are no text and keep their sign.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeVar

from ..models.texts import WHITE_SPACE
from .forms import Form, Unreadable
from .locales import Locale, read_day, read_number, read_truth, shortened

DANGEROUS = re.compile(r"'*[=+\-@\t\r]|''")
GUARDED = re.compile(r"'(?:[=+\-@\t\r]|')")
BLANKS = WHITE_SPACE
LARGEST_WHOLE = 10**9
T = TypeVar("T")


def guarded(text: str) -> str:
    """A text as it is written to a cell.

    >>> guarded("=1+1"), guarded("Nor-Møbel"), guarded("'n Roll")
    ("'=1+1", 'Nor-Møbel', "'n Roll")
    """
    return f"'{text}" if DANGEROUS.match(text) else text


def unguarded(cell: str) -> str:
    """A text as a cell holds it; undoes `guarded`.

    >>> [unguarded(guarded(text)) for text in ("=1", "'=1", "''", "'x", "x")]
    ['=1', "'=1", "''", "'x", 'x']
    """
    return cell[1:] if GUARDED.match(cell) else cell


@cache
def form_of(locale: Locale) -> Form:
    """How cells are read in a locale."""

    def whole(text: str, locale: Locale) -> int:
        if not any(map(str.isdigit, text)):
            raise Unreadable(f"{shortened(text)} is not a whole number.")
        found = read_number(text, locale)
        if found != found.to_integral_value() or abs(found) >= LARGEST_WHOLE:
            raise Unreadable(f"{shortened(text)} is not a whole number.")
        return int(found)

    decimal, day, switch = _of_text(read_number, locale), _of_text(read_day, locale), _of_text(read_truth, locale)
    return Form(decimal, day, _of_text(whole, locale), switch, _member)


def _of_text(read: Callable[[str, Locale], T], locale: Locale) -> Callable[[object], T]:
    def of_cell(value: object) -> T:
        return read(str(value), locale)

    return of_cell


def _member(value: object, names: Sequence[str]) -> str:
    """One of `names`, in whatever case, with blanks or hyphens for its underscores."""
    text = str(value)
    if text in names:
        return text
    found = re.sub("[ -]", "_", text).upper()
    if found in names:
        return found
    raise Unreadable(f"{shortened(text)} is none of {', '.join(names)}.")
