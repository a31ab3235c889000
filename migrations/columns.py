"""The column types of revisions 0001 to 0008, as they made them; a later one that changes them brings its own.

Exact decimals are NUMERIC on PostgreSQL and integers of 10^-places on SQLite, instants timestamptz and ISO 8601 text.
"""

from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator, TypeEngine


class Exact(TypeDecorator[Decimal]):
    """A decimal with a fixed number of places."""

    impl = sa.Numeric
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__(20, places)
        self.places = places

    def load_dialect_impl(self, dialect: sa.Dialect) -> TypeEngine[Any]:
        on_sqlite = dialect.name == "sqlite"
        return dialect.type_descriptor(sa.BigInteger() if on_sqlite else sa.Numeric(20, self.places))

    def process_bind_param(self, value: Decimal | int | None, dialect: sa.Dialect) -> Decimal | int | None:
        if value is None or dialect.name != "sqlite":
            return value
        return int(Decimal(value).scaleb(self.places))

    def process_result_value(self, value: Decimal | int | None, dialect: sa.Dialect) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        return Decimal(int(value)).scaleb(-self.places)


Amount = Exact(4)
Quantity = Exact(6)  # quantities, unit prices and per cents
Instant = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
