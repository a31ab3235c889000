"""The files that a document can have, what each is called, and how one is made (documents 3.10).

A file is named by its format and what it was asked for in: the rules it passes, or its language. That name is its key:
there is one for each, for ever.
"""

from dataclasses import dataclass, replace
from urllib.parse import quote

from ...documents.electronic.document import ElectronicResult, electronic
from ...documents.facts import DocumentFacts
from ...documents.mapping import terms_of
from ...documents.printed.rendering import render
from ...documents.problems import DocumentProblem
from ...models.vocabulary import ElectronicFormat, ElectronicProfile, Language, PrintFormat

XML, PDF, HTML = "application/xml", "application/pdf", "text/html"
ENDINGS = {
    ElectronicFormat.UBL: ".ubl.xml",
    ElectronicFormat.CII: ".cii.xml",
    ElectronicFormat.KSEF_FA3: ".fa3.xml",
    PrintFormat.PDF: ".pdf",
    PrintFormat.HTML: ".html",
}
MEDIA = {
    ElectronicFormat.UBL: XML,
    ElectronicFormat.CII: XML,
    ElectronicFormat.KSEF_FA3: XML,
    PrintFormat.PDF: PDF,
    PrintFormat.HTML: HTML,
}
WITHOUT_PROFILE = frozenset((ElectronicFormat.KSEF_FA3,))


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
        path = f"/documents/{quote(number)}{ENDINGS[self.format]}"
        if self.format in WITHOUT_PROFILE:
            return path
        parameter = "language" if isinstance(self.variant, Language) else "profile"
        return f"{path}?{parameter}={self.variant}"


def for_machines(format: ElectronicFormat, profile: ElectronicProfile) -> Rendition:
    """The file of a format by a profile; a country's own format follows none, whatever a customer takes otherwise.

    >>> for_machines(ElectronicFormat.KSEF_FA3, ElectronicProfile.PEPPOL_BIS_3).key
    'KSEF_FA3/EN16931'
    """
    return Rendition(format, ElectronicProfile.EN16931 if format in WITHOUT_PROFILE else profile)


@dataclass(frozen=True)
class File:
    """A file that was made: its bytes and their SHA-256, and what is told of it."""

    rendition: Rendition
    content: bytes
    sha256: str
    title: str  # what stands on the page; of a file for machines its type code (BT-3)
    pages: int | None = None
    embeds: bool = False
    is_valid: bool = True
    validated_by: tuple[str, ...] = ()
    problems: tuple[DocumentProblem, ...] = ()
    buyer: str = ""  # of one that was made now


def made(facts: DocumentFacts, rendition: Rendition) -> File:
    """A file of a document; pure, and slow: tens of milliseconds. Raises `TooLongError` for a PDF of too many rows."""
    if isinstance(rendition.variant, ElectronicProfile):
        assert isinstance(rendition.format, ElectronicFormat)
        file = _electronic(rendition, electronic(terms_of(facts), rendition.format, rendition.variant))
    else:
        assert isinstance(rendition.format, PrintFormat)
        file = _printed(facts, rendition, rendition.format, rendition.variant)
    return replace(file, buyer=facts.bill_to.name)


def _electronic(rendition: Rendition, checked: ElectronicResult) -> File:
    return File(
        rendition,
        checked.xml,
        checked.sha256,
        checked.type_code,
        is_valid=checked.valid,
        validated_by=checked.validated_by,
        problems=checked.problems,
    )


def _printed(facts: DocumentFacts, rendition: Rendition, kind: PrintFormat, language: Language) -> File:
    """A page; of a posted document with the CII file inside where that passes the rules (documents 4.3)."""
    document = terms_of(replace(facts, language=language))
    inside = electronic(terms_of(facts), ElectronicFormat.CII, ElectronicProfile.EN16931)
    embeds = kind is PrintFormat.PDF and inside.valid and not document.is_pro_forma
    page = render(document, kind, language, inside.xml if embeds else None)
    return File(
        rendition,
        page.content,
        page.sha256,
        page.title,
        pages=page.pages,
        embeds=embeds,
        validated_by=inside.validated_by,
        problems=inside.problems,
    )


def rendition_of(key: str) -> Rendition:
    """The rendition that a key names.

    >>> rendition_of("PDF/NB").file_name("CN-000001"), rendition_of("UBL/EN16931").url("CN-000001")
    ('CN-000001.nb.pdf', '/documents/CN-000001.ubl.xml?profile=EN16931')
    """
    kind, _, variant = key.partition("/")
    if kind in list(PrintFormat):
        return Rendition(PrintFormat(kind), Language(variant))
    return Rendition(ElectronicFormat(kind), ElectronicProfile(variant))
