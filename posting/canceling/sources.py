"""How far everything is that a document billed, credited or applied: orders, return lines, charges, milestones."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from ...models import tables
from ...models.among import among
from ...models.rows import read_all
from ...models.vocabulary import DetailKind, OrderType
from ..planners.canceling import facts
from ..sales.canceled import is_void
from .records import CreditedRow, OrderLineRow, OrderRow

LINE, DETAIL, INVOICE, OF_ORDER = tables.invoice_line, tables.invoice_line_detail, tables.invoice, tables.invoice_order
SOLD, RETURNED, CODE, ORDER = tables.sales_order_line, tables.return_order_line, tables.disposition_code, tables.order
CHARGE, ENTERED = tables.invoice_charge, tables.return_charge
MILESTONE, CONTRACT_LINE = tables.milestone, tables.contract_line
FIRST, FIRST_LINE = DETAIL.alias("first"), LINE.alias("first_line")


@dataclass(frozen=True)
class Sources:
    """What a document is about, as it is now."""

    sold_lines: tuple[facts.SoldLine, ...]
    sold_orders: tuple[facts.SoldOrder, ...]
    credited_lines: tuple[facts.CreditedLine, ...]
    returned_orders: tuple[facts.ReturnedOrder, ...]
    charges: tuple[int, ...]
    milestones: tuple[facts.Status, ...]
    products: tuple[facts.Status, ...]


def sources_of(connection: Connection, invoice_id: int) -> Sources:
    """Everything that moves when the document is canceled, besides retainers."""
    lines = LINE.c.invoice_id == invoice_id
    orders = read_all(connection, _orders(invoice_id), OrderRow)
    mine = SOLD.c.id.in_(select(LINE.c.sales_order_line_id).where(lines))
    sold = select(SOLD.c.id, SOLD.c.invoiced_quantity.label("invoiced")).where(mine)
    billed = set(read_all(connection, select(SOLD.c.order_id).where(mine), int))
    return Sources(
        sold_lines=tuple(read_all(connection, sold.order_by(SOLD.c.id), facts.SoldLine)),
        sold_orders=tuple(facts.SoldOrder(one.id, one.status) for one in orders if one.id in billed),
        credited_lines=tuple(_credited(connection, invoice_id)),
        returned_orders=_returned(connection, [one for one in orders if one.type is OrderType.RETURN_ORDER]),
        charges=tuple(read_all(connection, _charges(invoice_id), int)),
        milestones=tuple(read_all(connection, _milestones(invoice_id), facts.Status)),
        products=tuple(read_all(connection, _products(invoice_id), facts.Status)),
    )


def _orders(invoice_id: int) -> Select[OrderRow]:
    statement = select(ORDER).join(OF_ORDER, OF_ORDER.c.order_id == ORDER.c.id)
    return statement.where(OF_ORDER.c.invoice_id == invoice_id).order_by(ORDER.c.id)


def return_lines_of(invoice_id: int) -> Select[int]:
    """The return lines that a document credits, or whose credit it corrects."""
    return (
        select(FIRST_LINE.c.return_order_line_id)
        .join(FIRST, FIRST.c.invoice_line_id == FIRST_LINE.c.id)
        .join(DETAIL, func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id) == FIRST.c.id)
        .where(DETAIL.c.invoice_id == invoice_id, FIRST_LINE.c.return_order_line_id.is_not(None))
    )


def _credited(connection: Connection, invoice_id: int) -> list[facts.CreditedLine]:
    statement = (
        select(RETURNED, CODE.c.action)
        .outerjoin(CODE, CODE.c.id == RETURNED.c.disposition_code_id)
        .where(RETURNED.c.id.in_(return_lines_of(invoice_id)))
        .order_by(RETURNED.c.id)
    )
    return [
        facts.CreditedLine(
            id=row.id,
            order_id=row.order_id,
            status=row.return_status,
            action=row.action,
            expected=row.expected_quantity,
            invoiced=row.invoiced_quantity,
            released=row.released_quantity,
            closed_on=row.closed_on,
        )
        for row in read_all(connection, statement, CreditedRow)
    ]


def _returned(connection: Connection, orders: list[OrderRow]) -> tuple[facts.ReturnedOrder, ...]:
    statement = select(RETURNED, CODE.c.action).outerjoin(CODE, CODE.c.id == RETURNED.c.disposition_code_id)
    chosen = statement.where(among(connection, RETURNED.c.order_id, [one.id for one in orders])).order_by(RETURNED.c.id)
    lines = defaultdict(list)
    for row in read_all(connection, chosen, OrderLineRow) if orders else ():
        lines[row.order_id].append((row.id, row.return_status, row.action))
    return tuple(
        facts.ReturnedOrder(one.id, one.status, one.return_status, tuple(lines[one.id]))
        for one in orders
        if one.return_status is not None
    )


def _charges(invoice_id: int) -> Select[int]:
    """Charges of return orders that no other document bears which counts."""
    other = CHARGE.alias("other")
    elsewhere = (
        select(other.c.id)
        .where(other.c.return_charge_id == ENTERED.c.id, other.c.invoice_id != invoice_id)
        .where(~is_void(other.c.invoice_id))
        .correlate(ENTERED)
        .exists()
    )
    mine = select(CHARGE.c.return_charge_id).where(CHARGE.c.invoice_id == invoice_id)
    return (
        select(ENTERED.c.id)
        .where(ENTERED.c.id.in_(mine), ENTERED.c.posted.is_(True), ~elsewhere)
        .order_by(ENTERED.c.id)
    )


def _milestones(invoice_id: int) -> Select[facts.Status]:
    mine: ColumnElement[bool] = and_(DETAIL.c.invoice_id == invoice_id, DETAIL.c.kind == DetailKind.MILESTONE)
    status = MILESTONE.c.invoice_status.label("status")
    return select(MILESTONE.c.id, status).where(MILESTONE.c.id.in_(select(DETAIL.c.milestone_id).where(mine)))


def _products(invoice_id: int) -> Select[facts.Status]:
    billed = or_(CONTRACT_LINE.c.product_id.is_not(None), CONTRACT_LINE.c.billing_status.is_not(None))
    mine = select(LINE.c.contract_line_id).where(LINE.c.invoice_id == invoice_id)
    status = CONTRACT_LINE.c.billing_status.label("status")
    return select(CONTRACT_LINE.c.id, status).where(CONTRACT_LINE.c.id.in_(mine), billed)
