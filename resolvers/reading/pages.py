"""Connections: lists in pages, at the root and below records.

Below records one statement reads the page of every parent at once, through a window over each parent's rows.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause, func, select

from ..context import Info
from .declarations import CATALOGUE, Expression
from .keyset import PageArguments, SortKey, beyond, cursor_of, ordering, page_arguments, total
from .rows import Batch, Row, chunks, fetch, prepared
from .selection import place, requested


@dataclass
class PageInfo:
    """Where a page stands in its list."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@dataclass
class Edge:
    """A row and its cursor."""

    cursor: str
    node: Row


@dataclass
class Page:
    """A page of rows; the total is counted only when asked for."""

    nodes: list[Row]
    cursors: list[str]
    page_info: PageInfo
    count: Callable[[], int]

    @property
    def edges(self) -> list[Edge]:
        """The rows with their cursors."""
        return [Edge(cursor, node) for cursor, node in zip(self.cursors, self.nodes, strict=True)]

    @property
    def total_count(self) -> int:
        """How many rows the whole list has."""
        return self.count()


@dataclass(frozen=True, eq=False)
class Listing:
    """What is listed: a type, the conditions, and the order before the key."""

    type_name: str
    where: tuple[ColumnElement[bool], ...] = ()
    sorts: tuple[SortKey, ...] = ()


@dataclass(frozen=True, eq=False)
class Below:
    """How a list hangs below a record: `owner` holds the record's key; a link table may stand between."""

    owner: Expression
    link: tuple[FromClause, ColumnElement[bool]] | None = field(default=None)


Arguments = tuple[int | None, str | None, int | None, str | None]  # first, after, last, before


def asked(info: Info) -> frozenset[str]:
    """The fields asked for of a connection's rows."""
    return requested(info, ("nodes",), ("edges", "node"))


def root_page(info: Info, listing: Listing, arguments: Arguments) -> Page:
    """A page of a root list."""
    paging = page_arguments(*arguments)
    family = CATALOGUE[listing.type_name]
    keys = total(listing.sorts, family.key)
    statement, index = prepared(family, asked(info), *(key.column for key in keys))
    statement = statement.where(*listing.where).order_by(*ordering(keys, backward=paging.backward))
    if paging.cursor is not None:
        statement = statement.where(beyond(keys, paging.cursor, backward=paging.backward))
    rows = fetch(info, family, index, [statement.limit(paging.size + 1)]).rows

    def count() -> int:
        counted = select(func.count()).select_from(family.table).where(*listing.where)
        return int(info.context.connection.execute(counted).scalar_one())

    return _page(rows, keys, paging, count)


def page_below(info: Info, row: Row, key: Expression, below: Below, listing: Listing, arguments: Arguments) -> Page:
    """A page of the list below `row`; read for all rows of its batch at once."""
    paging = page_arguments(*arguments)
    family = CATALOGUE[listing.type_name]
    keys = total(listing.sorts, family.key)
    owners = [one[key] for one in row.batch.rows]
    cache = (id(below.owner), *place(info))
    grouped = row.batch.once(cache, lambda: _pages(info, listing, below, keys, paging, owners))
    counts: Callable[[], dict[object, int]] = lambda: row.batch.once(  # noqa: E731
        (*cache, "count"), lambda: _counts(info, listing, below, owners)
    )
    return _page(grouped.get(row[key], []), keys, paging, lambda: counts().get(row[key], 0))


def _pages(
    info: Info, listing: Listing, below: Below, keys: Sequence[SortKey], paging: PageArguments, owners: list[object]
) -> dict[object, list[Row]]:
    family = CATALOGUE[listing.type_name]
    statement, index = prepared(family, asked(info), *(key.column for key in keys), below.owner)
    order = ordering(keys, backward=paging.backward)
    statement = statement.where(*listing.where)
    if below.link is not None:
        statement = statement.join(*below.link)
    if paging.cursor is not None:
        statement = statement.where(beyond(keys, paging.cursor, backward=paging.backward))
    place = func.row_number().over(partition_by=below.owner, order_by=order).label("place")
    grouped: dict[object, list[Row]] = defaultdict(list)
    batch = Batch(family, index)
    for chunk in chunks(owners):
        inner = statement.add_columns(place).where(below.owner.in_(chunk)).subquery()
        page = select(*[column for column in inner.c if column.name != "place"])
        page = page.where(inner.c.place <= paging.size + 1).order_by(inner.c.place)
        batch.rows.extend(Row(batch, values) for values in info.context.connection.execute(page))
    for one in batch.rows:
        grouped[one[below.owner]].append(one)
    return grouped


def _counts(info: Info, listing: Listing, below: Below, owners: list[object]) -> dict[object, int]:
    statement: Any = select(below.owner, func.count()).select_from(CATALOGUE[listing.type_name].table)
    if below.link is not None:
        statement = statement.join(*below.link)
    statement = statement.where(*listing.where).group_by(below.owner)
    return {
        owner: count
        for chunk in chunks(owners)
        for owner, count in info.context.connection.execute(statement.where(below.owner.in_(chunk)))
    }


def _page(rows: list[Row], keys: Sequence[SortKey], paging: PageArguments, count: Callable[[], int]) -> Page:
    more = len(rows) > paging.size
    rows = rows[: paging.size]
    if paging.backward:
        rows = rows[::-1]
    cursors = [cursor_of(keys, [row[key.column] for key in keys]) for row in rows]
    neighbour = paging.cursor is not None
    page_info = PageInfo(
        has_next_page=neighbour if paging.backward else more,
        has_previous_page=more if paging.backward else neighbour,
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[-1] if cursors else None,
    )
    return Page(rows, cursors, page_info, count)
