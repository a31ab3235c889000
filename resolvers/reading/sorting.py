"""Up and down, and the sort keys that `…Sort` inputs mean."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import FromClause

from .keyset import SortKey


class SortDirection(StrEnum):
    """Up or down."""

    ASC = "ASC"
    DESC = "DESC"


def sort_keys(table: FromClause, sorts: Sequence[object] | None) -> tuple[SortKey, ...]:
    """The sort keys that `…Sort` inputs mean; `sequence` is the ledger's key."""
    keys = []
    for one in sorts or ():
        for name, direction in vars(one).items():
            if direction is not None:
                column = table.c["id" if name == "sequence" else name]
                keys.append(SortKey(column, direction is SortDirection.DESC))
    return tuple(keys)
