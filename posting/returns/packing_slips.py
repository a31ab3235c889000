"""Packing slips: the physical update of sales orders (goods out) and return orders (goods in)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, select

from ...models import tables
from ...models.identity import GlobalId
from ...models.vocabulary import DispositionAction, OrderType, ProblemCode, ReturnLineStatus
from ..command.checks import Checks
from ..command.lookup import ORDER_NAMES, Found, find_order, keys_of
from ..command.transaction import Result, Transaction
from ..commands import PostPackingSlip
from ..ledger.packing_slips import write_goods
from ..ledger.readiness import block_problems, period_problems
from ..ledger.vouchers import missing_accounts, write_voucher
from ..plan import SlipPlan, plain
from ..planners.sales.facts import ReturnLine, ReturnOrder
from ..planners.sales.invoice import plan_delivery
from ..planners.sales.quantities import line_name
from ..planners.sales.receipt import plan_receipt
from ..problems import Refused, refuse, refuse_if_any
from ..sales.loading import load_return_order, load_sales_order
from ..sales.orders import MOST_LINES

REGISTERING = {
    ReturnLineStatus.AWAITING: "Register its arrival with registerArrival.",
    ReturnLineStatus.QUARANTINE: "End its quarantine with endQuarantine.",
}


def post_packing_slip(transaction: Transaction, command: PostPackingSlip) -> Result:
    """Deliver sales lines, or receive REGISTERED return lines in full; refuses what cannot be moved."""
    order = find_order(transaction.connection, command.order, "order")
    day = command.date or transaction.today
    checks = Checks(period_problems(transaction.connection, day, "date", lock=True))
    problems = checks.problems
    try:
        slip = _plan(transaction, order, command, day)
    except Refused as refused:
        raise Refused([*problems, *refused.problems]) from None
    refuse_if_any([*problems, *missing_accounts(transaction.connection, slip.entries)])
    slip = replace(slip, customer_reference=command.customer_reference)
    slip_id = write_goods(transaction, slip)
    write_voucher(transaction, slip.entries, day, slip.currency, packing_slip_id=slip_id)
    return {"packing_slip": slip_id, "order": order.id}


def _plan(transaction: Transaction, order: Found, command: PostPackingSlip, day: date) -> SlipPlan:
    if order.type == OrderType.SALES_ORDER:
        return _delivery(transaction, order, command, day)
    if order.type == OrderType.RETURN_ORDER:
        return _receipt(transaction, order, command, day)
    name = ORDER_NAMES[OrderType(order.type)]
    message = f"{order.number} is a {name} and has no packing slips."
    remedy = "Name a sales order or a return order; work is invoiced with createInvoice."
    raise refuse(ProblemCode.INVALID_INPUT, message, "order", remedy=remedy)


def lines_on_slips(connection: Connection, order: ReturnOrder, slips: Sequence[GlobalId]) -> list[int]:
    """The return lines on the named packing slips; refuses slips of other orders and those credited already."""
    checks = Checks()
    checks.not_empty("packingSlips", slips, MOST_LINES, "packingSlips")
    checks.done()
    slip, moved = tables.packing_slip, tables.packing_slip_line
    found: list[int] = []
    for index, key in enumerate(keys_of(slips, "PackingSlip", "packing slip", "packingSlips")):
        path = ("packingSlips", str(index))
        known = connection.execute(select(slip.c.number, slip.c.order_id).where(slip.c.id == key)).one_or_none()
        if known is None:
            checks.fail(ProblemCode.NOT_FOUND, "There is no packing slip with this id.", *path)
            continue
        if known.order_id != order.id:
            message = f"Packing slip {known.number} is not one of {order.number}."
            checks.fail(ProblemCode.PACKING_SLIP_NOT_FOR_ORDER, message, *path)
            continue
        keys = list(connection.scalars(select(moved.c.return_order_line_id).where(moved.c.packing_slip_id == key)))
        if all(line.status is ReturnLineStatus.INVOICED for line in order.lines if line.id in keys):
            message = f"Every line of packing slip {known.number} is INVOICED already; at least one must be RECEIVED."
            checks.fail(ProblemCode.PACKING_SLIP_ALREADY_INVOICED, message, *path)
        found.extend(keys)
    checks.done()
    return found


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


def _delivery(transaction: Transaction, order: Found, command: PostPackingSlip, day: date) -> SlipPlan:
    refuse_if_any(block_problems(transaction.connection, order.customer_id, "order", only_all=True))
    facts = load_sales_order(transaction.connection, order)
    wanted = _wanted(command, "SalesOrderLine")
    checks = Checks()
    if wanted is not None:
        _check_known(order, wanted, {line.id for line in facts.lines}, checks)
    moved = {}
    for line in facts.lines:
        left = line.quantity - line.delivered
        if wanted is not None and line.id not in wanted:
            continue
        index, typed = (0, None) if wanted is None else wanted[line.id]
        if typed is not None and typed > left:
            message = (
                f"Line {line.line_number} of {order.number} has {plain(left)} left to deliver, not {plain(typed)}."
            )
            checks.invalid(message, "lines", str(index), "quantity", remedy=f"Deliver at most {plain(left)}.")
        if left > 0:
            moved[line.id] = left if typed is None else typed
    checks.done()
    if not moved:
        message = f"Sales order {order.number} is {order.status}; nothing of it is left to deliver."
        raise refuse(ProblemCode.NOTHING_TO_POST, message, "order")
    return plan_delivery(facts, moved, day)


def _receipt(transaction: Transaction, order: Found, command: PostPackingSlip, day: date) -> SlipPlan:
    facts = load_return_order(transaction.connection, order, lock=True)
    wanted = _wanted(command, "ReturnOrderLine")
    checks = Checks()
    if wanted is not None:
        _check_known(order, wanted, {line.id for line in facts.lines}, checks)
        for line in facts.lines:
            if line.id in wanted:
                _check_receivable(facts, line, *wanted[line.id], checks)
        checks.done()
    keys = [line.id for line in facts.lines if _receivable(line) and (wanted is None or line.id in wanted)]
    if not keys:
        _refuse_nothing_registered(facts)
    in_ledger = transaction.connection.scalar(select(tables.parameters.c.post_packing_slips_in_ledger))
    return plan_receipt(facts, keys, day, in_ledger=bool(in_ledger))[0]


def _receivable(line: ReturnLine) -> bool:
    return line.status is ReturnLineStatus.REGISTERED and line.action is not DispositionAction.CREDIT_ONLY


def _check_receivable(order: ReturnOrder, line: ReturnLine, index: int, typed: Decimal | None, checks: Checks) -> None:
    name = line_name(order, line)
    path = ("lines", str(index))
    if line.status != ReturnLineStatus.REGISTERED:
        message = f"{name} is {line.status}; it must be REGISTERED."
        remedy = REGISTERING.get(line.status)
        checks.fail(ProblemCode.INVALID_STATUS_TRANSITION, message, *path, "line", remedy=remedy)
    elif line.action == DispositionAction.CREDIT_ONLY:
        message = f"{name} is credit only: no goods come back and it never has a packing slip."
        code = ProblemCode.CREDIT_ONLY_HAS_NO_PACKING_SLIP
        checks.fail(code, message, *path, "line", remedy="Credit it with postReturnInvoice, quantity: ALL.")
    elif typed is not None and typed != line.registered:
        message = f"{name} has {plain(line.registered)} registered; a packing slip takes all of it, not {plain(typed)}."
        checks.fail(
            ProblemCode.PACKING_SLIP_PARTIAL_LINE,
            message,
            *(*path, "quantity"),
            remedy="A line is split where its arrival is registered.",
        )


def _refuse_nothing_registered(order: ReturnOrder) -> None:
    if all(line.status is ReturnLineStatus.REGISTERED for line in order.lines):
        raise refuse(
            ProblemCode.CREDIT_ONLY_HAS_NO_PACKING_SLIP,
            f"Return order {order.number} has only credit-only lines, which never have a packing slip.",
            "order",
            remedy="Credit it with postReturnInvoice, quantity: ALL.",
        )
    raise refuse(
        ProblemCode.INVALID_STATUS_TRANSITION,
        f"Return order {order.number} has no REGISTERED line: "
        + ", ".join(f"line {line.line_number} is {line.status}" for line in order.lines)
        + ".",
        "order",
        remedy="Register what has arrived with registerArrival.",
    )
