"""Moves columns of existing rows, each only from the value that its plan was made with."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Table, bindparam, update

from ...models import tables
from ...models.vocabulary import ProblemCode
from ..canonical import how_many
from ..plan import Change, Value
from ..problems import refuse

SUBJECTS: dict[str, Table] = {
    "Invoice": tables.invoice,
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


def apply(connection: Connection, changes: Iterable[Change]) -> None:
    """Move columns from their old to their new values, one statement per set of columns."""
    rows: dict[tuple[str, int], dict[str, tuple[Value, Value]]] = defaultdict(dict)
    for change in changes:
        rows[change.subject, change.key][change.field] = (change.before, change.after)
    batches: dict[tuple[str, tuple[str, ...]], list[dict[str, Value]]] = defaultdict(list)
    for (subject, key), columns in rows.items():
        values: dict[str, Value] = {"key": key}
        for name, (before, after) in columns.items():
            values |= {f"before_{name}": before, f"after_{name}": after}
        batches[subject, tuple(columns)].append(values)
    for (subject, names), parameters in batches.items():
        _move(connection, subject, names, parameters)


def _move(connection: Connection, subject: str, names: Sequence[str], parameters: list[dict[str, Value]]) -> None:
    table = SUBJECTS[subject]
    statement = (
        update(table)
        .where(table.c.id == bindparam("key"))
        .values({name: bindparam(f"after_{name}", type_=table.c[name].type) for name in names})
    )
    for name in names:
        statement = statement.where(
            table.c[name].is_not_distinct_from(bindparam(f"before_{name}", type_=table.c[name].type))
        )
    moved = connection.execute(statement, parameters).rowcount
    if moved != len(parameters):
        raise refuse(
            ProblemCode.CONCURRENT_UPDATE,
            f"{how_many(len(parameters) - moved, f'{subject} record')} changed while this was being posted.",
            remedy="Read the records again and repeat the call.",
        )
