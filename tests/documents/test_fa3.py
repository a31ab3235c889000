"""Files of Poland's KSeF: each kind is valid under the schema and says what the document says, read by lxml."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree

from rebill.documents.electronic.reading import read as said
from rebill.documents.electronic.shipped import schema
from rebill.documents.facts import DocumentFacts, Preceding, TaxedAs
from rebill.documents.parties import Account, Party
from rebill.models.vocabulary import DocumentKind, ElectronicProfile
from tests.documents.checking import FA3, PEPPOL, checked, fatal, warnings
from tests.documents.papers import (
    AE,
    E0,
    G0,
    IC,
    O0,
    S25,
    Z0,
    deducted,
    fee,
    hours,
    instead,
    retainer,
    sold,
)
from tests.documents.polish import (
    ELBE,
    FABRYKA,
    KSEF_NUMBER,
    LAW,
    NABYWCA,
    NORDMANN,
    ORIGINAL,
    PERSON,
    S5,
    S7,
    S8,
    S22,
    S23,
    polish,
    read,
)

XSD = "{http://www.w3.org/2001/XMLSchema}"
SALE = polish(sold(3, "10.50", S23), sold(1, "10.50", S8, discount=20))
RETURNED = polish(sold(-3, "10.50", S23), charges=(fee(5, S23),), reason=None, return_reason="Uszkodzone")
CORRECTED = polish(instead(hours(10, 200, S23), hours(7, 200, S23)), corrects=True)


def test_an_invoice_is_vat_with_its_rows_sums_and_parties() -> None:
    file = read(SALE)
    assert checked(SALE, FA3).type_code == file.one("Fa/RodzajFaktury") == "VAT"
    assert file.rows() == [("3", "10.50", "31.50", "23", None), ("1", "10.50", "8.40", "8", None)]
    assert file.all("Fa/FaWiersz/P_10") == ["2.10"]
    assert file.sums() == {
        "P_13_1": Decimal("31.50"),
        "P_14_1": Decimal("7.25"),
        "P_13_2": Decimal("8.40"),
        "P_14_2": Decimal("0.67"),
        "P_15": Decimal("47.82"),
    }
    assert (file.one("Podmiot1/DaneIdentyfikacyjne/NIP"), file.one("Podmiot2/DaneIdentyfikacyjne/NIP")) == (
        "5265877635",
        "1234563218",
    )
    assert (file.one("Podmiot1/Adres/AdresL1"), file.one("Podmiot1/Adres/AdresL2")) == (
        "ul. Długa 1, lok. 4",
        "00-001 Warszawa",
    )
    assert (file.one("Podmiot2/Adres/AdresL1"), file.one("Podmiot2/Adres/AdresL2")) == ("30-001 Kraków", None)
    assert file.one("Fa/Platnosc/TerminPlatnosci/Termin") == "2026-04-01"
    assert file.one("Fa/Platnosc/RachunekBankowy/NrRB") == "PL61109010140000071219812874"
    assert (file.one("Fa/P_1"), file.one("Fa/P_6")) == ("2026-03-02", "2026-03-01")
    assert file.all("Fa/DaneFaKorygowanej") == []


def test_a_credit_note_is_a_correction_whose_rows_and_sums_are_below_zero() -> None:
    assert RETURNED.kind is DocumentKind.CREDIT_NOTE
    file = read(RETURNED)
    assert checked(RETURNED, FA3).type_code == file.one("Fa/RodzajFaktury") == "KOR"
    assert file.rows() == [("-3", "10.50", "-31.50", "23", None), ("1", "5.00", "5.00", "23", None)]
    assert file.sums() == {"P_13_1": Decimal("-26.50"), "P_14_1": Decimal("-6.10"), "P_15": Decimal("-32.60")}
    assert (file.one("Fa/PrzyczynaKorekty"), file.one("Fa/TypKorekty")) == ("Uszkodzone", "2")
    corrected = "Fa/DaneFaKorygowanej"
    assert file.one(f"{corrected}/NrFaKorygowanej") == "INV-000001"
    assert file.one(f"{corrected}/DataWystFaKorygowanej") == "2026-01-31"
    assert file.one(f"{corrected}/NrKSeFFaKorygowanej") == KSEF_NUMBER


def test_a_corrected_detail_is_a_row_as_billed_and_a_row_as_corrected() -> None:
    file = read(CORRECTED)
    assert file.rows() == [("10", "200.00", "2000.00", "23", "1"), ("7", "200.00", "1400.00", "23", None)]
    assert file.sums() == {"P_13_1": Decimal(-600), "P_14_1": Decimal(-138), "P_15": Decimal(-738)}
    assert file.one("Fa/PrzyczynaKorekty") == "Pomyłka"
    upwards = read(polish(instead(hours(10, 200, S23), hours(12, 200, S23)), corrects=True))
    assert upwards.one("Fa/RodzajFaktury") == "KOR"
    assert upwards.one("Fa/TypKorekty") == "1"
    assert upwards.sums() == {"P_13_1": Decimal(400), "P_14_1": Decimal(92), "P_15": Decimal(492)}


def test_a_correction_of_rate_price_and_charge_has_all_of_them_beside_each_other() -> None:
    billed, right = fee(10, S23), fee(0, S23)
    facts = polish(
        instead(hours(10, 200, S23), hours(10, 200, S8)),
        instead(sold(2, 50, S5), sold(2, "49.99", S5)),
        hours(1, 1, S8),
        corrects=True,
    )
    file = read(facts)
    assert file.rows() == [
        ("10", "200.00", "2000.00", "23", "1"),
        ("10", "200.00", "2000.00", "8", None),
        ("2", "50.00", "100.00", "5", "1"),
        ("2", "49.99", "99.98", "5", None),
        ("1", "1.00", "1.00", "8", None),
    ]
    assert file.sums()["P_15"] == facts.total_amount < 0
    without_fee = replace(right, billed_before=billed)
    taxes = tuple(replace(one, base=Decimal(-10), amount=Decimal("-2.30")) for one in CORRECTED.taxes)
    charged = replace(
        CORRECTED, lines=(), charges=(without_fee,), taxes=taxes, net_amount=Decimal(-10), tax_amount=Decimal("-2.30"),
        total_amount=Decimal("-12.30"),
    )  # fmt: skip
    assert read(charged).rows() == [("1", "10.00", "10.00", "23", "1"), ("0", "0.00", "0.00", "23", None)]


RATES: list[tuple[TaxedAs, Party, str, str]] = [
    (S23, NABYWCA, "23", "P_13_1"),
    (S22, NABYWCA, "22", "P_13_1"),
    (S8, NABYWCA, "8", "P_13_2"),
    (S7, NABYWCA, "7", "P_13_2"),
    (S5, NABYWCA, "5", "P_13_3"),
    (Z0, NABYWCA, "0 KR", "P_13_6_1"),
    (IC, ELBE, "0 WDT", "P_13_6_2"),
    (G0, NORDMANN, "0 EX", "P_13_6_3"),
    (E0, NABYWCA, "zw", "P_13_7"),
    (O0, NORDMANN, "np I", "P_13_8"),
    (AE, NORDMANN, "np I", "P_13_8"),
    (AE, ELBE, "np II", "P_13_9"),
    (AE, NABYWCA, "oo", "P_13_10"),
]


@pytest.mark.parametrize(("taxed", "buyer", "code", "field"), RATES)
def test_each_category_and_rate_has_its_code_and_its_sum(taxed: TaxedAs, buyer: Party, code: str, field: str) -> None:
    for facts in (polish(sold(2, 50, taxed), bill_to=buyer), polish(sold(-2, 50, taxed), bill_to=buyer)):
        file = read(facts)
        assert [one[3] for one in file.rows()] == [code]
        assert file.sums()[field] == facts.net_amount
        assert file.sums().get(field.replace("13", "14"), Decimal(0)) == facts.tax_amount
        assert file.one("Podmiot1/PrefiksPodatnika") == ("PL" if code in ("0 WDT", "np II") else None)
        assert file.one("Fa/Adnotacje/P_18") == ("1" if taxed is AE else "2")
        assert file.one("Fa/Adnotacje/Zwolnienie/P_19A") == (LAW if taxed is E0 else None)


def test_two_rates_of_one_field_are_one_sum() -> None:
    assert read(polish(sold(1, 100, S23), sold(1, 100, S22))).sums() == {
        "P_13_1": Decimal(200),
        "P_14_1": Decimal(45),
        "P_15": Decimal(245),
    }


@pytest.mark.parametrize(
    ("buyer", "expected"),
    [
        (NABYWCA, {"NIP": "1234563218"}),
        (replace(NABYWCA, vat_number="123-456-32-18"), {"NIP": "1234563218"}),
        (ELBE, {"KodUE": "DE", "NrVatUE": "136695976"}),
        (replace(ELBE, vat_number="EL094259216"), {"KodUE": "EL", "NrVatUE": "094259216"}),
        (NORDMANN, {"KodKraju": "NO", "NrID": "987654325MVA"}),
        (PERSON, {"BrakID": "1"}),
    ],
)
def test_a_buyer_is_known_by_its_number_or_has_none(buyer: Party, expected: dict[str, str]) -> None:
    facts = polish(sold(1, 1, S23), bill_to=buyer)
    file = read(facts)
    names = ("NIP", "KodUE", "NrVatUE", "KodKraju", "NrID", "BrakID")
    found = {name: file.one(f"Podmiot2/DaneIdentyfikacyjne/{name}") for name in names}
    assert {name: value for name, value in found.items() if value is not None} == expected
    assert ("KSEF-11" in warnings(facts, FA3)) == (buyer is PERSON)


def test_where_the_law_of_an_exemption_is_named_follows_from_its_words() -> None:
    facts = polish(sold(1, 10, E0))
    for reason, field in (
        (LAW, "P_19A"),
        ("Article 132 of Directive 2006/112/EC", "P_19B"),
        ("Exempt by decision 7/2026", "P_19C"),
    ):
        taxes = tuple(replace(one, exemption_reason=reason) for one in facts.taxes)
        assert read(replace(facts, taxes=taxes)).one(f"Fa/Adnotacje/Zwolnienie/{field}") == reason


def test_a_correction_of_a_document_that_was_never_in_ksef_says_so() -> None:
    file = read(replace(CORRECTED, preceding=(replace(ORIGINAL, ksef_number="NONE"),)))
    assert file.one("Fa/DaneFaKorygowanej/NrKSeFN") == "1"
    assert file.one("Fa/DaneFaKorygowanej/NrKSeFFaKorygowanej") is None


def test_rows_have_days_where_these_differ_and_the_document_has_one_where_not() -> None:
    first, second = date(2026, 2, 2), date(2026, 2, 3)
    differ = read(polish(hours(1, 10, S23, day=first), hours(2, 10, S23, day=second)))
    assert (differ.one("Fa/P_6"), differ.all("Fa/FaWiersz/P_6A")) == (None, ["2026-02-02", "2026-02-03"])
    alike = read(polish(hours(1, 10, S23, day=first), hours(2, 10, S23, day=first)))
    assert (alike.one("Fa/P_6"), alike.all("Fa/FaWiersz/P_6A")) == ("2026-02-02", [])


def without(facts: DocumentFacts = SALE, **more: object) -> DocumentFacts:
    return replace(facts, **more)  # type: ignore[arg-type]  # fields by name


def lawless(facts: DocumentFacts) -> DocumentFacts:
    return replace(facts, taxes=tuple(replace(one, exemption_reason=None) for one in facts.taxes))


TAKEN_OUT: list[tuple[str, DocumentFacts, list[str]]] = [
    ("the original's number", without(CORRECTED, preceding=(replace(ORIGINAL, ksef_number=None),)), ["KSEF-01", "XSD"]),
    ("a number that is none", without(RETURNED, preceding=(replace(ORIGINAL, ksef_number="123"),)), ["KSEF-01", "XSD"]),
    ("the original", without(RETURNED, preceding=()), ["REBILL-02", "XSD"]),
    ("the seller", without(seller=None), ["KSEF-02", "XSD"]),
    ("the seller's NIP", without(seller=replace(FABRYKA, vat_number=None)), ["KSEF-02", "XSD"]),
    ("its check digit", without(seller=replace(FABRYKA, vat_number="PL5265877636")), ["KSEF-02"]),
    ("a seller elsewhere", without(seller=ELBE), ["KSEF-02", "XSD"]),
    ("the check digit of the buyer's NIP", without(bill_to=replace(NABYWCA, vat_number="PL1234563219")), ["KSEF-03"]),
    ("a number that is too long", without(bill_to=replace(ELBE, vat_number="DE1366959761234")), ["KSEF-03", "XSD"]),
    ("the buyer's address", without(bill_to=replace(NABYWCA, address=None)), ["KSEF-04"]),
    ("the number of who owes the tax", polish(sold(1, 10, AE), bill_to=PERSON), ["KSEF-03"]),
    ("a number of another state", polish(sold(1, 10, IC)), ["KSEF-03"]),
    ("a number abroad", without(bill_to=replace(NORDMANN, vat_number="NO" + "1" * 51)), ["KSEF-03", "XSD"]),
    ("the reason", without(CORRECTED, reason=None), ["KSEF-05"]),
    ("a short reason", without(CORRECTED, reason="x" * 257), ["KSEF-05", "XSD"]),
    ("złoty", without(currency="EUR"), ["KSEF-06"]),
    ("a rate of Poland's", polish(sold(1, 10, S25)), ["KSEF-07"]),
    ("the category", polish(sold(1, 10, TaxedAs())), ["KSEF-07", "REBILL-03"]),
    ("the law of an exemption", lawless(polish(sold(1, 10, E0))), ["KSEF-07", "XSD"]),
    ("an advance", polish(retainer(100, S23), kind=DocumentKind.PREPAYMENT_INVOICE), ["KSEF-08"]),
    ("an advance corrected", polish(instead(retainer(100, S23), retainer(90, S23)), corrects=True), ["KSEF-08"]),
    ("an advance deducted", polish(hours(1, 100, S23), deducted(60, S23), deducts=True), ["KSEF-08"]),
    ("a repeat", polish(instead(hours(1, 10, S23), hours(1, 10, S23)), corrects=True), ["KSEF-08"]),
    ("a sale beside a return", polish(sold(-2, 10, S23), sold(1, 10, S23)), ["KSEF-08"]),
    ("what a row comes to", without(lines=SALE.lines[:1]), ["KSEF-09"]),
    ("how long a text may be", polish(sold(1, 10, S23, description="x" * 513)), ["XSD"]),
]


@pytest.mark.parametrize(("about", "facts", "expected"), TAKEN_OUT, ids=[one[0] for one in TAKEN_OUT])
def test_a_term_that_is_taken_out_is_named_by_its_rule(about: str, facts: DocumentFacts, expected: list[str]) -> None:
    assert fatal(facts, FA3) == expected
    assert not checked(facts, FA3).valid


def test_whoever_should_look_is_warned() -> None:
    assert warnings(SALE, FA3) == []
    wrong = replace(ORIGINAL, ksef_number=KSEF_NUMBER[:-1] + "0")
    assert warnings(without(CORRECTED, preceding=(wrong,)), FA3) == ["KSEF-12"]
    assert warnings(polish(sold(1, 15_000, S23)), FA3) == ["KSEF-13"]
    assert warnings(polish(sold(-1, 15_000, S23)), FA3) == []  # nobody pays for what is credited
    assert warnings(polish(sold(1, 15_000, IC), bill_to=ELBE), FA3) == []


def test_the_file_is_the_same_whatever_the_profile_and_is_read_back_with_its_own_signs() -> None:
    assert checked(RETURNED, FA3, PEPPOL) == checked(RETURNED, FA3, ElectronicProfile.EN16931)
    assert checked(RETURNED, FA3).validated_by == ("fa(3) 1-0e xsd", "rebill (own, 10 rules)", "ksef (own, 13 rules)")
    found = said(checked(RETURNED, FA3).xml, FA3)
    assert (found.number, found.net_amount, found.tax_amount, found.total_amount, found.preceding) == (
        "INV-000007",
        RETURNED.net_amount,
        RETURNED.tax_amount,
        RETURNED.total_amount,
        ("INV-000001",),
    )


def test_what_ksef_refuses_of_texts_is_left_out_and_a_file_of_too_many_rows_is_refused() -> None:
    odd = read(polish(sold(1, 10, S23, description="Lampa\x7f\ufdd0 <&> \U0001fffe\x01łóżko")))
    assert odd.all("Fa/FaWiersz/P_7") == ["Lampa <&> łóżko"]
    many = polish(*[sold(1, 10, S23, description="Lampa " * 80) for _ in range(1400)])
    assert fatal(many, FA3) == ["KSEF-10"]


def test_the_instant_of_a_file_is_that_of_the_posting() -> None:
    posted = read(replace(SALE, posted_at="2026-03-02T13:05:07.123456+01:00"))
    assert posted.one("Naglowek/DataWytworzeniaFa") == "2026-03-02T12:05:07Z"
    backdated = read(replace(SALE, invoice_date=date(2025, 8, 31)))
    assert backdated.one("Naglowek/DataWytworzeniaFa") == "2025-09-01T00:00:00Z"


def test_what_fa3_has_no_room_for_is_left_out_of_accounts_and_contacts() -> None:
    account = Account(account_number="123456789", bic="bank")
    seller = replace(FABRYKA, email="nobody", phone="+48 22 000 00 00 ext. 12345")
    odd = read(replace(SALE, account=account, seller=seller))
    assert (odd.one("Fa/Platnosc/FormaPlatnosci"), odd.all("Fa/Platnosc/RachunekBankowy")) == ("6", [])
    assert odd.all("Podmiot1/DaneKontaktowe") == []
    assert read(SALE).one("Fa/Platnosc/RachunekBankowy/SWIFT") == "WBKPPLPP"


def test_the_schemas_say_what_the_ministry_published() -> None:
    """As at CIRFMF/ksef-docs, commit d92d285b; whatever is changed in them would pass files that KSeF refuses."""
    found = {one.name: meaning(one) for one in schema("Faktura").parent.glob("*.xsd")}
    assert found == {
        "ElementarneTypyDanych_v10-0E.xsd": "e46b9e96152a4f57",
        "KodyKrajow_v10-0E.xsd": "15f2f38acebd9c8f",
        "StrukturyDanych_v10-0E.xsd": "7453122e480d6f81",
        "schemat_FA(3)_v1-0E.xsd": "b0e5c238aa475813",
    }


def meaning(path: Path) -> str:
    """The check sum of what a schema says: without remarks, blanks, and the folders of what it includes."""
    root = etree.parse(str(path), etree.XMLParser(remove_blank_text=True, remove_comments=True)).getroot()
    etree.strip_elements(root, f"{XSD}annotation")
    for one in root.iter(f"{XSD}include", f"{XSD}import"):
        one.set("schemaLocation", one.get("schemaLocation").rpartition("/")[2])
    return sha256(etree.tostring(root, method="c14n2", strip_text=True)).hexdigest()[:16]


def test_several_originals_are_all_named() -> None:
    other = Preceding("INV-000002", date(2026, 2, 1), ksef_number="NONE")
    file = read(replace(RETURNED, preceding=(ORIGINAL, other)))
    assert file.all("Fa/DaneFaKorygowanej/NrFaKorygowanej") == ["INV-000001", "INV-000002"]


def test_a_fee_that_outweighs_what_comes_back_is_a_correction_upwards() -> None:
    facts = polish(sold(-1, 10, S23), charges=(fee(49, S23),), preceding=(ORIGINAL,))
    assert facts.kind is DocumentKind.INVOICE
    file = read(facts)
    assert (file.one("Fa/RodzajFaktury"), file.one("Fa/P_15"), file.one("Fa/TypKorekty")) == ("KOR", "47.97", "2")
