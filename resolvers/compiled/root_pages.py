"""Lists in pages at the root. The rows of a page are few, so that their cursors are made in Python."""

from collections.abc import Callable, Sequence
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, get_named_type
from sqlalchemy import Dialect, Integer, Label, Select, func, literal_column, select

from ..reading.catalogue import CATALOGUE
from ..reading.declarations import Listed
from ..reading.keyset import SortKey, cursor_of, ordering
from ..reading.sources import Expression
from .document import Asked
from .given import Wanted, WantedPage, page_reader
from .making import Making, NotCompiled
from .records import selected
from .scopes import Scope
from .text import NULL

Row = tuple[Any, ...]
NUMERIC = 1700  # as PostgreSQL calls it; for other types nobody asks
Told = Callable[["Page"], str]


class Page:
    """The rows of a page, in the order of the list, while they are written as JSON."""

    def __init__(self, rows: Sequence[list[Row]], wanted: WantedPage, cursor: Callable[[Row], str]) -> None:
        size, backward = wanted.paging.size, wanted.paging.backward
        found = rows[0]
        self.is_more = len(found) > size
        self.rows = found[:size][::-1] if backward else found[:size]
        self.has_neighbour = wanted.paging.cursor is not None
        self.backward = backward
        self.cursor = cursor
        self.total = rows[1][0][0] if len(rows) > 1 else None


def root_page(
    making: Making, asked: Asked, said: GraphQLField, declared: Listed, dialect: Dialect
) -> tuple[list[Select[Any]], Callable[[Sequence[list[Row]], Wanted | None], str]]:
    """The statements of a page, and what makes JSON of their rows."""
    family = CATALOGUE[declared.type_name]

    page = making.meet(page_reader(said, asked.node, declared.filter, family, sort=True, about=declared.about))
    scope = making.aliased(family.table)
    worked_out = {key.column.key: key.column for key in page.keys if isinstance(key.column, Label)}  # each once
    every = select(*scope.columns, *worked_out.values()).select_from(family.table)
    most = page.most if dialect.name == "postgresql" else None
    rows = (page.page(every, more=1) if most is None else page.bounded(every, most)).subquery(scope.name)
    writing = Writing(making, declared.type_name, scope)
    told = writing.connection(asked, said)
    keys = [SortKey(rows.c[str(key.column.key)], key.descending) for key in page.keys]
    statement = select(*writing.columns, *[key.column for key in keys]).select_from(rows)
    statement = statement.order_by(*ordering(keys, backward=page.paging.backward))
    statements = [statement if most is None else statement.limit(page.size + literal_column("1", Integer))]
    if writing.counts:
        statements.append(page.narrowed(select(func.count()).select_from(family.table)))
    cursor = _cursors(page.keys, len(writing.columns), dialect)

    def whole(found: Sequence[list[Row]], wanted: Wanted | None) -> str:
        assert isinstance(wanted, WantedPage), "as it was read"
        return told(Page(found, wanted, cursor))

    return statements, whole


def _cursors(keys: Sequence[SortKey], first: int, dialect: Dialect) -> Callable[[Row], str]:
    """What makes a row's cursor of its sort values, which stand from its column `first` on."""
    converts = [key.column.type.dialect_impl(dialect).result_processor(dialect, NUMERIC) for key in keys]

    def cursor(row: Row) -> str:
        values = [
            value if convert is None else convert(value) for value, convert in zip(row[first:], converts, strict=True)
        ]
        return cursor_of(keys, values)

    return cursor


class Writing:
    """What a connection's JSON is made of: the columns of its rows, and functions of a page."""

    def __init__(self, making: Making, type_name: str, scope: Scope) -> None:
        self.making, self.type_name, self.scope = making, type_name, scope
        self.columns: list[Expression] = []
        self.counts = False

    def connection(self, asked: Asked, said: GraphQLField) -> Told:
        """The whole connection."""
        return self._object(asked, said, self._part)

    def _object(self, asked: Asked, said: GraphQLField, part: Callable[[Asked, GraphQLField], Told]) -> Told:
        kind = get_named_type(said.type)
        assert isinstance(kind, GraphQLObjectType), "connections and page infos are objects"
        parts: list[tuple[str, Told]] = []
        for one in self.making.asking.below(asked, kind):
            before = f'{"," if parts else "{"}"{one.key}":'
            parts.append((before, _name(kind) if one.name == "__typename" else part(one, kind.fields[one.name])))
        if not parts:
            return lambda _: "{}"
        return lambda page: "".join([before + told(page) for before, told in parts]) + "}"

    def _part(self, asked: Asked, said: GraphQLField) -> Told:
        match asked.name:
            case "nodes":
                at = self._column(asked)
                return lambda page: f"[{','.join([row[at] for row in page.rows])}]"
            case "edges":
                return self._edges(asked, said)
            case "pageInfo":
                return self._object(asked, said, _info)
            case "totalCount":
                self.counts = True
                return lambda page: str(page.total)
        raise NotCompiled(f"{asked.name} of a connection is not known")

    def _column(self, asked: Asked) -> int:
        self.columns.append(selected(self.making, asked, self.type_name, self.scope))
        return len(self.columns) - 1

    def _edges(self, asked: Asked, said: GraphQLField) -> Told:
        kind = get_named_type(said.type)
        assert isinstance(kind, GraphQLObjectType), "edges are objects"
        parts: list[tuple[str, Callable[[Page, Row], str]]] = []
        for one in self.making.asking.below(asked, kind):
            parts.append((f'{"," if parts else "{"}"{one.key}":', self._of_edge(one, kind)))
        if not parts:
            return lambda page: f"[{','.join(['{}'] * len(page.rows))}]"

        def told(page: Page) -> str:
            edges = ["".join([before + of(page, row) for before, of in parts]) + "}" for row in page.rows]
            return f"[{','.join(edges)}]"

        return told

    def _of_edge(self, asked: Asked, kind: GraphQLObjectType) -> Callable[[Page, Row], str]:
        if asked.name == "__typename":
            return lambda _, __: f'"{kind.name}"'
        if asked.name == "cursor":
            return lambda page, row: f'"{page.cursor(row)}"'
        at = self._column(asked)
        return lambda _, row: str(row[at])


def _name(kind: GraphQLObjectType) -> Told:
    return lambda _: f'"{kind.name}"'


def _info(asked: Asked, _: GraphQLField) -> Told:
    match asked.name:
        case "hasNextPage":
            return lambda page: _switch(page.has_neighbour if page.backward else page.is_more)
        case "hasPreviousPage":
            return lambda page: _switch(page.is_more if page.backward else page.has_neighbour)
        case "startCursor":
            return lambda page: f'"{page.cursor(page.rows[0])}"' if page.rows else NULL
        case "endCursor":
            return lambda page: f'"{page.cursor(page.rows[-1])}"' if page.rows else NULL
    raise NotCompiled(f"{asked.name} of a page info is not known")


def _switch(value: bool) -> str:
    return "true" if value else "false"
