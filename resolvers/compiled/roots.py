"""Root fields: the statements that read each, and how their rows become the field's JSON."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLField
from sqlalchemy import Dialect, Select, select

from ..reading.catalogue import CATALOGUE
from ..reading.declarations import Listed, Only, Referred, Whole
from ..reading.references import key_condition
from .document import Asked
from .given import Arguments, Wanted, wanted
from .making import Making, NotCompiled, declaration_of
from .records import selected
from .root_pages import root_page
from .text import NULL

Row = tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class Root:
    """A root field: its statements, and what makes JSON of their rows and of what its arguments mean."""

    key: str
    statements: Sequence[Select[Any]]
    told: Callable[[Sequence[list[Row]], Wanted | None], str]
    met: int | None = None  # which of the arguments met are its own


def root_of(making: Making, asked: Asked, said: GraphQLField, dialect: Dialect) -> Root:
    """How a field of the operation itself is read; raises `NotCompiled` for one that has to be answered otherwise."""
    match declaration_of(said):
        case Listed() as declared:
            at = len(making.met)
            return Root(asked.key, *root_page(making, asked, said, declared, dialect), at)
        case Referred() as declared:
            return _referred(making, asked, said, declared)
        case Only() as declared:
            scope = making.aliased(CATALOGUE[declared.type_name].table)
            whole = selected(making, asked, declared.type_name, scope)
            return Root(asked.key, [select(whole).select_from(scope.source)], _one)
        case Whole() as declared:
            return _whole(making, asked, declared)
    raise NotCompiled(f"Query.{asked.name} is answered by a function")


def _referred(making: Making, asked: Asked, said: GraphQLField, declared: Referred) -> Root:
    table = CATALOGUE[declared.type_name].table

    def read(arguments: Arguments) -> Wanted:
        return wanted((key_condition(table, arguments.of(said, asked.node)["ref"]),))

    (found,) = making.meet(read).conditions
    scope = making.aliased(table)
    whole = selected(making, asked, declared.type_name, scope)
    statement = select(whole).select_from(scope.source).where(scope.aimed(table.c.id) == found.scalar_subquery())
    return Root(asked.key, [statement], _one)


def _whole(making: Making, asked: Asked, declared: Whole) -> Root:
    family = CATALOGUE[declared.type_name]
    scope = making.aliased(family.table)
    statement = select(selected(making, asked, declared.type_name, scope)).select_from(scope.source)
    return Root(asked.key, [statement.order_by(scope.aimed(declared.order), scope.aimed(family.key))], _all)


def _one(rows: Sequence[list[Row]], _: Wanted | None) -> str:
    return str(rows[0][0][0]) if rows[0] else NULL


def _all(rows: Sequence[list[Row]], _: Wanted | None) -> str:
    return f"[{','.join([row[0] for row in rows[0]])}]"
