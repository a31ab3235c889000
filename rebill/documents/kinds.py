"""What a document is to the law: its type, what it corrects or bills, and the two countries say (documents 3.1)."""

from ..models.vocabulary import DocumentKind, DocumentType
from .countries import country_of
from .parties import Party


def kind_of(
    document_type: DocumentType,
    seller_country: str | None,
    buyer_country: str | None,
    *,
    corrects: bool = False,
    only_advances: bool = False,
    is_above_zero: bool = True,
) -> DocumentKind:
    """The kind of a document.

    `corrects`: it corrects a confirmed invoice. `only_advances`: each of its lines bills a retainer. `is_above_zero`:
    its total is, without which nothing is a 384.

    >>> kind_of(DocumentType.INVOICE, "DE", "DE", corrects=True)
    <DocumentKind.CORRECTED_INVOICE: 'CORRECTED_INVOICE'>
    >>> kind_of(DocumentType.INVOICE, "DE", "DK", corrects=True)
    <DocumentKind.INVOICE: 'INVOICE'>
    """
    if document_type is DocumentType.CREDIT_NOTE:
        return DocumentKind.CREDIT_NOTE
    if corrects and is_above_zero and names_corrected(seller_country, buyer_country):
        return DocumentKind.CORRECTED_INVOICE
    if only_advances:
        return DocumentKind.PREPAYMENT_INVOICE
    return DocumentKind.INVOICE


def kinds_possible(seller_country: str | None, buyer_country: str | None) -> tuple[DocumentKind, ...]:
    """What a correction of an invoice can be: what it is when it charges more, then what it is when it credits.

    >>> [one.value for one in kinds_possible("DE", "DE")], [one.value for one in kinds_possible("NO", "DE")]
    (['CORRECTED_INVOICE', 'CREDIT_NOTE'], ['INVOICE', 'CREDIT_NOTE'])
    """
    corrected = names_corrected(seller_country, buyer_country)
    charged = DocumentKind.CORRECTED_INVOICE if corrected else DocumentKind.INVOICE
    return charged, DocumentKind.CREDIT_NOTE


def names_corrected(seller_country: str | None, buyer_country: str | None) -> bool:
    """Whether an invoice between them that corrects another is one of a kind of its own (384)."""
    return seller_country == buyer_country and country_of(seller_country).names_corrected


def country_code(party: Party | None) -> str | None:
    """Where a party is; None where nobody knows."""
    return party.address.country if party is not None and party.address is not None else None
