"""Packing slips by themselves: goods out for a sales order, goods in for a return order (returns 1.10, 2.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ....models.vocabulary import DispositionAction, ProblemCode, ReturnLineStatus
from ...canonical import plain
from ...checks import Checks
from ...plan import Plan
from ...planned.packing_slips import SlipPlan
from ...problems import Problem, Problems
from .facts import ReturnLine, ReturnOrder, SalesOrder
from .invoice import plan_delivery
from .quantities import line_name
from .receipt import plan_receipt

REGISTERING = {
    ReturnLineStatus.AWAITING: "Register its arrival with registerArrival.",
    ReturnLineStatus.QUARANTINE: "End its quarantine with endQuarantine.",
}


@dataclass(frozen=True)
class Wanted:
    """A line that the caller names: its place in the input, and the quantity typed for it."""

    place: int
    quantity: Decimal | None


@dataclass(frozen=True)
class SlipRequest:
    """What the caller asks for; `lines` are by key, None for everything that can be moved."""

    day: date
    lines: Mapping[int, Wanted] | None = None
    customer_reference: str | None = None
    in_ledger: bool = True  # whether packing slips of returns have vouchers


def plan_outgoing(order: SalesOrder, request: SlipRequest) -> Plan | Problems:
    """Deliver what is left of the lines of a sales order, or the quantities typed."""
    checks = Checks()
    _check_known(order, request, checks)
    if checks.problems:
        return tuple(checks.problems)
    moved = {}
    for line in order.lines:
        left = line.quantity - line.delivered
        wanted = None if request.lines is None else request.lines.get(line.id)
        if request.lines is not None and wanted is None:
            continue
        typed = None if wanted is None else wanted.quantity
        if wanted is not None and typed is not None and typed > left:
            message = (
                f"Line {line.line_number} of {order.number} has {plain(left)} left to deliver, not {plain(typed)}."
            )
            path = ("lines", str(wanted.place), "quantity")
            checks.invalid(message, *path, remedy=f"Deliver at most {plain(left)}.")
        if left > 0:
            moved[line.id] = left if typed is None else typed
    if checks.problems:
        return tuple(checks.problems)
    if not moved:
        message = f"Sales order {order.number} is {order.status}; nothing of it is left to deliver."
        return (Problem(ProblemCode.NOTHING_TO_POST, message, ("order",)),)
    return _plan(plan_delivery(order, moved, request.day), request)


def plan_incoming(order: ReturnOrder, request: SlipRequest) -> Plan | Problems:
    """Receive REGISTERED lines of a return order, each in full."""
    checks = Checks()
    _check_known(order, request, checks)
    if checks.problems:
        return tuple(checks.problems)
    for line in order.lines:
        if request.lines is not None and line.id in request.lines:
            _check_receivable(order, line, request.lines[line.id], checks)
    if checks.problems:
        return tuple(checks.problems)
    chosen = [line for line in order.lines if request.lines is None or line.id in request.lines]
    keys = [line.id for line in chosen if _receivable(line)]
    if not keys:
        return (_nothing_registered(order),)
    slip, _ = plan_receipt(order, keys, request.day, in_ledger=request.in_ledger)
    return _plan(slip, request)


def _plan(slip: SlipPlan, request: SlipRequest) -> Plan:
    referred = replace(slip, customer_reference=request.customer_reference)
    return Plan(customer_id=slip.customer_id, currency=slip.currency, slips=(referred,))


def _check_known(order: SalesOrder | ReturnOrder, request: SlipRequest, checks: Checks) -> None:
    known = {line.id for line in order.lines}
    for key, wanted in (request.lines or {}).items():
        place = str(wanted.place)
        if key not in known:
            checks.fail(ProblemCode.NOT_FOUND, f"{order.number} has no such line.", "lines", place, "line")
        if wanted.quantity is not None:
            checks.positive("A quantity", wanted.quantity, "lines", place, "quantity")


def _receivable(line: ReturnLine) -> bool:
    return line.status is ReturnLineStatus.REGISTERED and line.action is not DispositionAction.CREDIT_ONLY


def _check_receivable(order: ReturnOrder, line: ReturnLine, wanted: Wanted, checks: Checks) -> None:
    name, path = line_name(order, line), ("lines", str(wanted.place))
    if line.status is not ReturnLineStatus.REGISTERED:
        message = f"{name} is {line.status}; it must be REGISTERED."
        remedy = REGISTERING.get(line.status)
        checks.fail(ProblemCode.INVALID_STATUS_TRANSITION, message, *path, "line", remedy=remedy)
    elif line.action is DispositionAction.CREDIT_ONLY:
        message = f"{name} is credit only: no goods come back and it never has a packing slip."
        code = ProblemCode.CREDIT_ONLY_HAS_NO_PACKING_SLIP
        checks.fail(code, message, *path, "line", remedy="Credit it with postReturnInvoice, quantity: ALL.")
    elif wanted.quantity is not None and wanted.quantity != line.registered:
        registered = plain(line.registered)
        message = f"{name} has {registered} registered; a packing slip takes all of it, not {plain(wanted.quantity)}."
        remedy = "A line is split where its arrival is registered."
        checks.fail(ProblemCode.PACKING_SLIP_PARTIAL_LINE, message, *path, "quantity", remedy=remedy)


def _nothing_registered(order: ReturnOrder) -> Problem:
    if all(line.status is ReturnLineStatus.REGISTERED for line in order.lines):
        message = f"Return order {order.number} has only credit-only lines, which never have a packing slip."
        remedy = "Credit it with postReturnInvoice, quantity: ALL."
        return Problem(ProblemCode.CREDIT_ONLY_HAS_NO_PACKING_SLIP, message, ("order",), remedy)
    lines = ", ".join(f"line {line.line_number} is {line.status}" for line in order.lines)
    message = f"Return order {order.number} has no REGISTERED line: {lines}."
    remedy = "Register what has arrived with registerArrival."
    return Problem(ProblemCode.INVALID_STATUS_TRANSITION, message, ("order",), remedy)
