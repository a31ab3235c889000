"""Peppol's rules for documents between two German parties, which ask for more than others do (documents 3.8, 5)."""

import re
from collections.abc import Callable

from ...models.vocabulary import DocumentKind, DocumentProblemSeverity, TaxCategory
from ..countries import GERMANY
from ..kinds import country_code
from ..numbers import is_iban
from ..parties import Address, Party
from ..payment import SEPA, means_in_peppol
from ..registrations import tax_registration
from ..terms import Document
from .failing import Rule, rule_of

TELEPHONE = re.compile(r"(.*[0-9]){3}", re.DOTALL)
NAME = r"[a-zA-Z0-9!#$%&\"*+/=?^_`{|}~-]+"
HOST = r"[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?"
EMAIL = re.compile(rf"{NAME}(\.{NAME})*@({HOST}\.)+{HOST}")
WARNING, FATAL = DocumentProblemSeverity.WARNING, DocumentProblemSeverity.FATAL
Passes = Callable[[Document], bool]


def _is_given(text: str | None) -> bool:
    return bool(text and text.strip())


def _has_contact(party: Party | None) -> bool:
    return party is not None and any(_is_given(one) for one in (party.contact_name, party.phone, party.email))


def _of_contact(passes: Callable[[Party], bool]) -> Passes:
    """Of the seller's contact, where there is one."""
    return lambda document: document.seller is None or not _has_contact(document.seller) or passes(document.seller)


def _of_address(of: Callable[[Document], Address | None], passes: Callable[[Address], bool]) -> Passes:
    """Of an address, where there is one."""

    def found(document: Document) -> bool:
        address = of(document)
        return address is None or passes(address)

    return found


def _sellers(document: Document) -> Address | None:
    return document.seller.address if document.seller is not None else None


def _buyers(document: Document) -> Address | None:
    return document.buyer.address


def _delivered_to(document: Document) -> Address | None:
    return document.delivery.address if document.delivery is not None else None


def _has_tax_number(document: Document) -> bool:
    taxed = {one.category for one in document.lines} | {one.category for one in document.charges}
    if not taxed - {None, TaxCategory.OUT_OF_SCOPE}:
        return True
    seller = document.seller
    return seller is not None and (_is_given(seller.vat_number) or tax_registration(seller) is not None)


def _sepa_iban(document: Document) -> bool:
    if document.means_code != SEPA or document.account is None:
        return True
    return is_iban(document.account.iban or "")


def _rule(name: str, passes: Passes, sentence: str, term: str, severity: DocumentProblemSeverity = FATAL) -> Rule:
    """A rule that only German parties are held to."""

    def among_germans(document: Document) -> bool:
        german = country_code(document.seller) == country_code(document.buyer) == GERMANY
        return not german or passes(document)

    return rule_of(name, among_germans, sentence, term, severity)


GERMAN_RULES = (
    _rule("DE-R-001", lambda one: means_in_peppol(one) is not None, "It must say how it is paid.", "BG-16"),
    _rule("DE-R-002", lambda one: _has_contact(one.seller), "The seller must give a contact.", "BG-6"),
    _rule("DE-R-003", _of_address(_sellers, lambda one: _is_given(one.city)), "The seller's city is missing.", "BT-37"),
    _rule(
        "DE-R-004",
        _of_address(_sellers, lambda one: _is_given(one.postal_code)),
        "The seller's post code is missing.",
        "BT-38",
    ),
    _rule(
        "DE-R-005", _of_contact(lambda one: _is_given(one.contact_name)), "The seller's contact has no name.", "BT-41"
    ),
    _rule("DE-R-006", _of_contact(lambda one: _is_given(one.phone)), "The seller's contact has no telephone.", "BT-42"),
    _rule("DE-R-007", _of_contact(lambda one: _is_given(one.email)), "The seller's contact has no e-mail.", "BT-43"),
    _rule("DE-R-008", _of_address(_buyers, lambda one: _is_given(one.city)), "The buyer's city is missing.", "BT-52"),
    _rule(
        "DE-R-009",
        _of_address(_buyers, lambda one: _is_given(one.postal_code)),
        "The buyer's post code is missing.",
        "BT-53",
    ),
    _rule(
        "DE-R-010",
        _of_address(_delivered_to, lambda one: _is_given(one.city)),
        "The city of delivery is missing.",
        "BT-77",
    ),
    _rule(
        "DE-R-011",
        _of_address(_delivered_to, lambda one: _is_given(one.postal_code)),
        "The post code of delivery is missing.",
        "BT-78",
    ),
    _rule(
        "DE-R-014",
        lambda document: all(one.rate is not None for one in document.taxes),
        "Each row of the breakdown must have a rate.",
        "BT-119",
    ),
    _rule("DE-R-015", lambda one: _is_given(one.buyer_reference), "The buyer reference is missing.", "BT-10"),
    _rule("DE-R-016", _has_tax_number, "The seller's VAT number or tax number is missing.", "BT-31"),
    _rule(
        "DE-R-017",
        lambda one: one.kind is not DocumentKind.PREPAYMENT_INVOICE,
        "An advance (386) is no type that German receivers should have to take.",
        "BT-3",
        WARNING,
    ),
    _rule("DE-R-019", _sepa_iban, "A SEPA transfer needs a valid IBAN.", "BT-84", WARNING),
    _rule(
        "DE-R-026",
        lambda one: one.kind is not DocumentKind.CORRECTED_INVOICE or bool(one.preceding),
        "A 384 should name the invoice that it corrects.",
        "BG-3",
        WARNING,
    ),
    _rule(
        "DE-R-027",
        _of_contact(lambda one: TELEPHONE.match(one.phone or "") is not None),
        "The telephone of the seller's contact should have three digits at least.",
        "BT-42",
        WARNING,
    ),
    _rule(
        "DE-R-028",
        _of_contact(lambda one: EMAIL.fullmatch((one.email or "").strip()) is not None),
        "The e-mail of the seller's contact should be one.",
        "BT-43",
        WARNING,
    ),
)
