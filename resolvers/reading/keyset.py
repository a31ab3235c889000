"""Keyset pages: a cursor holds the sort values of a row, so that page n costs what page 1 costs.

Every order ends with the key, so that it is total and a page is stable while rows are added. Columns that can be null
sort as their type's smallest value.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from graphql import GraphQLError
from sqlalchemy import ColumnElement, and_, func, literal, or_

from .declarations import Expression

LONGEST_PAGE = 250
DEFAULT_PAGE = 50


@dataclass(frozen=True, eq=False)
class SortKey:
    """One key of an order."""

    column: Expression
    descending: bool = False


@dataclass(frozen=True)
class PageArguments:
    """The paging arguments of a connection, checked."""

    size: int
    backward: bool
    cursor: str | None  # the end of the neighbouring page, if any


def page_arguments(first: int | None, after: str | None, last: int | None, before: str | None) -> PageArguments:
    """Check paging arguments; raises a GraphQL error that names the wrong one."""
    if first is not None and last is not None:
        raise GraphQLError("Give first (with after) or last (with before), not both.")
    backward = last is not None or (first is None and before is not None)
    if after is not None and backward:
        raise GraphQLError("after goes with first; with last give before.")
    if before is not None and not backward:
        raise GraphQLError("before goes with last; with first give after.")
    name, size = ("last", last) if backward else ("first", first)
    size = DEFAULT_PAGE if size is None else size
    if not 0 <= size <= LONGEST_PAGE:
        raise GraphQLError(f"{name} must be from 0 to {LONGEST_PAGE}, not {size}; page on with cursors.")
    return PageArguments(size, backward, before if backward else after)


def total(keys: Sequence[SortKey], primary: Expression) -> tuple[SortKey, ...]:
    """`keys` made total: nulls have a place, and the primary key comes last, in the direction of the first key."""
    descending = keys[0].descending if keys else False
    return (*(replace(key, column=_never_null(key.column)) for key in keys), SortKey(primary, descending))


def _never_null(column: Expression) -> Expression:
    if not getattr(column, "nullable", False):
        return column
    smallest: dict[type, object] = {date: date.min, datetime: datetime.min.replace(tzinfo=UTC), str: ""}
    return func.coalesce(column, literal(smallest[column.type.python_type], column.type), type_=column.type)


def ordering(keys: Sequence[SortKey], *, backward: bool) -> list[ColumnElement[object]]:
    """ORDER BY for a page; backward pages are read from their end."""
    return [key.column.desc() if key.descending != backward else key.column.asc() for key in keys]


def beyond(keys: Sequence[SortKey], cursor: str, *, backward: bool) -> ColumnElement[bool]:
    """Condition for the rows on the far side of a cursor."""
    values = _decoded(cursor, keys)
    alternatives = []
    for place, key in enumerate(keys):
        same = [one.column == value for one, value in zip(keys[:place], values, strict=False)]
        value = values[place]
        further = key.column < value if key.descending != backward else key.column > value
        alternatives.append(and_(*same, further))
    return or_(*alternatives)


def cursor_of(values: Sequence[object]) -> str:
    """The cursor of a row from the values of its sort keys."""
    text = json.dumps([value if isinstance(value, int) else str(value) for value in values])
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decoded(cursor: str, keys: Sequence[SortKey]) -> list[object]:
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(keys):
            raise ValueError("another order")
        return [literal(_parsed(key, value), key.column.type) for key, value in zip(keys, values, strict=True)]
    except (binascii.Error, ValueError, TypeError, InvalidOperation):
        raise GraphQLError(f"{cursor!r} is no cursor of this list in this order.") from None


def _parsed(key: SortKey, value: object) -> object:
    kind = key.column.type.python_type
    if kind is int and isinstance(value, int):
        return value
    if not isinstance(value, str) or kind is int:
        raise ValueError("not a sort value")
    if kind is Decimal:
        return Decimal(value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind is date else value
