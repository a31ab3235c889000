"""Reads an export page by page, all of it from one snapshot of the database."""

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import BinaryIO

from sqlalchemy import Connection, func, select

from ..models.database import Database
from ..resolvers.filters import Condition
from ..resolvers.reading.renderings import Documents, Embedded, Member, Plain, Texts
from .columns import Column, Export
from .selecting import Selection, conditions
from .writing import WRITERS

PAGE = 5000  # rows held at once
Told = Callable[[int, int | None], None]  # is told how many rows are done, and of how many where they were counted


def export(
    database: Database, kind: Export, wanted: Selection, file: BinaryIO, format: str, tell: Told, *, count: bool
) -> int:
    """Write the rows of `kind` that `wanted` takes to `file`; how many there were.

    `count` counts them beforehand, for those who want to see how far it is. Raises `BadSelection`.
    """
    with database.read() as connection:
        where = conditions(connection, kind.name, wanted)
        total = _counted(connection, kind, where) if count else None
        writer = WRITERS[format](file, kind.columns)
        done = 0
        tell(done, total)
        for page in pages(connection, kind, where):
            writer.write(page)
            done += len(page)
            tell(done, total)
        writer.close()
    return done


def _counted(connection: Connection, kind: Export, where: Sequence[Condition]) -> int:
    statement = select(func.count()).select_from(kind.source).where(*where)
    return int(connection.scalar(statement) or 0)


def pages(connection: Connection, kind: Export, where: Sequence[Condition]) -> Iterator[list[list[object]]]:
    """The rows of `kind` in the order of their keys, at most `PAGE` at a time; each page is found by the last key."""
    selected = {id(one): one for one in (kind.key, *(one for column in kind.columns for one in column.expressions))}
    places = {key: place for place, key in enumerate(selected)}
    readers = [_reader(column, [places[id(one)] for one in column.expressions]) for column in kind.columns]
    labelled = [one.label(f"c{place}") for place, one in enumerate(selected.values())]
    statement = select(*labelled).select_from(kind.source).where(*where).order_by(kind.key).limit(PAGE)
    last = None
    while True:
        page = connection.execute(statement if last is None else statement.where(kind.key > last)).all()
        if page:
            yield [[read(row) for read in readers] for row in page]
        if len(page) < PAGE:
            return
        last = page[-1][0]


def _reader(column: Column, places: Sequence[int]) -> Callable[[Sequence[object]], object]:
    """How a column's value is made of a row; members of enums and lists are written as the database has them."""
    first, *others = places
    if isinstance(column.stored.rendering, Plain | Member | Texts | Documents | Embedded):
        return itemgetter(first)
    shown = column.stored.shown
    if not others:
        return lambda row: shown(row[first])
    return lambda row: shown(*[row[place] for place in places])
