"""What a document billed or credited can be billed or credited again (putting-right 4.5, 4.7, 4.8)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ....models.vocabulary import (
    BillingStatus,
    DetailKind,
    DispositionAction,
    OrderStatus,
    RefundStatus,
    ReturnLineStatus,
)
from ...amounts import ZERO
from ...planned.changes import Change, Value
from ..projects.facts import Retainer
from ..projects.retainers import moved_columns
from ..sales.crediting import derived_return_status
from ..sales.receipt import order_status
from .documents import pieces_credited_again
from .facts import CreditedLine, DocumentLine, Posted, ReturnedOrder

READY, BILLED = BillingStatus.READY_TO_INVOICE, BillingStatus.CUSTOMER_INVOICE_POSTED


def sources_freed(document: Posted) -> Iterator[Change]:
    """How everything moves on that the document billed, credited, applied or corrected."""
    yield from _sales(document)
    yield from _returns(document)
    for charge in document.charges:
        yield Change("ReturnCharge", charge, "posted", before=True, after=False)
    milestones = {one.id: one.status for one in document.milestones}
    products = {one.id: one.status for one in document.products}
    lines = {one.id: one.contract_line_id for one in document.lines}
    for detail in document.details:
        if detail.kind is DetailKind.MILESTONE and detail.milestone_id is not None:
            after = BILLED if detail.before[0] else READY
            yield Change("Milestone", detail.milestone_id, "invoice_status", milestones[detail.milestone_id], after)
        product = lines[detail.line_id] if detail.kind is DetailKind.PRODUCT else None
        if product is not None and not detail.correction:
            yield Change("ContractLine", product, "billing_status", products[product], READY)
    for retainer in document.retainers:
        yield from _retainer(document, retainer)


def _sales(document: Posted) -> Iterator[Change]:
    """Order lines are no longer invoiced; what is delivered stays so (rule 7)."""
    billed: dict[int, Decimal] = defaultdict(Decimal)
    for line in document.lines:
        if line.sales_order_line_id is not None:
            billed[line.sales_order_line_id] += line.quantity or ZERO
    for one in document.sold_lines:
        yield Change("SalesOrderLine", one.id, "invoiced_quantity", one.invoiced, one.invoiced - billed[one.id])
    for order in document.sold_orders:
        if order.status is OrderStatus.INVOICED:
            yield Change("SalesOrder", order.id, "status", order.status, OrderStatus.DELIVERED)


def _returns(document: Posted) -> Iterator[Change]:
    """Return lines are to be credited again, and their order is open (rule 8)."""
    posted = {line.return_order_line_id: line for line in document.lines}
    corrected: dict[int, Decimal] = defaultdict(Decimal)
    for detail in document.details:
        if detail.correction and detail.return_line_id is not None and detail.kind is DetailKind.PRODUCT:
            corrected[detail.return_line_id] += pieces_credited_again(detail)
    reopened = {}
    for one in document.credited_lines:
        if (line := posted.get(one.id)) is not None:
            reopened[one.id] = _status_after(one, line)
            yield from _line_changes(one, line, reopened[one.id])
        elif pieces := corrected[one.id]:
            yield Change("ReturnOrderLine", one.id, "invoiced_quantity", one.invoiced, one.invoiced + pieces)
            yield Change("ReturnOrderLine", one.id, "released_quantity", one.released, one.released - pieces)
    for order in document.returned_orders:
        yield from _order_changes(order, reopened)


def claimed_again(line: CreditedLine, posted: DocumentLine) -> Decimal:
    """How many pieces of the sale a return line claims besides, once the document that posted it is canceled.

    What was given up is claimed anew; a line that was sent back claimed nothing any more, and claims all of it.
    """
    released = posted.released_quantity or ZERO
    if line.action is not DispositionAction.RETURN_TO_CUSTOMER or _status_after(line, posted) is line.status:
        return released
    return line.expected - line.released + released


def _status_after(line: CreditedLine, posted: DocumentLine) -> ReturnLineStatus:
    """Where nothing comes back, in books of before, the line stays INVOICED."""
    if line.status is not ReturnLineStatus.INVOICED or not (posted.returned_quantity or posted.released_quantity):
        return line.status
    is_credit_only = line.action is DispositionAction.CREDIT_ONLY
    return ReturnLineStatus.REGISTERED if is_credit_only else ReturnLineStatus.RECEIVED


def _line_changes(line: CreditedLine, posted: DocumentLine, status: ReturnLineStatus) -> Iterator[Change]:
    returned, released = posted.returned_quantity or ZERO, posted.released_quantity or ZERO
    columns: tuple[tuple[str, Value, Value], ...] = (
        ("invoiced_quantity", line.invoiced, line.invoiced - returned),
        ("released_quantity", line.released, line.released - released),
        ("return_status", line.status, status),
        ("closed_on", line.closed_on, line.closed_on if status is line.status else None),
    )
    for name, before, after in columns:
        if before != after:
            yield Change("ReturnOrderLine", line.id, name, before, after)


def _order_changes(order: ReturnedOrder, reopened: dict[int, ReturnLineStatus]) -> Iterator[Change]:
    lines = [(reopened.get(key, status), action) for key, status, action in order.lines]
    of_returns, of_order = derived_return_status([status for status, _ in lines]), order_status(lines)
    if of_returns is not order.return_status:
        yield Change("ReturnOrder", order.id, "return_status", order.return_status, of_returns)
    if of_order is not order.status:
        yield Change("ReturnOrder", order.id, "status", order.status, of_order)


def _retainer(document: Posted, retainer: Retainer) -> Iterator[Change]:
    status, refund, after = retainer.invoice_status, retainer.refund_status, retainer
    for detail in document.details:
        if detail.retainer_id != retainer.id:
            continue
        change, tax = detail.before[1] - detail.amount, detail.before[2] - detail.tax_amount
        if detail.kind is DetailKind.RETAINER:
            rate = detail.terms_before.tax_rate if after.billed + change else None
            after = replace(after, billed=after.billed + change, billed_tax=after.billed_tax + tax, tax_rate=rate)
            status = BILLED if after.billed else READY
        elif detail.kind is DetailKind.APPLIED_RETAINER:
            after = replace(after, used=after.used - change, used_tax=after.used_tax - tax)
        else:
            after = replace(after, refunded=after.refunded - change, refunded_tax=after.refunded_tax - tax)
            refund = RefundStatus.REFUNDED if after.refunded else RefundStatus.READY_TO_REFUND
    yield from moved_columns(retainer, after)
    statuses: tuple[tuple[str, Value, Value], ...] = (
        ("invoice_status", retainer.invoice_status, status),
        ("refund_status", retainer.refund_status, refund),
    )
    for name, before, now in statuses:
        if before != now:
            yield Change("Retainer", retainer.id, name, before, now)
