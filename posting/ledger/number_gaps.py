"""Which numbers of a series are borne by records, and which are missing: none, or something is wrong (putting-right 9).

A series without a gap is seen by counting. Only where that fails are its numbers looked at one by one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import ColumnElement, Connection, and_, func, select

from ...models import tables
from ...models.rows import read_all
from ...models.vocabulary import DocumentType
from .series import DIGITS, DOCUMENTS, numbered

SERIES = tables.number_series
INVOICE = tables.invoice
CHUNK = 2000


@dataclass(frozen=True)
class Series:
    """A series: what its numbers begin with, and the one that is drawn next."""

    name: str
    prefix: str
    next: int


@dataclass(frozen=True)
class Borne:
    """The numbers of a series that records bear, in order, each once, and what they bear that is no number of it."""

    places: Sequence[int]
    odd: tuple[str, ...] = ()

    def gaps(self, first: int) -> Iterator[tuple[int, int]]:
        """The numbers that are missing from `first` on to the last, as ranges."""
        if isinstance(self.places, range):
            return  # each of them is there
        for before, after in pairwise((first - 1, *self.places)):
            if after > before + 1:
                yield before + 1, after - 1


@dataclass(frozen=True)
class DocumentNumbers:
    """The numbers of one kind of document; `gaps` is empty where all is well."""

    document_type: DocumentType
    prefix: str
    first: str | None
    last: str | None
    count: int
    gaps: tuple[tuple[str, str], ...]


def series_named(connection: Connection, names: Iterable[str]) -> dict[str, Series]:
    """Series by name."""
    found = read_all(connection, select(SERIES).where(SERIES.c.name.in_(list(names))), Series)
    return {one.name: one for one in found}


def document_numbers(connection: Connection) -> list[DocumentNumbers]:
    """The series of documents, invoices first."""
    known = series_named(connection, DOCUMENTS.values())
    return [_of_documents(connection, kind, known[name]) for kind, name in DOCUMENTS.items()]


def _of_documents(connection: Connection, kind: DocumentType, series: Series) -> DocumentNumbers:
    borne = borne_numbers(connection, series, INVOICE.c.number, INVOICE.c.document_type == kind)
    ends = [numbered(series.prefix, borne.places[end]) if borne.places else None for end in (0, -1)]
    gaps = borne.gaps(borne.places[0]) if borne.places else ()
    return DocumentNumbers(
        document_type=kind,
        prefix=series.prefix,
        first=ends[0],
        last=ends[1],
        count=len(borne.places),
        gaps=tuple((numbered(series.prefix, first), numbered(series.prefix, last)) for first, last in gaps),
    )


def borne_numbers(
    connection: Connection, series: Series, column: ColumnElement[str | None], *conditions: ColumnElement[bool]
) -> Borne:
    """The numbers of a series that are borne in a column; counted where there is each from 1 on once, and no other."""
    count = _gapless(connection, series, column, *conditions)
    if count is not None:
        return Borne(range(1, count + 1))
    places: set[int] = set()
    odd = []
    given = select(column).where(column.is_not(None), *conditions)
    for number in connection.execute(given.execution_options(yield_per=CHUNK)).scalars():
        digits = str(number)[len(series.prefix) :]
        place = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 20 else 0
        if place > 0 and numbered(series.prefix, place) == number and place not in places:
            places.add(place)
        else:
            odd.append(str(number))
    return Borne(sorted(places), tuple(odd))


def _gapless(
    connection: Connection, series: Series, column: ColumnElement[str | None], *conditions: ColumnElement[bool]
) -> int | None:
    """How many numbers there are, where they are those from 1 to the last; None where they have to be looked at.

    Numbers of one width are in the order of their texts. Of a series that has outgrown its width, nothing is said.
    """
    is_number: ColumnElement[bool]
    if connection.dialect.name == "postgresql":
        is_number = column.op("~")(f"^{re.escape(series.prefix)}[0-9]{{{DIGITS}}}$")
    else:
        pattern = "".join(f"[{one}]" if one in "*?[" else one for one in series.prefix) + "[0-9]" * DIGITS
        is_number = and_(column.op("GLOB")(pattern), func.instr(column, func.char(0)) == 0)
    figures = (func.count(), func.count().filter(is_number), func.count(column.distinct()))
    ends = (func.min(column), func.max(column))
    statement = select(*figures, *ends).where(column.is_not(None), *conditions)
    count, numbers, distinct, first, last = connection.execute(statement).one()
    is_whole = count == numbers == distinct < 10**DIGITS
    is_from_one = count == 0 or (first, last) == (numbered(series.prefix, 1), numbered(series.prefix, count))
    return int(count) if is_whole and is_from_one else None
