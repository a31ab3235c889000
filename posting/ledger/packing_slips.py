"""Writes packing slips, as a set: replacement orders, stock, the slips, and what came back of what was sold.

Their vouchers are numbered last of all and written with the others.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from sqlalchemy import Connection, bindparam, update

from ...models import bulk, tables
from ..command.lookup import keys_by_number
from ..command.transaction import Transaction
from ..plan import SlipPlan
from .compare_and_set import apply
from .sales_orders import write_replacements
from .series import draw_numbers

HEADER_COLUMNS = ("number", "order_id", "date", "customer_reference")
LINE_COLUMNS = (
    "packing_slip_id",
    "sales_order_line_id",
    "return_order_line_id",
    "product_id",
    "quantity",
    "action",
    "on_hand_change",
    "cost_amount",
)


def write_packing_slips(transaction: Transaction, slips: Sequence[SlipPlan]) -> tuple[int, ...]:
    """Write everything of packing slips but their vouchers; their keys, in the order given."""
    if not slips:
        return ()
    connection = transaction.connection
    for slip in slips:
        if slip.replacements:
            write_replacements(transaction, slip.order_id, slip.customer_id, slip.currency, slip.replacements)
    _move_stock(connection, slips)
    numbers = draw_numbers(transaction, "PACKING_SLIP", len(slips))
    headers = (
        (number, slip.order_id, slip.date, slip.customer_reference) for number, slip in zip(numbers, slips, strict=True)
    )
    bulk.append(connection, tables.packing_slip, HEADER_COLUMNS, headers)
    by_number = keys_by_number(connection, tables.packing_slip, numbers)
    keys = tuple(by_number[number] for number in numbers)
    bulk.append(connection, tables.packing_slip_line, LINE_COLUMNS, _line_rows(keys, slips))
    _count_returned(connection, slips)
    apply(connection, (change for slip in slips for change in slip.changes))
    return keys


def _line_rows(keys: Sequence[int], slips: Sequence[SlipPlan]) -> Iterator[tuple[object, ...]]:
    for key, slip in zip(keys, slips, strict=True):
        for line in slip.lines:
            yield (
                key,
                line.sales_order_line_id,
                line.return_order_line_id,
                line.product_id,
                line.quantity,
                line.action,
                line.on_hand_change,
                line.cost_amount,
            )


def _move_stock(connection: Connection, slips: Sequence[SlipPlan]) -> None:
    """Products in the order of their keys, so that two postings never wait for each other in a circle."""
    changes: dict[int, Decimal] = defaultdict(Decimal)
    for slip in slips:
        for line in slip.lines:
            changes[line.product_id] += line.on_hand_change
    product = tables.product
    change = bindparam("change", type_=product.c.on_hand.type)
    statement = update(product).where(product.c.id == bindparam("key")).values(on_hand=product.c.on_hand + change)
    moved = [{"key": key, "change": quantity} for key, quantity in sorted(changes.items()) if quantity]
    if moved:
        connection.execute(statement, moved)


def _count_returned(connection: Connection, slips: Sequence[SlipPlan]) -> None:
    returned: dict[int, Decimal] = defaultdict(Decimal)
    for slip in slips:
        for key, quantity in slip.returned:
            returned[key] += quantity
    sold = tables.sales_order_line
    came = bindparam("came", type_=sold.c.quantity.type)
    statement = update(sold).where(sold.c.id == bindparam("key"))
    statement = statement.values(returned_quantity=sold.c.returned_quantity + came)
    if returned:
        connection.execute(statement, [{"key": key, "came": quantity} for key, quantity in sorted(returned.items())])
