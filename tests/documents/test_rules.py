"""Files under the schemas and official rules: the examples pass, and a term that is taken out gives the rule that names it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest

from rebill.documents.electronic import shipped
from rebill.documents.facts import DocumentFacts
from rebill.documents.parties import Account, Delivery, Party
from rebill.models.vocabulary import DocumentKind, ElectronicFormat, TaxRounding
from tests.documents.checking import CII, PEPPOL, SYNTAXES, UBL, checked, fatal, warnings
from tests.documents.papers import (
    AE,
    BARE_ZERO,
    BRYGGE,
    DANISH,
    DANISH_BUYER,
    DAY,
    E0,
    FJORD,
    G0,
    GERMAN,
    GERMAN_BUYER,
    IC,
    O0,
    S15,
    S19,
    Z0,
    deducted,
    document,
    fee,
    hours,
    instead,
    retainer,
    sold,
)

LINES_240 = [sold(1, "9.90") for _ in range(240)]
TO_DENMARK = Delivery(None, DANISH_BUYER.address, DAY)
INTO_DENMARK = document(
    sold(10, 80, IC), seller=GERMAN, bill_to=DANISH_BUYER, ship_to=TO_DENMARK, currency="EUR", account=None
)
UPWARDS = (instead(hours(10, 200, S19), hours(12, 200, S19)),)
PASSING = {
    "6.1 two rates": document(sold(2, "499.50"), sold(1, "249.50"), sold(1, "120.00", S15)),
    "6.2 240 lines by RATE": document(*LINES_240),
    "6.4 a credit note with fees": document(
        sold(-3, "249.90", net="-655.99", tax="-164.00", discount="12.5"),
        charges=(fee("65.60"), fee("49.00")),
        rounding=TaxRounding.LINE,
    ),
    "6.6 fewer hours": document(instead(hours(10, 200), hours(7, 200)), corrects=True),
    "6.7 another rate": document(instead(hours(10, 200), hours(10, 200, S15)), corrects=True),
    "6.8 an advance": document(retainer(1000), kind=DocumentKind.PREPAYMENT_INVOICE),
    "6.8 an advance deducted": document(hours(10, 200), deducted(600), deducts=True),
    "6.8 a deduction corrected": document(instead(deducted(600), deducted(400)), corrects=True),
    "6.9 mixed": document(sold(-1, 100), sold(1, 100), kind=DocumentKind.CREDIT_NOTE),
    "6.10 into another state": INTO_DENMARK,
    "6.11 upwards among Germans": document(
        *UPWARDS, corrects=True, kind=DocumentKind.CORRECTED_INVOICE, seller=GERMAN, bill_to=GERMAN_BUYER
    ),
    "6.11 upwards elsewhere": document(*UPWARDS, corrects=True),
    "a repeat": document(instead(hours(10, 200), hours(10, 200)), corrects=True),
    "zero-rated": document(sold(1, 10, Z0)),
    "exempt": document(sold(1, 10, E0)),
    "reverse charge": document(sold(1, 10, AE)),
    "export": document(sold(1, 10, G0)),
    "out of scope": document(sold(1, 10, O0)),
    "nothing known of delivery": document(sold(1, 10), ship_to=None),
    "yen": document(sold("1.5", 101, places=0), currency="JPY"),
    "nothing at all": document(sold(0, 10)),
}


@pytest.mark.parametrize("about", PASSING)
@pytest.mark.parametrize("format", SYNTAXES, ids=str)
def test_every_kind_of_document_passes_every_rule(about: str, format: ElectronicFormat) -> None:
    found = checked(PASSING[about], format)
    assert (found.valid, [one for one in found.problems if one.rule != "REBILL-09"]) == (True, [])


def test_rounding_by_line_breaks_the_official_tolerance_6_2() -> None:
    by_line = document(*LINES_240, rounding=TaxRounding.LINE)
    assert by_line.tax_amount == Decimal("595.20")
    for format in SYNTAXES:
        assert fatal(by_line, format) == ["BR-CO-17", "BR-S-09"]


def taken_out(**more: object) -> DocumentFacts:
    """6.1 with something else."""
    return replace(PASSING["6.1 two rates"], **more)  # type: ignore[arg-type]  # fields by name


def with_line(**more: object) -> DocumentFacts:
    return document(sold(2, "499.50", **more))  # type: ignore[arg-type]  # fields by name


def without_reason(facts: DocumentFacts) -> DocumentFacts:
    taxes = tuple(replace(one, exemption_reason=None, exemption_reason_code=None) for one in facts.taxes)
    return replace(facts, taxes=taxes)


def nowhere(party: Party) -> Party:
    """The party with an address that names no country."""
    assert party.address is not None
    return replace(party, address=replace(party.address, country=""))


NUMBERLESS = replace(FJORD, vat_number=None, registration_number=None, legal_information=None)
TAKEN_OUT: list[tuple[str, DocumentFacts, list[str]]] = [
    ("the buyer's address", taken_out(bill_to=replace(BRYGGE, address=None)), ["BR-10"]),
    ("a unit that is no code", with_line(unit="box of six"), ["BR-CL-23"]),
    ("the seller's numbers", taken_out(seller=NUMBERLESS), ["BR-CO-26", "BR-S-02"]),
    ("the letters of a number", taken_out(seller=replace(FJORD, vat_number="987654325MVA")), ["BR-CO-09"]),
    ("due date and terms", taken_out(due_date=None, terms_days=None), ["REBILL-04"]),
    ("what is credited", replace(document(sold(-1, 10)), preceding=()), ["REBILL-02"]),
    ("the seller", taken_out(seller=None), ["BR-06", "BR-08", "BR-S-02", "XSD"]),
    ("the category", document(sold(1, 10, BARE_ZERO)), ["BR-47", "BR-CO-04", "REBILL-03"]),
    ("that of a charge", document(sold(1, 10), charges=(fee(5, BARE_ZERO),)), ["BR-37", "BR-47", "REBILL-03"]),
    ("that of an allowance", document(sold(1, 10), charges=(fee(-5, BARE_ZERO),)), ["BR-32", "BR-47", "REBILL-03"]),
    ("that of a deduction 6.8", document(hours(10, 200), deducted(600, BARE_ZERO), deducts=True), ["BR-47", "BR-CO-04", "REBILL-03"]),
    ("the buyer's number 6.10", replace(INTO_DENMARK, bill_to=replace(DANISH_BUYER, vat_number=None)), ["BR-IC-02"]),
    ("the country of delivery 6.10", replace(INTO_DENMARK, ship_to=Delivery(None, None, DAY)), ["BR-IC-12"]),
    ("the day of delivery", replace(INTO_DENMARK, ship_to=replace(TO_DENMARK, date=None)), ["BR-IC-11"]),
    ("the reason 6.10", without_reason(INTO_DENMARK), ["BR-IC-10"]),
    ("the reason of an exemption", without_reason(PASSING["exempt"]), ["BR-E-10"]),
    ("the reason of reverse charge", without_reason(PASSING["reverse charge"]), ["BR-AE-10"]),
    ("the reason of an export", without_reason(PASSING["export"]), ["BR-G-10"]),
    ("the reason out of scope", without_reason(PASSING["out of scope"]), ["BR-O-10"]),
    ("the buyer's number under reverse charge", replace(PASSING["reverse charge"], bill_to=replace(BRYGGE, vat_number=None, registration_number=None)), ["BR-AE-02"]),
    ("the seller's address", taken_out(seller=replace(FJORD, address=None)), ["BR-08"]),
    ("the seller's country", taken_out(seller=nowhere(FJORD)), ["BR-09"]),
    ("the buyer's country", taken_out(bill_to=nowhere(BRYGGE)), ["BR-11"]),
    ("a 384 that is not German", document(*UPWARDS, corrects=True, kind=DocumentKind.CORRECTED_INVOICE), ["REBILL-06"]),
    ("a 386 of work", document(hours(1, 100), kind=DocumentKind.PREPAYMENT_INVOICE), ["REBILL-06"]),
    ("a 381 below zero", replace(document(sold(1, 10)), kind=DocumentKind.CREDIT_NOTE, preceding=PASSING["6.9 mixed"].preceding), ["REBILL-01"]),
    ("out of scope among others", document(sold(1, 10, O0), sold(1, 10)), ["BR-O-02", "BR-O-11", "BR-O-12"]),
]  # fmt: skip


@pytest.mark.parametrize(("about", "facts", "expected"), TAKEN_OUT, ids=[one[0] for one in TAKEN_OUT])
def test_a_term_taken_out_gives_the_rules_that_name_it(about: str, facts: DocumentFacts, expected: list[str]) -> None:
    assert fatal(facts) == expected
    assert not checked(facts).valid


@pytest.mark.parametrize(("about", "facts", "expected"), TAKEN_OUT[:15], ids=[one[0] for one in TAKEN_OUT[:15]])
def test_both_syntaxes_refuse_it(about: str, facts: DocumentFacts, expected: list[str]) -> None:
    found = fatal(facts, CII)
    named = {"BR-CL-23": "FX-SCH-A-000613", "BR-32": "XSD"}
    missing = [one for one in expected if one not in found and named.get(one, one) not in found]
    assert [one for one in missing if one not in ("BR-CO-26",)] == []


PEPPOL_READY = PASSING["6.1 two rates"]
DANES = document(sold(1, 10), seller=DANISH, bill_to=DANISH_BUYER, currency="DKK", account=None)
UNDER_PEPPOL: list[tuple[str, DocumentFacts, list[str]]] = [
    ("nothing", PEPPOL_READY, []),
    ("among Danes nothing", DANES, []),
    ("reference and order", replace(PEPPOL_READY, buyer_reference=None), ["PEPPOL-EN16931-R003"]),
    ("the buyer's address in the network", replace(PEPPOL_READY, bill_to=replace(BRYGGE, electronic_address=None)), ["PEPPOL-EN16931-R010"]),
    ("the seller's", replace(PEPPOL_READY, seller=replace(FJORD, electronic_address=None)), ["PEPPOL-EN16931-R020"]),
    ("a scheme that is none of Peppol's", replace(PEPPOL_READY, bill_to=replace(BRYGGE, electronic_address=replace(BRYGGE.electronic_address, scheme="EM"))), ["PEPPOL-EN16931-CL008"]),  # type: ignore[type-var]
    ("a 384 that is not German", document(*UPWARDS, corrects=True, kind=DocumentKind.CORRECTED_INVOICE), ["PEPPOL-EN16931-P0112", "REBILL-06"]),
    ("MVA", replace(PEPPOL_READY, seller=replace(FJORD, vat_number="NO987654325")), ["NO-R-001"]),
    ("the digits of a Norwegian number", replace(PEPPOL_READY, seller=replace(FJORD, vat_number="NO987654321MVA")), ["NO-R-001"]),
    ("a Danish seller's CVR number", replace(DANES, seller=replace(DANISH, registration_number=None)), ["DK-R-002"]),
    ("a Danish account's branch", replace(DANES, account=Account(account_number="440116243")), ["DK-R-006"]),
    ("a means that Danes take", replace(DANES, account=Account(iban="DK5000400440116243")), []),
]  # fmt: skip


@pytest.mark.parametrize(("about", "facts", "expected"), UNDER_PEPPOL, ids=[one[0] for one in UNDER_PEPPOL])
def test_under_peppol_more_must_be_there(about: str, facts: DocumentFacts, expected: list[str]) -> None:
    assert fatal(facts, UBL, PEPPOL) == expected
    assert [
        one for one in expected if one.startswith(("PEPPOL", "NO", "DK")) and one not in fatal(facts, CII, PEPPOL)
    ] == []
    assert checked(facts, CII, PEPPOL).valid or expected


def test_what_only_warns_lets_a_document_pass() -> None:
    facts = taken_out(
        account=None,
        seller=replace(FJORD, legal_information=None),
        bill_to=replace(BRYGGE, vat_number="NO987654321MVA"),
        today=("seller", "billTo.address"),
    )
    assert warnings(facts) == ["REBILL-07", "REBILL-09", "REBILL-10"]
    assert warnings(facts, UBL, PEPPOL) == ["NO-R-002", "REBILL-07", "REBILL-09", "REBILL-10"]
    assert checked(facts, UBL, PEPPOL).valid
    wrong_iban = taken_out(account=Account(iban="NO9386011117948"))
    assert [(one.rule, one.term) for one in checked(wrong_iban).problems] == [("REBILL-07", "BT-84")]


def test_dinars_have_more_places_than_the_standard_takes() -> None:
    found = checked(document(sold(1, "1.2345", places=3), currency="KWD"))
    decimals = [one for one in found.problems if one.rule.startswith("BR-DEC")]
    assert {one.remedy for one in decimals} == {
        "EN 16931 takes amounts of at most two decimals: send this customer the printed document."
    }
    assert not found.valid


def test_a_rule_that_many_lines_break_is_told_once_with_the_lines() -> None:
    facts = document(sold(1, 10), *[sold(1, 10, unit="furlong") for _ in range(30)])
    (found,) = checked(facts).problems
    assert found.message.endswith(" (lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21…)")
    assert (found.rule, found.term, found.remedy) == (
        "BR-CL-23",
        "BT-130",
        "Give the product a unit that stands for a UN/ECE code: updateProduct(unit).",
    )


def test_it_is_said_by_what_a_file_was_checked_with_the_versions() -> None:
    facts = PASSING["6.1 two rates"]
    assert checked(facts).validated_by == ("ubl 2.1 xsd", "en16931-ubl 1.3.16", "rebill (own, 10 rules)")
    assert checked(facts, CII, PEPPOL).validated_by == (
        "factur-x en16931 xsd",
        "factur-x en16931 1.09.2",
        "rebill (own, 10 rules)",
        "peppol-bis-3 (own, 51 rules)",
    )


def test_everything_that_is_needed_is_in_the_package() -> None:
    named = (*shipped.SCHEMAS.values(), *shipped.STYLESHEETS.values(), shipped.CODE_LISTS)
    assert [one for one in named if not shipped.file(one).is_file()] == []


def test_many_may_ask_at_once() -> None:
    facts = [document(sold(1, 10), number=f"INV-{number}") for number in range(40)]
    with ThreadPoolExecutor(8) as several:
        found = list(several.map(lambda one: checked(one).valid, facts))
    assert found == [True] * 40


def test_without_the_rules_a_document_is_built_and_not_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "NEEDED", ("no_such_library",))
    found = checked(PASSING["6.1 two rates"])
    assert (found.valid, found.validated_by, len(found.xml) > 1000) == (False, (), True)
    (only,) = found.problems
    assert (only.rule, only.is_fatal, only.remedy) == ("ELECTRONIC_RULES_MISSING", False, "pip install 'rebill[rules]'")
