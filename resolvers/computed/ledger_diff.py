"""What changed in the ledger from one point to another, cause by cause, added up by the database.

The ledger only grows, so a point in it is a number of rows, and a difference is the rows between two points.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Subquery, and_, case, func, literal, select

from ...models import tables
from ...models.vocabulary import BillingType, TransactionClass, TransactionType
from ...posting.amounts import ZERO
from ..context import Info
from ..reading.renderings import at_minor_unit
from ..reading.rows import load_shown
from .points import LedgerPoint
from .scenarios import title

View = dict[str, Any]
MOST_GROUPS = 1000
ACTUAL = tables.actual
MONEY = ACTUAL.c.amount.type
EFFECTS = ("billed_amount", "billed_tax_amount", "backlog_amount", "cost_amount")


def ledger_diff(info: Info, from_: LedgerPoint, to: LedgerPoint | None) -> View:
    """The rows after `from_` up to `to` (now when left out); none where `to` is not after `from_`."""
    connection = info.context.connection
    last = int(connection.scalar(select(func.coalesce(func.max(ACTUAL.c.id), 0))) or 0)
    first, final = sequence_of(connection, from_, last), last if to is None else sequence_of(connection, to, last)
    rows = _rows_between(first, final)
    totals = [_view(row) for row in connection.execute(_totals(rows)).mappings()]
    groups = [_view(row) for row in connection.execute(_groups(rows)).mappings()]
    return {
        "from_sequence": first,
        "to_sequence": final,
        "rows": sum(one["rows"] for one in totals),
        "totals": totals,
        "groups": _with_records(info, groups[:MOST_GROUPS]),
        "truncated": len(groups) > MOST_GROUPS,
    }


def sequence_of(connection: Connection, point: LedgerPoint, last: int) -> int:
    """The position of a point, from 0 to `last`. Instants are found by halving: positions are gapless and in time."""
    if point.sequence is not None:
        return min(max(point.sequence, 0), last)
    assert point.at is not None, "the schema lets one of the two through"

    def recorded(sequence: int) -> datetime:
        statement = select(ACTUAL.c.recorded_at).where(ACTUAL.c.id >= sequence).order_by(ACTUAL.c.id).limit(1)
        found: datetime = connection.execute(statement).scalar_one()
        return found

    return bisect_right(range(1, last + 1), point.at, key=recorded)


def _rows_between(first: int, final: int) -> Subquery:
    """The rows with their scenario and what each does to billed sales, backlog and cost."""
    chargeable = ACTUAL.c.billing_type == BillingType.CHARGEABLE
    billed = and_(ACTUAL.c.transaction_type == TransactionType.BILLED_SALES, chargeable)
    waiting = and_(
        ACTUAL.c.transaction_type == TransactionType.UNBILLED_SALES,
        chargeable,
        ACTUAL.c.transaction_class != TransactionClass.RETAINER,
    )
    cost = ACTUAL.c.transaction_type == TransactionType.COST
    rule: ColumnElement[str] = ACTUAL.c.rule
    stem = func.rtrim(func.rtrim(rule, func.replace(rule, ".", "")), ".")  # all but the last part, on both engines
    return (
        select(ACTUAL.c.id, ACTUAL.c.invoice_id, ACTUAL.c.order_id, ACTUAL.c.currency, stem.label("scenario"))
        .add_columns(
            _where(billed, ACTUAL.c.amount).label("billed_amount"),
            _where(billed, ACTUAL.c.tax_amount).label("billed_tax_amount"),
            _where(waiting, ACTUAL.c.amount).label("backlog_amount"),
            _where(cost, ACTUAL.c.amount).label("cost_amount"),
        )
        .where(ACTUAL.c.id > first, ACTUAL.c.id <= final)
        .subquery("entries")
    )


def _where(condition: ColumnElement[bool], column: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((condition, column), else_=literal(ZERO, MONEY))


def _sums(rows: Subquery) -> list[ColumnElement[Any]]:
    sums: Iterable[ColumnElement[Any]] = (func.sum(rows.c[name], type_=MONEY).label(name) for name in EFFECTS)
    return [func.count().label("rows"), *sums]


def _groups(rows: Subquery) -> Select[*tuple[Any, ...]]:
    cause = (rows.c.invoice_id, rows.c.order_id, rows.c.scenario, rows.c.currency)
    return select(*cause, *_sums(rows)).group_by(*cause).order_by(func.min(rows.c.id)).limit(MOST_GROUPS + 1)


def _totals(rows: Subquery) -> Select[*tuple[Any, ...]]:
    return select(rows.c.currency, *_sums(rows)).group_by(rows.c.currency).order_by(rows.c.currency)


def _view(row: RowMapping) -> View:
    return {**row, **{name: at_minor_unit(row[name], row["currency"]) for name in EFFECTS}}


def _with_records(info: Info, groups: list[View]) -> list[View]:
    """Each group with its invoice, its order and the label of its scenario."""
    invoices = load_shown(info, "Invoice", [one["invoice_id"] for one in groups], ("groups", "invoice"))
    orders = load_shown(info, "Order", [one["order_id"] for one in groups], ("groups", "order"))
    return [
        {
            **one,
            "invoice": invoices.get(one["invoice_id"]),
            "order": orders.get(one["order_id"]),
            "label": title(one["scenario"]).label,
        }
        for one in groups
    ]
