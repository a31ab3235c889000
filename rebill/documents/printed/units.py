"""What a unit is called in each language, where its code says what it is (documents 3.6); else as it was entered."""

from .words import Say

WORDS = {
    "EA": "piece",
    "H87": "piece",
    "HUR": "hour",
    "DAY": "day",
    "MON": "month",
    "KGM": "kilogram",
    "GRM": "gram",
    "TNE": "ton",
    "MTR": "metre",
    "KMT": "kilometre",
    "MTK": "square-metre",
    "MTQ": "cubic-metre",
    "LTR": "litre",
}
ONE = "C62"
UNSAID = ("", "c62", "none", "one", "unit")  # of which there is nothing to say


def unit_of(code: str | None, entered: str, say: Say) -> str:
    """The word of a unit."""
    if code == ONE:
        return "" if entered.lower() in UNSAID else entered
    return say(f"unit-{WORDS[code]}") if code in WORDS else entered
