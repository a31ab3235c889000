"""Any document for people, as PDF or HTML: the one entry of this room (documents 4)."""

from dataclasses import dataclass
from hashlib import sha256

from ...models.vocabulary import Language, PrintFormat
from ..confirmations import ReturnConfirmation
from ..statements import Statement
from ..terms import Document
from .accounts import statement_sheet
from .finishing import finished
from .html import html_of
from .invoices import invoice_sheet
from .pdf import pdf_of
from .returns import return_sheet
from .sheet import Sheet
from .titles import Model


@dataclass(frozen=True)
class Printed:
    """A file, its SHA-256 in hexadecimal, its pages (None for HTML) and its title."""

    content: bytes
    sha256: str
    pages: int | None
    title: str


def render(model: Model, format: PrintFormat, language: Language, embedded: bytes | None = None) -> Printed:
    """The file for people; the same model, language and embedded file make the same bytes.

    `embedded` is the CII file of the document where that passes the rules, and goes into a PDF alone; never into that
    of a pro forma, a return confirmation or a statement. Raises `TooLongError` for a PDF of too many rows.
    """
    assert embedded is None or (isinstance(model, Document) and not model.is_pro_forma), (
        "only a posted document has one"
    )
    sheet = sheet_of(model, language)
    if format is PrintFormat.HTML:
        return _printed(html_of(sheet), None, sheet)
    made, pages = pdf_of(sheet, embedded)
    return _printed(finished(made, carries_invoice=embedded is not None), pages, sheet)


def _printed(content: bytes, pages: int | None, sheet: Sheet) -> Printed:
    return Printed(content, sha256(content).hexdigest(), pages, sheet.title)


def sheet_of(model: Model, language: Language) -> Sheet:
    """What stands on the page."""
    match model:
        case ReturnConfirmation():
            return return_sheet(model, language)
        case Statement():
            return statement_sheet(model, language)
        case Document():
            return invoice_sheet(model, language)
