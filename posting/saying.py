"""What is said without words: a code, a variant of it, and the values that its message speaks of.

Messages are told where they are read, in the language of whoever reads them (`models.wording`); what is decided, kept
or planned holds no prose. Values are texts as the API writes them (access 6.10).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from ..models.hiding import hidden
from ..models.wording import APART, ENGLISH, Language, message_of, phrase_of, remedy_of

Params = tuple[tuple[str, str], ...]
AS_TOLD = "as-told"  # the variant of what was kept before there were variants: its English words are all there is
TOLD = "message"
ADVISED = "remedy"


@dataclass(frozen=True)
class Phrase:
    """A part of a sentence that differs by language: its key, and the values that it speaks of."""

    key: str
    params: Params = ()

    def __str__(self) -> str:
        return phrase_of(self.key, dict(self.params), ENGLISH)


def phrase(key: str, /, **values: object) -> Phrase:
    """A part of a sentence.

    >>> str(phrase("invoice", document="INV-000001"))
    'Invoice INV-000001'
    """
    return Phrase(key, params_of(values))


def params_of(values: Mapping[str, object]) -> Params:
    """The values of a message by name, written as the API writes them; what is None is left out.

    >>> from datetime import date
    >>> params_of({"given": Decimal("5.5"), "date": date(2026, 3, 1), "line": None})
    (('given', '5.5'), ('date', '2026-03-01'))
    """
    found: dict[str, str] = {}
    for name, value in values.items():
        name = name.rstrip("_")
        if isinstance(value, Phrase) and name in APART:
            found |= {name: value.key, **{f"{name}.{one}": text for one, text in value.params}}
        elif isinstance(value, Phrase):
            found |= {name: value.key, **dict(value.params)}
        elif value is not None:
            found[name] = hidden(written(value))
    return tuple(found.items())


def key_of(what: str) -> str:
    """The key of the phrase that messages call something by.

    >>> key_of("A customer's name")
    'a-customers-name'
    """
    return what.lower().replace("'", "").replace(" ", "-")


def written(value: object) -> str:
    """A value as the API writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return str(value)


def message(code: StrEnum, variant: str, params: Params, language: Language = ENGLISH) -> str:
    """What is told, in a language."""
    words = dict(params)
    return words[TOLD] if variant == AS_TOLD else message_of(code.value, variant, words, language)


def remedy(code: StrEnum, variant: str, params: Params, language: Language = ENGLISH) -> str | None:
    """What to do instead, in a language; None where nothing is said."""
    words = dict(params)
    return words.get(ADVISED) if variant == AS_TOLD else remedy_of(code.value, variant, words, language)


def as_told(message: str, remedy: str | None = None) -> Params:
    """The values of what was kept in English."""
    return params_of({TOLD: message, ADVISED: remedy})


def shown_params(variant: str, params: Params) -> Params:
    """The values that a program is shown: none of what was kept in English."""
    return () if variant == AS_TOLD else params
