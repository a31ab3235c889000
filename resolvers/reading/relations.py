"""Fields that lead to other records: declared once, loaded for a whole list at a time."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause

from ..context import Info
from .declarations import Children, Expression, Parent, _field
from .rows import Row, children_of, parent_of


def parent(key: Expression, type_name: str, description: str, owner: Expression | None = None) -> Any:
    """A field that is the one record `key` points at."""
    declared = Parent(key, type_name, owner)

    def resolve(root: Row, info: Info):  # type: ignore[no-untyped-def]
        return parent_of(info, root, declared)

    return _field(declared, description, resolve)


def children(
    key: Expression,
    type_name: str,
    owner: Expression,
    order: tuple[Expression, ...],
    description: str,
    link: tuple[FromClause, ColumnElement[bool]] | None = None,
    where: ColumnElement[bool] | None = None,
) -> Any:
    """A field that lists the records whose `owner` is this record's `key`."""
    declared = Children(key, type_name, owner, order, link, where)

    def resolve(root: Row, info: Info):  # type: ignore[no-untyped-def]
        return children_of(info, root, declared)

    return _field(declared, description, resolve)
