"""Text in one form: what people write alike is stored, looked up and searched alike.

PostgreSQL and SQLite each have a mind of their own about letters: SQLite lowers ASCII alone, PostgreSQL what its
collation knows. So nothing here is left to them. Texts come in through `canonical`, and what can be searched is kept a
second time as `folded`, in columns beside it.
"""

import unicodedata

WHITE_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"  # fmt: skip  # noqa: E501
BREAKS = frozenset("\t\n\r\u2028\u2029")  # what a text of several lines may hold
CONTROL = frozenset({"Cc", "Cs", "Zl", "Zp"})  # categories: control characters, half characters, line separators
INVISIBLE = CONTROL | {"Cf"}  # zero-width characters, marks of direction, soft hyphens
SPACES = frozenset(WHITE_SPACE)
UNSEEN = frozenset({"Cc", "Cf", "Cs"})  # what a search passes over
DOTLESS = str.maketrans({"ı": "i"})
# what is not drawn but has a category of letters or marks (Unicode's Default_Ignorable_Code_Point): joiners of
# graphemes, fillers, variation selectors
UNDRAWN = frozenset(map(chr, [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0])) | frozenset(
    map(chr, [*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
)


def canonical(text: str) -> str:
    """A text without blanks at its ends, in Unicode's composed form (NFC): what is stored and compared.

    >>> canonical("\\u00a0A-1 "), canonical("Cafe\\u0301") == "Caf\\u00e9"
    ('A-1', True)
    """
    if text.isascii() and text.isprintable():
        return text.strip(" ")
    return unicodedata.normalize("NFC", text).strip(WHITE_SPACE)


def unwanted(text: str, categories: frozenset[str], allowed: frozenset[str] = frozenset()) -> str | None:
    """The first character of `text` that is of one of the categories and not allowed; None where all is well."""
    if text.isascii() and text.isprintable():
        return None
    return next((one for one in text if _category(one) in categories and one not in allowed), None)


def _category(character: str) -> str:
    """Unicode's category; that of zero-width characters for all that is not drawn."""
    return "Cf" if character in UNDRAWN else unicodedata.category(character)


def as_key(text: str) -> str | None:
    """A number or code as it can stand in a record; None for what none can be called.

    >>> as_key(" A-1"), as_key("A\\u200b1") is None
    ('A-1', True)
    """
    key = canonical(text)
    return key if key and unwanted(key, INVISIBLE) is None else None


def without(text: str, categories: frozenset[str], allowed: frozenset[str] = frozenset()) -> str:
    """`text` without the characters of these categories."""
    return "".join(one for one in text if _category(one) not in categories or one in allowed)


def folded(text: str) -> str:
    """A text as searches compare it: capitals, Unicode's several forms of one text and invisible characters are gone.

    It is Unicode's caseless matching of compatible forms (D146), and i has one form whatever its dot: who types
    Istanbul finds İstanbul, and ISPARTA finds Isparta written with ı.

    >>> folded(" STRASSE ") == folded("Straße"), folded("ΣΊΣΥΦΟΣ") == folded("σίσυφος"), folded("İzmir")
    (True, True, 'izmir')
    """
    if text.isascii() and text.isprintable():
        return text.strip(" ").lower()
    opened = without(unicodedata.normalize("NFD", text), UNSEEN, SPACES)
    for _ in range(2):
        opened = unicodedata.normalize("NFKD", opened.casefold().translate(DOTLESS))
    plain = opened.replace("i\u0307", "i")
    return unicodedata.normalize("NFC", "".join(" " if one in SPACES else one for one in plain)).strip(" ")
