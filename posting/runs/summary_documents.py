"""The orders of one document of a run: planned one by one, then together (returns 3.13)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, Select, Table, bindparam, select

from ...models import tables
from ...models.holding import in_turn
from ...models.vocabulary import OrderType, PostingItemStatus, ProblemCode, SettlementMode
from ..command.records import OrderRow
from ..command.transaction import Transaction
from ..commands import PostReturnInvoice
from ..ledger.post import ready
from ..ledger.readiness import conditions_unmet
from ..ledger.settings import PARAMETERS_HELD, Conditions, read_settings
from ..plan import Plan
from ..planners.sales.carried_forward import CarriedForward, Credits
from ..planners.sales.credit_documents import CreditRequest
from ..planners.sales.crediting import plan_credit_note
from ..planners.sales.facts import ReturnOrder, SalesOrder
from ..planners.sales.invoice import plan_sales_invoice
from ..planners.sales.summary_documents import Account, combine
from ..problems import Problem, Problems, Refused
from ..returns.credit_notes import credit_request
from ..returns.loading import load_return_order
from ..sales.loading import load_sales_order

NOT_READY = frozenset(  # leaves an order of a selection out
    {
        ProblemCode.RETURN_LINE_NOT_RECEIVED,
        ProblemCode.RETURN_ORDER_NOT_OPEN,
        ProblemCode.CREDIT_ONLY_HAS_NO_PACKING_SLIP,
        ProblemCode.NOTHING_TO_POST,
        ProblemCode.ALREADY_INVOICED,
        ProblemCode.ORDER_CANCELED,
    }
)


RETURNED, LINE, CUSTOMER = tables.return_order_line, tables.invoice_line, tables.customer
SOLD, PRODUCT = tables.sales_order_line, tables.product
ORDERS = bindparam("orders", expanding=True, type_=tables.order.c.id.type)
CUSTOMERS = bindparam("customers", expanding=True, type_=tables.customer.c.id.type)


def _held(table: Table, chosen: ColumnElement[bool]) -> Select[int]:
    return select(table.c.id).where(chosen).order_by(table.c.id).with_for_update(key_share=True)


HOLD = in_turn(
    _held(LINE, LINE.c.id.in_(select(RETURNED.c.original_invoice_line_id).where(RETURNED.c.order_id.in_(ORDERS)))),
    _held(CUSTOMER, CUSTOMER.c.id.in_(CUSTOMERS)),
    _held(PRODUCT, PRODUCT.c.id.in_(select(SOLD.c.product_id).where(SOLD.c.order_id.in_(ORDERS)))),
    PARAMETERS_HELD,
)


class DocumentRefused(Exception):
    """A document that cannot be posted, with what is wrong with each of its orders, by key."""

    def __init__(self, problems: dict[int, tuple[Problem, ...]]) -> None:
        self.problems = problems
        super().__init__("; ".join(one.message for found in problems.values() for one in found))


def plan_summary_document(
    transaction: Transaction,
    orders: Sequence[OrderRow],
    command: PostReturnInvoice,
    carried: CarriedForward | None = None,
) -> tuple[Plan, Credits]:
    """One plan for all `orders`, and what they credit; raises `DocumentRefused` with what is wrong with each.

    The orders are locked, and so is all that they depend on. With `carried` nothing is: they are only looked at, as
    they will be once what it holds is posted.
    """
    if carried is None:
        _lock_first(transaction, orders)
    day = command.invoice_date or transaction.today
    conditions = Conditions(day=day, customer_id=orders[0].customer_id)  # which all of them share
    settings = read_settings(transaction, conditions, lock=False)  # they are held already
    request = replace(credit_request(transaction, command, settings.parameters), settlement=SettlementMode.NONE)
    mode = command.settlement or SettlementMode.ORIGINAL_INVOICE
    planned: list[tuple[ReturnOrder | SalesOrder, Plan]] = []
    credits = Credits()
    problems: dict[int, tuple[Problem, ...]] = {}
    for order in orders:
        facts, plan, credits = _plan_order(transaction, order, request, mode, carried, credits)
        if isinstance(plan, tuple):
            problems[order.id] = (*conditions_unmet(settings, conditions), *plan)
        else:
            planned.append((facts, plan))
    if problems:
        raise DocumentRefused(problems)
    account = _account([facts for facts, _ in planned], mode, terms_on_credit_notes=request.terms_on_credit_notes)
    try:
        combined = combine([plan for _, plan in planned], account)
        together = ready(transaction, combined, conditions, lock=carried is None, settings=settings)
    except Refused as refused:
        raise DocumentRefused({order.id: refused.problems for order in orders}) from None
    return together, credits


def _plan_order(
    transaction: Transaction,
    order: OrderRow,
    request: CreditRequest,
    mode: SettlementMode,
    carried: CarriedForward | None,
    credits: Credits,
) -> tuple[ReturnOrder | SalesOrder, Plan | Problems, Credits]:
    """An order and its plan, by itself and not settled; and `credits` of earlier ones of the document with its own."""
    connection = transaction.connection
    if order.type is OrderType.RETURN_ORDER:
        returned = load_return_order(connection, order, lock=False, settlement=mode)
        returned = returned if carried is None else carried.before_return(returned, mode)
        credit = plan_credit_note(credits.before(returned), request)
        if isinstance(credit, tuple):
            return returned, credit, credits
        return returned, credit.plan, credits.with_plan(returned, credit.plan)
    sold = load_sales_order(connection, order, mode)
    sold = sold if carried is None else carried.before_sale(sold, mode)
    return sold, plan_sales_invoice(sold, request.quantity, request.invoice_date, SettlementMode.NONE), credits


def _lock_first(transaction: Transaction, orders: Sequence[OrderRow]) -> None:
    """Lock what single postings lock before the series, in their order, so that nobody waits in a circle."""
    if transaction.connection.dialect.name == "postgresql":
        customers = {one.customer_id for one in orders}
        transaction.connection.execute(HOLD, {"orders": [one.id for one in orders], "customers": sorted(customers)})


def _account(
    orders: Sequence[ReturnOrder | SalesOrder], mode: SettlementMode, *, terms_on_credit_notes: bool
) -> Account:
    items = {item.invoice_id: item for order in orders for item in order.open_items}
    lines = [line for order in orders if isinstance(order, ReturnOrder) for line in order.lines]
    return Account(
        open_items=tuple(items.values()),
        settlement=mode,
        customer_id=orders[0].customer_id,
        terms_days=orders[0].terms_days,
        terms_on_credit_notes=terms_on_credit_notes,
        originals={line.original.id: line.original.invoice_id for line in lines if line.original is not None},
    )


def after_refusal(
    numbers: Mapping[int, str], problems: Mapping[int, tuple[Problem, ...]], *, selected: bool
) -> dict[int, tuple[PostingItemStatus, tuple[Problem, ...]]]:
    """What the orders of a refused document are told, by key: `numbers` names them, `problems` are the blockers.

    Orders of a selection that are not ready are SKIPPED; where no others failed, these are not told anything and are to
    be tried without them (returns 3.12).
    """
    not_ready = {key for key, found in problems.items() if selected and any(one.code in NOT_READY for one in found)}
    failed = [key for key in numbers if key in problems and key not in not_ready]
    told = {}
    for key, number in numbers.items():
        if key in not_ready:
            told[key] = PostingItemStatus.SKIPPED, problems[key]
        elif failed:
            because = problems.get(key) or (_group_failed(number, [numbers[one] for one in failed]),)
            told[key] = PostingItemStatus.CONTAINS_ERRORS, because
    return told


def _group_failed(number: str, others: Sequence[str]) -> Problem:
    """What an order says that was fine itself, where its document failed because of others."""
    message = f"{number} was ready, but its document failed because of {', '.join(others)}."
    remedy = "Fix the problem there and resume the run, or post the order by itself."
    return Problem(ProblemCode.GROUP_FAILED, message, ("orders",), remedy)
