"""What both syntaxes ask of a document besides its terms: which numbers a party shows, and the codes of categories."""

from ...models.vocabulary import TaxCategory
from ..countries import country_of
from ..kinds import country_code
from ..parties import Account, Party
from ..terms import CATEGORY_CODES, Document, DocumentCharge, Line


def category_code(category: TaxCategory | None) -> str | None:
    """The letters of a category."""
    return None if category is None else CATEGORY_CODES[category]


def is_out_of_scope(document: Document) -> bool:
    """Whether nothing of it is within the scope of VAT, so that it may name no VAT number (BR-O-02 and the like)."""
    taxed: list[Line | DocumentCharge] = [*document.lines, *document.charges]
    return bool(taxed) and all(one.category is TaxCategory.OUT_OF_SCOPE for one in taxed)


def vat_number(party: Party, document: Document) -> str | None:
    """BT-31, BT-48."""
    return None if is_out_of_scope(document) else party.vat_number


def registration_scheme(party: Party) -> str | None:
    """The scheme of BT-30 and BT-47: that of the party's country."""
    return country_of(country_code(party)).registration_scheme if party.registration_number else None


def tax_registration(seller: Party) -> str | None:
    """BT-32: what the law wants beside the name, where that is a register of taxpayers."""
    known = country_of(country_code(seller)).tax_register
    return seller.legal_information if known is not None and seller.legal_information == known else None


def legal_form(seller: Party) -> str | None:
    """BT-33: what the law wants beside the name, everywhere else."""
    return seller.legal_information if tax_registration(seller) is None else None


def bank(account: Account) -> str | None:
    """BT-86."""
    return account.bic or account.branch_number
