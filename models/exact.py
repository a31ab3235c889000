"""Exact decimal columns on both engines.

PostgreSQL has NUMERIC. SQLite has not: its NUMERIC is a float in disguise, and text neither sums nor sorts. There a
value is an integer scaled by a power of ten, which sums exactly in SQL, compares in order and is cheap to print.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import cast

from sqlalchemy import BigInteger, Dialect, Numeric
from sqlalchemy.types import TypeDecorator, TypeEngine

from .places import AMOUNT_PLACES, QUANTITY_PLACES

LARGEST_SCALED = Decimal(2**63 - 1)  # SQLite's integers; PostgreSQL's NUMERIC(20) is a little wider


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal with a fixed number of places: NUMERIC(20, places), on SQLite a 64-bit integer of 10^-places."""

    impl = Numeric
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__(20, places)
        self.places = places
        self._unit = Decimal(1).scaleb(-places)

    @property
    def largest(self) -> Decimal:
        """The largest value that a column holds on either engine."""
        return LARGEST_SCALED.scaleb(-self.places)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Decimal]:
        if dialect.name == "sqlite":
            return cast("TypeEngine[Decimal]", dialect.type_descriptor(BigInteger()))
        return dialect.type_descriptor(Numeric(20, self.places))

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> Decimal | int | None:
        if value is None:
            return None
        if isinstance(value, float):
            raise TypeError("money and quantities are never floats")
        exact = Decimal(value)
        if dialect.name != "sqlite":
            return exact
        scaled = exact.scaleb(self.places)
        if scaled != (whole := int(scaled)):
            raise ValueError(f"{exact} has more than {self.places} places")
        return whole

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Decimal | int | None], Decimal | None]:
        """The same at once, without the steps in between that a decorator takes for each value."""
        if dialect.name != "sqlite":
            return _exactly
        places = -self.places
        return lambda value: None if value is None else Decimal(int(value)).scaleb(places)

    def process_result_value(self, value: Decimal | int | None, dialect: Dialect) -> Decimal | None:
        """How one value is read that does not come as a column's."""
        return self.result_processor(dialect, None)(value)


def _exactly(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


Amount = ExactDecimal(AMOUNT_PLACES)
Quantity = ExactDecimal(QUANTITY_PLACES)
