"""Texts as they can be shown: without control characters, with line breaks of one kind; nothing is cut.

Names and descriptions are entered by anybody. Neither rendering reads markup in them: HTML escapes them, typst is given
them as values.
"""

import re
from unicodedata import normalize

ENDS = re.compile("\r\n|[\r\x85\u2028\u2029\x0b\x0c]")
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
LONE = re.compile("[\ud800-\udfff]")
TAB = "    "


def shown(text: str) -> str:
    r"""A text without what has no form; a tab is four blanks, and half a character the sign for one that is missing.

    >>> shown("a\tb\r\nc\x00d")
    'a    b\ncd'
    """
    if text.isascii() and text.isprintable():
        return text
    lines = UNSEEN.sub("", ENDS.sub("\n", text)).replace("\t", TAB)
    return normalize("NFC", LONE.sub("\ufffd", lines))


def breakable(text: str, longest: int) -> str:
    """A text whose words can be broken where one is longer than its column takes.

    >>> breakable("a donkey", 3).replace(chr(0x200B), "|")
    'a don|key'
    """
    return re.sub(r"\S{%d}(?=\S)" % longest, "\\g<0>\u200b", text)  # noqa: UP031
