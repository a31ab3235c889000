"""Crediting a return order (returns 3.2–3.4).

The gate is per line: what has been received is credited, the rest stays on the order. A line is prorated from the
stored original, cumulatively, so that a sale that comes back in any number of parts is reversed to the cent.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ...models.vocabulary import (
    BillingStatus,
    BillingType,
    ConnectionRole,
    OrderStatus,
    ProblemCode,
    QuantitySelection,
    ReturnLineStatus,
    ReturnStatus,
    TransactionClass,
    TransactionType,
)
from ..amounts import ZERO, allocated
from ..plan import Change, Link, Plan, PlannedActual, PlannedLine, document_type_of
from ..problems import Problem, Refused, refuse
from .facts import ReturnLine, ReturnOrder
from .return_quantities import Skipped, select_lines
from .sales import packing_slip_warnings

RULE = "return.credit.billed"


@dataclass(frozen=True)
class CreditRequest:
    """What the caller asks for; `lines` maps a line's id to a typed quantity, or to None for what is selected."""

    quantity: QuantitySelection
    invoice_date: date
    document_date: date
    lines: dict[int, Decimal | None] | None = None
    credit_remaining_quantity: bool = True


@dataclass(frozen=True)
class CreditPlan:
    """A plan, and the lines that were left out of it."""

    plan: Plan
    skipped: tuple[Skipped, ...] = field(default=())


def plan_credit_note(order: ReturnOrder, request: CreditRequest) -> CreditPlan:
    """The plan of crediting `order`; raises `Refused` with every blocker."""
    _refuse_not_open(order)
    taken, skipped = select_lines(order, request.quantity, request.lines)
    if not taken:
        raise Refused(_nothing_to_post(order, skipped))
    lines = tuple(_lines(order, taken))
    net = sum((line.net_amount for line in lines), ZERO)
    tax = sum((line.tax_amount for line in lines), ZERO)
    plan = Plan(
        document_type=document_type_of(net + tax, credits_something=True),
        order_ids=(order.id,),
        customer_id=order.customer_id,
        currency=order.currency,
        invoice_date=request.invoice_date,
        document_date=request.document_date,
        net_amount=net,
        tax_amount=tax,
        lines=lines,
        actuals=tuple(_actual(order, index, line, request.invoice_date) for index, line in enumerate(lines)),
        links=tuple(_link(order, index, line) for index, line in enumerate(lines)),
        changes=tuple(_changes(order, taken, request)),
        corrects=tuple(sorted({line.original.invoice_id for line in order.lines if line.id in taken})),
        warnings=packing_slip_warnings(order.last_packing_slip, request.invoice_date),
    )
    return CreditPlan(plan, skipped)


def derived_return_status(statuses: list[ReturnLineStatus]) -> ReturnStatus:
    """The status of a return order from those of its lines (returns 2.1).

    >>> derived_return_status([ReturnLineStatus.INVOICED, ReturnLineStatus.AWAITING]).value
    'OPEN'
    """
    live = [status for status in statuses if status is not ReturnLineStatus.CANCELED]
    if live and all(status is ReturnLineStatus.INVOICED for status in live):
        return ReturnStatus.CLOSED
    if any(status is not ReturnLineStatus.AWAITING for status in live):
        return ReturnStatus.OPEN
    return ReturnStatus.CREATED if live or not statuses else ReturnStatus.CANCELED


def _refuse_not_open(order: ReturnOrder) -> None:
    name = f"Return order {order.number}"
    if order.return_status is ReturnStatus.CREATED:
        raise refuse(
            ProblemCode.RETURN_ORDER_NOT_OPEN,
            f"{name} is still CREATED: nothing of it has arrived; it must be OPEN.",
            "order",
            remedy="Register what has arrived with registerArrival, then post its packing slip with postPackingSlip.",
        )
    if order.return_status is ReturnStatus.CANCELED:
        raise refuse(ProblemCode.ORDER_CANCELED, f"{name} is CANCELED.", "order")
    if order.return_status is ReturnStatus.CLOSED:
        documents = ", ".join(order.documents)
        raise refuse(ProblemCode.ALREADY_INVOICED, f"{name} is CLOSED: already credited by {documents}.", "order")


def _nothing_to_post(order: ReturnOrder, skipped: tuple[Skipped, ...]) -> list[Problem]:
    if not skipped:
        message = f"Return order {order.number} has no line with a quantity to credit."
        return [Problem(ProblemCode.NOTHING_TO_POST, message, ("order",))]
    return [Problem(skip.code, skip.message, ("order",), skip.remedy) for skip in skipped]


def _lines(order: ReturnOrder, taken: dict[int, Decimal]) -> Iterator[PlannedLine]:
    credited = {line.original.id: line.original.credited for line in order.lines}
    lines = [line for line in order.lines if line.id in taken]
    for number, line in enumerate(lines, 1):
        part, original = taken[line.id], line.original
        net, tax, discount, cost = (
            -allocated(whole, credited[original.id], part, original.quantity, order.places)
            for whole in (
                original.net_amount,
                original.tax_amount,
                original.discount_amount,
                original.cost_amount,
            )
        )
        credited[original.id] += part
        yield PlannedLine(
            line_number=number,
            order_line_number=line.line_number,
            description=line.description,
            product_id=line.product_id,
            quantity=-part,
            unit_price=line.unit_price,
            discount_percent=line.discount_percent,
            tax_rate=line.tax_rate,
            net_amount=net + ZERO,
            tax_amount=tax + ZERO,
            discount_amount=discount + ZERO,
            cost_amount=cost + ZERO,
            return_order_line_id=line.id,
            credits_line_id=original.id,
        )


def _original_row(order: ReturnOrder, line: PlannedLine) -> tuple[int, int]:
    original = next(one.original for one in order.lines if one.id == line.return_order_line_id)
    return original.actual_id, original.root_id


def _actual(order: ReturnOrder, position: int, line: PlannedLine, invoice_date: date) -> PlannedActual:
    return PlannedActual(
        position=position,
        transaction_type=TransactionType.BILLED_SALES,
        transaction_class=TransactionClass.PRODUCT,
        billing_type=BillingType.CHARGEABLE,
        description=line.description,
        transaction_date=invoice_date,
        quantity=line.quantity,
        unit_price=line.unit_price,
        amount=line.net_amount,
        tax_amount=line.tax_amount,
        rule=RULE,
        order_id=order.id,
        document_line=position,
        billing_status=BillingStatus.CUSTOMER_INVOICE_POSTED,
        root=_original_row(order, line)[1],
    )


def _link(order: ReturnOrder, position: int, line: PlannedLine) -> Link:
    original = _original_row(order, line)[0]
    return Link(position, ConnectionRole.BILLED_SALES, original, None, ConnectionRole.ORIGINAL)


def _changes(order: ReturnOrder, taken: dict[int, Decimal], request: CreditRequest) -> Iterator[Change]:
    statuses = []
    for line in order.lines:
        status = line.status
        if line.id in taken:
            status = yield from _line_changes(line, taken[line.id], request)
        statuses.append(status)
    after = derived_return_status(statuses)
    if after is not order.return_status:
        yield Change("ReturnOrder", order.id, "return_status", order.return_status, after)
    if after is ReturnStatus.CLOSED:
        yield Change("ReturnOrder", order.id, "status", order.status, OrderStatus.INVOICED)


def _line_changes(line: ReturnLine, part: Decimal, request: CreditRequest) -> Generator[Change, None, ReturnLineStatus]:
    rest = line.expected - line.invoiced - line.released - part
    yield Change("ReturnOrderLine", line.id, "invoiced_quantity", line.invoiced, line.invoiced + part)
    if rest and not request.credit_remaining_quantity:
        yield Change("ReturnOrderLine", line.id, "released_quantity", line.released, line.released + rest)
        rest = ZERO
    if rest:
        return line.status
    yield Change("ReturnOrderLine", line.id, "return_status", line.status, ReturnLineStatus.INVOICED)
    yield Change("ReturnOrderLine", line.id, "closed_on", None, request.invoice_date)
    return ReturnLineStatus.INVOICED
