"""The catalogues: one a language, in Project Fluent's form, filled with the values that a message speaks of.

A message is keyed by its code and variant, and has its remedy as an attribute (docs/adr/0023-wording.md). A catalogue
is read when the first message of its language is told. Values are texts as the API writes them and never change with
the language; what is counted is looked at as a number only to choose between one and several.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from fluent.runtime import FluentBundle, FluentResource, resolver
from fluent.runtime.types import FluentInt, FluentNone

from .languages import ENGLISH, Language

Words = Mapping[str, str]  # the values of a message, by name
REMEDY = "remedy"
PHRASED = ("what", "name", "why")  # values that may be keys of phrases, which differ by language
# Told beside another one, so that their own values are called on.document and so on: phrases, and whole messages
APART = {"on": "phrase-", "with": "phrase-", "said": "", "advice": ""}
# The library tells "{???}" for long values, as it cannot know where they come from; ours are bounded where they come in
resolver.MAX_PART_LENGTH = 1_000_000


def message_of(code: str, variant: str, words: Words, language: Language = ENGLISH) -> str:
    """What is told of a code and variant.

    >>> message_of("NOT_FOUND", "id", {"type": "RunSchedule"})
    'There is no schedule with this id.'
    """
    return _told(f"{code}-{variant}", None, words, language)


def remedy_of(code: str, variant: str, words: Words, language: Language = ENGLISH) -> str | None:
    """What to do instead; None where nothing is said."""
    message = _bundle(language).get_message(f"{code}-{variant}")
    if REMEDY not in message.attributes:
        return None
    return _told(f"{code}-{variant}", REMEDY, words, language)


def phrase_of(key: str, words: Words, language: Language = ENGLISH) -> str:
    """A part of a sentence; the key itself where it is no key."""
    return _phrase(key, words, language)


def _told(key: str, attribute: str | None, words: Words, language: Language) -> str:
    bundle = _bundle(language)
    message = bundle.get_message(key)
    pattern = message.value if attribute is None else message.attributes[attribute]
    assert pattern is not None, "a message says something"
    text, _ = bundle.format_pattern(pattern, dict(_filled(words, language)))
    return str(text)


def _filled(words: Words, language: Language) -> Words:
    """The values, of which phrases are told in the language."""
    phrased = {name: _phrase(words[name], _besides(name, words), language) for name in PHRASED if name in words}
    for name, stem in APART.items():
        if name in words:
            own = {one.removeprefix(f"{name}."): text for one, text in words.items() if one.startswith(f"{name}.")}
            phrased[name] = _phrase(words[name], own, language, stem)
    return {**words, **phrased} if phrased else words


def _phrase(key: str, words: Words, language: Language, stem: str = "phrase-") -> str:
    bundle, name = _bundle(language), f"{stem}{key}"
    if not key.replace("-", "").isalnum() or not bundle.has_message(name):
        return key
    return _told(name, None, words, language)


def _besides(name: str, words: Words) -> Words:
    """The other values: a phrase has no place for itself, and what it speaks of may be called like it."""
    return {one: text for one, text in words.items() if one != name}


@cache
def _bundle(language: Language) -> FluentBundle:
    """A language's catalogue: all files of its folder, over those of English."""
    bundle = FluentBundle([language.value], functions=_functions(AND[language], OR[language]), use_isolating=False)
    for folder in dict.fromkeys((ENGLISH, language)):
        for one in sorted(files(__package__).joinpath(folder.value).iterdir(), key=lambda one: one.name):
            bundle.add_resource(FluentResource(one.read_text(encoding="utf-8")), allow_overrides=True)
    return bundle


AND = {Language.EN: "and", Language.NB: "og", Language.DA: "og", Language.DE: "und"}
OR = {Language.EN: "or", Language.NB: "eller", Language.DA: "eller", Language.DE: "oder"}


def _functions(conjunction: str, disjunction: str) -> dict[str, Callable[..., Any]]:
    """What a catalogue can do with a value besides telling it."""

    def together(value: object) -> str:
        """Several, with `and` before the last."""
        *first, last = str(value).split(", ")
        return f"{', '.join(first)} {conjunction} {last}" if first else last

    def either(value: object) -> str:
        """One of several."""
        return str(value).replace(",", f" {disjunction} ")

    return {
        "AND": together,
        "COUNT": _count,
        "EACH": _each,
        "GIVEN": _given,
        "GROUPED": _grouped,
        "LOW": _low,
        "NOW": _now,
        "OR": either,
        "QUOTED": _quoted,
        "UP": _up,
    }


def _count(value: object) -> object:
    """A number to choose a plural by."""
    text = str(value)
    return FluentInt(int(text)) if text.isdecimal() else FluentNone(text)


def _given(value: object) -> str:
    """Whether there is a value."""
    return "no" if isinstance(value, FluentNone) else "yes"


def _up(value: object) -> str:
    """With a capital at the beginning."""
    text = str(value)
    return text[:1].upper() + text[1:]


def _low(value: object) -> str:
    """Without a capital at the beginning."""
    text = str(value)
    return text[:1].lower() + text[1:]


def _quoted(value: object) -> str:
    """In quotes, with what cannot be seen written out."""
    return repr(str(value))


def _each(value: object, *, named: str, otherwise: str) -> str:
    """Several things, `; ` between them, each as `named` says it: %1, %2 and %3 are its parts, ` · ` between them."""
    found = []
    for one in str(value).split("; "):
        text = named if " · " in one else otherwise
        for place, part in enumerate(one.split(" · "), start=1):
            text = text.replace(f"%{place}", part)
        found.append(text)
    return ", ".join(found)


def _now(value: object, *, skipped: str, blocked: str) -> str:
    """Records, some of them with what would now become of them."""
    text = str(value).replace(" SKIPPED", f" ({skipped})")
    return text.replace(" CONTAINS_ERRORS", f" ({blocked})")


def _grouped(value: object) -> str:
    """A large number as people read it in English: 1,000,000."""
    whole, point, rest = str(value).partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.lstrip("-").isdecimal() else str(value)
