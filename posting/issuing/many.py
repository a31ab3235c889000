"""The posted documents of some days, block by block, with what is missing of their files and what was issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from ...documents.facts import DocumentFacts
from ...models import tables
from ...models.rows import read_all
from ...models.vocabulary import ElectronicFormat, Language, PrintFormat
from ..papers.files import contents_of
from ..papers.renditions import Rendition, for_machines
from ..papers.wanted import manners_of
from .facts import facts_of

INVOICE = tables.invoice
Format = PrintFormat | ElectronicFormat


@dataclass(frozen=True)
class Chosen:
    """Which documents, by their invoice dates, and what is wanted of each."""

    since: date
    until: date
    formats: tuple[Format, ...]
    language: Language | None = None


@dataclass(frozen=True)
class ToRender:
    """A document, what is to be made of it, and the files that were issued of it before."""

    id: int
    number: str
    facts: DocumentFacts | None  # None where nothing is missing
    missing: tuple[Rendition, ...]
    kept: tuple[tuple[Rendition, bytes], ...]


@dataclass(frozen=True)
class Head:
    """A document and whom it bills."""

    id: int
    number: str
    customer_id: int


def block_after(connection: Connection, last: int, size: int, chosen: Chosen) -> list[ToRender]:
    """The next documents after the key `last`, at most `size`; none where there are no more."""
    statement = (
        select(INVOICE.c.id, INVOICE.c.number, INVOICE.c.customer_id)
        .where(INVOICE.c.id > last, INVOICE.c.posted_at.is_not(None))
        .where(INVOICE.c.invoice_date >= chosen.since, INVOICE.c.invoice_date <= chosen.until)
        .order_by(INVOICE.c.id)
        .limit(size)
    )
    heads = read_all(connection, statement, Head)
    manners = manners_of(connection, {one.customer_id for one in heads})
    wanted = {
        one.id: [
            for_machines(kind, manners[one.customer_id].profile)
            if isinstance(kind, ElectronicFormat)
            else Rendition(kind, chosen.language or manners[one.customer_id].language)
            for kind in chosen.formats
        ]
        for one in heads
    }
    kept = contents_of(connection, list(wanted))
    missing = {key: tuple(one for one in each if (key, one.key) not in kept) for key, each in wanted.items()}
    facts = facts_of(connection, [key for key, each in missing.items() if each], chosen.until)
    return [
        ToRender(one.id, one.number, facts.get(one.id), missing[one.id], _kept(kept, one.id, wanted[one.id]))
        for one in heads
    ]


def _kept(
    contents: dict[tuple[int, str], bytes], key: int, wanted: Sequence[Rendition]
) -> tuple[tuple[Rendition, bytes], ...]:
    return tuple((one, contents[key, one.key]) for one in wanted if (key, one.key) in contents)
