"""What a request is refused with before the trade is asked has words of its own, in every language (access 6.4)."""

import pytest

from rebill.models.outages import Reason
from rebill.models.wording import Language, message_of, phrase_of
from rebill.resolvers.errors import LONGEST_MESSAGE, ErrorCode
from rebill.transport.outages import AGAIN_SECONDS, why
from tests.wording.catalogues import ROOT, VARIANT, patterns, refused, variants

OF_GRAPHQL = {ErrorCode.GRAPHQL_PARSE_FAILED}  # the library's own texts, which stay English
SOURCES = ("models", "posting", "resolvers", "schema", "rebill/transport", "rebill/access", "rebill/process")


def test_no_refusal_of_a_request_is_written_in_one_language() -> None:
    prose = [(where, said) for where, _, said in refused() if said is not None and not VARIANT.fullmatch(said)]
    assert prose == []


def test_whatever_a_request_is_refused_with_has_words() -> None:
    """Where code and variant are written at the place; any other is looked up as soon as the refusal is made."""
    known = variants()
    assert len(list(refused())) > 90
    missing = [one for one in refused() if one[1] and one[2] and one[2] not in known.get(one[1], set())]
    assert missing == []


def test_every_code_of_a_request_has_words() -> None:
    assert sorted({*ErrorCode} - variants().keys()) == sorted(OF_GRAPHQL)


def test_no_words_are_kept_that_nothing_is_refused_with() -> None:
    text = "".join(one.read_text(encoding="utf-8") for at in SOURCES for one in (ROOT / at).rglob("*.py"))
    known = variants()
    unused = [(code, one) for code in ErrorCode for one in known.get(code, ()) if f'"{one}"' not in text]
    assert unused == []


@pytest.mark.parametrize("language", Language, ids=str)
def test_every_outage_is_told_in_every_language(language: Language) -> None:
    assert AGAIN_SECONDS.keys() == set(Reason)
    words = [phrase_of(why(one), {}, language) for one in Reason]
    assert all(" " in one for one in words)
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("language", Language, ids=str)
def test_no_message_of_ours_is_cut_unless_what_was_sent_is_long(language: Language) -> None:
    words = {"id": "UG9zdGluZ1J1bjoxMjM0NTY3OA==", "seconds": "30", "why": "outage-read-only"}
    keys = [key.split("-", 1) for key in patterns(language) if key[0].isupper() and "." not in key]
    codes = {one.value for one in ErrorCode}
    long = [key for key in keys if key[0] in codes and len(message_of(*key, words, language)) > LONGEST_MESSAGE]
    assert long == []
