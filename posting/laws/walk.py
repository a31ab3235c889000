"""Walking through rows, for laws of amounts: only `posting.amounts` rounds as documents are rounded, on any engine.

Rows come some at a time, so that a law takes no more memory on large books than on small ones.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, and_, func, not_, type_coerce

from ...models.money import minor_units
from ...models.places import AMOUNT_PLACES, QUANTITY_PLACES

CHUNK = 2000
MOST_EXACT = 9 * 10**18  # products above this are no longer integers in SQLite
Row = Any
T = TypeVar("T")


def rows(connection: Connection, statement: Select[Any]) -> Iterator[Row]:
    """The rows of a statement, streamed; who leaves before the last one leaves no cursor open."""
    with connection.execute(statement, execution_options={"yield_per": CHUNK}) as found:
        yield from found


def breaking(found: Iterable[T], holds: Callable[[T], bool], key: Callable[[T], object]) -> Iterator[object]:
    """Keys of what does not hold; a row of which a value is missing, or cannot be reckoned with, does not."""
    for one in found:
        try:
            good = holds(one)
        except (TypeError, ArithmeticError):
            good = False
        if not good:
            yield key(one)


def key_of(row: Row) -> object:
    """The key of a row."""
    return row.id


def at_some_places(currency: str, holds: Callable[[int], bool]) -> bool:
    """Whether something holds at the decimals of a currency, today's or those that books had before them.

    A code that is none, which another law sees, has as many as a column.
    """
    try:
        places = minor_units(currency)
    except ValueError:
        places = (AMOUNT_PLACES,)
    return any(map(holds, places))


def unlike(
    connection: Connection, amount: ColumnElement[Decimal], quantity: ColumnElement[Decimal], price: ColumnElement[Any]
) -> ColumnElement[bool]:
    """SQL: an amount is not exactly quantity times price; only those rows are worth a walk, to be rounded or told."""
    if connection.dialect.name == "postgresql":
        return amount != quantity * price
    pieces, each, whole = (type_coerce(column, BigInteger) for column in (quantity, price, amount))
    product = pieces * each
    is_exact = whole * 10 ** (2 * QUANTITY_PLACES - AMOUNT_PLACES) == product
    return not_(and_(is_exact, func.abs(product) < MOST_EXACT))
