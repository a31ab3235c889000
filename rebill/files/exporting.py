"""Reads an export page by page, all of it from one snapshot of the database."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

from sqlalchemy import Connection, func, select

from ..models.database import Database
from ..resolvers.filters import Condition
from .columns import Export, Expression
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


def pages(connection: Connection, kind: Export, where: Sequence[Condition]) -> Iterator[list[list[Any]]]:
    """The rows of `kind` in the order of their keys, at most `PAGE` at a time; each page is found by the last key."""
    taken: dict[int, int] = {}
    selected: list[Expression] = []
    for expression in (kind.key, *(one for column in kind.columns for one in column.expressions)):
        if id(expression) not in taken:
            taken[id(expression)] = len(selected)
            selected.append(expression)
    readers = [(column.render, [taken[id(expression)] for expression in column.expressions]) for column in kind.columns]
    labelled = [expression.label(f"c{place}") for place, expression in enumerate(selected)]
    statement = select(*labelled).select_from(kind.source).where(*where).order_by(kind.key).limit(PAGE)
    last = None
    while True:
        page = connection.execute(statement if last is None else statement.where(kind.key > last)).all()
        if page:
            yield [
                [
                    row[places[0]] if render is None else render(*[row[place] for place in places])
                    for render, places in readers
                ]
                for row in page
            ]
        if len(page) < PAGE:
            return
        last = page[-1][0]
