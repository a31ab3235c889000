"""Units of measure: what people write, and the codes of UN/ECE rec. 20 that a file must have (BT-130; documents 3.6).

The table is data, and docs/electronic-documents.md shows it. A word wins over a code that is written like it: "STK" is
the code of a stick, and whoever writes it sells pieces.
"""

import re

from ..models.vocabulary import Language, TransactionClass

ONE = "C62"
HOUR = "HUR"
WORDS: dict[str, tuple[str, ...]] = {  # by code: the words, in any case, with a dot at the end or without
    "EA": ("ea", "each"),
    "H87": ("pc", "pcs", "piece", "stk", "stück"),
    "C62": ("unit", "none", "lot"),
    "HUR": ("h", "hr", "hour", "time", "timer", "std", "stunde"),
    "DAY": ("day", "dag", "tag"),
    "MON": ("month", "måned", "monat"),
    "KGM": ("kg",),
    "GRM": ("g",),
    "TNE": ("t",),
    "MTR": ("m",),
    "KMT": ("km",),
    "MTK": ("m2",),
    "MTQ": ("m3",),
    "LTR": ("l",),
}
CODES = {word: code for code, words in WORDS.items() for word in words}
CODE = re.compile("[0-9A-Z]{2,3}")
BY_CLASS = {TransactionClass.TIME: HOUR}  # of work and fees, which name none; all others are counted
HOURS = {Language.EN: "h", Language.NB: "t", Language.DA: "t", Language.DE: "Std."}


def unit_code(unit: str | None, transaction_class: TransactionClass | None = None) -> str:
    """The code of a unit; the unit itself where it is no word that is known, so that the rules speak of it.

    >>> unit_code("Stk."), unit_code("ea"), unit_code("KGM"), unit_code("box of six"), unit_code(None)
    ('H87', 'EA', 'KGM', 'box of six', 'C62')
    >>> unit_code(None, TransactionClass.TIME)
    'HUR'
    """
    if unit is None or not unit.strip():
        return BY_CLASS.get(transaction_class, ONE) if transaction_class is not None else ONE
    return CODES.get(unit.strip().removesuffix(".").casefold(), unit.strip())


def is_known(unit: str) -> bool:
    """Whether it stands for a code, or is written like one; only the rules know them all.

    >>> is_known("stk."), is_known("KGM"), is_known("box of six")
    (True, True, False)
    """
    code = unit_code(unit)
    return code in WORDS or CODE.fullmatch(code) is not None


def unit_word(unit: str | None, transaction_class: TransactionClass | None, language: Language) -> str:
    """What people call it: as it was entered; of work the word for hours; nothing of what is counted."""
    if unit is not None and unit.strip():
        return unit.strip()
    return HOURS[language] if transaction_class is TransactionClass.TIME else ""
