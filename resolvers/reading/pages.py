"""Connections: lists in pages, at the root and below records.

Below records one statement reads the page of every parent at once, through a window over each parent's rows.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from ...models.among import among
from ..context import Info
from .arguments import Given
from .catalogue import CATALOGUE
from .declarations import About, Connected, Filter, Listed
from .keyset import PageArguments, SortKey, beyond, cursor_of, ordering, page_arguments, total
from .rows import Batch, Row, chunks, fetch, prepared
from .selection import place, requested
from .sorting import sort_keys

Conditions = tuple[ColumnElement[bool], ...]


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


def asked(info: Info) -> frozenset[str]:
    """The fields asked for of a connection's rows."""
    return requested(info, ("nodes",), ("edges", "node"))


def root_page(info: Info, declared: Listed, given: Given) -> Page:
    """A page of a root list."""
    paging, family = paging_of(given), CATALOGUE[declared.type_name]
    where, keys = (
        conditions_of(declared.filter, given, declared.about),
        total(sort_keys(family.table, given.get("order_by")), family.key),
    )
    statement, index = prepared(family, asked(info), *(key.column for key in keys))
    statement = statement.where(*where).order_by(*ordering(keys, backward=paging.backward))
    if paging.cursor is not None:
        statement = statement.where(beyond(keys, paging.cursor, backward=paging.backward))
    rows = fetch(info, family, index, [statement.limit(paging.size + 1)]).rows

    def count() -> int:
        counted = select(func.count()).select_from(family.table).where(*where)
        return info.context.connection.execute(counted).scalar_one()

    return _page(rows, keys, paging, count)


def page_below(info: Info, row: Row, declared: Connected, given: Given) -> Page:
    """A page of the list below `row`; read for all rows of its batch at once."""
    paging, where = paging_of(given), conditions_of(declared.filter, given)
    keys = total((), CATALOGUE[declared.type_name].key)
    owners = [one[declared.key] for one in row.batch.rows]
    cache = (id(declared), *place(info))
    grouped = row.batch.once(cache, lambda: _pages(info, declared, where, keys, paging, owners))

    def count() -> int:
        counts = row.batch.once((*cache, "count"), lambda: _counts(info, declared, where, owners))
        return counts.get(row[declared.key], 0)

    return _page(grouped.get(row[declared.key], []), keys, paging, count)


def paging_of(given: Given) -> PageArguments:
    """The paging arguments of a field, checked."""
    return page_arguments(given.get("first"), given.get("after"), given.get("last"), given.get("before"))


def conditions_of(filter: type[Filter] | None, given: Given, about: About | None = None) -> Conditions:
    """What the rows of a list must meet; of a list with a filter something even where it is left out."""
    subject = given.get("subject")
    of_subject = () if about is None or subject is None else (about(subject),)
    if filter is None:
        return of_subject
    return (*of_subject, *(given.get("filter") or filter()).conditions())


def _pages(
    info: Info,
    declared: Connected,
    where: Conditions,
    keys: Sequence[SortKey],
    paging: PageArguments,
    owners: list[object],
) -> dict[object, list[Row]]:
    family = CATALOGUE[declared.type_name]
    statement, index = prepared(family, asked(info), *(key.column for key in keys), declared.owner)
    order = ordering(keys, backward=paging.backward)
    statement = statement.where(*where)
    if declared.link is not None:
        statement = statement.join(*declared.link)
    if paging.cursor is not None:
        statement = statement.where(beyond(keys, paging.cursor, backward=paging.backward))
    position = func.row_number().over(partition_by=declared.owner, order_by=order).label("place")
    grouped: dict[object, list[Row]] = defaultdict(list)
    batch = Batch(family, index)
    for chunk in chunks(owners):
        below = among(info.context.connection, declared.owner, chunk)
        inner = statement.add_columns(position).where(below).subquery()
        page = select(*[column for column in inner.c if column.name != "place"])
        page = page.where(inner.c.place <= paging.size + 1).order_by(inner.c.place)
        batch.rows.extend(Row(batch, values) for values in info.context.connection.execute(page))
    for one in batch.rows:
        grouped[one[declared.owner]].append(one)
    return grouped


def _counts(info: Info, declared: Connected, where: Conditions, owners: list[object]) -> dict[object, int]:
    statement = select(declared.owner, func.count()).select_from(CATALOGUE[declared.type_name].table)
    if declared.link is not None:
        statement = statement.join(*declared.link)
    statement, here = statement.where(*where).group_by(declared.owner), info.context.connection
    return {
        owner: count
        for chunk in chunks(owners)
        for owner, count in here.execute(statement.where(among(here, declared.owner, chunk)))
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
