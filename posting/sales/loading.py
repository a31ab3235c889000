"""Loads the facts of sales and return orders for the planners, locking what a posting depends on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, bindparam, func, select

from ...models import tables
from ...models.money import minor_unit
from ...models.several import Part, Several
from ...models.vocabulary import SettlementMode
from ..command.records import OrderRow
from ..planners.sales import facts
from .open_items import ALL_OPEN


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


@dataclass(frozen=True)
class MovedOn:
    """The date of the last packing slip of a sales order line."""

    sales_order_line_id: int
    latest: date


ORDER = bindparam("order", type_=tables.order.c.id.type)
CUSTOMER = bindparam("customer", type_=tables.customer.c.id.type)
LINE, SLIP, MOVED = tables.sales_order_line, tables.packing_slip, tables.packing_slip_line
LINK, INVOICE = tables.invoice_order, tables.invoice
LINES = Part(select(LINE).where(LINE.c.order_id == ORDER).order_by(LINE.c.line_number), SalesLineRow)
TERMS = Part(select(tables.customer.c.payment_terms_days).where(tables.customer.c.id == CUSTOMER), int)
DELIVERED_ON = Part(
    select(MOVED.c.sales_order_line_id, func.max(SLIP.c.date).label("latest"))
    .join(SLIP, SLIP.c.id == MOVED.c.packing_slip_id)
    .where(SLIP.c.order_id == ORDER, MOVED.c.sales_order_line_id.is_not(None))
    .group_by(MOVED.c.sales_order_line_id),
    MovedOn,
)
DOCUMENTS = Part(  # numbers of those posted for an order, oldest first
    select(INVOICE.c.number)
    .join(LINK, LINK.c.invoice_id == INVOICE.c.id)
    .where(LINK.c.order_id == ORDER, INVOICE.c.number.is_not(None))
    .order_by(INVOICE.c.id),
    str,
)
OF_ORDER = (LINES, TERMS, DELIVERED_ON, DOCUMENTS)
SALE, SETTLED_SALE = Several(*OF_ORDER), Several(*OF_ORDER, ALL_OPEN)


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
    automatic = settlement is SettlementMode.AUTOMATIC
    values = {"order": order.id, "customer": order.customer_id}
    found = (SETTLED_SALE if automatic else SALE).read(connection, values)
    delivered_on = {row.sales_order_line_id: row.latest for row in found.rows(DELIVERED_ON)}
    return facts.SalesOrder(
        id=order.id,
        number=order.number,
        type=order.type,
        status=order.status,
        customer_id=order.customer_id,
        currency=order.currency,
        places=minor_unit(order.currency),
        documents=tuple(found.rows(DOCUMENTS)),
        terms_days=found.row(TERMS),
        open_items=tuple(found.rows(ALL_OPEN)) if automatic else (),
        lines=tuple(sales_line(row, delivered_on.get(row.id)) for row in found.rows(LINES)),
    )
