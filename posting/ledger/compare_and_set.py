"""Moves columns of existing rows, each only from the value that its plan was made with."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, Table, select

from ...models import tables
from ...models.identity import encode
from ...models.together import Together
from ...models.vocabulary import ProblemCode
from ..command.lookup import CHUNK
from ..planned.changes import Change, Value
from ..problems import Refused, refuse

NOTHING = "null"  # as the API writes it
SUBJECTS: dict[str, Table] = {
    "Invoice": tables.invoice,
    "InvoiceLine": tables.invoice_line,
    "SalesOrder": tables.order,
    "ReturnOrder": tables.order,
    "SalesOrderLine": tables.sales_order_line,
    "ReturnOrderLine": tables.return_order_line,
    "ReturnCharge": tables.return_charge,
    "Actual": tables.actual,
    "Milestone": tables.milestone,
    "Retainer": tables.retainer,
    "ContractLine": tables.contract_line,
}


def apply(together: Together, changes: Iterable[Change]) -> None:
    """Move columns from their old to their new values, one statement per set of columns.

    What is moved several times, by plans that follow each other, is moved from the first to the last. Each of them has
    to begin where the one before it ended: a plan that did not see it is refused like one that somebody else outran.
    """
    rows: dict[tuple[str, int], dict[str, tuple[Value, Value]]] = defaultdict(dict)
    for subject, key, field, before, after in changes:
        first, last = rows[subject, key].get(field, (before, before))
        if last != before:
            raise _outrun(subject, 1, key, before, last)
        rows[subject, key][field] = first, after
    batches: dict[tuple[str, tuple[str, ...]], list[tuple[Value, ...]]] = defaultdict(list)
    for (subject, key), columns in rows.items():
        olds, news = zip(*columns.values(), strict=True)
        batches[subject, tuple(columns)].append((key, *news, *olds))
    for (subject, names), of_shape in batches.items():
        _move(together, subject, names, of_shape)


def _move(together: Together, subject: str, names: tuple[str, ...], rows: list[tuple[Value, ...]]) -> None:
    def check(moved: int) -> None:
        if moved != len(rows):
            raise _outrun(subject, len(rows) - moved, *_first_outrun(together.connection, subject, names, rows))

    together.move(SUBJECTS[subject], names, rows, check)


def _first_outrun(
    connection: Connection, subject: str, names: tuple[str, ...], rows: list[tuple[Value, ...]]
) -> tuple[int, Value, Value]:
    """The first record that has moved on: its key, what was expected of it, and what stands there now."""
    table, width = SUBJECTS[subject], len(names)
    columns = [table.c[name] for name in names]
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        found = connection.execute(select(table.c.id, *columns).where(table.c.id.in_([row[0] for row in part])))
        stands = {key: values for key, *values in found}
        for key, *values in part:
            news, olds, now = values[:width], values[width:], stands.get(key, [None] * width)
            if now != news:
                place = next((place for place in range(width) if now[place] != olds[place]), 0)
                return int(str(key)), olds[place], now[place]
    raise AssertionError("at least one of them was not moved")


def _outrun(subject: str, count: int, key: int, expected: Value, current: Value) -> Refused:
    return refuse(
        ProblemCode.CONCURRENT_UPDATE,
        "records-moved",
        type=subject,
        count=count,
        document=encode(subject, key),
        expected=NOTHING if expected is None else expected,
        current=NOTHING if current is None else current,
    )
