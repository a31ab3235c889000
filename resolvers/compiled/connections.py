"""Lists in pages below a record, whole in SQL: nodes, edges with their cursors, where the page stands, the total."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, get_named_type
from sqlalchemy import Select, Text, case, cast, func, select

from ..reading.catalogue import CATALOGUE
from ..reading.declarations import Connected
from ..reading.keyset import SortKey, order_of
from ..reading.sources import Expression
from .document import Asked
from .engines import in_quotes
from .given import WantedPage, page_reader
from .making import Making, NotCompiled
from .scopes import Scope
from .text import NULL, Piece, constant

Record = Callable[[Asked, str, Scope], Expression]


def connection_below(
    making: Making, asked: Asked, declared: Connected, said: GraphQLField, scope: Scope, record: Record
) -> Expression:
    """The connection of a record."""
    family = CATALOGUE[declared.type_name]

    page = making.meet(page_reader(said, asked.node, declared.filter, family, sort=False))
    return Below(making, declared, page, scope, record).written(asked, said)


class Below:
    """A connection below the records of a scope."""

    def __init__(self, making: Making, declared: Connected, page: WantedPage, scope: Scope, record: Record) -> None:
        self.making, self.declared, self.page, self.scope, self.record = making, declared, page, scope, record
        self.table = CATALOGUE[declared.type_name].table

    def written(self, asked: Asked, said: GraphQLField) -> Expression:
        """The connection as JSON."""
        return self._object(asked, said, self._part)

    def _object(
        self, asked: Asked, said: GraphQLField, part: Callable[[Asked, GraphQLField], Sequence[Piece]]
    ) -> Expression:
        kind = get_named_type(said.type)
        assert isinstance(kind, GraphQLObjectType), "connections, edges and page infos are objects"
        parts: list[Piece] = []
        for place, one in enumerate(self.making.asking.below(asked, kind)):
            parts.append(f'{"," if place else ""}"{one.key}":')
            parts.extend((f'"{kind.name}"',) if one.name == "__typename" else part(one, kind.fields[one.name]))
        return self.making.engine.together(("{", *parts, "}"))

    def _part(self, asked: Asked, said: GraphQLField) -> Sequence[Piece]:
        match asked.name:
            case "nodes":
                return self._list(lambda scope: self.record(asked, self.declared.type_name, scope))
            case "edges":
                return self._list(lambda scope: self._edge(asked, said, scope))
            case "pageInfo":
                return (self._object(asked, said, self._info),)
            case "totalCount":
                counted = self.page.narrowed(self._rows(func.count())).scalar_subquery()
                return (cast(counted, Text),)
        raise NotCompiled(f"{asked.name} of a connection is not known")

    def _rows(self, *columns: Any) -> Select[Any]:
        """All records of the list."""
        statement = select(*columns).select_from(self.table)
        if self.declared.link is not None:
            statement = statement.join(*self.declared.link)
        return statement.where(self.declared.owner == self.scope.aimed(self.declared.key))

    def _list(self, whole: Callable[[Scope], Expression]) -> Sequence[Piece]:
        scope = self.making.aliased(self.table, self.scope, self.declared.owner)
        rows = self.page.page(self._rows(*scope.columns)).subquery(scope.name)
        order = [scope.aimed(key.column) for key in self.page.keys]
        return ("[", self.making.engine.listed(whole(scope), select().select_from(rows), order, is_paged=True), "]")

    def _edge(self, asked: Asked, said: GraphQLField, scope: Scope) -> Expression:
        def part(one: Asked, _: GraphQLField) -> Sequence[Piece]:
            if one.name == "cursor":
                return (self._cursor(scope.aimed(self.page.keys[0].column)),)
            return (self.record(one, self.declared.type_name, scope),)

        return self._object(asked, said, part)

    def _cursor(self, key: Expression) -> Expression:
        return in_quotes(self.making.engine.in_base64(f"[{json.dumps(order_of(self.page.keys))}, ", key, "]"))

    def _info(self, asked: Asked, _: GraphQLField) -> Sequence[Piece]:
        backward, neighbour = self.page.paging.backward, self.page.paging.cursor is not None
        match asked.name:
            case "hasNextPage":
                return (self._beyond() if not backward else str(neighbour).lower(),)
            case "hasPreviousPage":
                return (self._beyond() if backward else str(neighbour).lower(),)
            case "startCursor":
                return (self._end(func.min),)
            case "endCursor":
                return (self._end(func.max),)
        raise NotCompiled(f"{asked.name} of a page info is not known")

    def _beyond(self) -> Expression:
        rows = self.page.page(self._rows(self.page.keys[0].column), more=1).subquery(self.making.name())
        counted = select(func.count()).select_from(rows).scalar_subquery()
        return case((counted > self.page.size, constant("true")), else_=constant("false"))

    def _end(self, which: Any) -> Expression:
        """The cursor of the first or the last record; their order is that of their keys."""
        key: SortKey = self.page.keys[0]
        rows = self.page.page(self._rows(key.column.label("key"))).subquery(self.making.name())
        ends = select(which(rows.c.key).label("key")).select_from(rows).subquery(self.making.name())
        cursor = select(self._cursor(ends.c.key)).select_from(ends).scalar_subquery()
        return func.coalesce(cursor, constant(NULL), type_=Text)
