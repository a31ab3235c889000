"""What the SQL of a rendering is made with, by engine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnClause, case, func, literal_column, select

from ..reading.declarations import UNPAGED_LIST
from ..reading.sources import Expression
from .text import LONG, Parts, chained, constant

Written = Callable[[Expression], Expression]  # from an expression to the JSON of its value; NULL to NULL


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
    among: Callable[[Expression, Expression], Any]  # whether a key is one of several

    def objects(self, documents: Expression, made: Callable[[Expression], Expression]) -> Expression:
        """A list of JSON documents as objects, in its order; empty where there is none."""
        source, document, place = self.elements(documents)
        return chained(("[", self.listed(made(document), select().select_from(source), [place]), "]"))


def in_quotes(value: Expression) -> Expression:
    """A text that needs no escapes, in quotes."""
    return chained(('"', value, '"'))


def all_of(joined: Expression, *, is_paged: bool) -> Expression:
    """Records joined to one text, which tells whether they are more than count; of a page all count."""
    if is_paged:
        return joined
    is_long = case((func.count() > constant_number(UNPAGED_LIST), constant(LONG)), else_=constant(""))
    return joined.concat(is_long)


def once(value: Expression, of_value: Callable[[Expression], Expression]) -> Expression:
    """What `of_value` makes of a value that it names several times; one that is worked out is so once."""
    if isinstance(value, ColumnClause):
        return of_value(value)
    found = select(value.label("v")).offset(constant_number(0)).subquery("v")
    return select(of_value(literal_column("v.v", value.type))).select_from(found).scalar_subquery()


def constant_number(value: int) -> Expression:
    """A whole number as it stands in a statement."""
    return literal_column(str(value), BigInteger)
