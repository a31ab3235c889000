"""Posting runs: several orders invoiced by one call, carried out at once, one document an order.

The whole run is one transaction: the documents, their items and the run stand together or not at all. An order that is
not ready is found out by its plan, before anything of it is written, so it never touches another order's document.
"""

from sqlalchemy import insert, select

from ...models import tables
from ...models.vocabulary import (
    OrderType,
    PostingItemStatus,
    PostingRunStatus,
    ProblemCode,
    QuantitySelection,
)
from ..commands import OrderRef, PostInvoices, PostReturnInvoice
from ..problems import Problem, Refused
from .checks import Checks
from .lookup import ORDER_NAMES, Found, find_order
from .postings import plan_order
from .series import SERIES_IN_ORDER, lock_series
from .transaction import Result, Transaction
from .writer import write

MOST_ORDERS = 250


def post_invoices(transaction: Transaction, command: PostInvoices) -> Result:
    """Invoice the named orders, in their order; an order that is not ready is reported on its item."""
    orders = _orders(transaction, command)
    quantity = command.quantity or QuantitySelection.PACKING_SLIP
    items: list[Result] = []
    failed = False
    for position, order in enumerate(orders):
        if failed and command.stop_on_first_error:
            items.append(_item(position, order, PostingItemStatus.WAITING))
            continue
        try:
            invoice_id = write(transaction, plan_order(transaction, order, quantity, _single(command)))
        except Refused as refused:
            if any(problem.code is ProblemCode.CONCURRENT_UPDATE for problem in refused.problems):
                raise  # the write itself met a change: nothing of the run may stand
            failed = True
            items.append(_item(position, order, PostingItemStatus.CONTAINS_ERRORS, problems=refused.problems))
        else:
            items.append(_item(position, order, PostingItemStatus.EXECUTED, invoice_id))
    return {"run": _store(transaction, items, stopped=failed and command.stop_on_first_error is True)}


def _orders(transaction: Transaction, command: PostInvoices) -> list[Found]:
    """The named orders, each once; locked in the order of their keys, answered in the order given."""
    checks = Checks()
    wanted = command.orders or []
    checks.not_empty("orders", wanted, MOST_ORDERS, "orders")
    if command.quantity is QuantitySelection.DELIVER_NOW:
        checks.fail(
            ProblemCode.QUANTITY_OPTION_NOT_VALID_FOR_RETURN,
            "DELIVER_NOW credits typed quantities and is for single orders.",
            "quantity",
            remedy="Post the order by itself with postReturnInvoice.",
        )
    checks.done()
    found: list[Found] = []
    for index, ref in enumerate(wanted):
        try:
            order = find_order(transaction.connection, ref, "orders", str(index), lock=False)
        except Refused as refused:
            checks.problems.extend(refused.problems)
            continue
        if any(order.id == one.id for one in found):
            checks.invalid(f"{order.number} is named twice.", "orders", str(index))
        if order.type == OrderType.PROJECT_CONTRACT:
            message = (
                f"{order.number} is a {ORDER_NAMES[OrderType.PROJECT_CONTRACT]}; it is invoiced with createInvoice."
            )
            checks.fail(ProblemCode.ORDER_TYPE_NOT_INVOICEABLE, message, "orders", str(index))
        found.append(order)
    checks.done()
    locked = tables.order.select().where(tables.order.c.id.in_([one.id for one in found]))
    statement = locked.order_by(tables.order.c.id).with_for_update(key_share=True)
    current = {row.id: row for row in transaction.connection.execute(statement)}
    _lock_ahead(transaction, list(current.values()))
    return [current[one.id] for one in found]


def _lock_ahead(transaction: Transaction, orders: list[Found]) -> None:
    """Lock everything that single postings lock before the series, in their order, so that none waits in a circle."""
    returned, line, customer = tables.return_order_line, tables.invoice_line, tables.customer
    originals = select(returned.c.original_invoice_line_id).where(returned.c.order_id.in_([one.id for one in orders]))
    lines = select(line.c.id).where(line.c.id.in_(originals)).order_by(line.c.id)
    transaction.connection.execute(lines.with_for_update(key_share=True)).all()
    customers = select(customer.c.id).where(customer.c.id.in_([one.customer_id for one in orders]))
    transaction.connection.execute(customers.order_by(customer.c.id).with_for_update(key_share=True)).all()
    sold, product = tables.sales_order_line, tables.product
    stocked = select(sold.c.product_id).where(sold.c.order_id.in_([one.id for one in orders]))
    products = select(product.c.id).where(product.c.id.in_(stocked)).order_by(product.c.id)
    transaction.connection.execute(products.with_for_update(key_share=True)).all()
    for series in SERIES_IN_ORDER:
        lock_series(transaction, series)


def _single(command: PostInvoices) -> PostReturnInvoice:
    """The same request for one return order; the order itself is already loaded."""
    return PostReturnInvoice(
        order=OrderRef(),
        quantity=command.quantity or QuantitySelection.PACKING_SLIP,
        invoice_date=command.invoice_date,
        settlement=command.settlement,
    )


def _item(
    position: int,
    order: Found,
    status: PostingItemStatus,
    invoice_id: int | None = None,
    problems: tuple[Problem, ...] = (),
) -> Result:
    return {
        "position": position,
        "status": status,
        "order_id": order.id,
        "invoice_id": invoice_id,
        "problems": [problem_document(problem) for problem in problems],
    }


def problem_document(problem: Problem) -> Result:
    """A problem as plain JSON values."""
    return {
        "code": problem.code,
        "message": problem.message,
        "path": list(problem.path),
        "retryable": problem.retryable,
        "remedy": problem.remedy,
    }


def _store(transaction: Transaction, items: list[Result], *, stopped: bool) -> int:
    def count(status: PostingItemStatus) -> int:
        return sum(1 for item in items if item["status"] is status)

    run_id = transaction.connection.execute(
        insert(tables.posting_run)
        .values(
            status=PostingRunStatus.ERROR if stopped else PostingRunStatus.ENDED,
            created_at=transaction.now,
            started_at=transaction.now,
            ended_at=transaction.now,
            total=len(items),
            posted=count(PostingItemStatus.EXECUTED),
            skipped=0,
            failed=count(PostingItemStatus.CONTAINS_ERRORS),
            waiting=count(PostingItemStatus.WAITING),
        )
        .returning(tables.posting_run.c.id)
    ).scalar_one()
    transaction.connection.execute(insert(tables.posting_run_item), [{"run_id": run_id, **item} for item in items])
    return int(run_id)
