"""What both syntaxes ask of a document besides its terms: which numbers a party shows, and the codes of categories."""

from ...models.vocabulary import ElectronicProfile, TaxCategory
from ..countries import DENMARK
from ..kinds import country_code
from ..parties import Account, Party
from ..payment import means_in_peppol
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


def customer_number(document: Document, profile: ElectronicProfile) -> str | None:
    """BT-46; among Danes Peppol wants the scheme of such a number, and one of the seller's own has none (DK-R-013)."""
    danish = country_code(document.seller) == country_code(document.buyer) == DENMARK
    return None if danish and profile is ElectronicProfile.PEPPOL_BIS_3 else document.buyer.number


def means_code(document: Document, profile: ElectronicProfile) -> str | None:
    """BT-81."""
    return means_in_peppol(document) if profile is ElectronicProfile.PEPPOL_BIS_3 else document.means_code


def account(document: Document) -> Account | None:
    """BG-17: where a means is named that it belongs to."""
    return document.account if document.means_code is not None else None


def bank(account: Account) -> str | None:
    """BT-86."""
    return account.bic or account.branch_number
