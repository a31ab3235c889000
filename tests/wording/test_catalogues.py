"""The four catalogues say the same, and the code says nothing that they have no words for."""

import ast

import pytest

from rebill.models.vocabulary import ProblemCode, WarningCode
from rebill.models.wording import Language, message_of, phrase_of, remedy_of
from rebill.posting.commands import texts
from rebill.posting.commands.texts import Text
from rebill.posting.saying import key_of
from tests.wording.catalogues import ROOT, filled, patterns, told, variants

OTHERS = [one for one in Language if one is not Language.EN]


@pytest.mark.parametrize("language", OTHERS, ids=str)
def test_every_message_and_remedy_is_there_in_every_language_and_fills_in_the_same_values(language: Language) -> None:
    english, other = filled(Language.EN), filled(language)
    assert sorted(english.keys() - other.keys()) == []
    assert sorted(other.keys() - english.keys()) == []
    differ = {key: (sorted(english[key]), sorted(other[key])) for key in english if english[key] != other[key]}
    assert differ == {}


@pytest.mark.parametrize("language", OTHERS, ids=str)
def test_what_is_translated_is_not_left_in_english(language: Language) -> None:
    same = [
        key
        for key in patterns(language)
        if key[0].isupper() and "." not in key and key != "BAD_USER_INPUT-graphql"  # GraphQL's own words
        if message_of(*key.split("-", 1), {}, language) == message_of(*key.split("-", 1), {}, Language.EN)
    ]
    assert same == []


def test_every_code_has_words() -> None:
    known = variants()
    assert sorted({*ProblemCode, *WarningCode} - known.keys()) == []


def test_whatever_the_code_tells_has_words() -> None:
    """Where code and variant are written at the place; those that are put together have tests of their own."""
    known = variants()
    every = set().union(*known.values())
    missing = [
        (where, code, variant)
        for where, code, variant in told()
        if variant is not None and variant not in (every if code is None else known.get(code, set()))
    ]
    assert missing == []


def test_every_text_that_comes_in_is_called_something_in_every_language() -> None:
    called = {key_of(one.what) for one in vars(texts).values() if isinstance(one, Text)}
    checked = {
        key_of(str(call.args[0].value))
        for path in (ROOT / "posting").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and len(call.args) > 1
        if call.func.attr in ("number", "positive", "not_negative", "percent", "amount", "worth")
        if isinstance(call.args[0], ast.Constant)
    }
    for language in Language:
        nameless = [key for key in called | checked if phrase_of(key, {}, language) == key]
        assert nameless == []


def test_a_message_differs_by_language_and_its_values_do_not() -> None:
    words = {"document": "SO-000001", "state": "OPEN"}
    told = {one.value: message_of("NOTHING_TO_POST", "sales-order", words, one) for one in Language}
    assert told == {
        "en": "Sales order SO-000001 is OPEN and has nothing delivered that is not invoiced.",
        "nb": "Salgsordre SO-000001 er OPEN og har ikke noe levert som ikke er fakturert.",
        "da": "Salgsordre SO-000001 er OPEN og har intet leveret, som ikke er faktureret.",
        "de": "Verkaufsauftrag SO-000001 ist OPEN, und nichts Geliefertes ist noch abzurechnen.",
    }
    assert remedy_of("ORDER_CANCELED", "line", {}, Language.NB) == "Utelat den."
    assert remedy_of("ORDER_CANCELED", "sales-order", {}, Language.DE) is None


def test_one_and_several_are_told_apart() -> None:
    def lines(count: str, language: Language) -> str:
        words = {"count": count, "total": "-1000.00", "currency": "NOK"}
        return message_of("PLAN_OUTDATED", "orders-document", words, language).rpartition("NOK ")[2]

    assert [lines(count, Language.EN) for count in ("1", "2")] == ["in 1 line.", "in 2 lines."]
    assert [lines(count, Language.DE) for count in ("1", "1000")] == ["in 1 Zeile.", "in 1000 Zeilen."]


def test_what_somebody_calls_like_a_phrase_is_told_as_they_called_it() -> None:
    for called in ("line", "quoted", "retainer"):
        line = {"name": "line", "line": "1", "description": called, "document": "RO-000001"}
        told = message_of("NOTHING_TO_CORRECT", "returned", line)
        assert told.startswith(f"Nothing of Line 1 ({called}) of RO-000001 is left")
        quoted = message_of("RETAINER_REFUNDED", "refunded", {"name": "quoted", "description": called})
        assert quoted == f"“{called}” has been refunded and can be neither applied nor corrected."


def test_a_message_tells_every_one_of_many_documents() -> None:
    many = ", ".join(f"RO-{place:06}" for place in range(1000))
    words = {"scope": "CREDIT", "document": many, "who": "Kari", "has": "READ"}
    assert all(many in message_of("FORBIDDEN", "document", words, one) for one in Language)
