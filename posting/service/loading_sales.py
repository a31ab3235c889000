"""Loads the facts of sales and return orders for the planners, locking what a posting depends on."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, func, select

from ...models import tables
from ...models.money import minor_unit
from ...models.vocabulary import (
    DispositionAction,
    OrderStatus,
    OrderType,
    ReturnLineStatus,
    ReturnStatus,
)
from ..amounts import ZERO
from ..planners import facts
from .lookup import Found

CLAIM = tables.return_order_line


def claimed_quantity(invoice_line_id: ColumnElement[int] | int) -> ColumnElement[Decimal]:
    """SQL: how much of an invoice line return orders have claimed, canceled and released quantities left out."""
    claimed = func.sum(CLAIM.c.expected_quantity - CLAIM.c.released_quantity, type_=CLAIM.c.expected_quantity.type)
    return (
        select(claimed)
        .where(CLAIM.c.original_invoice_line_id == invoice_line_id)
        .where(CLAIM.c.return_status != ReturnLineStatus.CANCELED)
        .scalar_subquery()
    )


def returnable_quantity(connection: Connection, invoice_line_id: int) -> Decimal:
    """How much of an invoice line can still be returned."""
    line = tables.invoice_line
    sold, claimed = connection.execute(
        select(line.c.quantity, claimed_quantity(invoice_line_id)).where(line.c.id == invoice_line_id)
    ).one()
    return Decimal(sold) - Decimal(claimed or ZERO)


def documents_of(connection: Connection, order_id: int) -> tuple[str, ...]:
    """Numbers of the documents posted for an order, oldest first."""
    link, invoice = tables.invoice_order, tables.invoice
    statement = (
        select(invoice.c.number)
        .join(link, link.c.invoice_id == invoice.c.id)
        .where(link.c.order_id == order_id, invoice.c.number.is_not(None))
        .order_by(invoice.c.id)
    )
    return tuple(connection.scalars(statement))


def _last_packing_slip(connection: Connection, order_id: int) -> date | None:
    slip = tables.packing_slip
    latest: date | None = connection.scalar(select(func.max(slip.c.date)).where(slip.c.order_id == order_id))
    return latest


def load_sales_order(connection: Connection, order: Found) -> facts.SalesOrder:
    """A sales order with its lines."""
    line = tables.sales_order_line
    rows = connection.execute(select(line).where(line.c.order_id == order.id).order_by(line.c.line_number))
    return facts.SalesOrder(
        id=order.id,
        number=order.number,
        type=OrderType(order.type),
        status=OrderStatus(order.status),
        customer_id=order.customer_id,
        currency=order.currency,
        places=minor_unit(order.currency),
        last_packing_slip=_last_packing_slip(connection, order.id),
        documents=documents_of(connection, order.id),
        lines=tuple(
            facts.SalesLine(
                id=row.id,
                line_number=row.line_number,
                product_id=row.product_id,
                description=row.description,
                quantity=row.quantity,
                unit_price=row.unit_price,
                unit_cost=row.unit_cost,
                discount_percent=row.discount_percent,
                tax_rate=row.tax_rate,
                net_amount=row.net_amount,
                delivered=row.delivered_quantity,
                invoiced=row.invoiced_quantity,
            )
            for row in rows
        ),
    )


def load_return_order(connection: Connection, order: Found, *, lock: bool) -> facts.ReturnOrder:
    """A return order with its lines and the invoice lines that they return, these locked in the order of their keys."""
    line, code = CLAIM, tables.disposition_code
    statement = (
        select(line, code.c.action)
        .outerjoin(code, code.c.id == line.c.disposition_code_id)
        .where(line.c.order_id == order.id)
        .order_by(line.c.line_number)
    )
    rows = connection.execute(statement).all()
    originals = _load_originals(connection, sorted({row.original_invoice_line_id for row in rows}), lock=lock)
    return facts.ReturnOrder(
        id=order.id,
        number=order.number,
        return_status=ReturnStatus(order.return_status),
        status=OrderStatus(order.status),
        customer_id=order.customer_id,
        currency=order.currency,
        places=minor_unit(order.currency),
        last_packing_slip=_last_packing_slip(connection, order.id),
        documents=documents_of(connection, order.id),
        lines=tuple(
            facts.ReturnLine(
                id=row.id,
                line_number=row.line_number,
                status=ReturnLineStatus(row.return_status),
                action=None if row.action is None else DispositionAction(row.action),
                expected=row.expected_quantity,
                received=row.received_quantity,
                invoiced=row.invoiced_quantity,
                released=row.released_quantity,
                product_id=row.product_id,
                description=row.description,
                unit_price=row.unit_price,
                discount_percent=row.discount_percent,
                tax_rate=row.tax_rate,
                original=originals[row.original_invoice_line_id],
            )
            for row in rows
        ),
    )


def _load_originals(connection: Connection, keys: list[int], *, lock: bool) -> dict[int, facts.OriginalLine]:
    line, actual = tables.invoice_line, tables.actual
    statement = select(line).where(line.c.id.in_(keys)).order_by(line.c.id)
    rows = connection.execute(statement.with_for_update() if lock else statement).all()
    credits = select(line.c.credits_line_id, line.c.quantity).where(line.c.credits_line_id.in_(keys))
    credited: dict[int, Decimal] = defaultdict(Decimal)
    for original, quantity in connection.execute(credits):
        credited[original] -= quantity
    ledger = {
        row.invoice_line_id: row
        for row in connection.execute(
            select(actual.c.invoice_line_id, actual.c.id, actual.c.root_id).where(actual.c.invoice_line_id.in_(keys))
        )
    }
    return {
        row.id: facts.OriginalLine(
            id=row.id,
            invoice_id=row.invoice_id,
            quantity=row.quantity,
            net_amount=row.net_amount,
            tax_amount=row.tax_amount,
            discount_amount=row.discount_amount,
            cost_amount=row.cost_amount,
            credited=credited[row.id],
            actual_id=ledger[row.id].id,
            root_id=ledger[row.id].root_id,
        )
        for row in rows
    }
