"""What a posting draws before it is written: numbers of series, and the keys of its new rows, all at once.

The rows of the series are what everybody waits for. They are drawn in one statement when all else is known, LEDGER
first and the others by name, so that two postings never wait for each other in a circle. Keys come from the database's
own sequences, where it has some, and may have gaps; numbers have none.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table

from .series import numbered

HELD = (
    "SELECT name FROM number_series WHERE name = ANY(%s::VARCHAR[]) ORDER BY name <> 'LEDGER', name FOR NO KEY UPDATE"
)
POSTGRESQL = f"""
WITH held AS MATERIALIZED ({HELD}),
drawn AS (
  UPDATE number_series SET next = next + wanted.count
  FROM unnest(%s::VARCHAR[], %s::INTEGER[]) AS wanted (name, count)
  WHERE number_series.name = wanted.name AND (SELECT count(*) FROM held) > 0
  RETURNING number_series.name, prefix, next
)
SELECT
  (SELECT json_agg(json_build_array(name, prefix, next)) FROM drawn)::text,
  (SELECT json_agg(json_build_array(name, nextval(pg_get_serial_sequence(name, 'id'))))
   FROM unnest(%s::VARCHAR[], %s::INTEGER[]) AS wanted (name, count), generate_series(1, count))::text
"""
SQLITE = """
UPDATE number_series SET next = next + wanted.column2 FROM (VALUES {values}) AS wanted
WHERE number_series.name = wanted.column1 RETURNING name, prefix, next
"""
LAST = (  # where the key of a deleted row is never another one's, that is noted
    "SELECT max(coalesce((SELECT max(id) FROM {0}), 0), "
    "coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{0}'), 0))"
)


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
    if connection.dialect.name == "postgresql":
        found, keys = _from_postgresql(connection, wanted, new)
    else:
        found, keys = _from_sqlite(connection, wanted, new)
    return Drawn({name: next - wanted[name] for name, _, next in found}, {name: said for name, said, _ in found}, keys)


def _from_postgresql(
    connection: Connection, series: Mapping[str, int], rows: Mapping[str, int]
) -> tuple[list[tuple[str, str, int]], Mapping[str, list[int]]]:
    values = (list(series), list(series), list(series.values()), list(rows), list(rows.values()))
    drawn, made = connection.exec_driver_sql(POSTGRESQL, values).one()
    keys: dict[str, list[int]] = defaultdict(list)
    for table, key in json.loads(made or "[]"):
        keys[table].append(key)
    return json.loads(drawn or "[]"), keys


def _from_sqlite(
    connection: Connection, series: Mapping[str, int], rows: Mapping[str, int]
) -> tuple[list[tuple[str, str, int]], Mapping[str, list[int]]]:
    found: list[tuple[str, str, int]] = []
    if series:
        statement = SQLITE.format(values=", ".join(["(?, ?)"] * len(series)))
        given = tuple(value for pair in series.items() for value in pair)
        found = [(name, prefix, next) for name, prefix, next in connection.exec_driver_sql(statement, given)]
    last = [f"({LAST.format(table)})" for table in rows]
    ends = connection.exec_driver_sql(f"SELECT {', '.join(last)}").one() if rows else ()
    return found, {
        table: list(range(end + 1, end + 1 + count)) for (table, count), end in zip(rows.items(), ends, strict=True)
    }
