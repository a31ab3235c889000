"""Texts as revision 0007 composed and folded them: Unicode's one form of a text, and its form for searches."""

import unicodedata

WHITE_SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
UNSEEN = frozenset({"Cc", "Cf", "Cs"})
UNDRAWN = frozenset(map(chr, [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0])) | frozenset(
    map(chr, [*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
)
DOTLESS = str.maketrans({"ı": "i"})


def composed(text: str) -> str:
    """A key as it can stand in a record: trimmed, composed, without invisible characters.

    >>> composed("\\u00a0A-1 "), composed("D\\u200b4"), composed("\\u200b")
    ('A-1', 'D4', '?')
    """
    visible = "".join(one for one in _canonical(text) if _category(one) not in INVISIBLE)
    return _canonical(visible) or "?"


def folded(text: str) -> str:
    """A text as searches compare it.

    >>> folded(" STRASSE ") == folded("Straße"), folded("İzmir")
    (True, 'izmir')
    """
    decomposed = unicodedata.normalize("NFD", text)
    opened = "".join(one for one in decomposed if _category(one) not in UNSEEN or one in WHITE_SPACE)
    for _ in range(2):
        opened = unicodedata.normalize("NFKD", opened.casefold().translate(DOTLESS))
    plain = opened.replace("i\u0307", "i")
    return unicodedata.normalize("NFC", "".join(" " if one in WHITE_SPACE else one for one in plain)).strip(" ")


def _canonical(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip(WHITE_SPACE)


def _category(character: str) -> str:
    return "Cf" if character in UNDRAWN else unicodedata.category(character)
