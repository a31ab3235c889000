"""What a run that posts orders takes: the named ones, or whatever a selection finds (returns 3.12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, select

from ...models import tables
from ...models.identity import encode
from ...models.rows import read_all
from ...models.vocabulary import (
    OrderStatus,
    OrderType,
    ProblemCode,
    QuantitySelection,
    ReturnLineStatus,
    ReturnStatus,
    Scope,
    SettlementMode,
    SummaryUpdate,
)
from ..checks import Checks
from ..command.lookup import find_customer, find_order
from ..command.transaction import Transaction
from ..commands import (
    CustomerRef,
    DateRange,
    OrderSelection,
    PostInvoices,
)
from ..ledger.rights import forbidden
from ..problems import Refused
from .requests import LateSelection, RunRequest

MOST = 250
CHUNK = 5000
MOST_SHARING = 1000  # orders on one document
ORDER = tables.order
READY = tables.order.alias("ready")


@dataclass(frozen=True)
class Together:
    """What orders of one document have in common."""

    id: int
    customer_id: int
    currency: str
    type: OrderType


def posting_request(transaction: Transaction, command: PostInvoices) -> RunRequest:
    """How a run posts; refused where the command contradicts itself.

    What a `late` selection looks for is kept, and the day it is posted on is that of its start unless it is given.
    """
    check_request(command)
    late = command.select if command.late_selection else None
    customer = None if late is None else _customer(transaction, late)
    day = None if late is not None and command.invoice_date is None else command.invoice_date or transaction.today
    return RunRequest(
        invoice_date=day,
        is_dated=command.invoice_date is not None,
        stop_on_first_error=command.stop_on_first_error is True,
        quantity=command.quantity or QuantitySelection.PACKING_SLIP,
        settlement=command.settlement or SettlementMode.ORIGINAL_INVOICE,
        selected=command.select is not None,
        late=None if late is None else _kept(late, command, customer),
    )


def _kept(late: OrderSelection, command: PostInvoices, customer: int | None) -> LateSelection:
    days = late.created_on or DateRange()
    return LateSelection(
        type=late.type,
        customer=customer,
        from_=days.from_,
        to=days.to,
        summary_update=command.summary_update or SummaryUpdate.NONE,
        mix_order_types=command.mix_order_types is True,
        received=late.received is True,
    )


def check_request(command: PostInvoices) -> None:
    """Refuse a command that contradicts itself."""
    checks = Checks()
    if (command.orders is None) == (command.select is None):
        checks.invalid("orders-or-selection", "orders")
    if command.quantity is QuantitySelection.DELIVER_NOW:
        checks.fail(ProblemCode.QUANTITY_OPTION_NOT_VALID_FOR_RETURN, "option", "quantity")
    if command.mix_order_types and command.summary_update is not SummaryUpdate.INVOICE_ACCOUNT:
        checks.invalid("mixed-types", "mixOrderTypes")
    if command.late_selection and command.select is None:
        checks.invalid("late-orders", "lateSelection")
    if command.late_selection and command.expected_plan is not None:
        checks.invalid("late-planned", "lateSelection")
    if command.orders is not None:
        checks.not_empty("orders", command.orders, MOST, "orders")
    checks.done()


def late_documents(transaction: Transaction, late: LateSelection, quantity: QuantitySelection) -> list[list[int]]:
    """The orders, by document, that a selection finds which a run kept."""
    customer = None if late.customer is None else CustomerRef(id=encode("Customer", late.customer))
    days = DateRange(from_=late.from_, to=late.to)
    command = PostInvoices(
        select=OrderSelection(type=late.type, customer=customer, created_on=days, received=late.received),
        quantity=quantity,
        summary_update=late.summary_update,
        mix_order_types=late.mix_order_types,
    )
    return shared_documents(transaction, chosen_orders(transaction, command), command)


def _customer(transaction: Transaction, wanted: OrderSelection) -> int | None:
    """The key of the customer of a selection that is made later; refused where the selection cannot be made."""
    _selected(transaction, wanted, None)
    return None if wanted.customer is None else find_customer(transaction.connection, wanted.customer).id


def chosen_orders(transaction: Transaction, command: PostInvoices) -> list[int]:
    """The keys of the orders to post, in the order of numbering: as named, or by age."""
    if command.select is None:
        return _named(transaction, command)
    return read_all(transaction.connection, _selected(transaction, command.select, command.quantity), int)


def shared_documents(transaction: Transaction, orders: Sequence[int], command: PostInvoices) -> list[list[int]]:
    """The orders by document: each alone, or with those of its customer, currency and, unless mixed, type.

    More than a thousand of them make several documents.
    """
    if command.summary_update is not SummaryUpdate.INVOICE_ACCOUNT:
        return [[key] for key in orders]
    found: dict[int, tuple[object, ...]] = {}
    for start in range(0, len(orders), CHUNK):
        columns = (ORDER.c.id, ORDER.c.customer_id, ORDER.c.currency, ORDER.c.type)
        chunk = select(*columns).where(ORDER.c.id.in_(orders[start : start + CHUNK]))
        for row in read_all(transaction.connection, chunk, Together):
            found[row.id] = (row.customer_id, row.currency, None if command.mix_order_types else row.type)
    documents: dict[tuple[object, ...], list[int]] = {}
    for key in orders:
        documents.setdefault(found[key], []).append(key)
    return [
        together[start : start + MOST_SHARING]
        for together in documents.values()
        for start in range(0, len(together), MOST_SHARING)
    ]


def _named(transaction: Transaction, command: PostInvoices) -> list[int]:
    checks = Checks()
    found: list[int] = []
    for index, ref in enumerate(command.orders or []):
        path = ("orders", str(index))
        try:
            order = find_order(transaction.connection, ref, *path, lock=False)
        except Refused as refused:
            checks.problems.extend(refused.problems)
            continue
        if order.id in found:
            checks.invalid("order-twice", *path, document=order.number)
        if order.type is OrderType.PROJECT_CONTRACT:
            values = {"document": order.number, "given": order.type}
            checks.fail(ProblemCode.ORDER_TYPE_NOT_INVOICEABLE, "contract", *path, **values)
        elif transaction.posting:
            scope = Scope.CREDIT if order.type is OrderType.RETURN_ORDER else Scope.INVOICE
            if scope not in transaction.caller.scopes:
                checks.problems.append(forbidden(transaction.caller, scope, order.number, *path))
        found.append(order.id)
    checks.done()
    return found


def _selected(transaction: Transaction, wanted: OrderSelection, quantity: QuantitySelection | None) -> Select[int]:
    """Sales orders with something delivered that is not invoiced, and return orders of which something has arrived.

    A return order that is still CREATED is not seen at all; one that waits for its packing slip is, and is SKIPPED.
    """
    checks = Checks()
    types = _types(wanted, checks)
    conditions = _narrowed(transaction, wanted, checks)
    checks.done()
    ready = select(READY.c.id).where(_delivered(quantity)).union(select(READY.c.id).where(_arrived(wanted)))
    chosen = (ORDER.c.type.in_(types), ORDER.c.id.in_(ready), *conditions)
    return select(ORDER.c.id).where(*chosen).order_by(ORDER.c.id)


def _types(wanted: OrderSelection, checks: Checks) -> list[OrderType]:
    if wanted.type is not None:
        checks.not_empty("type", wanted.type, len(OrderType), "select", "type")
    types = wanted.type or [OrderType.SALES_ORDER, OrderType.RETURN_ORDER]
    for place, kind in enumerate(types):
        if kind is OrderType.PROJECT_CONTRACT:
            checks.fail(
                ProblemCode.ORDER_TYPE_NOT_INVOICEABLE,
                "contracts",
                "select",
                "type",
                str(place),
                type="PROJECT_CONTRACT",
            )
    return types


def _narrowed(transaction: Transaction, wanted: OrderSelection, checks: Checks) -> list[ColumnElement[bool]]:
    """By customer and by the days of creation."""
    conditions: list[ColumnElement[bool]] = []
    ref, days = wanted.customer, wanted.created_on
    if ref is not None:
        customer = checks.attempt(lambda: find_customer(transaction.connection, ref, "select", "customer"))
        conditions += [] if customer is None else [ORDER.c.customer_id == customer.id]
    if days is not None:
        if days.from_ is not None and days.to is not None and days.from_ > days.to:
            checks.invalid("days-end", "select", "createdOn", "to", given=days.to, limit=days.from_)
        conditions += _on_days(days)
    return conditions


def _delivered(quantity: QuantitySelection | None) -> ColumnElement[bool]:
    """Sales orders of which something can be invoiced."""
    line = tables.sales_order_line
    upper = line.c.quantity if quantity is QuantitySelection.ALL else line.c.delivered_quantity
    open_line = (line.c.quantity > line.c.invoiced_quantity) & (upper > line.c.invoiced_quantity)
    return (
        (READY.c.type == OrderType.SALES_ORDER)
        & READY.c.status.in_([OrderStatus.OPEN, OrderStatus.DELIVERED])
        & READY.c.id.in_(select(line.c.order_id).where(open_line))
    )


def _arrived(wanted: OrderSelection) -> ColumnElement[bool]:
    """Return orders of which something has arrived, or been received."""
    returned = (READY.c.type == OrderType.RETURN_ORDER) & (READY.c.return_status == ReturnStatus.OPEN)
    if wanted.received:
        line = tables.return_order_line
        returned &= READY.c.id.in_(select(line.c.order_id).where(line.c.return_status == ReturnLineStatus.RECEIVED))
    return returned


def _on_days(days: DateRange) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if days.from_ is not None:
        found.append(ORDER.c.created_at >= datetime.combine(days.from_, time.min, UTC))
    if days.to is not None and days.to < datetime.max.date():
        found.append(ORDER.c.created_at < datetime.combine(days.to + timedelta(days=1), time.min, UTC))
    return found
