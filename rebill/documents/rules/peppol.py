"""Peppol BIS Billing 3 beyond the standard: those of its rules that a document of ours can break (documents 3.8).

Peppol's own Schematron is in no Python package. Each rule stands under its own name, and a test breaks it; what holds
by the way files are written stands there too, so that the list can be laid beside Peppol's.
"""

import re

from ...models.money import is_known
from ...models.vocabulary import DocumentKind, ElectronicProfile
from ..countries import GERMANY
from ..figures import less
from ..kinds import country_code
from ..parties import Party
from ..positions import CENTS_OFF
from ..profiles import PROFILES
from ..terms import Document
from .address_schemes import ADDRESS_SCHEMES
from .failing import rule_of
from .own import line_sum
from .peppol_countries import NATIONAL_RULES
from .peppol_germany import GERMAN_RULES
from .peppol_numbers import NUMBER_RULES
from .remedies import PEPPOL

NAMED = PROFILES[ElectronicProfile.PEPPOL_BIS_3]
PROCESS = re.compile(r"urn:fdc:peppol\.eu:2017:poacc:billing:[0-9]{2}:1\.0")
SPECIFICATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
INVOICES, CREDIT_NOTES = frozenset({"380", "384", "386"}), frozenset({"381"})  # of those that ours can be


def _by_writing(document: Document) -> bool:
    """What no file of ours can break: one note, one tax total, one currency, no empty element, no base of a price."""
    return True


def _addressed(party: Party | None) -> bool:
    return party is not None and party.electronic_address is not None and bool(party.electronic_address.value.strip())


def _known_schemes(document: Document) -> bool:
    parties = [one for one in (document.seller, document.buyer) if one is not None]
    return all(
        one.electronic_address.scheme in ADDRESS_SCHEMES for one in parties if one.electronic_address is not None
    )


def _adds_up(document: Document) -> bool:
    return all(abs(less(line_sum(one), one.net_amount)) <= CENTS_OFF for one in document.lines)


def _is_german_if_corrected(document: Document) -> bool:
    german = country_code(document.seller) == country_code(document.buyer) == GERMANY
    return document.kind is not DocumentKind.CORRECTED_INVOICE or german


PEPPOL_RULES = (
    rule_of(f"{PEPPOL}R001", lambda _: NAMED.process is not None, "A business process must be named.", "BT-23"),
    rule_of(f"{PEPPOL}R002", _by_writing, "A document has one note at most.", "BT-22"),
    rule_of(
        f"{PEPPOL}R003",
        lambda one: bool(one.buyer_reference or one.purchase_order_number),
        "A buyer reference or a purchase order number must be given.",
        "BT-10",
    ),
    rule_of(
        f"{PEPPOL}R004",
        lambda _: NAMED.specification.startswith(SPECIFICATION),
        "The specification must be that of Peppol BIS Billing 3.",
        "BT-24",
    ),
    rule_of(f"{PEPPOL}R005", _by_writing, "The currency of tax must differ from that of the invoice.", "BT-6"),
    rule_of(
        f"{PEPPOL}R007",
        lambda _: PROCESS.fullmatch(NAMED.process or "") is not None,
        "The business process must be one of Peppol's.",
        "BT-23",
    ),
    rule_of(f"{PEPPOL}R008", _by_writing, "No element may be empty."),
    rule_of(f"{PEPPOL}R010", lambda one: _addressed(one.buyer), "The buyer has no electronic address.", "BT-49"),
    rule_of(f"{PEPPOL}R020", lambda one: _addressed(one.seller), "The seller has no electronic address.", "BT-34"),
    rule_of(f"{PEPPOL}R051", _by_writing, "All amounts must be in the currency of the document.", "BT-5"),
    rule_of(f"{PEPPOL}R053", _by_writing, "There must be one tax total with a breakdown.", "BT-110"),
    rule_of(f"{PEPPOL}R120", _adds_up, "Quantity, price, charge and allowance of a line don't make its net.", "BT-131"),
    rule_of(f"{PEPPOL}R121", _by_writing, "The quantity that a price is for must be above zero.", "BT-149"),
    rule_of(f"{PEPPOL}R130", _by_writing, "The unit that a price is for must be that of the quantity.", "BT-150"),
    rule_of(
        f"{PEPPOL}P0100",
        lambda one: one.kind is DocumentKind.CREDIT_NOTE or one.type_code in INVOICES,
        "The type of an invoice must be one that the process knows.",
        "BT-3",
    ),
    rule_of(
        f"{PEPPOL}P0101",
        lambda one: one.kind is not DocumentKind.CREDIT_NOTE or one.type_code in CREDIT_NOTES,
        "The type of a credit note must be one that the process knows.",
        "BT-3",
    ),
    rule_of(
        f"{PEPPOL}P0112", _is_german_if_corrected, "A 384 is for a seller and a buyer who are both German.", "BT-3"
    ),
    rule_of(f"{PEPPOL}CL007", lambda one: is_known(one.currency), "The currency must be one of ISO 4217.", "BT-5"),
    rule_of(
        f"{PEPPOL}CL008",
        _known_schemes,
        "The scheme of an electronic address must be one that Peppol knows; EM is none.",
    ),
    *NUMBER_RULES,
    *NATIONAL_RULES,
    *GERMAN_RULES,
)
