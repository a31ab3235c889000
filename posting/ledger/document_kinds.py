"""What a document is to the law (documents 3.1), and which ledger rows tell that it bills or uses advances."""

from ...models.vocabulary import DocumentKind, DocumentType, TransactionClass
from ..rules.names import Occasion
from ..rules.scenarios import project_scenario

CORRECTED_APART = frozenset({"DE"})  # where both parties are, an invoice that corrects another is one of its own kind


def _rules(*occasions: Occasion) -> frozenset[str]:
    every = (project_scenario(TransactionClass.RETAINER, one).rules.values() for one in occasions)
    return frozenset(rule for rules in every for rule in rules)


BILLS_ADVANCES = _rules(Occasion.FIRST, Occasion.BILLED_CORRECTION)
USES_ADVANCES = _rules(Occasion.APPLIED, Occasion.REFUNDED, Occasion.APPLIED_CORRECTION, Occasion.REFUND_CORRECTION)


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

    `corrects`: it corrects a confirmed invoice. `only_advances`: each of its lines bills a retainer.

    >>> kind_of(DocumentType.INVOICE, "DE", "DE", corrects=True).value
    'CORRECTED_INVOICE'
    """
    if document_type is DocumentType.CREDIT_NOTE:
        return DocumentKind.CREDIT_NOTE
    if corrects and is_above_zero and kinds_possible(seller_country, buyer_country)[0] is not DocumentKind.INVOICE:
        return DocumentKind.CORRECTED_INVOICE
    return DocumentKind.PREPAYMENT_INVOICE if only_advances else DocumentKind.INVOICE


def kinds_possible(seller_country: str | None, buyer_country: str | None) -> tuple[DocumentKind, DocumentKind]:
    """What a correction of an invoice can be: what it is when it charges more, then what it is when it credits."""
    is_apart = seller_country == buyer_country and seller_country in CORRECTED_APART
    return (DocumentKind.CORRECTED_INVOICE if is_apart else DocumentKind.INVOICE), DocumentKind.CREDIT_NOTE
