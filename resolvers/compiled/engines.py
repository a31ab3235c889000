"""What the SQL of a rendering is made with, by engine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnClause, case, literal_column, select

from ...models.money import currencies_by_places
from ..reading.sources import Expression
from .text import Parts, chained, constant

Written = Callable[[Expression], Expression]  # from an expression to the JSON of its value; NULL to NULL
USUAL_PLACES = 2


@dataclass(frozen=True)
class Engine:
    """An engine's ways of writing JSON, all from expressions to expressions."""

    name: str
    together: Callable[[Parts], Expression]  # of parts of which none is NULL
    quoted: Written
    day: Written
    instant: Written
    measured: Written
    money: Callable[[Expression, Expression], Expression]
    in_base64: Callable[[str, Expression, str], Expression]
    member_text: Callable[[Expression, tuple[str, ...]], Expression]
    member_switch: Callable[[Expression, tuple[str, ...]], Expression]
    member_list: Callable[[Expression, tuple[str, ...]], Expression]
    listed: Callable[..., Expression]
    elements: Callable[[Expression], Any]


def in_quotes(value: Expression) -> Expression:
    """A text that needs no escapes, in quotes."""
    return chained(('"', value, '"'))


def by_places(currency: Expression, of_places: Callable[[int], Expression]) -> Expression:
    """What `of_places` makes, for the decimals that a currency has; most have the usual ones."""
    others = [(places, codes) for places, codes in currencies_by_places().items() if places != USUAL_PLACES]
    rare = [constant(code) for _, codes in others for code in codes]
    usual = (currency.not_in(rare), of_places(USUAL_PLACES))
    return case(
        usual, *[(currency.in_([constant(code) for code in codes]), of_places(places)) for places, codes in others]
    )


def once(value: Expression, of_value: Callable[[Expression], Expression]) -> Expression:
    """What `of_value` makes of a value that it names several times; one that is worked out is so once."""
    if isinstance(value, ColumnClause):
        return of_value(value)
    found = select(value.label("v")).offset(constant_number(0)).subquery("v")
    return select(of_value(literal_column("v.v", value.type))).select_from(found).scalar_subquery()


def constant_number(value: int) -> Expression:
    """A whole number as it stands in a statement."""
    return literal_column(str(value), BigInteger)
