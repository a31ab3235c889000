"""What a posting draws before it is written: numbers of series, and the keys of its new rows, all at once.

The rows of the series are what everybody waits for: they are drawn when all else is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table

from ...models.drawing import draw_numbers_and_keys
from .series import numbered


@dataclass(frozen=True)
class Drawn:
    """The first number drawn of each series, the series' prefixes, and the keys of new rows by table."""

    first: Mapping[str, int]
    prefixes: Mapping[str, str]
    keys: Mapping[str, list[int]]

    def numbers(self, series: str, count: int) -> list[str]:
        """The numbers of a series of which so many were drawn, as documents bear them."""
        first = self.first[series]
        return [numbered(self.prefixes[series], number) for number in range(first, first + count)]


def draw_together(connection: Connection, series: Mapping[str, int], rows: Mapping[Table, int]) -> Drawn:
    """Draw so many numbers of each of the series, and keys for so many new rows of each of the tables."""
    wanted = {name: count for name, count in series.items() if count}
    new = {table.name: count for table, count in rows.items() if count}
    found, keys = draw_numbers_and_keys(connection, wanted, new)
    return Drawn({name: next - wanted[name] for name, _, next in found}, {name: said for name, said, _ in found}, keys)
