"""Files as others read them: values back by factur-x and by lxml, the same bytes again, and texts that want to break out."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

import facturx
import pytest
from lxml import etree

from rebill.documents.electronic.cii import cii
from rebill.documents.electronic.ubl import ubl
from rebill.documents.facts import DocumentFacts
from rebill.documents.mapping import terms_of
from rebill.documents.parties import Delivery, Party
from rebill.documents.terms import Document
from rebill.models.vocabulary import DocumentKind, ElectronicProfile
from tests.documents.papers import (
    BRYGGE,
    DANISH,
    DANISH_BUYER,
    FJORD,
    IC,
    O0,
    S15,
    deducted,
    document,
    fee,
    hours,
    instead,
    retainer,
    sold,
)

EN, PEPPOL = ElectronicProfile.EN16931, ElectronicProfile.PEPPOL_BIS_3
WRITERS = {"ubl": ubl, "cii": cii}
EXAMPLES = {
    "an invoice of two rates": document(sold(2, "499.50"), sold(1, "120", S15), purchase_order_number="PO-7"),
    "a credit note with fees": document(sold(-3, "249.90", net="-655.99", discount="12.5"), charges=(fee("65.60"),)),
    "a correction": document(instead(hours(10, 200), hours(10, 200, S15)), corrects=True, reason="Wrong rate"),
    "an advance": document(retainer(1000), kind=DocumentKind.PREPAYMENT_INVOICE),
    "an advance deducted": document(
        hours(10, 200, day=date(2026, 2, 3)),
        deducted(600),
        deducts=True,
        work_from=date(2026, 2, 1),
        work_to=date(2026, 2, 28),
        contract_number="PC-000001",
    ),
    "into another state": document(sold(10, 80, IC), seller=DANISH, charges=(fee(-5, IC), fee(7, IC))),
}


def read(xml: bytes) -> dict[str, object]:
    """What factur-x makes of a file, by business term."""
    found: dict[str, object] = facturx.parse_ubl_cii_xml(xml)
    return found


def read_lines(xml: bytes) -> list[tuple[str | None, ...]]:
    lines = read(xml)["BG-25"]
    assert isinstance(lines, list)
    return [tuple(str(one.get(term)) for term in ("BT-126", "BT-129", "BT-130", "BT-131", "BT-152")) for one in lines]


@pytest.mark.parametrize("about", EXAMPLES)
@pytest.mark.parametrize("syntax", WRITERS)
def test_another_library_reads_the_figures_back(about: str, syntax: str) -> None:
    shown = terms_of(EXAMPLES[about])
    xml = WRITERS[syntax](shown, EN)
    found = read(xml)
    assert (found["BT-1"], found["BT-3"], found["BT-5"]) == (shown.number, shown.type_code, shown.currency)
    terms = ("BT-106", "BT-109", "BT-110", "BT-112", "BT-115")
    figures = (shown.line_total, shown.net_total, shown.tax_total, shown.total, shown.due)
    assert tuple(Decimal(str(found[one])) for one in terms) == figures
    assert len(read_lines(xml)) == len(shown.lines)
    assert [Decimal(str(one[3])) for one in read_lines(xml)] == [one.net_amount for one in shown.lines]


@pytest.mark.parametrize("syntax", WRITERS)
def test_another_library_finds_the_schema_kept(syntax: str) -> None:
    assert facturx.xml_check_xsd(WRITERS[syntax](terms_of(EXAMPLES["a credit note with fees"]), EN))


@pytest.mark.parametrize("about", EXAMPLES)
def test_both_syntaxes_say_the_same(about: str) -> None:
    facts = EXAMPLES[about]
    assert facts.seller is not None
    seller = replace(facts.seller, legal_information=None)  # of which factur-x looks for another scheme in UBL (BT-32)
    shown = terms_of(replace(facts, seller=seller))
    assert read(ubl(shown, EN)) == read(cii(shown, EN))


def test_the_same_document_is_the_same_bytes_in_another_process_too() -> None:
    asked = "from tests.documents.test_files import digests; print(digests())"
    other = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == digests() == digests()


def digests() -> str:
    """The hash of every example in both syntaxes."""
    files = [writer(terms_of(facts), EN) for writer in WRITERS.values() for facts in EXAMPLES.values()]
    return " ".join(sha256(one).hexdigest() for one in files)


HOSTILE = [
    ("ends a section", "a ]]> b", "a ]]> b"),
    ("markup", "<b>&amp; & \"quoted\" 'so'</b>", "<b>&amp; & \"quoted\" 'so'</b>"),
    ("an entity", "&xxe; <!ENTITY x>", "&xxe; <!ENTITY x>"),
    ("control characters", "a\x00b\x08c\x1bd\x7fe", "abcd\x7fe"),
    ("no characters", "a\ufffeb\uffff", "ab"),
    ("beyond the first plane", "Lampe \U0001f4a1 \U0001d11e", "Lampe \U0001f4a1 \U0001d11e"),
    ("half an emoji", "Lampe \ud83d!", "Lampe !"),
    ("lines", "one\r\ntwo\rthree", "one\ntwo\nthree"),
    ("right to left", "\u202eevil\u202c", "\u202eevil\u202c"),
    ("a formula", "=1+1", "=1+1"),
]


@pytest.mark.parametrize(("about", "text", "expected"), HOSTILE, ids=[one[0] for one in HOSTILE])
@pytest.mark.parametrize("syntax", WRITERS)
def test_a_text_is_a_text_whatever_it_looks_like(syntax: str, about: str, text: str, expected: str) -> None:
    party = replace(BRYGGE, name=text, contact_name=text, number=text)
    facts = document(sold(1, 10, description=text, unit=text), bill_to=party, reason=text, buyer_reference=text)
    tree = etree.fromstring(WRITERS[syntax](terms_of(facts), EN))
    texts = [one.text for one in tree.iter() if one.text == expected]
    assert len(texts) == 6


BLANK = Party(" ", trading_name="", number="\t", registration_number=" ", contact_name="\n", address=None)


@pytest.mark.parametrize("syntax", WRITERS)
def test_no_element_is_empty_though_every_text_is_blank(syntax: str) -> None:
    facts = document(
        sold(1, 10, description="  ", unit="", product_number=" "),
        seller=BLANK,
        bill_to=BLANK,
        ship_to=Delivery(" ", None, date(2026, 3, 1)),
        reason="",
        buyer_reference=" ",
        purchase_order_number="\x00",
        account=None,
        terms_days=None,
    )
    tree = etree.fromstring(WRITERS[syntax](terms_of(facts), EN))
    assert [one.tag for one in tree.iter() if not len(one) and not (one.text or "").strip()] == []


@pytest.mark.parametrize("syntax", WRITERS)
def test_quantities_and_prices_have_all_their_places(syntax: str) -> None:
    facts = document(sold("1000.123456", "19.916667", net="19919.13"), sold("10", "200.000000"), sold("1E+3", 5))
    xml = WRITERS[syntax](terms_of(facts), EN)
    assert [one[1] for one in read_lines(xml)] == ["1000.123456", "10", "1000"]
    for one in (b">19.916667<", b">200.00<", b">5.00<"):
        assert one in xml


@pytest.mark.parametrize(
    ("currency", "places", "expected"), [("JPY", 0, b">152<"), ("KWD", 3, b">151.500<"), ("NOK", 2, b">151.50<")]
)
@pytest.mark.parametrize("syntax", WRITERS)
def test_amounts_have_the_places_of_their_currency(syntax: str, currency: str, places: int, expected: bytes) -> None:
    xml = WRITERS[syntax](terms_of(document(sold("1.5", 101, places=places), currency=currency)), EN)
    assert expected in xml


def test_a_number_of_the_sellers_own_order_is_said_only_with_the_buyers() -> None:
    alone = document(sold(1, 10), sales_order_number="SO-000001")
    both = document(sold(1, 10), sales_order_number="SO-000001", purchase_order_number="PO-7")
    for writer in WRITERS.values():
        assert b"SO-000001" not in writer(terms_of(alone), EN)
        assert b"SO-000001" in writer(terms_of(both), EN)


def test_what_is_out_of_scope_names_no_vat_number_and_no_rate() -> None:
    for syntax, writer in WRITERS.items():
        found = read(writer(terms_of(document(sold(1, 10, O0))), EN))
        assert "VATEX-EU-O" in str(found["BG-23"]), syntax
        assert "NO987654325MVA" not in str(found), syntax


def test_foretaksregisteret_is_a_register_of_tax_and_any_other_word_a_legal_form() -> None:
    register = ubl(terms_of(document(sold(1, 10))), EN)
    assert b"<cbc:CompanyID>Foretaksregisteret</cbc:CompanyID>" in register
    other = ubl(terms_of(document(sold(1, 10), seller=replace(FJORD, legal_information="Share capital 30,000"))), EN)
    assert b"<cbc:CompanyLegalForm>Share capital 30,000</cbc:CompanyLegalForm>" in other


def test_a_credit_note_has_neither_means_nor_due_date() -> None:
    shown = terms_of(document(sold(-1, 10)))
    for writer in WRITERS.values():
        xml = writer(shown, EN)
        assert b"PaymentMeans" not in xml
        assert b"2026-04-01" not in xml
        assert b"20260401" not in xml
        assert b"NO9386011117947" not in xml


def test_peppol_names_its_process_and_among_danes_no_number_without_a_scheme() -> None:
    shown = terms_of(document(sold(1, 10), seller=DANISH, bill_to=DANISH_BUYER))
    for writer in WRITERS.values():
        assert b"C-000003" in writer(shown, EN)
        assert b"C-000003" not in writer(shown, PEPPOL)
        assert b"urn:fdc:peppol.eu:2017:poacc:billing:01:1.0" in writer(shown, PEPPOL)
        assert b"urn:fdc:peppol.eu" not in writer(shown, EN)


def test_many_lines_are_numbered_from_one() -> None:
    shown: Document = terms_of(many_lines())
    assert [one[0] for one in read_lines(ubl(shown, EN))] == [str(one) for one in range(1, 241)]


def many_lines() -> DocumentFacts:
    return document(*[sold(1, "9.90") for _ in range(240)])
