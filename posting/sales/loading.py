"""Loads the facts of sales orders for the planners: of one, or of many in the same statement."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, and_, func, select

from ...models import tables
from ...models.given_keys import given_keys, is_given
from ...models.money import minor_unit
from ...models.several import Found, Part, Several
from ...models.vocabulary import SettlementMode
from ..command.records import OrderRow
from ..ledger.tax_codes import TAXES, taxes_of
from ..planners.sales import facts
from ..taxes.codes import Codes
from .canceled import is_void
from .open_items import ALL_OPEN, CUSTOMERS, items_of


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
    tax_code_id: int | None
    net_amount: Decimal
    delivered_quantity: Decimal
    invoiced_quantity: Decimal


@dataclass(frozen=True)
class MovedOn:
    """The date of the last packing slip of a sales order line."""

    sales_order_line_id: int
    latest: date


@dataclass(frozen=True)
class RebilledRow:
    """What the invoices of a sales order line come to that stand, where one was canceled."""

    sales_order_line_id: int
    net_amount: Decimal
    tax_amount: Decimal
    discount_amount: Decimal
    cost_amount: Decimal

    @property
    def figures(self) -> tuple[Decimal, ...]:
        """Net, tax, discount and cost."""
        return self.net_amount, self.tax_amount, self.discount_amount, self.cost_amount


@dataclass(frozen=True)
class CustomerTerms:
    """The days in which a customer pays."""

    id: int
    payment_terms_days: int


@dataclass(frozen=True)
class OrderDocument:
    """The number of a document that was posted for an order."""

    order_id: int
    number: str


NO_CODES: Codes = {}
ORDERS = given_keys("orders")
LINE, SLIP, MOVED, CUSTOMER = tables.sales_order_line, tables.packing_slip, tables.packing_slip_line, tables.customer
LINK, INVOICE = tables.invoice_order, tables.invoice
LINES = Part(
    select(LINE).where(is_given(LINE.c.order_id, ORDERS)).order_by(LINE.c.order_id, LINE.c.line_number), SalesLineRow
)
TERMED = select(CUSTOMER.c.id, CUSTOMER.c.payment_terms_days)
TERMS = Part(TERMED.where(is_given(CUSTOMER.c.id, CUSTOMERS)), CustomerTerms)
DELIVERED_ON = Part(
    select(MOVED.c.sales_order_line_id, func.max(SLIP.c.date).label("latest"))
    .join(SLIP, SLIP.c.id == MOVED.c.packing_slip_id)
    .where(is_given(SLIP.c.order_id, ORDERS), MOVED.c.sales_order_line_id.is_not(None))
    .group_by(MOVED.c.sales_order_line_id),
    MovedOn,
)
DOCUMENTS = Part(  # those posted for orders, oldest first
    select(LINK.c.order_id, INVOICE.c.number)
    .join(LINK, LINK.c.invoice_id == INVOICE.c.id)
    .where(is_given(LINK.c.order_id, ORDERS), INVOICE.c.number.is_not(None), ~is_void(INVOICE.c.id))
    .order_by(INVOICE.c.id),
    OrderDocument,
)
BILLED, CANCELING = tables.invoice_line, INVOICE.alias("canceling")
IS_CANCELED = select(CANCELING.c.id).where(CANCELING.c.cancels_id == BILLED.c.invoice_id).exists()
AGAIN = BILLED.alias("again")
CANCELED_LINES = (
    select(AGAIN.c.sales_order_line_id)
    .join(LINK, LINK.c.invoice_id == AGAIN.c.invoice_id)
    .where(is_given(LINK.c.order_id, ORDERS))
    .where(select(CANCELING.c.id).where(CANCELING.c.cancels_id == LINK.c.invoice_id).exists())
)
REBILLED = Part(  # what stands of lines of which an invoice was canceled
    select(
        BILLED.c.sales_order_line_id,
        *(
            func.sum(BILLED.c[name], type_=BILLED.c.net_amount.type).label(name)
            for name in ("net_amount", "tax_amount", "discount_amount", "cost_amount")
        ),
    )
    .join(LINK, LINK.c.invoice_id == BILLED.c.invoice_id)  # no index has lines by what they bill
    .join(LINE, and_(LINE.c.id == BILLED.c.sales_order_line_id, LINE.c.order_id == LINK.c.order_id))
    .where(is_given(LINK.c.order_id, ORDERS), ~IS_CANCELED)
    .where(BILLED.c.sales_order_line_id.in_(CANCELED_LINES))
    .group_by(BILLED.c.sales_order_line_id),
    RebilledRow,
)
OF_ORDERS = (LINES, TERMS, DELIVERED_ON, DOCUMENTS, REBILLED, *TAXES)
SALES, SETTLED_SALES = Several(*OF_ORDERS), Several(*OF_ORDERS, ALL_OPEN)


def sales_line(row: SalesLineRow, moved_on: date | None = None, codes: Codes = NO_CODES) -> facts.SalesLine:
    """A line of a sales order, last delivered on `moved_on`; without its tax code where that is not looked at."""
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
        code=codes.get(row.tax_code_id or 0),
    )


def load_sales_order(
    connection: Connection, order: OrderRow, settlement: SettlementMode = SettlementMode.NONE
) -> facts.SalesOrder:
    """A sales order with its lines; with the customer's open documents where they are to be settled."""
    return load_sales_orders(connection, [order], settlement)[order.id]


def load_sales_orders(
    connection: Connection, orders: Sequence[OrderRow], settlement: SettlementMode = SettlementMode.NONE
) -> dict[int, facts.SalesOrder]:
    """Sales orders by key, each as `load_sales_order` has it."""
    if not orders:
        return {}
    automatic = settlement is SettlementMode.AUTOMATIC
    values = {"orders": [one.id for one in orders], "customers": sorted({one.customer_id for one in orders})}
    found = (SETTLED_SALES if automatic else SALES).read(connection, values)
    delivered_on = {row.sales_order_line_id: row.latest for row in found.rows(DELIVERED_ON)}
    rebilled = {row.sales_order_line_id: row.figures for row in found.rows(REBILLED)}
    taxes = taxes_of(found)
    lines: dict[int, list[facts.SalesLine]] = defaultdict(list)
    for row in found.rows(LINES):
        billed = rebilled.get(row.id)
        line = sales_line(row, delivered_on.get(row.id), taxes.codes)
        lines[row.order_id].append(line if billed is None else replace(line, billed=billed))
    terms = {row.id: row.payment_terms_days for row in found.rows(TERMS)}
    documents, items = numbers_by_order(found), found.rows(ALL_OPEN) if automatic else []
    return {
        order.id: facts.SalesOrder(
            id=order.id,
            number=order.number,
            type=order.type,
            status=order.status,
            customer_id=order.customer_id,
            currency=order.currency,
            places=minor_unit(order.currency),
            documents=tuple(documents[order.id]),
            terms_days=terms[order.customer_id],
            open_items=items_of(one for one in items if one.customer_id == order.customer_id),
            lines=tuple(lines[order.id]),
            rounding=taxes.rounding,
        )
        for order in orders
    }


def numbers_by_order(found: Found) -> dict[int, list[str]]:
    """The numbers of the documents that were posted for each order, oldest first."""
    numbers: dict[int, list[str]] = defaultdict(list)
    for row in found.rows(DOCUMENTS):
        numbers[row.order_id].append(row.number)
    return numbers
