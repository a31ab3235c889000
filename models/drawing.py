"""Drawing numbers of several series, and keys of new rows of several tables, in a statement or two.

The rows of the series are locked by their names, LEDGER first, which nearly everybody draws from: so two that draw from
several never wait for each other in a circle. Keys come from the database's own sequences, where it has some, and may
have gaps; numbers have none.
"""

import json
from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection

from .driver import rows_of

Drawn = list[tuple[str, str, int]]  # a series, its prefix, and its next number
Keys = Mapping[str, list[int]]  # by table
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


def draw_numbers_and_keys(
    connection: Connection, series: Mapping[str, int], rows: Mapping[str, int]
) -> tuple[Drawn, Keys]:
    """Draw so many numbers of each series, and keys for so many rows of each table."""
    draw = _from_postgresql if connection.dialect.name == "postgresql" else _from_sqlite
    return draw(connection, series, rows)


def _from_postgresql(connection: Connection, series: Mapping[str, int], rows: Mapping[str, int]) -> tuple[Drawn, Keys]:
    values = (list(series), list(series), list(series.values()), list(rows), list(rows.values()))
    drawn, made = connection.exec_driver_sql(POSTGRESQL, values).one()
    keys: dict[str, list[int]] = defaultdict(list)
    for table, key in json.loads(made or "[]"):
        keys[table].append(key)
    return json.loads(drawn or "[]"), keys


def _from_sqlite(connection: Connection, series: Mapping[str, int], rows: Mapping[str, int]) -> tuple[Drawn, Keys]:
    found: Drawn = []
    if series:
        statement = SQLITE.format(values=", ".join(["(?, ?)"] * len(series)))
        given = tuple(value for pair in series.items() for value in pair)
        found = [(name, prefix, next) for name, prefix, next in rows_of(connection, statement, given, announces=True)]
    last = [f"({LAST.format(table)})" for table in rows]
    ends = rows_of(connection, f"SELECT {', '.join(last)}", (), announces=True)[0] if rows else ()
    return found, {
        table: list(range(end + 1, end + 1 + count)) for (table, count), end in zip(rows.items(), ends, strict=True)
    }
