"""Peppol's rules for sellers of Norway and Denmark (documents 3.8, 5)."""

import re

from ...models.vocabulary import DocumentKind, DocumentProblemSeverity
from ..countries import DENMARK, NORWAY
from ..kinds import country_code
from ..numbers import is_vat_number
from ..registrations import registration_scheme, tax_registration
from ..terms import Document
from .failing import rule_of

NORWEGIAN = re.compile(r"NO[0-9]{9}MVA")
DANISH_MEANS = frozenset({"1", "10", "31", "42", "48", "49", "50", "58", "59", "93", "97"})
NEEDS_BRANCH = frozenset({"31", "42"})
DANISH_REGISTER = "0184"
WARNING = DocumentProblemSeverity.WARNING


def _norwegian_number(document: Document) -> bool:
    number = document.seller.vat_number if document.seller is not None else None
    if not number or not number.startswith(NORWAY):
        return True
    return NORWEGIAN.fullmatch(number) is not None and is_vat_number(number)


def _is_registered(document: Document) -> bool:
    seller = document.seller
    is_norwegian = seller is not None and (seller.vat_number or country_code(seller) or "").startswith(NORWAY)
    return seller is None or not is_norwegian or tax_registration(seller) is not None


def _is_danish(document: Document) -> bool:
    return country_code(document.seller) == DENMARK


def _among_danes(document: Document) -> bool:
    return _is_danish(document) and country_code(document.buyer) == DENMARK


def _danish_company(document: Document) -> bool:
    return not _is_danish(document) or (document.seller is not None and bool(document.seller.registration_number))


def _danish_scheme(document: Document) -> bool:
    seller = document.seller
    if seller is None or not _is_danish(document) or not seller.registration_number:
        return True
    return registration_scheme(seller) == DANISH_REGISTER


def _danish_means(document: Document) -> bool:
    is_asked = _among_danes(document) and document.means_code is not None
    return not is_asked or document.means_code in DANISH_MEANS


def _danish_branch(document: Document) -> bool:
    if not _among_danes(document) or document.means_code not in NEEDS_BRANCH:
        return True
    account = document.account
    return account is not None and bool(account.account_number and (account.branch_number or account.bic))


def _danish_credit(document: Document) -> bool:
    return not _among_danes(document) or document.kind is not DocumentKind.CREDIT_NOTE or document.due >= 0


NATIONAL_RULES = (
    rule_of(
        "NO-R-001",
        _norwegian_number,
        "A Norwegian VAT number is NO, the nine digits of the organisation's number, and MVA.",
        "BT-31",
    ),
    rule_of(
        "NO-R-002",
        _is_registered,
        "Most Norwegian sellers must have Foretaksregisteret on their invoices.",
        "BT-32",
        WARNING,
    ),
    rule_of("DK-R-002", _danish_company, "A Danish seller must give its CVR number.", "BT-30"),
    rule_of("DK-R-014", _danish_scheme, "The scheme of a Danish seller's CVR number is 0184.", "BT-30"),
    rule_of(
        "DK-R-005",
        _danish_means,
        "Among Danes the means of payment is 1, 10, 31, 42, 48–50, 58, 59, 93 or 97.",
        "BT-81",
    ),
    rule_of(
        "DK-R-006", _danish_branch, "Among Danes means 31 and 42 need an account and its registration number.", "BT-86"
    ),
    rule_of("DK-R-016", _danish_credit, "Among Danes a credit note can't have a negative total.", "BT-115"),
)
