"""Sales orders as another system has them: created, and delivered where they were delivered there."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, select

from ...models import tables
from ...models.rows import read_all
from ..amounts import ZERO, gross
from ..command.batch import Answers
from ..command.records import OrderRow
from ..command.results import SalesOrderResult
from ..command.transaction import Transaction
from ..commands import CreateSalesOrder, about
from ..ledger.post import enter
from ..ledger.readiness import missing_accounts, period_problems
from ..ledger.settings import Conditions, Settings, read_settings
from ..plan import Plan
from ..planners.sales import facts
from ..planners.sales.invoice import plan_delivery
from ..planners.vouchers import booked, voucher
from ..problems import Refused
from ..rules.vouchers import DELIVERY, Figure
from ..sales.loading import SalesLineRow, sales_line
from ..sales.orders import Priced, add_sales_orders, priced_orders

Delivery = tuple[int, Priced, date]  # the key of the order that was added, and when it left


@dataclass(kw_only=True)
class ImportSalesOrder(CreateSalesOrder):
    """A sales order, with the day on which all of it was delivered."""

    delivered_on: date | None = field(
        default=None, metadata=about("Its packing slip is posted on this day; open for delivery when left out.")
    )


def import_sales_orders(transaction: Transaction, commands: Sequence[ImportSalesOrder]) -> Answers[SalesOrderResult]:
    """Add sales orders, each by itself, as createSalesOrder and postPackingSlip would."""
    orders = priced_orders(transaction, commands)
    _check_deliveries(transaction, commands, orders)
    answers = add_sales_orders(transaction, orders)
    added = [
        (answer.order, order, command.delivered_on)
        for answer, order, command in zip(answers, orders, commands, strict=True)
        if not isinstance(answer, Refused)
    ]
    delivered = [(int(str(key)), order, day) for key, order, day in added if day is not None]
    if delivered:
        _deliver(transaction, delivered)
    return answers


def _check_deliveries(transaction: Transaction, commands: Sequence[ImportSalesOrder], orders: Sequence[Priced]) -> None:
    """What postPackingSlip could refuse a new order for goes to the order's checks."""
    known: dict[date, Settings] = {}
    for command, order in zip(commands, orders, strict=True):
        day = command.delivered_on
        if day is None:
            continue
        if day not in known:
            known[day] = read_settings(transaction, Conditions(day=day), lock=True)
        order.checks.problems.extend(period_problems(known[day], day, "deliveredOn"))
        cost = sum((gross(line.quantity, line.unit_cost, order.places) for line in order.lines), ZERO)
        if cost:
            entries = voucher(*booked(DELIVERY.rows, {Figure.COST: cost}))
            wanted = {entry.posting_type for entry in entries}
            order.checks.problems.extend(missing_accounts(known[day], wanted))


def _deliver(transaction: Transaction, deliveries: Sequence[Delivery]) -> None:
    """Post the packing slips of whole orders that have just been added."""
    slips = tuple(
        plan_delivery(order, {one.id: one.quantity for one in order.lines}, day)
        for order, day in _facts(transaction.connection, deliveries)
    )
    enter(transaction, Plan(slips=slips))


def _facts(connection: Connection, deliveries: Sequence[Delivery]) -> Iterator[tuple[facts.SalesOrder, date]]:
    """The orders as the planner of packing slips knows them."""
    order, line = tables.order, tables.sales_order_line
    keys = [key for key, _, _ in deliveries]
    headers = {row.id: row for row in read_all(connection, select(order).where(order.c.id.in_(keys)), OrderRow)}
    lines: dict[int, list[SalesLineRow]] = defaultdict(list)
    statement = select(line).where(line.c.order_id.in_(keys)).order_by(line.c.order_id, line.c.line_number)
    for row in read_all(connection, statement, SalesLineRow):
        lines[row.order_id].append(row)
    for key, priced, day in deliveries:
        yield _fact(headers[key], lines[key], priced.places), day


def _fact(header: OrderRow, lines: Sequence[SalesLineRow], places: int) -> facts.SalesOrder:
    return facts.SalesOrder(
        id=header.id,
        number=header.number,
        type=header.type,
        status=header.status,
        customer_id=header.customer_id,
        currency=header.currency,
        places=places,
        documents=(),
        lines=tuple(map(sales_line, lines)),
    )
