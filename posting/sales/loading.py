"""Loads the facts of sales and return orders for the planners, locking what a posting depends on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, func, select

from ...models import tables
from ...models.money import minor_unit
from ...models.rows import read_all, read_one, read_pairs
from ...models.vocabulary import SettlementMode
from ..command.records import OrderRow
from ..planners.sales import facts
from .open_items import open_items


@dataclass(frozen=True)
class SalesLineRow:
    """A line of a sales order."""

    id: int
    order_id: int
    line_number: int
    product_id: int
    description: str
    quantity: Decimal
    unit_price: Decimal
    unit_cost: Decimal
    discount_percent: Decimal
    tax_rate: Decimal
    net_amount: Decimal
    delivered_quantity: Decimal
    invoiced_quantity: Decimal


def documents_of(connection: Connection, order_id: int) -> tuple[str, ...]:
    """Numbers of the documents posted for an order, oldest first."""
    link, invoice = tables.invoice_order, tables.invoice
    statement = (
        select(invoice.c.number)
        .join(link, link.c.invoice_id == invoice.c.id)
        .where(link.c.order_id == order_id, invoice.c.number.is_not(None))
        .order_by(invoice.c.id)
    )
    return tuple(read_all(connection, statement, str))


def _delivered_on(connection: Connection, order_id: int) -> dict[int, date]:
    """The date of the last packing slip of each sales order line."""
    slip, moved = tables.packing_slip, tables.packing_slip_line
    statement = (
        select(moved.c.sales_order_line_id, func.max(slip.c.date).label("latest"))
        .join(slip, slip.c.id == moved.c.packing_slip_id)
        .where(slip.c.order_id == order_id)
        .group_by(moved.c.sales_order_line_id)
    )
    return dict(read_pairs(connection, statement, int, date))


def sales_line(row: SalesLineRow, moved_on: date | None = None) -> facts.SalesLine:
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
    connection: Connection, order: OrderRow, settlement: SettlementMode = SettlementMode.NONE
) -> facts.SalesOrder:
    """A sales order with its lines; with the customer's open documents where they are to be settled."""
    line, customer = tables.sales_order_line, tables.customer
    of_order = select(line).where(line.c.order_id == order.id).order_by(line.c.line_number)
    rows = read_all(connection, of_order, SalesLineRow)
    terms = select(customer.c.payment_terms_days).where(customer.c.id == order.customer_id)
    terms_days = read_one(connection, terms, int)
    automatic = settlement is SettlementMode.AUTOMATIC
    delivered_on = _delivered_on(connection, order.id)
    return facts.SalesOrder(
        id=order.id,
        number=order.number,
        type=order.type,
        status=order.status,
        customer_id=order.customer_id,
        currency=order.currency,
        places=minor_unit(order.currency),
        documents=documents_of(connection, order.id),
        terms_days=terms_days,
        open_items=open_items(connection, order.customer_id) if automatic else (),
        lines=tuple(sales_line(row, delivered_on.get(row.id)) for row in rows),
    )
