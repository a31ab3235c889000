"""Packing slips by themselves: goods out for a sales order, goods in for a return order (returns 1.10, 2.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ....models.identity import encode
from ....models.vocabulary import DispositionAction, ProblemCode, ReturnLineStatus
from ...canonical import plain
from ...checks import Checks
from ...plan import Plan
from ...planned.packing_slips import SlipPlan
from ...problems import Problem, Problems, problem
from .facts import ReturnLine, ReturnOrder, SalesOrder
from .invoice import plan_delivery
from .quantities import line_name
from .receipt import plan_receipt

REGISTERING = {
    ReturnLineStatus.AWAITING: "awaiting-line",
    ReturnLineStatus.QUARANTINE: "quarantine-line",
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
            path = ("lines", str(wanted.place), "quantity")
            checks.invalid(
                "deliver-at-most",
                *path,
                line=line.line_number,
                document=order.number,
                limit=plain(left),
                given=plain(typed),
            )
        if left > 0:
            moved[line.id] = left if typed is None else typed
    if checks.problems:
        return tuple(checks.problems)
    if not moved:
        return (
            problem(ProblemCode.NOTHING_TO_POST, "delivered", ("order",), document=order.number, state=order.status),
        )
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
            checks.fail(
                ProblemCode.NOT_FOUND,
                "no-line",
                "lines",
                place,
                "line",
                document=order.number,
                type="OrderLine",
                given=encode("OrderLine", key),
            )
        if wanted.quantity is not None:
            checks.positive("A quantity", wanted.quantity, "lines", place, "quantity")


def _receivable(line: ReturnLine) -> bool:
    return line.status is ReturnLineStatus.REGISTERED and line.action is not DispositionAction.CREDIT_ONLY


def _check_receivable(order: ReturnOrder, line: ReturnLine, wanted: Wanted, checks: Checks) -> None:
    name, path = line_name(order, line), ("lines", str(wanted.place))
    if line.status is not ReturnLineStatus.REGISTERED:
        variant = REGISTERING.get(line.status, "line")
        values = {"name": name, "state": line.status, "needed": ReturnLineStatus.REGISTERED}
        checks.fail(ProblemCode.INVALID_STATUS_TRANSITION, variant, *path, "line", **values)
    elif line.action is DispositionAction.CREDIT_ONLY:
        checks.fail(ProblemCode.CREDIT_ONLY_HAS_NO_PACKING_SLIP, "no-goods", *path, "line", name=name)
    elif wanted.quantity is not None and wanted.quantity != line.registered:
        registered = plain(line.registered)
        checks.fail(
            ProblemCode.PACKING_SLIP_PARTIAL_LINE,
            "partial-line",
            *path,
            "quantity",
            name=name,
            available=registered,
            given=plain(wanted.quantity),
        )


def _nothing_registered(order: ReturnOrder) -> Problem:
    if all(line.status is ReturnLineStatus.REGISTERED for line in order.lines):
        return problem(ProblemCode.CREDIT_ONLY_HAS_NO_PACKING_SLIP, "return-order", ("order",), document=order.number)
    return problem(
        ProblemCode.INVALID_STATUS_TRANSITION,
        "none-registered",
        ("order",),
        document=order.number,
        state=", ".join(dict.fromkeys(line.status.value for line in order.lines)),
        lines="; ".join(f"{line.line_number} · {line.status}" for line in order.lines),
        needed=ReturnLineStatus.REGISTERED,
    )
