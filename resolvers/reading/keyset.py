"""Keyset pages: a cursor holds the sort values of a row, so that page n costs what page 1 costs.

Every order ends with the key, so that it is total and a page is stable while rows are added. Nulls sort as the smallest
value, said in ORDER BY and in the condition instead of by an expression over the column, which would use no index.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from sqlalchemy import ColumnElement, Date, Integer, and_, false, literal, or_

from ...models.exact import ExactDecimal
from ...models.identity import LARGEST_KEY
from ...models.instant import InstantType
from ...models.storable import unstorable
from ..errors import ErrorCode, RequestError, bad_value
from .sources import Expression

LONGEST_PAGE = 250
DEFAULT_PAGE = 50
LONGEST_SHOWN = 100  # characters of a cursor in a message


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
        raise bad_value("first-and-last", "last")
    backward = last is not None or (first is None and before is not None)
    if after is not None and backward:
        raise bad_value("after-with-last", "after")
    if before is not None and not backward:
        raise bad_value("before-with-first", "before")
    name, size = ("last", last) if backward else ("first", first)
    size = DEFAULT_PAGE if size is None else size
    if not 0 <= size <= LONGEST_PAGE:
        raise page_too_long(name, size)
    return PageArguments(size, backward, before if backward else after)


def page_too_long(name: str, size: int, longest: int = LONGEST_PAGE) -> RequestError:
    """A page below zero, or longer than a page may be."""
    return RequestError(
        ErrorCode.LIMIT_EXCEEDED,
        "page",
        params={"limit": "page", "allowed": longest, "found": size},
        words={"argument": name},
    )


def total(keys: Sequence[SortKey], primary: Expression) -> tuple[SortKey, ...]:
    """`keys` made total: the primary key comes last, in the direction of the first key."""
    return (*keys, SortKey(primary, bool(keys) and keys[0].descending))


def ordering(keys: Sequence[SortKey], *, backward: bool) -> list[ColumnElement[object]]:
    """ORDER BY for a page; backward pages are read from their end."""
    return [_ordered(key, down=key.descending != backward) for key in keys]


def _ordered(key: SortKey, *, down: bool) -> ColumnElement[object]:
    direction = key.column.desc() if down else key.column.asc()
    if not _nullable(key):
        return direction
    return direction.nulls_last() if down else direction.nulls_first()


def beyond(keys: Sequence[SortKey], cursor: str, *, backward: bool) -> ColumnElement[bool]:
    """Condition for the rows on the far side of a cursor; its first part lets an index find where they begin."""
    values = decoded(keys, cursor, backward=backward)
    alternatives = []
    for place, key in enumerate(keys):
        same = [_same(one, value) for one, value in zip(keys[:place], values, strict=False)]
        alternatives.append(and_(*same, _further(key, values[place], down=key.descending != backward)))
    return and_(*_start(keys[0], values[0], down=keys[0].descending != backward), or_(*alternatives))


def _start(key: SortKey, value: object, *, down: bool) -> list[ColumnElement[bool]]:
    """Where the rest begins, as one comparison: of alternatives no engine makes the beginning of a walk.

    Nulls come last on the way down, so that behind a value there is none for them; then the walk begins at the top.
    """
    if value is None:
        return [key.column.is_(None)] if down else []
    if down:
        return [] if _nullable(key) else [key.column <= literal(value, key.column.type)]
    return [key.column >= literal(value, key.column.type)]


def _same(key: SortKey, value: object) -> ColumnElement[bool]:
    return key.column.is_(None) if value is None else key.column == literal(value, key.column.type)


def _further(key: SortKey, value: object, *, down: bool) -> ColumnElement[bool]:
    if value is None:
        return false() if down else key.column.is_not(None)
    bound = literal(value, key.column.type)
    if not down:
        return key.column > bound
    return or_(key.column < bound, key.column.is_(None)) if _nullable(key) else key.column < bound


def _nullable(key: SortKey) -> bool:
    return bool(getattr(key.column, "nullable", False))


def cursor_of(keys: Sequence[SortKey], values: Sequence[object]) -> str:
    """The cursor of a row from the values of its sort keys; it names the order, because it means nothing in another."""
    held = [value if value is None or isinstance(value, int) else str(value) for value in values]
    return urlsafe_b64encode(json.dumps([order_of(keys), *held]).encode()).decode().rstrip("=")


def order_of(keys: Sequence[SortKey]) -> str:
    """The name of an order, as cursors hold it."""
    return ",".join(f"{'-' if key.descending else ''}{key.column.key}" for key in keys)


def decoded(keys: Sequence[SortKey], cursor: str, *, backward: bool) -> list[object]:
    """The values of the sort keys that a cursor holds; raises a GraphQL error where it holds others."""
    try:
        held = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(held, list) or held[:1] != [order_of(keys)]:
            raise ValueError("another order")
        return [_parsed(key, value) for key, value in zip(keys, held[1:], strict=True)]
    except (binascii.Error, ValueError, TypeError, OverflowError, InvalidOperation, RecursionError):
        argument, shown = "before" if backward else "after", cursor[:LONGEST_SHOWN]
        raise bad_value("cursor", argument, expected="cursor", given=shown) from None


def _parsed(key: SortKey, value: object) -> object:
    """A value as its column holds it; ValueError for anything that no row can have had."""
    kind = key.column.type
    if value is None and _nullable(key):
        return None
    if isinstance(kind, Integer):
        if type(value) is not int or not 0 <= value <= LARGEST_KEY:
            raise ValueError("no key")
        return value
    if not isinstance(value, str):
        raise ValueError("no sort value")
    if isinstance(kind, ExactDecimal):
        return _exact(value, kind.places)
    if isinstance(kind, InstantType):
        return _zoned(datetime.fromisoformat(value))
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if unstorable(value) is not None:
        raise ValueError("no text")
    return value


def _exact(text: str, places: int) -> Decimal:
    value = Decimal(text)
    if not value.is_finite() or abs(value) >= 10**14 or value != round(value, places):
        raise ValueError("no amount")
    return value


def _zoned(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("no instant")
    return instant.astimezone(UTC)
