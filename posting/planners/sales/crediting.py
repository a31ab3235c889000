"""Crediting a return order (returns 3.2–3.4).

The gate is per line: what has been received is credited, the rest stays on the order. What goes on the document is
worked out in `credit_documents`.
"""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ....models.vocabulary import ProblemCode, ReturnLineStatus, ReturnStatus
from ...amounts import LARGEST_AMOUNT, ZERO
from ...canonical import plain
from ...plan import Plan
from ...planned.changes import Change
from ...planned.documents import PlannedCharge
from ...planned.packing_slips import SlipPlan
from ...problems import Problems, problem
from ...saying import phrase
from ..dates import Earlier, date_problems, usual_date
from .charges import Posted, charges_of
from .credit_documents import CreditRequest, document_lines, oversold_problems, rates_missing, with_document
from .facts import ReturnLine, ReturnOrder
from .quantities import Skipped, direct_lines, select_lines
from .receipt import order_status, plan_receipt
from .shares import is_credited, price_problems


@dataclass(frozen=True)
class CreditPlan:
    """A plan, and the lines that were left out of it."""

    plan: Plan
    skipped: tuple[Skipped, ...] = field(default=())


def plan_credit_note(order: ReturnOrder, request: CreditRequest) -> CreditPlan | Problems:
    """The plan of crediting `order`, or every blocker."""
    made = _credit(order, request)
    if not isinstance(made, CreditPlan):
        return made
    day, credited = request.invoice_date, _documents_credited(order, made.plan)
    if not request.is_dated and (later := usual_date(day, credited)) > day:
        return _credit(order, replace(request, invoice_date=later))
    return date_problems(phrase("document-of", order=order.number), day, credited) or made


def _documents_credited(order: ReturnOrder, plan: Plan) -> set[Earlier]:
    originals = (line.original for line in order.lines if line.original is not None)
    return {one.document for one in originals if one.invoice_id in plan.corrects}


def _credit(order: ReturnOrder, request: CreditRequest) -> CreditPlan | Problems:
    """The same, on the date that is asked for."""
    if problems := _not_open(order):
        return problems
    slip = None
    if request.allow_direct_invoice:
        direct = direct_lines(order, request.quantity, request.lines)
        if isinstance(direct, tuple):
            return direct
        if direct:
            slip, order = plan_receipt(order, direct, request.invoice_date, in_ledger=request.slips_in_ledger)
    selection = select_lines(order, request.quantity, request.lines)
    if isinstance(selection, tuple):
        return selection
    if not selection.taken:
        return _nothing_to_post(order, selection.skipped)
    plan = _plan(order, request, selection.taken, () if slip is None else (slip,))
    return plan if isinstance(plan, tuple) else CreditPlan(plan, selection.skipped)


def _plan(
    order: ReturnOrder, request: CreditRequest, taken: Mapping[int, Decimal], slips: tuple[SlipPlan, ...]
) -> Plan | Problems:
    day = request.invoice_date
    problems = (*oversold_problems(order, taken), *price_problems(order, taken), *rates_missing(order, taken, day))
    if problems:
        return problems
    lines = document_lines(order, taken, day)
    posted = {
        line.return_order_line_id: Posted(index, taken[line.return_order_line_id], line.net_amount)
        for index, line in enumerate(lines)
        if line.return_order_line_id is not None
    }
    charges = tuple(charges_of(order, posted, day))
    if problems := _too_large(charges):
        return problems
    plan = Plan(
        document_type=None,
        order_ids=(order.id,),
        customer_id=order.customer_id,
        currency=order.currency,
        invoice_date=request.invoice_date,
        document_date=request.document_date or request.invoice_date,
        net_amount=ZERO,
        tax_amount=ZERO,
        slips=slips,
        changes=tuple(_changes(order, taken, request)),
    )
    if charges or any(is_credited(line) for line in order.lines if line.id in taken):
        return with_document(plan, order, request, lines, charges)
    return plan


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


def _not_open(order: ReturnOrder) -> Problems:
    if order.return_status is ReturnStatus.CREATED:
        return (
            problem(
                ProblemCode.RETURN_ORDER_NOT_OPEN,
                "order",
                ("order",),
                document=order.number,
                state=order.return_status,
                needed=ReturnStatus.OPEN,
            ),
        )
    if order.return_status is ReturnStatus.CANCELED:
        return (problem(ProblemCode.ORDER_CANCELED, "return-order", ("order",), document=order.number),)
    if order.return_status is ReturnStatus.CLOSED:
        variant = "closed-by" if order.documents else "closed"
        values = {"document": order.number, "documents": ", ".join(order.documents)}
        return (problem(ProblemCode.ALREADY_INVOICED, variant, ("order",), **values),)
    return ()


def _too_large(charges: tuple[PlannedCharge, ...]) -> Problems:
    return tuple(
        problem(
            ProblemCode.INVALID_INPUT,
            "charge-too-large",
            ("order",),
            description=charge.description,
            given=plain(charge.amount),
            limit=LARGEST_AMOUNT,
        )
        for charge in charges
        if abs(charge.amount) >= LARGEST_AMOUNT
    )


def _nothing_to_post(order: ReturnOrder, skipped: tuple[Skipped, ...]) -> Problems:
    if not skipped:
        return (problem(ProblemCode.NOTHING_TO_POST, "order-lines", ("order",), document=order.number),)
    return tuple(replace(skip.why, path=("order",)) for skip in skipped)


def _changes(order: ReturnOrder, taken: Mapping[int, Decimal], request: CreditRequest) -> Iterator[Change]:
    statuses = []
    for line in order.lines:
        status = line.status
        if line.id in taken:
            status = yield from _line_changes(line, taken[line.id], request)
        statuses.append(status)
    after = derived_return_status(statuses)
    if after is not order.return_status:
        yield Change("ReturnOrder", order.id, "return_status", order.return_status, after)
    of_order = order_status(zip(statuses, (line.action for line in order.lines), strict=True))
    if of_order is not order.status:
        yield Change("ReturnOrder", order.id, "status", order.status, of_order)


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
