"""The orders of one document of a run: planned one by one, then together (returns 3.13)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from ...models import tables
from ...models.vocabulary import OrderType, ProblemCode, QuantitySelection, SettlementMode
from ..commands import PostReturnInvoice
from ..plan import Plan
from ..planners.combined import Account, after_credits, combine
from ..planners.facts import ReturnOrder, SalesOrder
from ..planners.returns import plan_credit_note
from ..planners.sales import plan_sales_invoice
from ..problems import Problem, Refused
from .loading_sales import load_return_order, load_sales_order
from .lookup import Found
from .postings import credit_request
from .readiness import plan_when_ready
from .transaction import Transaction


class GroupRefused(Exception):
    """A document that cannot be posted, with what is wrong with each of its orders, by key."""

    def __init__(self, problems: dict[int, tuple[Problem, ...]]) -> None:
        self.problems = problems
        super().__init__("; ".join(one.message for found in problems.values() for one in found))


def plan_group(transaction: Transaction, orders: Sequence[Found], command: PostReturnInvoice) -> Plan:
    """One plan for all `orders`, which are locked; raises `GroupRefused` with what is wrong with each."""
    request = replace(credit_request(transaction, command), settlement=SettlementMode.NONE)
    mode = command.settlement or SettlementMode.ORIGINAL_INVOICE
    _lock_ahead(transaction, orders)
    planned: list[tuple[ReturnOrder | SalesOrder, Plan]] = []
    problems: dict[int, tuple[Problem, ...]] = {}
    for order in orders:
        try:
            if order.type == OrderType.RETURN_ORDER:
                returned = load_return_order(transaction.connection, order, lock=True, settlement=mode)
                earlier = [(one, plan) for one, plan in planned if isinstance(one, ReturnOrder)]
                planned.append((returned, plan_credit_note(after_credits(returned, earlier), request).plan))
            else:
                sold = load_sales_order(transaction.connection, order, mode)
                quantity = command.quantity or QuantitySelection.PACKING_SLIP
                plan = plan_sales_invoice(sold, quantity, request.invoice_date, SettlementMode.NONE)
                planned.append((sold, plan))
        except Refused as refused:
            problems[order.id] = _every(transaction, order, request.invoice_date, refused)
    if problems:
        raise GroupRefused(problems)
    account = _account([facts for facts, _ in planned], mode, terms_on_credit_notes=request.terms_on_credit_notes)
    try:
        return plan_when_ready(
            transaction,
            orders[0].customer_id,
            request.invoice_date,
            "order",
            lambda: combine([plan for _, plan in planned], account),
            lambda plan: plan,
            posting=True,
        )
    except Refused as refused:
        raise GroupRefused({order.id: refused.problems for order in orders}) from None


def _every(transaction: Transaction, order: Found, day: date, found: Refused) -> tuple[Problem, ...]:
    """What is wrong with an order, and whatever else would keep it from being posted."""

    def refused() -> Plan:
        raise found

    try:
        plan_when_ready(transaction, order.customer_id, day, "order", refused, lambda plan: plan, posting=True)
    except Refused as every:
        return every.problems
    raise AssertionError("a refusal is refused")


def _lock_ahead(transaction: Transaction, orders: Sequence[Found]) -> None:
    """Lock what single postings lock before the series, in their order, so that nobody waits in a circle."""
    returned, line, customer = tables.return_order_line, tables.invoice_line, tables.customer
    sold, product, keys = tables.sales_order_line, tables.product, [one.id for one in orders]
    originals = select(returned.c.original_invoice_line_id).where(returned.c.order_id.in_(keys))
    stocked = select(sold.c.product_id).where(sold.c.order_id.in_(keys))
    for table, chosen in (
        (line, line.c.id.in_(originals)),
        (customer, customer.c.id.in_({one.customer_id for one in orders})),
        (product, product.c.id.in_(stocked)),
    ):
        locked = select(table.c.id).where(chosen).order_by(table.c.id).with_for_update(key_share=True)
        transaction.connection.execute(locked).all()


def _account(
    orders: Sequence[ReturnOrder | SalesOrder], mode: SettlementMode, *, terms_on_credit_notes: bool
) -> Account:
    items = {item.invoice_id: item for order in orders for item in order.open_items}
    lines = [line for order in orders if isinstance(order, ReturnOrder) for line in order.lines]
    return Account(
        open_items=tuple(items.values()),
        settlement=mode,
        terms_days=orders[0].terms_days,
        terms_on_credit_notes=terms_on_credit_notes,
        originals={line.original.id: line.original.invoice_id for line in lines if line.original is not None},
    )


def group_failed(order: Found, others: Sequence[Found]) -> Problem:
    """What an order says that was fine itself, where its document failed because of another one."""
    numbers = ", ".join(other.number for other in others)
    message = f"{order.number} was ready, but its document failed because of {numbers}."
    remedy = "Mend what is wrong there and resume the run, or post the order by itself."
    return Problem(ProblemCode.GROUP_FAILED, message, ("orders",), remedy)
