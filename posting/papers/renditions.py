"""The files that a document can have, what each is called, and how one is made (documents 3.10).

A file is named by its format and what it was asked for in: the rules it passes, or its language. That name is its key:
there is one for each, for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from ...documents.electronic.checking import Checked, electronic
from ...documents.facts import DocumentFacts
from ...documents.mapping import terms_of
from ...documents.printed.rendering import render
from ...documents.problems import DocumentProblem
from ...models.vocabulary import ElectronicFormat, ElectronicProfile, Language, PrintFormat

XML, PDF, HTML = "application/xml", "application/pdf", "text/html"
ENDINGS = {
    ElectronicFormat.UBL: ".ubl.xml",
    ElectronicFormat.CII: ".cii.xml",
    PrintFormat.PDF: ".pdf",
    PrintFormat.HTML: ".html",
}
MEDIA = {ElectronicFormat.UBL: XML, ElectronicFormat.CII: XML, PrintFormat.PDF: PDF, PrintFormat.HTML: HTML}


@dataclass(frozen=True)
class Rendition:
    """Which of a document's files: UBL and CII by the rules, PDF and HTML by the language."""

    format: ElectronicFormat | PrintFormat
    variant: ElectronicProfile | Language

    @property
    def key(self) -> str:
        """Its name among the files of a document."""
        return f"{self.format}/{self.variant}"

    @property
    def media_type(self) -> str:
        """As the server sends it."""
        return MEDIA[self.format]

    def file_name(self, number: str) -> str:
        """The name of the file: CN-000001.nb.pdf, CN-000001.ubl.xml; of Peppol's rules CN-000001.peppol.ubl.xml."""
        between = ""
        if isinstance(self.variant, Language):
            between = f".{self.variant.lower()}"
        elif self.variant is not ElectronicProfile.EN16931:
            between = ".peppol"
        return f"{number.replace('/', '-')}{between}{ENDINGS[self.format]}"

    def url(self, number: str) -> str:
        """Where it is downloaded, relative to the server."""
        parameter = "language" if isinstance(self.variant, Language) else "profile"
        return f"/documents/{quote(number)}{ENDINGS[self.format]}?{parameter}={self.variant}"


@dataclass(frozen=True)
class File:
    """A file that was made: its bytes and their SHA-256, and what is told of it. `is_valid` is of the electronic one."""

    rendition: Rendition
    content: bytes
    sha256: str
    title: str | None = None
    pages: int | None = None
    embeds: bool = False
    is_valid: bool = True
    validated_by: tuple[str, ...] = ()
    problems: tuple[DocumentProblem, ...] = ()


def made(facts: DocumentFacts, rendition: Rendition) -> File:
    """A file of a document; pure, and slow: tens of milliseconds."""
    if isinstance(rendition.variant, ElectronicProfile):
        assert isinstance(rendition.format, ElectronicFormat)
        return _electronic(rendition, electronic(terms_of(facts), rendition.format, rendition.variant))
    assert isinstance(rendition.format, PrintFormat)
    return _printed(facts, rendition, rendition.format, rendition.variant)


def _electronic(rendition: Rendition, checked: Checked) -> File:
    return File(
        rendition,
        checked.xml.encode(),
        checked.sha256,
        is_valid=checked.is_valid,
        validated_by=checked.validated_by,
        problems=checked.problems,
    )


def _printed(facts: DocumentFacts, rendition: Rendition, kind: PrintFormat, language: Language) -> File:
    """A page; of a posted document with the CII file inside where that passes the rules (documents 4.3)."""
    document = terms_of(facts)
    inside = electronic(document, ElectronicFormat.CII, ElectronicProfile.EN16931)
    embeds = kind is PrintFormat.PDF and inside.is_valid and not document.is_pro_forma
    page = render(terms_of(replace(facts, language=language)), kind, language, inside.xml.encode() if embeds else None)
    return File(
        rendition,
        page.content,
        page.sha256,
        title=page.title,
        pages=page.pages,
        embeds=embeds,
        validated_by=inside.validated_by,
        problems=inside.problems,
    )


def made_all(facts: DocumentFacts, renditions: Sequence[Rendition]) -> list[File]:
    """Several files of one document."""
    return [made(facts, one) for one in renditions]
