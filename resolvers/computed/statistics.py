"""Counts of returns by reason, disposition, product or customer."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.types import TypeEngine

from ...models import tables
from ...models.vocabulary import DetailKind, DispositionAction, ReturnLineStatus, ReturnStatisticsBy
from ...posting.amounts import ZERO
from ...posting.sales.canceled import is_void
from ..reading.renderings import at_minor_unit, normalized

LINE, ORDER, CODE = tables.return_order_line, tables.order, tables.disposition_code
REASON, GROUP, PRODUCT, CUSTOMER = tables.reason_code, tables.reason_code_group, tables.product, tables.customer
INVOICE, CREDIT, CORRECTED = tables.invoice, tables.invoice_line, tables.invoice_line.alias("corrected")
FIRST, LATER = tables.invoice_line_detail.alias("first_detail"), tables.invoice_line_detail.alias("later_detail")
PIECES, MONEY = LINE.c.expected_quantity.type, tables.invoice_line.c.net_amount.type
SCRAPPED = (DispositionAction.SCRAP, DispositionAction.REPLACE_AND_SCRAP)
KEYS: dict[ReturnStatisticsBy, tuple[ColumnElement[Any], ColumnElement[Any]]] = {
    ReturnStatisticsBy.REASON: (ORDER.c.reason_code, REASON.c.description),
    ReturnStatisticsBy.REASON_GROUP: (GROUP.c.code, GROUP.c.description),
    ReturnStatisticsBy.DISPOSITION: (CODE.c.code, CODE.c.description),
    ReturnStatisticsBy.PRODUCT: (PRODUCT.c.number, PRODUCT.c.name),
    ReturnStatisticsBy.CUSTOMER: (CUSTOMER.c.number, CUSTOMER.c.name),
}


def count_returns(
    connection: Connection, by: ReturnStatisticsBy, first: date | None, last: date | None, most: int
) -> list[dict[str, Any]]:
    """At most `most` rows, one for each value and currency, most lines first; canceled lines are left out."""
    key, description = KEYS[by]
    period = _within(first, last)
    posted, scrapped = _posted(period), _scrapped(period)
    statement = (
        select(
            key.label("key"),
            description.label("description"),
            ORDER.c.currency,
            func.count(ORDER.c.id.distinct()).label("return_orders"),
            func.count().label("lines"),
            _sum(LINE.c.expected_quantity, PIECES).label("expected_quantity"),
            _sum(LINE.c.received_quantity, PIECES).label("received_quantity"),
            _sum(posted.c.quantity, PIECES).label("credited_quantity"),
            _sum(posted.c.net_amount, MONEY).label("credited_amount"),
            _sum(_loss(posted, scrapped), MONEY).label("scrap_loss"),
        )
        .select_from(_lines(posted, scrapped))
        .where(LINE.c.return_status != ReturnLineStatus.CANCELED, *period)
        .group_by(key, description, ORDER.c.currency)
        .order_by(func.count().desc(), key.is_(None), key, ORDER.c.currency)
        .limit(most)
    )
    return [_view(dict(row)) for row in connection.execute(statement).mappings()]


def _sum(column: ColumnElement[Any], kind: TypeEngine[Decimal]) -> ColumnElement[Decimal]:
    return func.coalesce(func.sum(column, type_=kind), literal(ZERO, kind), type_=kind)


def _of_period(period: list[ColumnElement[bool]]) -> Select[int]:
    return select(LINE.c.id).join(ORDER, ORDER.c.id == LINE.c.order_id).where(*period)


def _posted(period: list[ColumnElement[bool]]) -> Subquery:
    """What stands credited of each return line, positive: with its corrections, and without what was canceled."""
    credit, later, corrected = CREDIT, LATER, CORRECTED
    credits = select(
        credit.c.return_order_line_id.label("line_id"), credit.c.quantity, credit.c.net_amount, credit.c.cost_amount
    ).where(credit.c.return_order_line_id.in_(_of_period(period)), ~is_void(credit.c.invoice_id))
    corrections = (
        select(
            credit.c.return_order_line_id,
            later.c.quantity - later.c.previous_quantity,
            later.c.invoice_amount,
            corrected.c.cost_amount,
        )
        .join(FIRST, and_(FIRST.c.invoice_line_id == credit.c.id, FIRST.c.kind == DetailKind.PRODUCT))
        .join(later, later.c.first_detail_id == FIRST.c.id)
        .join(corrected, corrected.c.id == later.c.invoice_line_id)
        .join(INVOICE, and_(INVOICE.c.id == later.c.invoice_id, INVOICE.c.posted_at.is_not(None)))
        .where(credit.c.return_order_line_id.in_(_of_period(period)), ~is_void(later.c.invoice_id))
    )
    both = union_all(credits, corrections).subquery("credited")
    return (
        select(
            both.c.line_id,
            func.sum(-both.c.quantity, type_=PIECES).label("quantity"),
            func.sum(-both.c.net_amount, type_=MONEY).label("net_amount"),
            func.sum(-both.c.cost_amount, type_=MONEY).label("cost"),
        )
        .group_by(both.c.line_id)
        .subquery("posted")
    )


def _scrapped(period: list[ColumnElement[bool]]) -> Subquery:
    """The cost of what each return line scrapped."""
    moved = tables.packing_slip_line
    return (
        select(moved.c.return_order_line_id.label("line_id"), func.sum(moved.c.cost_amount, type_=MONEY).label("cost"))
        .where(moved.c.action.in_(SCRAPPED), moved.c.return_order_line_id.in_(_of_period(period)))
        .group_by(moved.c.return_order_line_id)
        .subquery("scrapped")
    )


def _loss(posted: Subquery, scrapped: Subquery) -> ColumnElement[Decimal]:
    """What was scrapped, and the cost of goods that were credited and never came back."""
    return case((CODE.c.action == DispositionAction.CREDIT_ONLY, posted.c.cost), else_=scrapped.c.cost)


def _lines(posted: Subquery, scrapped: Subquery) -> FromClause:
    return (
        LINE.join(ORDER, ORDER.c.id == LINE.c.order_id)
        .join(PRODUCT, PRODUCT.c.id == LINE.c.product_id)
        .join(CUSTOMER, CUSTOMER.c.id == ORDER.c.customer_id)
        .outerjoin(CODE, CODE.c.id == LINE.c.disposition_code_id)
        .outerjoin(REASON, REASON.c.code == ORDER.c.reason_code)
        .outerjoin(GROUP, GROUP.c.id == REASON.c.group_id)
        .outerjoin(posted, posted.c.line_id == LINE.c.id)
        .outerjoin(scrapped, scrapped.c.line_id == LINE.c.id)
    )


def _within(first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    created = ORDER.c.created_at
    found = []
    if first is not None:
        found.append(created >= datetime.combine(first, time(), UTC))
    if last is not None and last < date.max:
        found.append(created < datetime.combine(last + timedelta(days=1), time(), UTC))
    return found


def _view(row: dict[str, Any]) -> dict[str, Any]:
    amounts = {name: at_minor_unit(Decimal(row[name]), row["currency"]) for name in ("credited_amount", "scrap_loss")}
    pieces = ("expected_quantity", "received_quantity", "credited_quantity")
    return row | amounts | {name: normalized(row[name]) for name in pieces}
