"""Who reads which language (access 6.4; RFC 9110, 12.5.4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebill.models.wording import Language, language_of

READ = [
    ("nothing said", None, "en"),
    ("an empty header", "", "en"),
    ("one of ours", "da", "da"),
    ("in any case of letters", "DE", "de"),
    ("with a region", "de-AT", "de"),
    ("Norwegian as browsers call it", "nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en-US;q=0.6,en;q=0.5", "nb"),
    ("Norwegian, whichever", "no", "nb"),
    ("Nynorsk", "nn-NO", "nb"),
    ("the heaviest first", "en;q=0.2, de;q=0.9, da;q=0.5", "de"),
    ("of equals the first", "da, de", "da"),
    ("what there is none of is passed over", "fr-FR, sv;q=0.9, de;q=0.1", "de"),
    ("nothing that suits", "fr, sv", "en"),
    ("none of ours but any other", "fr, *;q=0.1", "en"),
    ("any but English", "en;q=0, *", "nb"),
    ("what is not wanted", "de;q=0", "en"),
    ("English not wanted, and nothing else said", "en;q=0", "en"),
    ("a weight that is none", "de;q=x, da;q=0.1", "da"),
    ("a weight above one", "de;q=2, da;q=0.1", "da"),
    ("blanks anywhere", " de ; q=0.3 ,\tda ; q=0.4 ", "da"),
    ("a longer word that begins alike", "deu, dan", "en"),
]


@pytest.mark.parametrize(("about", "header", "language"), READ, ids=[one[0] for one in READ])
def test_a_header_is_read_by_weight(about: str, header: str | None, language: str) -> None:
    assert language_of(header).value == language, about


@given(st.text(max_size=2_000))
def test_whatever_is_sent_some_language_is_spoken(header: str) -> None:
    assert language_of(header) in Language
