"""Texts that somebody has entered to be read as something else, or that no font can print (documents 4.4, 9)."""

from base64 import b64decode
from collections import Counter
from dataclasses import replace

import pytest

from rebill.documents.printed.glyphs import MISSING, characters, printable
from rebill.documents.printed.texts import shown
from rebill.models.vocabulary import Language
from tests.documents.printed.models import BUYER, SELLER, document, lines
from tests.documents.printed.reading import Texts, html, pages_of, pdf, plain

MARKUP = [
    "#set page(width: 1cm)",
    "$x$ @ref <label> *bold* _it_ `raw` ~ -- ---",
    'back\\slash \\ #import "x": *',
    "]]> [content] #{panic()} // comment /* more */",
    "<script>alert(1)</script> & \" ' </td></tr></table>",
    "{page} {pages} { $number } { QUOTED($x) }",
    "=1+1",
]
STRANGE = [
    "שלום עולם",
    "مرحبا",
    "tab\there\r\nline two",
    "q\u0301 a\u0301\u0302\u0303 ש\u0301",
    "nul\x00\x1f\x85 end",
    "\u202eevil\u202c",
]
MISSED = ["日本語", "😀 smile", "\ue000", "half \ud800", "\uffff"]
PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="red"/></svg>'


def called(texts: list[str]) -> tuple[list[str], str, str]:
    """A document whose lines are called so: PDF's pages, HTML's text, and HTML."""
    made = tuple(replace(line, description=text) for line, text in zip(lines(len(texts)), texts, strict=True))
    model = document(
        lines=made, seller=replace(SELLER, name=texts[0]), buyer=replace(BUYER, name=texts[-1]), note=texts[0]
    )
    page = html(model)
    return pages_of(pdf(model)), " ".join(Texts(page).texts), page


def test_markup_in_a_text_is_printed_as_it_stands() -> None:
    pages, read, page = called(MARKUP)
    assert len(pages) == 1
    for text in MARKUP:
        assert "".join(text.split()) in "".join(pages[0].split())
        assert text in read
    assert "<script" not in page
    assert page.count("</table>") == 3  # facts, lines, breakdown


def test_writing_of_any_direction_and_awkward_characters_are_printed() -> None:
    pages, read, _ = called(STRANGE)
    for said in ("line two", "end"):
        assert said in pages[0]
        assert said in read
    assert "\x00" not in read + pages[0]
    assert any("\u0590" <= one < "\u0600" for one in pages[0])
    assert any(one >= "\ufb50" or "\u0600" <= one < "\u0700" for one in pages[0])


def test_a_character_that_no_font_has_is_shown_as_missing_and_the_rest_of_the_text_as_it_is() -> None:
    [page], read, _ = called(MISSED)
    assert "smile" in page
    assert MISSING in page
    assert "日本語" in read  # a browser has fonts of its own
    assert "half \ufffd" in read


def test_the_fonts_are_known_to_have_the_letters_of_europe_and_not_those_of_japan() -> None:
    assert printable("æøåÄÖÜß ŁŠŽ Ελλάδα Київ שלום مرحبا € – “”") == "æøåÄÖÜß ŁŠŽ Ελλάδα Київ שלום مرحبا € – “”"
    assert printable("日本 å") == f"{MISSING}{MISSING} å"
    assert printable("ש\u0301 å", "NotoSans-Regular.ttf") == f"{MISSING} å"
    assert 3000 < len(characters()) < 10_000


def test_whatever_is_said_to_be_printable_is_printed() -> None:
    """Typst refuses a PDF/A with a character that no font has; so this is its word against our reading of the fonts."""
    every = "".join(chr(one) for one in sorted(characters()) if chr(one).isprintable() and one > 0x20)
    parts = [" ".join(every[at : at + 300]) for at in range(0, len(every), 300)]
    made = tuple(replace(line, description=text) for line, text in zip(lines(len(parts)), parts, strict=True))
    text = "".join(pages_of(pdf(document(lines=made))))
    assert text.count(MISSING) <= 1  # itself


@pytest.mark.parametrize(
    "word", ["x" * 4000, "W" * 4000, "日" * 2000, "a\n" * 400, "Donaudampfschiff" * 200], ids=lambda one: one[:2]
)
def test_a_long_word_is_broken_and_nothing_of_it_lost(word: str) -> None:
    long = document(lines=(replace(lines(1)[0], description=word),))
    wanted = Counter("".join(printable(word).split()))
    assert Counter("".join(pages_of(pdf(long)))) >= wanted


def test_control_characters_are_left_out_and_lines_end_alike() -> None:
    assert shown("a\r\nb\rc\u2028d\u2029e\x0bf") == "a\nb\nc\nd\ne\nf"
    assert shown("\x00a\x07\x7f\x9f\tb") == "a    b"
    assert shown("A\u030a") == "Å"


@pytest.mark.parametrize("logo", [PNG, SVG], ids=["png", "svg"])
def test_a_logo_stands_on_both_renderings(logo: bytes) -> None:
    model = document(logo=logo)
    assert len(pdf(model).content) != len(pdf(document()).content)
    [image] = [attributes for tag, attributes in Texts(html(model)).tags if tag == "img"]
    assert str(image["src"]).startswith("data:image/")


@pytest.mark.parametrize(
    "logo",
    [
        b"", b"GIF89a", PNG[:20], PNG[:40], b"<svg", b"<svg><script>x</script></svg>", b'<svg onload="x"/>',
        b'<svg><image href="http://example.com/a.png"/></svg>', b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", b"\xff\xfe",
    ],
)  # fmt: skip
def test_a_logo_that_cannot_or_must_not_be_shown_is_left_out(logo: bytes) -> None:
    assert "Amount due" in "".join(pages_of(pdf(document(logo=logo))))
    page = html(document(logo=logo))
    assert "example.com" not in page
    assert "onload" not in page


def test_html_is_one_page_with_nothing_outside_it() -> None:
    page = html(document(3, logo=PNG), Language.NB)
    read = Texts(page)
    tags = [tag for tag, _ in read.tags]
    assert not {"script", "link", "iframe", "object", "form", "a"} & set(tags)
    assert [attributes["lang"] for tag, attributes in read.tags if tag == "html"] == ["nb"]
    assert all("scope" in attributes for tag, attributes in read.tags if tag == "th")
    assert not any(name.startswith("on") for _, attributes in read.tags for name in attributes)
    assert "http" not in page
    assert "@page" in page
    assert plain(page).count("<h1>") == 1
