"""What FA(3) says of corrections beside their rows: the state that they bring about, whom they go to, what came back."""

from dataclasses import replace
from datetime import date

import pytest

from rebill.documents.facts import TaxedAs
from rebill.documents.parties import Address, Delivery
from rebill.models.vocabulary import DocumentKind
from tests.documents.checking import FA3, checked, fatal
from tests.documents.papers import AE, E0, IC, fee, hours, instead, sold
from tests.documents.polish import ELBE, KSEF_NUMBER, LAW, NABYWCA, ORIGINAL, PERSON, S8, S23, polish, read

NOTES = "Fa/Adnotacje"


@pytest.mark.parametrize("was", [E0, AE, IC])
def test_what_is_no_more_so_after_a_correction_is_not_said_of_it(was: TaxedAs) -> None:
    facts = polish(instead(hours(1, 100, was), hours(1, 100, S23)), corrects=True, bill_to=ELBE)
    taxes = tuple(replace(one, exemption_reason=None) for one in facts.taxes)
    file = read(replace(facts, taxes=taxes))
    assert (file.one(f"{NOTES}/P_18"), file.one(f"{NOTES}/Zwolnienie/P_19N")) == ("2", "1")
    assert file.one("Podmiot1/PrefiksPodatnika") is None


def test_what_is_so_only_after_a_correction_is_said_of_it() -> None:
    exempt = read(polish(instead(hours(1, 100, S23), hours(1, 100, E0)), corrects=True))
    assert exempt.one(f"{NOTES}/Zwolnienie/P_19A") == LAW
    assert read(polish(instead(hours(1, 1, S23), hours(1, 1, AE)), corrects=True)).one(f"{NOTES}/P_18") == "1"


@pytest.mark.parametrize("was", [AE, IC])
def test_who_turned_out_to_be_no_taxpayer_is_corrected_to_the_rate_at_home(was: TaxedAs) -> None:
    facts = polish(instead(hours(1, 100, was), hours(1, 100, S23)), corrects=True, bill_to=PERSON)
    assert fatal(facts, FA3) == []


def test_a_correction_goes_to_the_number_that_was_billed() -> None:
    facts = polish(instead(hours(2, 10, S23), hours(1, 10, S23)), corrects=True)
    for billed, expected in (("PL1234563218", []), ("123-456-32-18", []), ("PL5265877635", ["KSEF-03"])):
        named = replace(facts, preceding=(replace(ORIGINAL, buyer_number=billed),))
        assert fatal(named, FA3) == expected
    assert fatal(replace(polish(sold(1, 10, S23)), preceding=()), FA3) == []


def test_goods_that_came_back_are_no_supply_on_their_day_and_their_slip_is_none_of_delivery() -> None:
    received: dict[str, object] = {"ship_to": Delivery(date=date(2026, 2, 20)), "packing_slip_number": "PS-000002"}
    back = read(polish(sold(-1, 10, S23), came_back=True, **received))
    assert (back.one("Fa/P_6"), back.all("Fa/WZ")) == (None, [])
    delivered = read(polish(sold(1, 10, S23), **received))
    assert (delivered.one("Fa/P_6"), delivered.all("Fa/WZ")) == ("2026-02-20", ["PS-000002"])


def test_a_fee_that_outweighs_what_comes_back_by_hand_is_a_correction_of_what_is_named() -> None:
    by_hand = replace(ORIGINAL, is_credited=False)
    facts = replace(polish(sold(-1, 10, S8), charges=(fee(49, S23),)), preceding=(by_hand,))
    assert facts.kind is DocumentKind.INVOICE
    file = read(facts)
    assert (file.one("Fa/RodzajFaktury"), file.one("Fa/TypKorekty")) == ("KOR", "2")
    assert file.one("Fa/DaneFaKorygowanej/NrKSeFFaKorygowanej") == KSEF_NUMBER
    mixed = replace(polish(sold(-1, 10, S8), sold(9, 10, S8)), preceding=(by_hand,))
    assert fatal(mixed, FA3) == ["KSEF-08"]


@pytest.mark.parametrize(
    ("vat_number", "country", "expected"),
    [
        ("CHE123456788", "CH", {"KodKraju": "CH", "NrID": "CHE123456788"}),
        ("BEAPS1234K", "IN", {"KodKraju": "IN", "NrID": "BEAPS1234K"}),
        ("DE136695976", "US", {"KodUE": "DE", "NrVatUE": "136695976"}),
        ("GR094259216", "GR", {"KodUE": "EL", "NrVatUE": "094259216"}),
        ("DE136695977", "DE", {"KodUE": "DE", "NrVatUE": "136695977"}),
    ],
)
def test_a_number_is_of_the_state_that_gave_it(vat_number: str, country: str, expected: dict[str, str]) -> None:
    buyer = replace(NABYWCA, vat_number=vat_number, address=Address(country, "Hauptstrasse 1"))
    file = read(polish(sold(1, 10, S23), bill_to=buyer))
    path = "Podmiot2/DaneIdentyfikacyjne"
    found = {name: file.one(f"{path}/{name}") for name in ("NIP", "KodUE", "NrVatUE", "KodKraju", "NrID")}
    assert {name: value for name, value in found.items() if value is not None} == expected


def test_services_to_northern_ireland_are_outside_the_union_and_goods_to_it_are_not() -> None:
    buyer = replace(NABYWCA, vat_number="XI123456789", address=Address("GB", "Kay 1"))
    assert [one[3] for one in read(polish(hours(1, 10, AE), bill_to=buyer)).rows()] == ["np I"]
    assert [one[3] for one in read(polish(sold(1, 10, IC), bill_to=buyer)).rows()] == ["0 WDT"]


def test_a_code_of_an_article_of_the_directive_is_named_as_the_directive() -> None:
    facts = polish(sold(1, 10, E0))
    taxes = tuple(replace(one, exemption_reason=None, exemption_reason_code="VATEX-EU-132") for one in facts.taxes)
    assert read(replace(facts, taxes=taxes)).one(f"{NOTES}/Zwolnienie/P_19B") == "VATEX-EU-132"


def test_an_address_of_a_country_alone_is_none() -> None:
    nowhere = replace(NABYWCA, address=Address("PL"))
    assert fatal(polish(sold(1, 10, S23), bill_to=nowhere), FA3) == ["KSEF-04", "XSD"]


def test_laws_that_are_longer_together_than_fa3_takes_are_told_as_such() -> None:
    facts = polish(sold(1, 10, E0), sold(1, 10, replace(E0, code="E1")))
    taxes = tuple(
        replace(one, exemption_reason=f"art. {place} {'x' * 150}") for place, one in enumerate(facts.taxes, start=1)
    )
    found = checked(replace(facts, taxes=taxes), FA3).problems
    assert [one.rule for one in found if one.is_fatal] == ["XSD", "KSEF-07"]
    assert found[-1].message.endswith("more than 256 characters together.")
