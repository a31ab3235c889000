"""What a document is called in each language (documents 4.1); the German word Gutschrift stands on none."""

from ...models.vocabulary import DocumentKind, Language
from ..confirmations import ReturnConfirmation
from ..statements import Statement
from ..terms import Document
from .words import words_of

Model = Document | ReturnConfirmation | Statement


def title_of(model: Model, language: Language) -> str:
    """Its kind and number, such as Kreditnota CN-000001; a pro forma has no number, nor has a statement."""
    heading = words_of(language)(f"title-{_kind(model)}")
    number = _number(model)
    return f"{heading} {number}" if number else heading


def _kind(model: Model) -> str:
    match model:
        case ReturnConfirmation():
            return "confirmation"
        case Statement():
            return "statement"
        case Document(is_pro_forma=True):
            return "pro-forma"
        case Document(kind=DocumentKind.CREDIT_NOTE):
            return "credits-whole" if model.credits_whole else "credit-note"
        case Document(kind=DocumentKind.INVOICE, corrects=True):
            return "corrected-invoice"
        case Document():
            return model.kind.value.lower().replace("_", "-")


def _number(model: Model) -> str | None:
    match model:
        case ReturnConfirmation():
            return model.rma_number or model.order_number
        case Statement():
            return None
        case Document():
            return None if model.is_pro_forma else model.number
