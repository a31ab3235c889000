"""The columns of exports: where each value comes from, and what kind of value it is in every format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, FromClause

from ..models.identity import encode
from ..resolvers.reading.declarations import at_minor_unit, normalized

Expression = ColumnElement[Any]


class Form(StrEnum):
    """What kind of value a column holds."""

    TEXT = "text"
    WHOLE = "whole number"
    SWITCH = "true or false"
    DAY = "date"
    INSTANT = "instant"
    AMOUNT = "amount"  # at the minor unit of its currency
    QUANTITY = "quantity"  # or a price or a per cent: without trailing zeros


@dataclass(frozen=True, eq=False)
class Column:
    """A column; `render` gets the values of `expressions`, and without it there is one, taken as it is."""

    name: str
    form: Form
    expressions: tuple[Expression, ...]
    render: Callable[..., Any] | None = None


@dataclass(frozen=True, eq=False)
class Export:
    """A kind of export: its columns and the rows that they are taken from, in the order of `key`."""

    name: str
    source: FromClause
    key: Expression
    columns: tuple[Column, ...]


def text(name: str, column: Expression) -> Column:
    """A text."""
    return Column(name, Form.TEXT, (column,))


def whole(name: str, column: Expression) -> Column:
    """A whole number."""
    return Column(name, Form.WHOLE, (column,))


def switch(name: str, column: Expression) -> Column:
    """True or false."""
    return Column(name, Form.SWITCH, (column,), lambda value: None if value is None else bool(value))


def day(name: str, column: Expression) -> Column:
    """A calendar date."""
    return Column(name, Form.DAY, (column,))


def instant(name: str, column: Expression) -> Column:
    """An instant in UTC."""
    return Column(name, Form.INSTANT, (column,))


def amount(name: str, column: Expression, currency: Expression) -> Column:
    """An amount at its currency's minor unit."""
    return Column(name, Form.AMOUNT, (column, currency), at_minor_unit)


def quantity(name: str, column: Expression) -> Column:
    """A quantity, price or per cent."""
    return Column(name, Form.QUANTITY, (column,), normalized)


def global_id(key: Expression, type_name: str) -> Column:
    """The id that the API knows the record by."""
    return Column("id", Form.TEXT, (key,), lambda value: encode(type_name, value))


def global_id_by_type(key: Expression, discriminator: Expression, names: Mapping[str, str]) -> Column:
    """The id of a record whose type a column tells."""
    return Column("id", Form.TEXT, (key, discriminator), lambda value, kind: encode(names[kind], value))
