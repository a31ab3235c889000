"""Changing a return order before it is credited: why and until when, its charges, and what its lines credit and say.

What the inspection found decides what is credited, so all of it can be changed until the order is over, and of a line
until it is INVOICED (putting-right 7).
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy import Connection, func, select, update

from ...models import tables
from ...models.among import among
from ...models.rows import read_pairs
from ...models.vocabulary import OrderType, ProblemCode, ReturnLineStatus, ReturnStatus
from ..checks import Checks
from ..command.lookup import find_order, known_keys, require_type
from ..command.records import OrderRow
from ..command.results import ReturnOrderResult
from ..command.transaction import Transaction
from ..commands import ReturnLineUpdateInput, UpdateReturnOrder
from ..goods.live import live_of
from ..ledger.tax_codes import Entering, entering
from ..planners.sales.shares import price_problem
from ..sales.orders import MOST_LINES
from ..saying import phrase
from .charges import add_reason_charges, check_charges, replace_charges, telling
from .lines import lines_of
from .records import ReturnLineRow

LINE, SOLD = tables.return_order_line, tables.invoice_line
OVER = frozenset({ReturnLineStatus.INVOICED, ReturnLineStatus.CANCELED})
Chosen = tuple[ReturnLineRow, ReturnLineUpdateInput, Decimal | None]  # a line, its changes, and the price that stands


def update_return_order(transaction: Transaction, command: UpdateReturnOrder) -> ReturnOrderResult:
    """Change the reason at any time, which adds charges while something can be posted; the rest while it counts."""
    connection = transaction.connection
    order = find_order(connection, command.order, "order")
    require_type(order, OrderType.RETURN_ORDER, "order")
    checks = Checks()
    is_over = order.return_status in (ReturnStatus.CLOSED, ReturnStatus.CANCELED)
    _check_state(order, command, checks, is_over=is_over)
    taxes = entering(transaction)
    check_charges(taxes, command.charges, order.currency, checks)
    chosen = [] if is_over else _chosen(taxes, order, command.lines or [], checks)
    checks.done()
    _change_header(connection, order, command)
    replace_charges(taxes, order.id, None, command.charges)
    if command.charges is None and command.reason_code not in (None, order.reason_code) and not is_over:
        with telling(connection, order.id, None):
            add_reason_charges(connection, order.id, command.reason_code)
    for line, wanted, billed in chosen:
        _change_line(taxes, line, wanted, billed)
    return ReturnOrderResult(order.id)


def _check_state(order: OrderRow, command: UpdateReturnOrder, checks: Checks, *, is_over: bool) -> None:
    """An order that is over takes another reason alone."""
    counting = {"deadline": command.deadline, "charges": command.charges, "lines": command.lines}
    given = [name for name, value in counting.items() if value is not None]
    if command.reason_code is None and not given:
        checks.invalid("no-return-change", "reasonCode")
    for name in given if is_over else ():
        variant = "return-closed" if order.return_status is ReturnStatus.CLOSED else "return-over"
        values = {"document": order.number, "state": order.return_status, "needed": "CREATED, OPEN"}
        checks.fail(ProblemCode.INVALID_STATUS_TRANSITION, variant, name, **values)


def _chosen(taxes: Entering, order: OrderRow, wanted: Sequence[ReturnLineUpdateInput], checks: Checks) -> list[Chosen]:
    """The lines that are to change; what is wrong goes to `checks`."""
    connection = taxes.connection
    checks.at_most("lines", wanted, MOST_LINES, "lines")
    ids = [one.line for one in wanted]
    keys = known_keys(ids, "ReturnOrderLine", "return order line", checks, "lines", field="line")
    lines = {row.id: row for row in lines_of(connection, order.id)} if wanted else {}
    billed = _billed_prices(connection, lines.values())
    found = []
    for index, (key, one) in enumerate(zip(keys, wanted, strict=True)):
        path = ("lines", str(index))
        line = None if key is None else lines.get(key)
        if line is not None:
            price = billed.get(line.original_invoice_line_id or 0)
            _check_line(order, line, one, price, checks, *path)
            check_charges(taxes, one.charges, order.currency, checks, *path)
            found.append((line, one, price))
        elif key is not None:
            checks.fail(
                ProblemCode.NOT_FOUND,
                "no-return-line-named",
                *path,
                "line",
                document=order.number,
                type="ReturnOrderLine",
                given=one.line,
            )
    return found


def _billed_prices(connection: Connection, lines: Iterable[ReturnLineRow]) -> dict[int, Decimal]:
    """The price that stands billed, by the invoice line that is returned: that of its live row (putting-right 1.2)."""
    keys = sorted({line.original_invoice_line_id for line in lines if line.original_invoice_line_id is not None})
    if not keys:
        return {}
    chosen = among(connection, SOLD.c.id, keys)
    live = live_of(select(SOLD.c.id).where(chosen)).subquery()
    price = func.coalesce(live.c.unit_price, SOLD.c.unit_price)
    statement = select(SOLD.c.id, price).outerjoin(live, live.c.line_id == SOLD.c.id).where(chosen)
    return dict(read_pairs(connection, statement, int, Decimal))


def _check_line(
    order: OrderRow,
    line: ReturnLineRow,
    wanted: ReturnLineUpdateInput,
    billed: Decimal | None,
    checks: Checks,
    *path: str,
) -> None:
    name = phrase("line", line=line.line_number, description=line.description, document=order.number)
    if line.return_status in OVER:
        variant = "line-credited" if line.return_status is ReturnLineStatus.INVOICED else "line-canceled"
        values = {"name": name, "state": line.return_status, "needed": "AWAITING, REGISTERED, RECEIVED"}
        checks.fail(ProblemCode.INVALID_STATUS_TRANSITION, variant, *path, "line", **values)
    if wanted.unit_price is None and wanted.description is None and wanted.charges is None:
        checks.invalid("no-line-change", *path, name=name)
    if wanted.unit_price is None:
        return
    checks.not_negative("A unit price", wanted.unit_price, *path, "unitPrice")
    if billed is None:
        checks.worth("The line's net amount", line.expected_quantity, wanted.unit_price, *path, "unitPrice")
    elif wanted.unit_price > billed:
        checks.problems.append(price_problem(name, wanted.unit_price, billed, *path, "unitPrice"))


def _change_header(connection: Connection, order: OrderRow, command: UpdateReturnOrder) -> None:
    values = {"reason_code": command.reason_code, "deadline": command.deadline}
    changed = {name: value for name, value in values.items() if value is not None}
    if changed:
        connection.execute(update(tables.order).where(tables.order.c.id == order.id).values(changed))


def _change_line(taxes: Entering, line: ReturnLineRow, wanted: ReturnLineUpdateInput, billed: Decimal | None) -> None:
    """Where the price is what stands billed, it goes on following that."""
    changed: dict[str, object] = {}
    if wanted.description is not None:
        changed["description"] = wanted.description
    if wanted.unit_price is not None:
        changed |= {"unit_price": wanted.unit_price, "price_entered": billed not in (None, wanted.unit_price)}
    if changed:
        taxes.connection.execute(update(LINE).where(LINE.c.id == line.id).values(changed))
    replace_charges(taxes, line.order_id, line.id, wanted.charges)
