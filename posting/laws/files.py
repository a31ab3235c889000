"""Laws of the files that were issued (documents 8): who requires one has it, it says what the books say, and no byte
of it has changed.

Files are read some at a time: they are far larger than other rows.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, or_, select

from ...documents.electronic.reading import Said, Unreadable, read
from ...models import tables
from ...models.rows import read_all
from ...models.vocabulary import DocumentKind, DocumentProblemSeverity, ElectronicFormat
from .law import COPY, INVOICE, Found, Law, rows_of
from .walk import Row, breaking

FILE, PRECEDING = tables.document_file, tables.invoice_preceding
AT_ONCE = 50
IN_BOOKS_SIGNS = frozenset((ElectronicFormat.KSEF_FA3,))
OF_MACHINES = tuple(ElectronicFormat)
IS_ELECTRONIC = or_(*(FILE.c.rendition.startswith(f"{one}/", autoescape=True) for one in OF_MACHINES))


class Named(NamedTuple):
    """A document that another one has to name; books that are broken have one without a number."""

    invoice_id: int
    number: str | None


def _required() -> Law:
    is_there = (FILE.c.invoice_id == COPY.c.invoice_id) & (FILE.c.rendition == COPY.c.required)
    asked = (
        select(INVOICE.c.number, FILE.c.validated_by, FILE.c.problems)
        .select_from(COPY)
        .join(INVOICE, INVOICE.c.id == COPY.c.invoice_id)
        .outerjoin(FILE, is_there)
        .where(COPY.c.required.is_not(None))
    )

    def broken(connection: Connection) -> Found:
        yield from breaking(_some(connection, asked), _is_valid, _number)

    statement = (
        "Every document of a customer that required it at posting has the file that it required, and that is valid."
    )
    return Law("documents 9 required", statement, rows_of(COPY, COPY.c.required.is_not(None)), broken)


def _figures() -> Law:
    """With the sign of the document: what a credit note credits stands above zero in files of EN 16931."""
    kind = func.coalesce(COPY.c.kind, INVOICE.c.document_type)
    issued = (
        select(FILE.c.id, FILE.c.rendition, FILE.c.content, FILE.c.file_name, INVOICE.c.id.label("invoice_id"))
        .add_columns(INVOICE.c.number, INVOICE.c.net_amount, INVOICE.c.tax_amount, INVOICE.c.total_amount)
        .add_columns(kind.label("kind"))
        .join(INVOICE, INVOICE.c.id == FILE.c.invoice_id)
        .outerjoin(COPY, COPY.c.invoice_id == INVOICE.c.id)
        .where(IS_ELECTRONIC)
    )

    def broken(connection: Connection) -> Found:
        yield from breaking(_some(connection, issued), lambda row: _said(row) == _expected(connection, row), _name)

    statement = (
        "Every issued file for machines has its document's number, net, tax, total and the documents that it names."
    )
    return Law("documents 10 figures", statement, rows_of(FILE, IS_ELECTRONIC), broken)


def _said(row: Row) -> Said | None:
    try:
        return read(row.content, _format(row))
    except Unreadable:
        return None


def _format(row: Row) -> ElectronicFormat:
    return ElectronicFormat(row.rendition.partition("/")[0])


def _expected(connection: Connection, row: Row) -> Said:
    turns = row.kind == DocumentKind.CREDIT_NOTE and _format(row) not in IN_BOOKS_SIGNS
    sign = -1 if turns else 1
    named = (
        select(PRECEDING.c.invoice_id, INVOICE.c.number)
        .join(INVOICE, INVOICE.c.id == PRECEDING.c.preceding_id)
        .where(PRECEDING.c.invoice_id == row.invoice_id)
        .order_by(PRECEDING.c.position)
    )
    preceding = tuple(one.number or "" for one in read_all(connection, named, Named))
    net, tax, total = (sign * one for one in (row.net_amount, row.tax_amount, row.total_amount))
    return Said(row.number, net, tax, total, preceding)


def _bytes() -> Law:
    kept = select(FILE.c.file_name, FILE.c.size, FILE.c.sha256, FILE.c.content)

    def broken(connection: Connection) -> Found:
        yield from breaking(_some(connection, kept), _is_as_kept, _name)

    statement = "Every issued file has the size and the SHA-256 that it was kept with."
    return Law("documents 12 bytes", statement, rows_of(FILE), broken)


def _is_valid(row: Row) -> bool:
    fatal = [one for one in row.problems if one.get("severity") == DocumentProblemSeverity.FATAL]
    return bool(row.validated_by) and not fatal


def _is_as_kept(row: Row) -> bool:
    return (len(row.content), sha256(row.content).hexdigest()) == (row.size, row.sha256)


def _number(row: Row) -> object:
    return row.number


def _name(row: Row) -> object:
    return row.file_name


def _some(connection: Connection, statement: Select[Any]) -> Iterator[Row]:
    """Rows some at a time; nothing stays open where whoever asks has seen enough."""
    with connection.execute(statement.execution_options(yield_per=AT_ONCE)) as found:
        yield from found


LAWS: tuple[Law, ...] = (_required(), _figures(), _bytes())
