"""The languages that messages are told in, and which of them somebody reads (access 6.4; RFC 9110, 12.5.4)."""

from enum import StrEnum
from functools import lru_cache


class Language(StrEnum):
    """A language that there is a catalogue of, as it stands in Content-Language."""

    EN = "en"
    NB = "nb"
    DA = "da"
    DE = "de"


ENGLISH = Language.EN
ALSO = {"no": Language.NB, "nn": Language.NB}  # who reads one form of Norwegian reads the other
LONGEST = 500  # characters of a header that are looked at


@lru_cache(256)
def language_of(header: str | None) -> Language:
    """The language that suits best what somebody reads, by weight and then in their order; English where none does.

    >>> language_of("fr, de-AT;q=0.8, nn;q=0.9").value, language_of("da;q=0, *").value, language_of(None).value
    ('nb', 'en', 'en')
    """
    weights: dict[str, float] = {}
    for part in (header or "")[:LONGEST].split(","):
        tag, *parameters = [piece.strip().lower() for piece in part.split(";")]
        weight = _weight(parameters)
        if tag and weight is not None:
            weights.setdefault(tag, weight)
    best, most = ENGLISH, 0.0
    for tag, weight in weights.items():
        found = _wildcard(weights) if tag == "*" else _ours(tag)
        if found is not None and weight > most:
            best, most = found, weight
    return best


def _weight(parameters: list[str]) -> float | None:
    """The weight of a member of the list, 1 where it has none; None for what is no weight."""
    for one in parameters:
        name, _, value = one.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value.strip())
            except ValueError:
                return None
            return weight if 0 <= weight <= 1 else None
    return 1.0


def _ours(tag: str) -> Language | None:
    """The language of a tag, whatever its region: de-AT is German."""
    first = tag.partition("-")[0]
    return ALSO.get(first) or (Language(first) if first in list(Language) else None)


def _wildcard(weights: dict[str, float]) -> Language | None:
    """What stands for any language: the first of ours that is not named besides."""
    named = {_ours(tag) for tag in weights if tag != "*"}
    return next((one for one in Language if one not in named), None)
