"""What a document is rendered as, for machines and for people, and the files that were issued of it."""

from datetime import datetime

import strawberry

from ..models import tables
from ..models.vocabulary import (
    DocumentProblemSeverity,
    ElectronicFormat,
    ElectronicProfile,
    Language,
    PrintFormat,
)
from ..resolvers.computed import renderings
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import computed, parent, stored
from .lazy import LazyInvoice
from .nodes import Node

FILE, REFERENCE = tables.document_file, tables.external_reference


@strawberry.type(description="One rule that a document does not pass.")
class DocumentProblem:
    """A rule."""

    rule: str = strawberry.field(
        description="The rule: an official one such as BR-10 or PEPPOL-EN16931-R003, or one of ours such as REBILL-01."
    )
    term: str | None = strawberry.field(
        description="The business term that is missing or wrong, such as BT-55; null where the rule names none."
    )
    message: str = strawberry.field(description="What is wrong, in words, with the line where there is one.")
    remedy: str | None = strawberry.field(description="The operation that mends it.")
    severity: DocumentProblemSeverity = strawberry.field(description="How bad it is.")


@strawberry.type(description="A document for machines. On a draft or a plan: as it would be, numbered PRO-FORMA.")
class ElectronicDocument:
    """An electronic document."""

    format: ElectronicFormat = strawberry.field(description="Its syntax.")
    profile: ElectronicProfile = strawberry.field(description="The rules that it was checked against.")
    type_code: str = strawberry.field(description="BT-3; of FA(3) the kind of document there, such as KOR.")
    valid: bool = strawberry.field(description="No fatal problem. False also where the rules are not installed.")
    validated_by: list[str] = strawberry.field(
        description="Schemas and rules that were run, with their versions; empty where none are installed."
    )
    problems: list[DocumentProblem] = strawberry.field(description="What it does not pass.")
    xml: str = strawberry.field(
        description="The file. Terms that are not known are left out, so that it can be looked at though it does not "
        "pass."
    )
    sha256: str = strawberry.field(description="SHA-256 of the file, hexadecimal.")
    issued: bool = strawberry.field(description="True: these are the bytes that were kept when it was issued.")
    url: str | None = strawberry.field(description="Where to download it; null on a draft and a plan.")


@strawberry.type(description="A document for people.")
class PrintedDocument:
    """A printed document."""

    format: PrintFormat = strawberry.field(description="What it is rendered as.")
    language: Language = strawberry.field(description="The language it is in.")
    title: str = strawberry.field(description="Its title, such as Kreditnota CN-000001.")
    content: str = strawberry.field(description="HTML as it is; a PDF in base64.")
    sha256: str = strawberry.field(description="SHA-256 of the file, hexadecimal.")
    pages: int | None = strawberry.field(description="Pages; null for HTML.")
    embeds_electronic_document: bool = strawberry.field(
        description="True where the PDF carries a CII file that passes the rules."
    )
    issued: bool = strawberry.field(description="True: these are the bytes that were kept when it was issued.")
    url: str | None = strawberry.field(description="Where to download it; null on a plan.")
    problems: list[DocumentProblem] = strawberry.field(description="What the document lacks.")


@strawberry.type(description="A file of a document, kept as it left the house.")
class DocumentFile(Node):
    """A file."""

    invoice: LazyInvoice = parent(FILE.c.invoice_id, "Invoice", "The document it shows.")
    media_type: str = stored(
        FILE.c.media_type, "As the server sends it: application/pdf, application/xml or text/html."
    )
    file_name: str = stored(FILE.c.file_name, "Its name, such as CN-000001.nb.pdf.")
    size: int = stored(FILE.c.size, "Bytes.")
    sha256: str = stored(FILE.c.sha256, "SHA-256, hexadecimal.")
    created_at: datetime = stored(FILE.c.created_at, "When it was made.")
    url: str = computed("Where to download it.", FILE.c.invoice_id, FILE.c.rendition, resolver=renderings.url_of_file)


catalogue(DocumentFile, table=tables.document_file)
