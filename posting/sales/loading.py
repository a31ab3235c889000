"""Loads the facts of sales and return orders for the planners, locking what a posting depends on."""

from datetime import date

from sqlalchemy import Connection, func, select

from ...models import tables
from ...models.money import minor_unit
from ...models.vocabulary import (
    OrderStatus,
    OrderType,
    SettlementMode,
)
from ..command.lookup import Found
from ..planners.sales import facts
from .open_items import open_items


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


def _delivered_on(connection: Connection, order_id: int) -> dict[int, date]:
    """The date of the last packing slip of each sales order line."""
    slip, moved = tables.packing_slip, tables.packing_slip_line
    statement = (
        select(moved.c.sales_order_line_id, func.max(slip.c.date).label("latest"))
        .join(slip, slip.c.id == moved.c.packing_slip_id)
        .where(slip.c.order_id == order_id)
        .group_by(moved.c.sales_order_line_id)
    )
    return {row.sales_order_line_id: row.latest for row in connection.execute(statement)}


def sales_line(row: Found, moved_on: date | None = None) -> facts.SalesLine:
    """A line of a sales order, last delivered on `moved_on`."""
    return facts.SalesLine(
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
        moved_on=moved_on,
    )


def load_sales_order(
    connection: Connection, order: Found, settlement: SettlementMode = SettlementMode.NONE
) -> facts.SalesOrder:
    """A sales order with its lines; with the customer's open documents where they are to be settled."""
    line, customer = tables.sales_order_line, tables.customer
    rows = connection.execute(select(line).where(line.c.order_id == order.id).order_by(line.c.line_number))
    terms = connection.scalar(select(customer.c.payment_terms_days).where(customer.c.id == order.customer_id))
    automatic = settlement is SettlementMode.AUTOMATIC
    delivered_on = _delivered_on(connection, order.id)
    return facts.SalesOrder(
        id=order.id,
        number=order.number,
        type=OrderType(order.type),
        status=OrderStatus(order.status),
        customer_id=order.customer_id,
        currency=order.currency,
        places=minor_unit(order.currency),
        documents=documents_of(connection, order.id),
        terms_days=int(terms or 0),
        open_items=open_items(connection, order.customer_id) if automatic else (),
        lines=tuple(sales_line(row, delivered_on.get(row.id)) for row in rows),
    )
