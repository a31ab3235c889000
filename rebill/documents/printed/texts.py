"""Texts as they can be shown: without control characters, with line breaks of one kind; nothing is cut.

Names and descriptions are entered by anybody. Neither rendering reads markup in them: HTML escapes them, typst is given
them as values.
"""

import re
from collections.abc import Iterable
from heapq import nlargest
from unicodedata import normalize

ENDS = re.compile("\r\n|[\r\x85\u2028\u2029\x0b\x0c]")
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
LONE = re.compile("[\ud800-\udfff]")
TAB = "    "
ZERO_WIDTH = "\N{ZERO WIDTH SPACE}"
WORD = re.compile(r"\S+")
PART = re.compile(r"\S{4}(?=\S)")
NARROW, MIDDLE = 0.4, 0.7  # ems
FEW = 3
SLIM = frozenset(" .,:;!'|()[]fijlrt-")
FAT = frozenset("MW@%mw\u00c6\u00e6\u0152\u0153")


def shown(text: str) -> str:
    r"""A text without what has no form; a tab is four blanks, and half a character the sign for one that is missing.

    >>> shown("a\tb\r\nc\x00d")
    'a    b\ncd'
    """
    if text.isascii() and text.isprintable():
        return text
    lines = UNSEEN.sub("", ENDS.sub("\n", text)).replace("\t", TAB)
    return normalize("NFC", LONE.sub("\ufffd", lines))


def breakable(text: str, room: float) -> str:
    """A text whose words can be broken where one is wider than its column, which is so many ems wide.

    >>> breakable("a donkey", 3).replace(ZERO_WIDTH, "|")
    'a donk|ey'
    """
    if len(text) <= room:  # no character is wider than an em
        return text
    return WORD.sub(lambda word: word[0] if width(word[0]) <= room else PART.sub(rf"\g<0>{ZERO_WIDTH}", word[0]), text)


def width(text: str) -> float:
    """About how many ems a text is wide, rather too many than too few."""
    return sum(NARROW if one in SLIM else MIDDLE if one < "\u0370" and one not in FAT else 1.0 for one in text)


def widest(texts: Iterable[str]) -> list[str]:
    """The few texts among which the widest is."""
    return nlargest(FEW, set(texts), key=lambda one: (width(one), one))
