"""Our own rules on the terms of a document, without files: what each says, in four languages, and what mends it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from rebill.documents.electronic.document import problems_without_rules
from rebill.documents.mapping import terms_of
from rebill.documents.problems import remedy_text, told
from rebill.documents.rules.own import OWN_RULES
from rebill.documents.rules.peppol import PEPPOL_RULES
from rebill.documents.rules.remedies import REMEDIES, remedy_of
from rebill.documents.terms import Document
from rebill.models.vocabulary import DocumentKind, ElectronicProfile
from rebill.models.wording import Language
from tests.documents.papers import BARE_ZERO, BRYGGE, document, fee, hours, sold

EN = ElectronicProfile.EN16931
SOUND = terms_of(document(sold(1, 100)))
CREDIT = terms_of(document(sold(-1, 100)))
(LINE,) = SOUND.lines


def said(document: Document) -> list[tuple[str, str | None, str]]:
    return [(one.rule, one.term, one.message) for one in problems_without_rules(document, EN)]


BROKEN: list[tuple[Document, list[tuple[str, str | None, str]]]] = [
    (SOUND, []),
    (
        replace(CREDIT, total=Decimal("-5.00"), due=Decimal("-5.00"), own_total=Decimal("-5.00")),
        [
            (
                "REBILL-01",
                "BT-112",
                "A credit note comes to -5.00 NOK, which may not be negative: what is owed more belongs on an invoice.",
            )
        ],
    ),
    (
        replace(CREDIT, preceding=()),
        [
            (
                "REBILL-02",
                "BT-25",
                "It credits, corrects or deducts, and does not name the document that came before it.",
            )
        ],
    ),
    (
        terms_of(document(*[sold(1, 10, BARE_ZERO)] * 2, charges=(fee(5, BARE_ZERO), fee(-5, BARE_ZERO)))),
        [
            ("REBILL-03", "BT-151", "The tax category of lines 1 and 2 is not known."),
            ("REBILL-03", "BT-102", "The tax category of the charge Restocking fee is not known."),
            ("REBILL-03", "BT-95", "The tax category of the charge Restocking fee is not known."),
        ],
    ),
    (
        replace(SOUND, due_date=None, terms=None),
        [("REBILL-04", "BT-9", "125.00 NOK is due, and there is neither a due date nor payment terms.")],
    ),
    (replace(SOUND, due_date=None), []),
    (replace(CREDIT, due_date=None, terms="x"), []),
    (
        replace(SOUND, own_net=Decimal("90.00"), own_tax=Decimal("24.00"), own_total=Decimal("114.00")),
        [
            ("REBILL-05", "BT-109", "BT-109 is 100.00, and the document's own figure is 90.00."),
            ("REBILL-05", "BT-110", "BT-110 is 25.00, and the document's own figure is 24.00."),
            ("REBILL-05", "BT-112", "BT-112 is 125.00, and the document's own figure is 114.00."),
        ],
    ),
    (
        replace(SOUND, kind=DocumentKind.CORRECTED_INVOICE),
        [
            (
                "REBILL-06",
                "BT-3",
                "Only between two German parties an invoice that corrects another is a 384.",
            )
        ],
    ),
    (
        replace(SOUND, kind=DocumentKind.PREPAYMENT_INVOICE),
        [("REBILL-06", "BT-3", "Only an invoice that bills nothing but advances is a 386.")],
    ),
    (
        replace(SOUND, buyer=replace(BRYGGE, vat_number="NO987654321MVA")),
        [("REBILL-07", "BT-48", "The check digits of NO987654321MVA are wrong.")],
    ),
    (
        replace(SOUND, lines=(replace(LINE, net_amount=Decimal("99.97")),)),
        [
            (
                "REBILL-08",
                "BT-131",
                "Line 1 comes to 99.97, and its quantity, price, allowance and charge to 100.00.",
            )
        ],
    ),
    (replace(SOUND, lines=(replace(LINE, net_amount=Decimal("99.98")),)), []),
    (
        terms_of(document(hours(1, 100), account=None)),
        [("REBILL-09", "BT-84", "125.00 NOK is due, and no account is named to pay it to.")],
    ),
    (
        replace(SOUND, today=("billTo.address",)),
        [
            (
                "REBILL-10",
                None,
                "billTo.address was not copied when the document was posted; today's is shown.",
            )
        ],
    ),
]


@pytest.mark.parametrize(("document", "expected"), BROKEN)
def test_each_rule_names_what_is_wrong(document: Document, expected: list[tuple[str, str | None, str]]) -> None:
    assert said(document) == expected


def test_every_rule_of_ours_is_broken_above() -> None:
    assert {rule for _, expected in BROKEN for rule, _, _ in expected} == {one.name for one in OWN_RULES}


@pytest.mark.parametrize("language", [one for one in Language if one is not Language.EN], ids=str)
def test_each_is_told_in_four_languages_and_so_is_what_mends_it(language: Language) -> None:
    for broken, _ in BROKEN:
        for one in problems_without_rules(broken, EN):
            other = told(one, language)
            assert other.message != one.message
            assert other.remedy != one.remedy
            assert (other.rule, other.term, other.severity) == (one.rule, one.term, one.severity)
            assert told(other, Language.EN) == one


REMEDY_ROWS = """
BR-06 BR-08 BR-09 BR-CO-26 BR-S-02: setCompany
BR-10 BR-11 BR-IC-02 BR-AE-02: updateCustomer(address, taxRegistrationNumber)
BR-CO-09: the letters of its country
BR-CL-23: updateProduct(unit)
BR-32 BR-37 BR-47 BR-CO-04 REBILL-03: taxCode
BR-CO-17 BR-S-09: setCompany(taxRounding: RATE)
BR-IC-10 BR-AE-10 BR-E-10 BR-G-10: setTaxCode(exemptionReason)
BR-IC-11: postPackingSlip
BR-IC-12: deliveryAddress
REBILL-02: createReturnOrder(precedingInvoices)
PEPPOL-EN16931-R003: purchaseOrderNumber
PEPPOL-EN16931-R010 PEPPOL-EN16931-R020: electronicAddress
BR-65 XSD PEPPOL-EN16931-P0100: docs/electronic-documents.md
"""


@pytest.mark.parametrize("row", REMEDY_ROWS.strip().splitlines())
def test_each_row_of_remedies_names_the_operation_of_the_api(row: str) -> None:
    rules, _, operation = row.partition(": ")
    for rule in rules.split():
        for language in Language:
            text = remedy_text(remedy_of(rule).mended_by, language)
            assert operation in text or (operation.startswith("the ") and language is not Language.EN)


def test_every_remedy_has_words_and_every_name_is_a_rule_once() -> None:
    assert all(remedy_text(one.mended_by) for one in REMEDIES.values())
    names = [one.name for one in (*OWN_RULES, *PEPPOL_RULES)]
    assert len(names) == len(set(names))
