"""The decimals of amounts: of each record of a page that has a currency they are worked out once."""

from functools import cache

from sqlalchemy import ColumnElement, FromClause, Integer, case, cast
from sqlalchemy.sql.elements import KeyedColumnElement, Label

from ...models.money import currencies_by_places
from ..reading.catalogue import CATALOGUE
from ..reading.declarations import Stored
from ..reading.renderings import Money
from ..reading.sources import Expression, Inherited, Source
from .engines import constant_number
from .scopes import Scope
from .text import constant

USUAL = 2
KEPT = "minor_unit"


def places_of(scope: Scope, currency: Source) -> Expression:
    """How many decimals an amount of a record has."""
    return scope.value(currency, minor_unit_of, KEPT)


def minor_unit_of(currency: Expression) -> Expression:
    """The decimals of a currency; most have the usual ones."""
    others = [(places, codes) for places, codes in currencies_by_places().items() if places != USUAL]
    rare = [constant(code) for _, codes in others for code in codes]
    whens = [(currency.in_([constant(code) for code in codes]), constant_number(places)) for places, codes in others]
    return cast(case((currency.not_in(rare), constant_number(USUAL)), *whens), Integer)


def kept_with(table: FromClause) -> tuple[Label[int], ...]:
    """What is worked out once for each record of a table, besides its columns."""
    currency = _currencies().get(table)
    return () if currency is None else (minor_unit_of(currency).label(KEPT),)


@cache
def _currencies() -> dict[FromClause, ColumnElement[str]]:
    """The column of a currency by the table that has it, as far as amounts are in it."""
    found: dict[FromClause, ColumnElement[str]] = {}
    for family in CATALOGUE.values():
        for entity in family.entities.values():
            for declared in entity.fields.values():
                if isinstance(declared, Stored) and isinstance(declared.rendering, Money):
                    currency = declared.rendering.currency
                    origin = currency.origin if isinstance(currency, Inherited) else currency
                    if isinstance(origin, KeyedColumnElement) and origin.table is not None:
                        found[origin.table] = origin
    return found
