"""Documents as they are rendered: those that were issued as they were kept, the others made now; nothing is written."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import strawberry
from sqlalchemy import select

from ...documents.printed.pdf import TooLongError
from ...documents.problems import told
from ...models import tables
from ...models.among import among
from ...models.identity import encode
from ...models.rows import read_pairs
from ...models.vocabulary import ElectronicFormat, ElectronicProfile, Language, PrintFormat
from ...posting.command.zones import today_of
from ...posting.issuing.facts import facts_of
from ...posting.papers.files import Whole, file_of, whole_of
from ...posting.papers.renditions import File, Rendition, for_machines, made, rendition_of
from ...posting.papers.wanted import Manners, manners_of
from ..context import Info
from ..errors import bad_value
from ..reading.rows import Row

INVOICE, FILE = tables.invoice, tables.document_file
View = dict[str, Any]
Syntax = Annotated[ElectronicFormat, strawberry.argument(description="The syntax.")]
Rules = Annotated[
    ElectronicProfile | None, strawberry.argument(description="The rules; the customer's own when left out.")
]
As = Annotated[PrintFormat, strawberry.argument(description="What it is rendered as.")]
In = Annotated[Language | None, strawberry.argument(description="The customer's own when left out.")]


def electronic_document(root: Row, info: Info, format: Syntax = ElectronicFormat.UBL, profile: Rules = None) -> View:
    """The document for machines; worked out for the whole list at once."""
    asked = ("electronic", format, profile)
    return root.batch.once(asked, lambda: _electronic(info, root.batch.rows, format, profile))[root.key]


def printed_document(root: Row, info: Info, format: As = PrintFormat.PDF, language: In = None) -> View:
    """The document for people; worked out for the whole list at once."""
    asked = ("printed", format, language)
    return root.batch.once(asked, lambda: _printed(info, root.batch.rows, format, language))[root.key]


def _electronic(
    info: Info, rows: Sequence[Row], format: ElectronicFormat, profile: ElectronicProfile | None
) -> dict[int, View]:
    manners = _manners(info, rows)
    wanted = {row.key: for_machines(format, profile or manners[row.key].profile) for row in rows}
    return {
        row.key: electronic_view(info, file, row[INVOICE.c.number], issued=is_kept)
        for row, file, is_kept in _files(info, rows, wanted)
    }


def _printed(info: Info, rows: Sequence[Row], format: PrintFormat, language: Language | None) -> dict[int, View]:
    manners = _manners(info, rows)
    wanted = {row.key: Rendition(format, language or manners[row.key].language) for row in rows}
    return {
        row.key: printed_view(info, file, row[INVOICE.c.number] or encode("Invoice", row.key), issued=is_kept)
        for row, file, is_kept in _files(info, rows, wanted)
    }


@contextmanager
def printable() -> Iterator[None]:
    """Refuse a PDF of too many rows."""
    try:
        yield
    except TooLongError as error:
        raise bad_value("page-too-long", "format", rows=error.rows, most=error.most) from None


def _manners(info: Info, rows: Sequence[Row]) -> dict[int, Manners]:
    found = manners_of(info.context.connection, {row[INVOICE.c.customer_id] for row in rows})
    return {row.key: found[row[INVOICE.c.customer_id]] for row in rows}


def _files(info: Info, rows: Sequence[Row], wanted: Mapping[int, Rendition]) -> Iterator[tuple[Row, File, bool]]:
    """The file of each row: as it was issued, else made now."""
    connection = info.context.connection
    kept = _kept(info, wanted)
    others = [row.key for row in rows if row.key not in kept]
    facts = facts_of(connection, others, today_of(connection, info.context.clock.now()))
    for row in rows:
        whole, rendition = kept.get(row.key), wanted[row.key]
        if whole is not None:
            yield row, file_of(whole, rendition), True
        else:
            with printable():
                file = made(facts[row.key], rendition)
            yield row, file, False


def _kept(info: Info, wanted: Mapping[int, Rendition]) -> dict[int, Whole]:
    found: dict[int, Whole] = {}
    for rendition in set(wanted.values()):
        keys = [key for key, one in wanted.items() if one == rendition]
        found |= whole_of(info.context.connection, keys, rendition.key)
    return found


def electronic_view(info: Info, file: File, number: str | None, *, issued: bool) -> View:
    """A document for machines as the API shows it."""
    return {
        "format": file.rendition.format,
        "profile": file.rendition.variant,
        "type_code": file.title,
        "valid": file.is_valid,
        "validated_by": list(file.validated_by),
        "problems": _problems(info, file),
        "xml": file.content.decode(),
        "sha256": file.sha256,
        "issued": issued,
        "url": None if number is None else file.rendition.url(number),
    }


def printed_view(info: Info, file: File, called: str | None, *, issued: bool = False) -> View:
    """A document for people as the API shows it; `called` is its number, or a draft's id."""
    is_pdf = file.rendition.format is PrintFormat.PDF
    return {
        "format": file.rendition.format,
        "language": file.rendition.variant,
        "title": file.title,
        "content": base64.b64encode(file.content).decode() if is_pdf else file.content.decode(),
        "sha256": file.sha256,
        "pages": file.pages,
        "embeds_electronic_document": file.embeds,
        "issued": issued,
        "url": None if called is None else file.rendition.url(called),
        "problems": _problems(info, file),
    }


def _problems(info: Info, file: File) -> list[View]:
    return [vars(told(one, info.context.language)) for one in file.problems]


def url_of_file(root: Row, info: Info) -> str:
    """Where an issued file is downloaded."""
    numbers = root.batch.once(("numbers",), lambda: _numbers(info, root.batch.rows))
    return rendition_of(root[FILE.c.rendition]).url(numbers[root[FILE.c.invoice_id]])


def _numbers(info: Info, rows: Sequence[Row]) -> dict[int, str]:
    keys = sorted({row[FILE.c.invoice_id] for row in rows})
    connection = info.context.connection
    numbered = select(INVOICE.c.id, INVOICE.c.number).where(among(connection, INVOICE.c.id, keys))
    return dict(read_pairs(connection, numbered, int, str))
