"""The files that were issued: kept once, byte for byte, and answered again whenever they are asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from ...documents.problems import DocumentProblem
from ...models import tables
from ...models.among import among
from ...models.rows import read_all, read_one
from ...models.vocabulary import DocumentProblemSeverity
from ..command.transaction import Transaction
from ..history.notes import note_made
from .renditions import File, Rendition

FILE = tables.document_file


class Kept(NamedTuple):
    """A file that was issued, without its bytes."""

    id: int
    invoice_id: int
    rendition: str
    sha256: str


class Whole(NamedTuple):
    """A file that was issued, as it left the house."""

    invoice_id: int
    rendition: str
    sha256: str
    title: str
    pages: int | None
    embeds: bool
    validated_by: list[str]
    problems: list[dict[str, Any]]
    created_at: datetime
    content: bytes


def kept_of(connection: Connection, invoices: Sequence[int]) -> dict[tuple[int, str], Kept]:
    """What was issued of documents, by document and rendition."""
    statement = select(FILE.c.id, FILE.c.invoice_id, FILE.c.rendition, FILE.c.sha256)
    found = read_all(connection, statement.where(among(connection, FILE.c.invoice_id, invoices)), Kept)
    return {(one.invoice_id, one.rendition): one for one in found}


def whole_of(connection: Connection, invoices: Sequence[int], rendition: str) -> dict[int, Whole]:
    """One rendition of documents, with its bytes, by document."""
    statement = select(*(FILE.c[name] for name in Whole._fields)).where(FILE.c.rendition == rendition)
    found = read_all(connection, statement.where(among(connection, FILE.c.invoice_id, invoices)), Whole)
    return {one.invoice_id: one for one in found}


def contents_of(connection: Connection, invoices: Sequence[int]) -> dict[tuple[int, str], bytes]:
    """The bytes of all files that were issued of documents, by document and rendition."""
    statement = select(FILE.c.invoice_id, FILE.c.rendition, FILE.c.content)
    found = connection.execute(statement.where(among(connection, FILE.c.invoice_id, invoices)))
    return {(key, rendition): content for key, rendition, content in found}


def file_of(whole: Whole, rendition: Rendition) -> File:
    """An issued file as it was made."""
    return File(
        rendition,
        whole.content,
        whole.sha256,
        whole.title,
        pages=whole.pages,
        embeds=whole.embeds,
        validated_by=tuple(whole.validated_by),
        problems=tuple(map(_problem, whole.problems)),
    )


def keep(transaction: Transaction, number: str, invoice: int, files: Iterable[File]) -> list[int]:
    """Keep files of a posted document for good; the database refuses a second one of the same rendition. Their keys."""
    connection = transaction.connection
    statement, keys = insert(FILE).returning(FILE.c.id), []
    for one in files:  # each by itself, so that the bytes of one are in memory
        keys.append(read_one(connection, statement.values(_row(transaction, number, invoice, one)), int))
    for key in keys:
        note_made(connection, "DocumentFile", key)
    return keys


def _row(transaction: Transaction, number: str, invoice: int, one: File) -> dict[str, object]:
    return {
        "invoice_id": invoice,
        "rendition": one.rendition.key,
        "media_type": one.rendition.media_type,
        "file_name": one.rendition.file_name(number),
        "size": len(one.content),
        "sha256": one.sha256,
        "title": one.title,
        "pages": one.pages,
        "embeds": one.embeds,
        "validated_by": list(one.validated_by),
        "problems": [asdict(problem) for problem in one.problems],
        "created_at": transaction.now,
        "created_by_id": transaction.caller.actor_id,
        "content": one.content,
    }


def _problem(kept: dict[str, Any]) -> DocumentProblem:
    key, params = kept["key"], kept["params"]
    return DocumentProblem(
        **kept
        | {
            "severity": DocumentProblemSeverity(kept["severity"]),
            "key": None if key is None else tuple(key),
            "params": tuple((name, value) for name, value in params),
        }
    )
