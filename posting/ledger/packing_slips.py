"""Writes packing slips, as a set: replacement orders, stock, the slips, and what came back of what was sold.

Their vouchers are numbered last of all and written with the others.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...models import bulk, tables
from ...models.together import Together
from ..command.transaction import Transaction
from ..planned.packing_slips import SlipPlan
from .compare_and_set import apply
from .keyed import Keyed
from .sales_orders import write_replacements

HEADER_COLUMNS = ("id", "number", "order_id", "date", "customer_reference")
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


def move_goods(transaction: Transaction, slips: Sequence[SlipPlan]) -> None:
    """What packing slips change of records that other postings change, too: replacement orders, then stock."""
    for slip in slips:
        if slip.replacements:
            write_replacements(transaction, slip.order_id, slip.customer_id, slip.currency, slip.replacements)
    changes: dict[int, Decimal] = defaultdict(Decimal)
    for slip in slips:
        for line in slip.lines:
            changes[line.product_id] += line.on_hand_change
    moved = [(key, quantity) for key, quantity in changes.items() if quantity]
    bulk.add(transaction.connection, tables.product, "on_hand", moved)


def write_packing_slips(together: Together, written: Sequence[Keyed]) -> None:
    """Write the packing slips of plans and what came back by them."""
    named = [
        (key, number, slip) for one in written for (key, number), slip in zip(one.slips, one.plan.slips, strict=True)
    ]
    slips = [slip for _, _, slip in named]
    headers = [(key, number, slip.order_id, slip.date, slip.customer_reference) for key, number, slip in named]
    together.append(tables.packing_slip, HEADER_COLUMNS, headers)
    lines = [row for key, _, slip in named for row in _line_rows(key, slip)]
    together.append(tables.packing_slip_line, LINE_COLUMNS, lines)
    _count_returned(together, slips)
    apply(together, (change for slip in slips for change in slip.changes))


def _line_rows(key: int, slip: SlipPlan) -> Iterator[tuple[object, ...]]:
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


def _count_returned(together: Together, slips: Sequence[SlipPlan]) -> None:
    """Count what came back on the lines that sold it; whoever else does it has drawn from the series, too."""
    returned: dict[int, Decimal] = defaultdict(Decimal)
    for slip in slips:
        for key, quantity in slip.returned:
            returned[key] += quantity
    together.add(tables.sales_order_line, "returned_quantity", list(returned.items()))
