"""Posting packing slips: the physical update of sales orders (goods out) and return orders (goods in)."""

from dataclasses import dataclass, replace
from datetime import date

from ...models.vocabulary import OrderType, ProblemCode
from ..command.lookup import find_order, keys_of
from ..command.records import OrderRow
from ..command.results import ShownPlan
from ..command.transaction import Transaction
from ..commands import PostPackingSlip
from ..ledger.post import post
from ..ledger.settings import Conditions, Settings, read_settings
from ..plan import Plan
from ..planners.sales.packing_slips import SlipRequest, Wanted, plan_incoming, plan_outgoing
from ..problems import Problems, Refused, problem
from ..sales.loading import load_sales_order
from .loading import load_return_order

LINES = {OrderType.SALES_ORDER: "SalesOrderLine", OrderType.RETURN_ORDER: "ReturnOrderLine"}  # the types of their ids


@dataclass(frozen=True)
class PackingSlipResult:
    """A posted packing slip, None where it was only looked at, and its order."""

    packing_slip: int | None
    order: int
    plan: ShownPlan = None


def post_packing_slip(transaction: Transaction, command: PostPackingSlip) -> PackingSlipResult:
    """Deliver sales lines, or receive REGISTERED return lines in full; refuses what cannot be moved."""
    order = find_order(transaction.connection, command.order, "order", lock=transaction.posting)
    day = command.date or transaction.today
    is_sale = order.type is OrderType.SALES_ORDER
    conditions = Conditions(day=day, day_path="date", customer_id=order.customer_id if is_sale else None, only_all=True)
    planned, settings = _planned(transaction, order, command, conditions, day)
    posted = post(transaction, planned, conditions, settings=settings)
    slip_ids = () if posted.written is None else posted.written.packing_slip_ids
    return PackingSlipResult(next(iter(slip_ids), None), order.id, posted.plan)


def _planned(
    transaction: Transaction, order: OrderRow, command: PostPackingSlip, conditions: Conditions, day: date
) -> tuple[Plan | Problems, Settings | None]:
    """The plan, or what is wrong, and the settings where it took them to tell."""
    connection = transaction.connection
    if order.type not in LINES:
        values = {"document": order.number, "given": order.type, "expected": "SALES_ORDER, RETURN_ORDER"}
        return (problem(ProblemCode.INVALID_INPUT, "no-packing-slips", ("order",), **values),), None
    try:
        wanted = _wanted(command, LINES[order.type])
    except Refused as refused:  # told with whatever else is wrong
        return refused.problems, None
    request = SlipRequest(day, wanted, command.customer_reference)
    if order.type is OrderType.SALES_ORDER:
        return plan_outgoing(load_sales_order(connection, order), request), None
    returned = load_return_order(connection, order, lock=transaction.posting)
    settings = read_settings(transaction, conditions, lock=False)  # they are held with the order
    in_ledger = settings.parameters.post_packing_slips_in_ledger
    return plan_incoming(returned, replace(request, in_ledger=in_ledger)), settings


def _wanted(command: PostPackingSlip, type_name: str) -> dict[int, Wanted] | None:
    """The lines that the command names by key; None where it names none."""
    if command.lines is None:
        return None
    keys = keys_of([line.line for line in command.lines], type_name, "line of the order", "lines")
    return {key: Wanted(index, command.lines[index].quantity) for index, key in enumerate(keys)}
