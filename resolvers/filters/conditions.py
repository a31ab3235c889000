"""What the filters have in common: any of a list, from one value to another, part of a text.

A list in a filter means "any of"; separate fields are joined by "and".
"""

from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import Any

from sqlalchemy import ColumnElement, Table, func, or_

from ...models.exact import ExactDecimal
from ...models.texts import folded
from ...posting.amounts import PRECISION
from ...posting.commands import DateRange
from ..errors import bad_value

Condition = ColumnElement[bool]
Conditions = tuple[Condition, ...]
LONGEST_SEARCH = 200


def any_of(table: Table, wanted: object, *names: str) -> list[Condition]:
    """Conditions by lists of a filter; an empty one filters nothing (access 6.8)."""
    return [table.c[name].in_(dict.fromkeys(values)) for name in names if (values := getattr(wanted, name))]


def searched(text: str | None) -> str | None:
    """What to search for, as the folded columns hold it; None where nothing is left to search for."""
    if text is not None and len(text) > LONGEST_SEARCH:
        raise bad_value("search", "filter", "search", limit=LONGEST_SEARCH, given=len(text))
    return folded(text or "") or None


def contains(text: str, *columns: ColumnElement[str]) -> Condition:
    """Conditions that a text is part of any of these folded columns."""
    return or_(*[column.contains(text, autoescape=True) for column in columns])


def lower(number: ColumnElement[str]) -> ColumnElement[str]:
    """Folded numbers of our own series, which are ASCII, so that both engines lower them alike."""
    return func.lower(number)


def between(column: ColumnElement[Any], low: object, high: object) -> list[Condition]:
    """Conditions that a value is from `low` to `high`, both included; None is no bound.

    A bound that is finer than its column, or beyond all that it holds, means what it means to a number.
    """
    found: list[Condition] = []
    if isinstance(low, Decimal) and isinstance(column.type, ExactDecimal):
        low = _at_places(low, column.type, ROUND_CEILING)
    if isinstance(high, Decimal) and isinstance(column.type, ExactDecimal):
        high = _at_places(high, column.type, ROUND_FLOOR)
    if low is not None:
        found.append(column >= low)
    if high is not None:
        found.append(column <= high)
    return found


def _at_places(bound: Decimal, kind: ExactDecimal, rounding: str) -> Decimal:
    """The nearest bound that a column can be compared with; nothing in a book is as large as the largest of them."""
    if abs(bound) >= kind.largest:
        return kind.largest.copy_sign(bound)
    with localcontext() as context:
        context.prec = PRECISION
        return bound.quantize(Decimal(1).scaleb(-kind.places), rounding=rounding)


def on_days(column: ColumnElement[datetime], days: DateRange) -> list[Condition]:
    """Conditions that an instant lies on these days, in UTC."""
    start = None if days.from_ is None else datetime.combine(days.from_, time.min, UTC)
    found = between(column, start, None)
    if days.to is not None and days.to < date.max:
        found.append(column < datetime.combine(days.to + timedelta(days=1), time.min, UTC))
    return found
