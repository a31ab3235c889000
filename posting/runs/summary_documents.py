"""The orders of documents of a run: loaded all at once, planned one by one, then together (returns 3.13)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, Table, select

from ...models import tables
from ...models.given_keys import given_keys, is_given
from ...models.holding import in_turn
from ...models.vocabulary import OrderType, PostingItemStatus, ProblemCode, SettlementMode
from ..command.records import OrderRow
from ..command.transaction import Transaction
from ..commands import PostReturnInvoice
from ..ledger.approved import OfRun, signed_for
from ..ledger.post import ready
from ..ledger.readiness import conditions_unmet
from ..ledger.rights import missing
from ..ledger.settings import PARAMETERS_HELD, Conditions, Settings, on_day, read_settings_of
from ..plan import Plan
from ..planners.sales.carried_forward import CarriedForward, Credits
from ..planners.sales.credit_documents import CreditRequest
from ..planners.sales.crediting import plan_credit_note
from ..planners.sales.facts import ReturnOrder, SalesOrder
from ..planners.sales.invoice import plan_sales_invoice
from ..planners.sales.summary_documents import Account, combine
from ..planners.sales.taxing import spread_with
from ..planners.settlements import each_once
from ..problems import Problem, Problems, Refused, problem
from ..returns.credit_notes import credit_request
from ..returns.loading import load_return_orders
from ..sales.loading import load_sales_orders
from ..taxes.spreading import NOTHING, Spread

NOT_READY = frozenset(  # leaves an order of a selection out
    {
        ProblemCode.RETURN_LINE_NOT_RECEIVED,
        ProblemCode.RETURN_ORDER_NOT_OPEN,
        ProblemCode.CREDIT_ONLY_HAS_NO_PACKING_SLIP,
        ProblemCode.NOTHING_TO_POST,
        ProblemCode.ALREADY_INVOICED,
        ProblemCode.ORDER_CANCELED,
        ProblemCode.FORBIDDEN,
        ProblemCode.APPROVAL_REQUIRED,
    }
)


RETURNED, LINE, CUSTOMER = tables.return_order_line, tables.invoice_line, tables.customer
ORDERS, CUSTOMERS = given_keys("orders"), given_keys("customers")
ORIGINALS = select(RETURNED.c.original_invoice_line_id).where(is_given(RETURNED.c.order_id, ORDERS))


def _held(table: Table, chosen: ColumnElement[bool]) -> Select[int]:
    return select(table.c.id).where(chosen).order_by(table.c.id).with_for_update(key_share=True)


HOLD = in_turn(
    _held(LINE, LINE.c.id.in_(ORIGINALS)),
    _held(CUSTOMER, is_given(CUSTOMER.c.id, CUSTOMERS)),
    PARAMETERS_HELD,
)
PlanOrders = Callable[[Sequence[OrderRow], CarriedForward], tuple[Plan, Credits]]
Told = dict[int, tuple[PostingItemStatus, Problems]]


class DocumentRefused(Exception):
    """A document that cannot be posted, with what is wrong with each of its orders, by key."""

    def __init__(self, problems: dict[int, tuple[Problem, ...]]) -> None:
        self.problems = problems
        super().__init__("; ".join(one.message for found in problems.values() for one in found))


@dataclass(frozen=True)
class Loaded:
    """The orders of one document or of many, and what they are planned with; settings are by customer."""

    sold: Mapping[int, SalesOrder]
    returned: Mapping[int, ReturnOrder]
    settings: Mapping[int, Settings]
    request: CreditRequest
    mode: SettlementMode
    approval: int | None = None  # under which the run started


def load_orders(transaction: Transaction, orders: Sequence[OrderRow], command: PostReturnInvoice) -> Loaded:
    """Everything that documents of `orders` are planned with, in a few statements however many there are.

    Where they are to be posted the orders are locked, and so is all that they depend on.
    """
    if transaction.posting:
        _lock_first(transaction, orders)
    connection, day = transaction.connection, command.invoice_date or transaction.today
    customers = {one.customer_id for one in orders}
    settings = read_settings_of(transaction, day, customers, [one.id for one in orders])
    mode = command.settlement or SettlementMode.ORIGINAL_INVOICE
    of_any = settings[orders[0].customer_id].parameters
    returned = [one for one in orders if one.type is OrderType.RETURN_ORDER]
    return Loaded(
        sold=load_sales_orders(connection, [one for one in orders if one.type is not OrderType.RETURN_ORDER], mode),
        returned=load_return_orders(connection, returned, mode),
        settings=settings,
        request=replace(credit_request(transaction, command, of_any), settlement=SettlementMode.NONE),
        mode=mode,
    )


def plan_summary_document(
    transaction: Transaction, loaded: Loaded, orders: Sequence[OrderRow], carried: CarriedForward
) -> tuple[Plan, Credits]:
    """One plan for all `orders`, as they will be once what is `carried` forward to them is posted; what they credit.

    Raises `DocumentRefused` with what is wrong with each.
    """
    request = loaded.request
    keys = tuple(one.id for one in orders)
    conditions = Conditions(day=request.invoice_date, customer_id=orders[0].customer_id, orders=keys)
    settings = loaded.settings[orders[0].customer_id]
    planned, credits, problems = _plan_each(orders, loaded, carried)
    latest = max((plan.invoice_date or request.invoice_date for _, plan in planned), default=request.invoice_date)
    if latest > request.invoice_date and not problems:
        on_latest = replace(loaded, request=replace(request, invoice_date=latest))
        planned, credits, problems = _plan_each(orders, on_latest, carried)
    if problems:
        unmet = conditions_unmet(settings, conditions)
        raise DocumentRefused({key: (*unmet, *found) for key, found in problems.items()})
    terms = request.terms_on_credit_notes
    account = _account([facts for facts, _ in planned], loaded.mode, terms_on_credit_notes=terms)
    try:
        combined = combine([plan for _, plan in planned], account)
        conditions, settings = on_day(transaction, latest, conditions, settings)
        together = ready(transaction, combined, conditions, lock=transaction.posting, settings=settings, warns=False)
    except Refused as refused:
        raise DocumentRefused({order.id: refused.problems for order in orders}) from None
    if transaction.posting:
        lacking = missing(transaction, together, "orders")
        if lacking:
            raise DocumentRefused({order.id: lacking for order in orders})
        if settings.is_guarded:
            _check_approved(transaction, loaded, orders, together)
    return together, credits


def _check_approved(transaction: Transaction, loaded: Loaded, orders: Sequence[OrderRow], plan: Plan) -> None:
    """Refuse a document that needs approval, where the run was not signed as a whole."""
    try:
        signed_for(transaction, plan, OfRun("postInvoices", ("orders",), loaded.approval))
    except Refused as refused:
        raise DocumentRefused({order.id: refused.problems for order in orders}) from None


def _plan_each(
    orders: Sequence[OrderRow], loaded: Loaded, carried: CarriedForward
) -> tuple[list[tuple[ReturnOrder | SalesOrder, Plan]], Credits, dict[int, Problems]]:
    """The orders of a document with their plans, what they credit, and what is wrong with others, by key."""
    planned: list[tuple[ReturnOrder | SalesOrder, Plan]] = []
    credits, spread = Credits(), NOTHING
    problems: dict[int, Problems] = {}
    for order in orders:
        facts, plan, credits = _plan_order(order, loaded, carried, credits, spread)
        if isinstance(plan, tuple):
            problems[order.id] = plan
        else:
            planned.append((facts, plan))
            spread = spread_with(plan, spread)
    return planned, credits, problems


def _plan_order(
    order: OrderRow, loaded: Loaded, carried: CarriedForward, credits: Credits, spread: Spread
) -> tuple[ReturnOrder | SalesOrder, Plan | Problems, Credits]:
    """An order and its plan, by itself and not settled; and `credits` of earlier ones of the document with its own."""
    request = loaded.request
    if order.type is OrderType.RETURN_ORDER:
        returned = replace(carried.before_return(loaded.returned[order.id], loaded.mode), spread=spread)
        credit = plan_credit_note(credits.before(returned), request)
        if isinstance(credit, tuple):
            return returned, credit, credits
        return returned, credit.plan, credits.with_plan(returned, credit.plan)
    sold = replace(carried.before_sale(loaded.sold[order.id], loaded.mode), spread=spread)
    return sold, plan_sales_invoice(sold, request.quantity, request.invoice_date, SettlementMode.NONE), credits


def _lock_first(transaction: Transaction, orders: Sequence[OrderRow]) -> None:
    """Lock what single postings lock before they plan, in their order, so that nobody waits in a circle."""
    if transaction.connection.dialect.name == "postgresql":
        customers = {one.customer_id for one in orders}
        transaction.connection.execute(HOLD, {"orders": [one.id for one in orders], "customers": sorted(customers)})


def _account(
    orders: Sequence[ReturnOrder | SalesOrder], mode: SettlementMode, *, terms_on_credit_notes: bool
) -> Account:
    lines = [line for order in orders if isinstance(order, ReturnOrder) for line in order.lines]
    return Account(
        open_items=each_once(item for order in orders for item in order.open_items),
        settlement=mode,
        customer_id=orders[0].customer_id,
        terms_days=orders[0].terms_days,
        terms_on_credit_notes=terms_on_credit_notes,
        originals={line.original.id: line.original.invoice_id for line in lines if line.original is not None},
    )


def plan_document(
    plan_orders: PlanOrders, orders: Sequence[OrderRow], carried: CarriedForward, place: int, *, selected: bool
) -> tuple[Plan | None, Told, CarriedForward]:
    """The plan of a document, None where nothing of it is posted, what the orders left out of it are told, and what
    is carried forward to the next document then.
    """
    told: Told = {}
    while left := [order for order in orders if order.id not in told]:
        try:
            plan, credits = plan_orders(left, carried)
        except DocumentRefused as refused:
            told |= after_refusal({one.id: one.number for one in left}, refused.problems, selected=selected)
        else:
            return plan, told, carried.with_document(plan, credits, place)
    return None, told, carried


def after_refusal(numbers: Mapping[int, str], problems: Mapping[int, tuple[Problem, ...]], *, selected: bool) -> Told:
    """What the orders of a refused document are told, by key: `numbers` names them, `problems` are the blockers.

    Orders of a selection that are not ready are SKIPPED; where no others failed, these are not told anything and are to
    be tried without them (returns 3.12).
    """
    not_ready = {key for key, found in problems.items() if selected and any(one.code in NOT_READY for one in found)}
    failed = [key for key in numbers if key in problems and key not in not_ready]
    told: Told = {}
    for key, number in numbers.items():
        if key in not_ready:
            told[key] = PostingItemStatus.SKIPPED, problems[key]
        elif failed:
            because = problems.get(key) or (_group_failed(number, [numbers[one] for one in failed]),)
            told[key] = PostingItemStatus.CONTAINS_ERRORS, because
    return told


def _group_failed(number: str, others: Sequence[str]) -> Problem:
    """What an order says that was fine itself, where its document failed because of others."""
    return problem(ProblemCode.GROUP_FAILED, "order", ("orders",), document=number, documents=", ".join(others))
