"""How a document is paid: its terms in words, and the means (BT-20, BT-81; documents 3.3)."""

from ..models.vocabulary import DocumentKind, Language
from .countries import GERMANY, country_of
from .kinds import country_code
from .parties import Account
from .terms import Document

CREDITED = {
    Language.EN: "Credited to your account",
    Language.NB: "Godskrevet kontoen din",
    Language.DA: "Godskrevet din konto",
    Language.DE: "Ihrem Konto gutgeschrieben",
}
AT_ONCE = {
    Language.EN: "Payable at once",
    Language.NB: "Betales straks",
    Language.DA: "Betales straks",
    Language.DE: "Sofort zahlbar",
}
NET = {  # of one day, and of several
    Language.EN: ("{} day net", "{} days net"),
    Language.NB: ("Netto {} dag", "Netto {} dager"),
    Language.DA: ("Netto {} dag", "Netto {} dage"),
    Language.DE: ("{} Tag netto", "{} Tage netto"),
}
SEPA = "58"
TRANSFER = "30"
UNDEFINED = "1"


def terms_text(kind: DocumentKind, days: int | None, language: Language) -> str | None:
    """What is said of payment; None where no terms are known.

    >>> terms_text(DocumentKind.INVOICE, 30, Language.EN), terms_text(DocumentKind.INVOICE, 1, Language.DE)
    ('30 days net', '1 Tag netto')
    """
    if kind is DocumentKind.CREDIT_NOTE:
        return CREDITED[language]
    if days is None:
        return None
    return NET[language][days != 1].format(days) if days else AT_ONCE[language]


def means_code(kind: DocumentKind, account: Account | None, currency: str, seller_country: str | None) -> str | None:
    """BT-81; None on a credit note, and where there is no account to pay to.

    >>> means_code(DocumentKind.INVOICE, Account(iban="NO9386011117947"), "NOK", "NO")
    '30'
    """
    if kind is DocumentKind.CREDIT_NOTE or account is None:
        return None
    country = country_of(seller_country)
    if account.iban:
        return SEPA if currency == "EUR" or country.sepa_everywhere else TRANSFER
    if not account.account_number:
        return None
    return country.national_means or TRANSFER


def means_in_peppol(document: Document) -> str | None:
    """BT-81 in a file of Peppol: among Germans a credit note must have some (DE-R-001), though nobody pays it."""
    german = country_code(document.seller) == country_code(document.buyer) == GERMANY
    return UNDEFINED if german and document.kind is DocumentKind.CREDIT_NOTE else document.means_code
