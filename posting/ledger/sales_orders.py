"""Sales orders, as users' commands enter them and as packing slips ship replacements for what came back."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, insert, select

from ...models import bulk, tables
from ...models.money import minor_unit
from ...models.rows import read_one, read_value
from ...models.vocabulary import OrderStatus, OrderType
from ..amounts import ZERO, line_net
from ..command.lookup import hold
from ..command.transaction import Transaction
from ..history.notes import note_made
from ..planned.packing_slips import SoldLine
from .series import draw_number

LINE_COLUMNS = (
    "order_id",
    "line_number",
    "product_id",
    "description",
    "quantity",
    "unit_price",
    "unit_cost",
    "discount_percent",
    "tax_rate",
    "tax_code_id",
    "net_amount",
    "delivered_quantity",
    "invoiced_quantity",
    "returned_quantity",
)


def write_replacements(
    transaction: Transaction, return_order_id: int, customer_id: int, currency: str, lines: Sequence[SoldLine]
) -> int:
    """Add to the return order's replacement order while that is OPEN, else make a new one (returns 3.10); its key."""
    connection = transaction.connection
    order, line = tables.order, tables.sales_order_line
    statement = (
        select(order.c.id)
        .where(order.c.replaces_for_id == return_order_id, order.c.status == OrderStatus.OPEN)
        .order_by(order.c.id.desc())
        .limit(1)
        .with_for_update(key_share=True)
    )
    order_id = read_value(connection, statement, int)
    last = read_value(connection, select(func.max(line.c.line_number)).where(line.c.order_id == order_id), int) or 0
    if order_id is None:
        order_id = _insert_order(transaction, customer_id, currency, return_order_id)
        note_made(transaction.connection, "SalesOrder", order_id)
    rows = line_rows(order_id, lines, last + 1, minor_unit(currency))
    bulk.append(connection, tables.sales_order_line, LINE_COLUMNS, rows)
    return order_id


def _insert_order(transaction: Transaction, customer_id: int, currency: str, return_order_id: int) -> int:
    hold(transaction.connection, tables.customer, [customer_id])
    statement = insert(tables.order).values(
        type=OrderType.SALES_ORDER,
        number=draw_number(transaction, "SALES_ORDER"),
        status=OrderStatus.OPEN,
        customer_id=customer_id,
        currency=currency,
        created_at=transaction.now,
        replaces_for_id=return_order_id,
        replaced_up_front=False,
        created_by_id=transaction.caller.actor_id,
    )
    return read_one(transaction.connection, statement.returning(tables.order.c.id), int)


def line_rows(order_id: int, lines: Sequence[SoldLine], first: int, places: int) -> Iterator[tuple[object, ...]]:
    """Lines of a sales order by `LINE_COLUMNS`, numbered from `first`; `places` are those of the currency."""
    for number, line in enumerate(lines, first):
        yield (
            order_id,
            number,
            line.product_id,
            line.description,
            line.quantity,
            line.unit_price,
            line.unit_cost,
            line.discount_percent,
            line.tax_rate,
            line.tax_code_id,
            line_net(line.quantity, line.unit_price, line.discount_percent, places),
            *(ZERO, ZERO, ZERO),
        )
