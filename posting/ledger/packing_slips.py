"""Writes the physical half of a plan: the packing slip, stock, what came back, and replacement orders."""

from collections import defaultdict
from decimal import Decimal

from sqlalchemy import bindparam, func, insert, select, update

from ...models import tables
from ...models.money import minor_unit
from ...models.vocabulary import OrderStatus
from ..command.transaction import Transaction
from ..plan import SlipPlan, SoldLine
from ..sales.orders import insert_sales_lines, insert_sales_order
from .compare_and_set import apply
from .series import draw_number


def write_goods(transaction: Transaction, slip: SlipPlan) -> int:
    """Write everything of a packing slip but its voucher, whose number is drawn last; returns the slip's key."""
    connection = transaction.connection
    if slip.replacements:
        write_replacement(transaction, slip.order_id, slip.customer_id, slip.currency, slip.replacements)
    _move_stock(transaction, slip)
    slip_id = connection.execute(
        insert(tables.packing_slip)
        .values(
            number=draw_number(transaction, "PACKING_SLIP"),
            order_id=slip.order_id,
            date=slip.date,
            customer_reference=slip.customer_reference,
        )
        .returning(tables.packing_slip.c.id)
    ).scalar_one()
    connection.execute(
        insert(tables.packing_slip_line),
        [
            {
                "packing_slip_id": slip_id,
                "sales_order_line_id": line.sales_order_line_id,
                "return_order_line_id": line.return_order_line_id,
                "product_id": line.product_id,
                "quantity": line.quantity,
                "action": line.action,
                "on_hand_change": line.on_hand_change,
                "cost_amount": line.cost_amount,
            }
            for line in slip.lines
        ],
    )
    if slip.returned:
        sold = tables.sales_order_line
        came = bindparam("came", type_=sold.c.quantity.type)
        statement = update(sold).where(sold.c.id == bindparam("key"))
        statement = statement.values(returned_quantity=sold.c.returned_quantity + came)
        connection.execute(statement, [{"key": key, "came": quantity} for key, quantity in slip.returned])
    apply(connection, slip.changes)
    return int(slip_id)


def _move_stock(transaction: Transaction, slip: SlipPlan) -> None:
    """Products in the order of their keys, so that two packing slips never wait for each other."""
    changes: dict[int, Decimal] = defaultdict(Decimal)
    for line in slip.lines:
        changes[line.product_id] += line.on_hand_change
    product = tables.product
    for key, change in sorted(changes.items()):
        if change:
            statement = update(product).where(product.c.id == key).values(on_hand=product.c.on_hand + change)
            transaction.connection.execute(statement)


def write_replacement(
    transaction: Transaction, return_order_id: int, customer_id: int, currency: str, lines: tuple[SoldLine, ...]
) -> int:
    """Add to the return order's replacement order while that is OPEN, else make a new one (returns 3.10)."""
    connection = transaction.connection
    order, line = tables.order, tables.sales_order_line
    order_id = connection.scalar(
        select(order.c.id)
        .where(order.c.replaces_for_id == return_order_id, order.c.status == OrderStatus.OPEN)
        .order_by(order.c.id.desc())
        .limit(1)
        .with_for_update(key_share=True)
    )
    last = connection.scalar(select(func.max(line.c.line_number)).where(line.c.order_id == order_id)) or 0
    if order_id is None:
        order_id = insert_sales_order(transaction, customer_id, currency, return_order_id)
    insert_sales_lines(connection, order_id, lines, last + 1, minor_unit(currency))
    return int(order_id)
