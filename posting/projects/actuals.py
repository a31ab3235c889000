"""Rows of the ledger as the facts that planners of the project side work with."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from ...models import tables
from ...models.rows import read_all
from ..command.lookup import CHUNK
from ..planners.projects import facts

ACTUAL = tables.actual


def ledger_rows(connection: Connection, keys: Sequence[int]) -> dict[int, facts.LedgerRow]:
    """Rows of the ledger by key."""
    found: dict[int, facts.LedgerRow] = {}
    for start in range(0, len(keys), CHUNK):
        statement = select(ACTUAL).where(ACTUAL.c.id.in_(keys[start : start + CHUNK]))
        found |= {row.id: row for row in read_all(connection, statement, facts.LedgerRow)}
    return found
