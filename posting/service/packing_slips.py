"""Packing slips: the physical update of sales orders (goods out) and return orders (goods in)."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import bindparam, insert, select, update

from ...models import tables
from ...models.vocabulary import DispositionAction, OrderStatus, OrderType, ProblemCode, ReturnLineStatus
from ..commands import PostPackingSlip
from ..problems import refuse
from .checks import Checks
from .lookup import ORDER_NAMES, Found, find_order, keys_of
from .return_orders import refresh_return_order
from .series import draw_number
from .transaction import Result, Transaction

SALES, RETURN = tables.sales_order_line, tables.return_order_line


def post_packing_slip(transaction: Transaction, command: PostPackingSlip) -> Result:
    """Deliver sales lines, or receive REGISTERED return lines in full; refuses what cannot be moved."""
    order = find_order(transaction.connection, command.order, "order")
    if order.type == OrderType.SALES_ORDER:
        moved = _deliver(transaction, order, command)
    elif order.type == OrderType.RETURN_ORDER:
        moved = _receive(transaction, order, command)
    else:
        name = ORDER_NAMES[OrderType(order.type)]
        raise refuse(ProblemCode.INVALID_INPUT, f"{order.number} is a {name} and has no packing slips.", "order")
    slip_id = transaction.connection.execute(
        insert(tables.packing_slip)
        .values(
            number=draw_number(transaction, "PACKING_SLIP"),
            order_id=order.id,
            date=command.date or transaction.today,
            customer_reference=command.customer_reference,
        )
        .returning(tables.packing_slip.c.id)
    ).scalar_one()
    transaction.connection.execute(
        insert(tables.packing_slip_line), [{"packing_slip_id": slip_id, **line} for line in moved]
    )
    return {"packing_slip": slip_id, "order": order.id}


def _wanted(command: PostPackingSlip, type_name: str) -> dict[int, tuple[int, Decimal | None]] | None:
    """Place in the input and typed quantity by line key; None where the command names no lines."""
    if command.lines is None:
        return None
    keys = keys_of([line.line for line in command.lines], type_name, "line of the order", "lines")
    return {key: (index, command.lines[index].quantity) for index, key in enumerate(keys)}


def _check_known(order: Found, wanted: dict[int, tuple[int, Decimal | None]], known: set[int], checks: Checks) -> None:
    for key, (index, typed) in wanted.items():
        if key not in known:
            checks.fail(ProblemCode.NOT_FOUND, f"{order.number} has no such line.", "lines", str(index), "line")
        if typed is not None:
            checks.positive("A quantity", typed, "lines", str(index), "quantity")
    checks.done()


def _deliver(transaction: Transaction, order: Found, command: PostPackingSlip) -> list[dict[str, object]]:
    connection = transaction.connection
    rows = connection.execute(select(SALES).where(SALES.c.order_id == order.id).order_by(SALES.c.line_number)).all()
    wanted = _wanted(command, "SalesOrderLine")
    checks = Checks()
    if wanted is not None:
        _check_known(order, wanted, {row.id for row in rows}, checks)
    moved = {}
    for row in rows:
        left = row.quantity - row.delivered_quantity
        if wanted is not None and row.id not in wanted:
            continue
        index, typed = (0, None) if wanted is None else wanted[row.id]
        if typed is not None and typed > left:
            message = f"Line {row.line_number} of {order.number} has {left:f} left to deliver, not {typed:f}."
            checks.invalid(message, "lines", str(index), "quantity", remedy=f"Deliver at most {left:f}.")
        if left > 0:
            moved[row.id] = left if typed is None else typed
    checks.done()
    if not moved:
        message = f"Sales order {order.number} is {order.status}; nothing of it is left to deliver."
        raise refuse(ProblemCode.NOTHING_TO_POST, message, "order")
    statement = (
        update(SALES)
        .where(SALES.c.id == bindparam("key"))
        .values(delivered_quantity=SALES.c.delivered_quantity + bindparam("moved", type_=SALES.c.quantity.type))
    )
    connection.execute(statement, [{"key": key, "moved": quantity} for key, quantity in moved.items()])
    if all(row.delivered_quantity + moved.get(row.id, 0) == row.quantity for row in rows):
        connection.execute(
            update(tables.order).where(tables.order.c.id == order.id).values(status=OrderStatus.DELIVERED)
        )
    return [{"sales_order_line_id": key, "quantity": quantity} for key, quantity in moved.items()]


def _receive(transaction: Transaction, order: Found, command: PostPackingSlip) -> list[dict[str, object]]:
    connection = transaction.connection
    code = tables.disposition_code
    statement = (
        select(RETURN, code.c.action)
        .outerjoin(code, code.c.id == RETURN.c.disposition_code_id)
        .where(RETURN.c.order_id == order.id)
        .order_by(RETURN.c.line_number)
    )
    rows = connection.execute(statement).all()
    wanted = _wanted(command, "ReturnOrderLine")
    checks = Checks()
    if wanted is not None:
        _check_known(order, wanted, {row.id for row in rows}, checks)
        for row in rows:
            if row.id in wanted:
                _check_receivable(row, *wanted[row.id], checks)
        checks.done()
    moved = [row for row in rows if _receivable(row) and (wanted is None or row.id in wanted)]
    if not moved:
        _refuse_nothing_registered(order, rows)
    connection.execute(
        update(RETURN)
        .where(RETURN.c.id.in_([row.id for row in moved]))
        .values(return_status=ReturnLineStatus.RECEIVED, received_quantity=RETURN.c.registered_quantity)
    )
    _count_returned(transaction, moved)
    refresh_return_order(transaction, order.id)
    return [{"return_order_line_id": row.id, "quantity": -row.registered_quantity} for row in moved]


def _receivable(row: Found) -> bool:
    return bool(row.return_status == ReturnLineStatus.REGISTERED and row.action != DispositionAction.CREDIT_ONLY)


def _check_receivable(row: Found, index: int, typed: Decimal | None, checks: Checks) -> None:
    name = f"Line {row.line_number} ({row.description})"
    path = ("lines", str(index))
    if row.return_status != ReturnLineStatus.REGISTERED:
        message = f"{name} is {row.return_status}; it must be REGISTERED."
        remedy = "Register its arrival with registerArrival." if row.return_status == "AWAITING" else None
        checks.fail(ProblemCode.INVALID_STATUS_TRANSITION, message, *path, "line", remedy=remedy)
    elif row.action == DispositionAction.CREDIT_ONLY:
        message = f"{name} is credit only: no goods come back and it never has a packing slip."
        code = ProblemCode.CREDIT_ONLY_HAS_NO_PACKING_SLIP
        checks.fail(code, message, *path, "line", remedy="Credit it with postReturnInvoice, quantity: ALL.")
    elif typed is not None and typed != row.registered_quantity:
        message = f"{name} has {row.registered_quantity:f} registered; a packing slip takes all of it, not {typed:f}."
        checks.fail(
            ProblemCode.PACKING_SLIP_PARTIAL_LINE,
            message,
            *(*path, "quantity"),
            remedy="A line is split where its arrival is registered.",
        )


def _refuse_nothing_registered(order: Found, rows: Sequence[Found]) -> None:
    if rows and all(row.return_status == "REGISTERED" for row in rows):
        raise refuse(
            ProblemCode.CREDIT_ONLY_HAS_NO_PACKING_SLIP,
            f"Return order {order.number} has only credit-only lines, which never have a packing slip.",
            "order",
            remedy="Credit it with postReturnInvoice, quantity: ALL.",
        )
    raise refuse(
        ProblemCode.INVALID_STATUS_TRANSITION,
        f"Return order {order.number} has no REGISTERED line: "
        + ", ".join(f"line {row.line_number} is {row.return_status}" for row in rows)
        + ".",
        "order",
        remedy="Register what has arrived with registerArrival.",
    )


def _count_returned(transaction: Transaction, moved: list[Found]) -> None:
    """Add what came back to the sales order lines that sold it."""
    sold = tables.invoice_line
    sources = transaction.connection.execute(
        select(sold.c.id, sold.c.sales_order_line_id).where(
            sold.c.id.in_([row.original_invoice_line_id for row in moved])
        )
    )
    order_lines = {row.id: row.sales_order_line_id for row in sources}
    statement = (
        update(SALES)
        .where(SALES.c.id == bindparam("key"))
        .values(returned_quantity=SALES.c.returned_quantity + bindparam("came", type_=SALES.c.quantity.type))
    )
    parameters = [{"key": order_lines[row.original_invoice_line_id], "came": row.registered_quantity} for row in moved]
    transaction.connection.execute(statement, parameters)
