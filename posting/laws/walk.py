"""Walking through rows, for laws of amounts: only `posting.amounts` rounds as documents are rounded, on any engine.

Rows come some at a time, so that a law takes no more memory on large books than on small ones.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select

from ...models.money import minor_unit

CHUNK = 2000
Row = Any


def rows(connection: Connection, statement: Select[Any]) -> Iterator[Row]:
    """The rows of a statement, streamed."""
    yield from connection.execute(statement.execution_options(yield_per=CHUNK))


def places_of(currency: str) -> int:
    """Decimals of a currency; of a code that is none, which another law sees, as many as a column has."""
    try:
        return minor_unit(currency)
    except ValueError:
        return 4
