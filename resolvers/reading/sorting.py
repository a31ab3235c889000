"""Up and down, and the sort keys that `…Sort` inputs mean."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import Date, FromClause, Label, func, literal_column

from ...models import tables
from .keyset import SortKey
from .sources import Expression


class SortDirection(StrEnum):
    """Up or down."""

    ASC = "ASC"
    DESC = "DESC"


def _accounted(way: str, instead: date) -> Label[date]:
    """The accounting date of a row, or `instead`: spelled as the index of this way has it (migration 0011)."""
    found = func.coalesce(tables.actual.c.accounting_date, literal_column(f"'{instead}'", Date), type_=Date)
    return found.label(f"accounted_{way}")


ACCOUNTED_UP, ACCOUNTED_DOWN = _accounted("up", date.max), _accounted("down", date.min)
OTHERS_LAST: Mapping[str, Mapping[SortDirection, Expression]] = {  # rows without a value come last both ways
    "accounting_date": {SortDirection.ASC: ACCOUNTED_UP, SortDirection.DESC: ACCOUNTED_DOWN}
}


def sort_keys(table: FromClause, sorts: Sequence[object] | None) -> tuple[SortKey, ...]:
    """The sort keys that `…Sort` inputs mean; `sequence` is the ledger's key."""
    keys = []
    for one in sorts or ():
        for name, direction in vars(one).items():
            if direction is not None:
                keys.append(SortKey(_sorted_by(table, name, direction), direction is SortDirection.DESC))
    return tuple(keys)


def _sorted_by(table: FromClause, name: str, direction: SortDirection) -> Expression:
    if name in OTHERS_LAST:
        return OTHERS_LAST[name][direction]
    return table.c["id" if name == "sequence" else name]
