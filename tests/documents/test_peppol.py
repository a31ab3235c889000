"""Peppol's rules for Germans and for numbers of registers, each broken once; every rule of Peppol's that can be is."""

from dataclasses import replace

import pytest

from rebill.documents.electronic.document import problems_without_rules
from rebill.documents.facts import DocumentFacts
from rebill.documents.mapping import terms_of
from rebill.documents.parties import Account, Address, Delivery, ElectronicAddress, Party
from rebill.models.vocabulary import DocumentKind, ElectronicProfile
from tests.documents.checking import PEPPOL, UBL, checked
from tests.documents.papers import (
    BRYGGE,
    DANISH,
    FJORD,
    GERMAN,
    GERMAN_BUYER,
    O0,
    S19,
    document,
    retainer,
    sold,
)

SELLER = replace(
    GERMAN,
    electronic_address=ElectronicAddress("9930", "DE136695976"),
    contact_name="Eva Groß",
    phone="+49 40 123456",
    email="eva@elbe.example",
)
BUYER = replace(GERMAN_BUYER, electronic_address=ElectronicAddress("9930", "DE129273398"))
ACCOUNT = Account(iban="DE89370400440532013000")
HAMBURG = Address("DE", "Kai 1", None, "20457", "Hamburg")


def german(**more: object) -> DocumentFacts:
    """An invoice of a German to a German, with something else."""
    lines = more.pop("lines", (sold(1, 10, S19),))
    given: dict[str, object] = {"seller": SELLER, "bill_to": BUYER, "account": ACCOUNT, "currency": "EUR", **more}
    return document(*lines, **{"ship_to": Delivery(None, HAMBURG, None), **given})  # type: ignore[misc,arg-type]  # fields by name


def shown(number: str, scheme: str) -> DocumentFacts:
    """A Norwegian invoice whose buyer has this number in the network."""
    return document(sold(1, 10), bill_to=replace(BRYGGE, electronic_address=ElectronicAddress(scheme, number)))


def seller(**more: object) -> Party:
    return replace(SELLER, **more)  # type: ignore[arg-type]  # fields by name


def at(city: str | None = "Hamburg", postal_code: str | None = "20457") -> Address:
    return replace(HAMBURG, city=city, postal_code=postal_code)


NO_CONTACT = seller(contact_name=None, phone=None, email=None)
NUMBERLESS = replace(SELLER, vat_number=None)
BROKEN: list[tuple[str, DocumentFacts]] = [
    ("", german()),
    ("", german(lines=(sold(-1, 10, S19),))),
    ("DE-R-001", german(account=None)),
    ("DE-R-002", german(seller=NO_CONTACT)),
    ("DE-R-003", german(seller=seller(address=at(city=None)))),
    ("DE-R-004", german(seller=seller(address=at(postal_code=" ")))),
    ("DE-R-005", german(seller=seller(contact_name=None))),
    ("DE-R-006 DE-R-027", german(seller=seller(phone=None))),
    ("DE-R-007 DE-R-028", german(seller=seller(email=None))),
    ("DE-R-008", german(bill_to=replace(BUYER, address=at(city=None)))),
    ("DE-R-009", german(bill_to=replace(BUYER, address=at(postal_code=None)))),
    ("DE-R-010", german(ship_to=Delivery(None, at(city=None)))),
    ("DE-R-011", german(ship_to=Delivery(None, at(postal_code=None)))),
    ("DE-R-014", german(lines=(sold(1, 10, O0),))),
    ("DE-R-015", german(buyer_reference=None, purchase_order_number="PO-7")),
    ("DE-R-016", german(seller=NUMBERLESS)),
    ("DE-R-017", german(lines=(retainer(100, S19),), kind=DocumentKind.PREPAYMENT_INVOICE)),
    ("DE-R-019", german(account=replace(ACCOUNT, iban="DE89370400440532013001"))),
    ("DE-R-026", replace(german(kind=DocumentKind.CORRECTED_INVOICE), preceding=())),
    ("DE-R-027", german(seller=seller(phone="12"))),
    ("DE-R-028", german(seller=seller(email="eva@elbe"))),
    ("PEPPOL-COMMON-R040", shown("4012345000008", "0088")),
    ("", shown("4012345000009", "0088")),
    ("PEPPOL-COMMON-R041", shown("987654321", "0192")),
    ("PEPPOL-COMMON-R041", document(sold(1, 10), seller=replace(FJORD, registration_number="987 654 325"))),
    ("PEPPOL-COMMON-R042", shown("123", "0184")),
    ("", shown("DK12345674", "0184")),
    ("PEPPOL-COMMON-R042", document(sold(1, 10), seller=replace(DANISH, registration_number="1234"))),
    ("PEPPOL-COMMON-R043", shown("0428759498", "0208")),
    ("", shown("0428759497", "0208")),
    ("PEPPOL-COMMON-R049", shown("5560360794", "0007")),
    ("", shown("5560360793", "0007")),
    ("PEPPOL-COMMON-R050", shown("51824753557", "0151")),
    ("", shown("51824753556", "0151")),
]


@pytest.mark.parametrize(("rules", "facts"), BROKEN, ids=[one[0] or "nothing" for one in BROKEN])
def test_each_rule_is_broken_by_the_document_that_breaks_it_alone(rules: str, facts: DocumentFacts) -> None:
    found = problems_without_rules(terms_of(facts), ElectronicProfile.PEPPOL_BIS_3)
    assert [one.rule for one in found if not one.rule.startswith("REBILL")] == rules.split()
    if rules.startswith("DE"):
        assert not [
            one for one in problems_without_rules(terms_of(facts), ElectronicProfile.EN16931) if one.rule == rules
        ]


def test_a_german_credit_note_to_a_german_names_a_means_and_passes_every_rule() -> None:
    found = checked(german(lines=(sold(-1, 10, S19),)), UBL, PEPPOL)
    assert (found.valid, found.problems) == (True, ())
    assert b"<cbc:PaymentMeansCode>1</cbc:PaymentMeansCode>" in found.xml
    assert b"PayeeFinancialAccount" not in found.xml
