"""The columns of exports: fields of the API, made of what their declarations say.

Columns are written as words. "netAmount" is a field of the exported type and "Invoice.status" one of another, called as
the API calls them; where a file calls it otherwise, the file's own name stands before it: "customer=Customer.number".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import JSON, FromClause

from ..resolvers.reading.catalogue import CATALOGUE, declared
from ..resolvers.reading.declarations import Stored
from ..resolvers.reading.renderings import (
    Documents,
    Embedded,
    Measured,
    Members,
    Money,
    Plain,
    Rendering,
    Texts,
    beside,
    plain,
)
from ..resolvers.reading.selection import python_name
from ..resolvers.reading.sources import Expression, Inherited, Source
from ..schema import access, actuals, approvals, books, history, invoices, orders, parties, projects

DECLARING = (
    access,
    actuals,
    approvals,
    books,
    history,
    invoices,
    orders,
    parties,
    projects,
)  # imported, they have declared their fields


class Form(StrEnum):
    """What kind of value a column holds."""

    TEXT = "text"
    WHOLE = "whole number"
    SWITCH = "true or false"
    DAY = "date"
    INSTANT = "instant"
    AMOUNT = "amount"  # at the minor unit of its currency
    LIST = "list"  # in a cell as JSON
    QUANTITY = "quantity"  # or a price or a per cent: without trailing zeros


@dataclass(frozen=True, eq=False)
class Column:
    """A column, and how its values are made."""

    name: str
    stored: Stored

    @property
    def form(self) -> Form:
        """What kind of value it holds; of what is neither number, date nor switch a text."""
        return form_of(self.stored.rendering)

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """What is selected for it: an export joins the records above its own, so that they hand their columns down."""
        return tuple(_handed_down(one) for one in (self.stored.source, *beside(self.stored.rendering)))


@dataclass(frozen=True, eq=False)
class Export:
    """A kind of export: its columns and the rows that they are taken from, in the order of `key`."""

    name: str
    source: FromClause
    key: Expression
    columns: tuple[Column, ...]


def form_of(rendering: Rendering) -> Form:
    """What kind of value a rendering makes."""
    if isinstance(rendering, Money):
        return Form.AMOUNT
    if isinstance(rendering, Measured):
        return Form.QUANTITY
    if isinstance(rendering, Texts | Documents | Embedded | Members):
        return Form.LIST
    return Form[rendering.name] if isinstance(rendering, Plain) else Form.TEXT


def _handed_down(source: Source) -> Expression:
    return source.origin if isinstance(source, Inherited) else source


def stored_field(type_name: str, field: str) -> Stored:
    """What a stored field of the API is made of."""
    found = declared(type_name, python_name(field))
    assert isinstance(found, Stored), f"{type_name}.{field} is no stored field"
    return found


def export(name: str, type_name: str, source: FromClause, columns: str, **beside_the_api: Expression) -> Export:
    """A kind of export: `columns` in words, of which some name what the API shows otherwise or not at all."""
    made = tuple(_column(word, type_name, beside_the_api) for word in columns.split())
    return Export(name, source, CATALOGUE[type_name].key, made)


def _column(word: str, type_name: str, beside_the_api: Mapping[str, Expression]) -> Column:
    if word in beside_the_api:
        source = beside_the_api[word]
        return Column(word, Stored(source, Embedded() if isinstance(source.type, JSON) else plain(source.type)))
    called, _, path = word.rpartition("=")
    other, _, field = path.rpartition(".")
    return Column(called or field, stored_field(other or type_name, field))
