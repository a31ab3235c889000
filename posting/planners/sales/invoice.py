"""Invoicing a sales order: what was delivered and is not yet invoiced (returns 2.3, 3.3)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from ....models.vocabulary import (
    DocumentType,
    OrderStatus,
    ProblemCode,
    QuantitySelection,
    SettlementMode,
    WarningCode,
)
from ...amounts import ZERO, allocated, gross, tax_on
from ...plan import Plan
from ...planned.changes import Change
from ...planned.documents import PlannedLine
from ...planned.packing_slips import SlipLine, SlipPlan
from ...planned.settlements import BalanceChange
from ...planned.warnings import Warned, warned
from ...problems import Problems, problem
from ...rules.names import RowName
from ...rules.sales import SALE
from ...rules.vouchers import DELIVERY, SALES_INVOICE, Figure
from ...saying import phrase
from ..settlements import Matching, due_date, settle, settled_changes
from ..vouchers import booked, by_tax_accounts, voucher
from .billed_rows import billed_line
from .facts import SalesLine, SalesOrder
from .taxing import breakdown_of, by_account, rate_problems, taxed_on, with_spread_taxes

RULE = SALE.rules[RowName.BILLED]


def plan_sales_invoice(
    order: SalesOrder, quantity: QuantitySelection, invoice_date: date, settlement: SettlementMode
) -> Plan | Problems:
    """The plan of invoicing `order`, or what is in the way.

    PACKING_SLIP takes what was delivered, ALL what was ordered: the packing slip of the rest is posted with it.
    """
    if problems := _finished(order):
        return problems
    taken = {line.id: _open_quantity(line, quantity) for line in order.lines}
    undelivered = {line.id: max(line.invoiced + taken[line.id] - line.delivered, ZERO) for line in order.lines}
    days = {line.id: _supplied_on(line, undelivered[line.id], invoice_date) for line in order.lines}
    if problems := _rates_missing(order, taken, days):
        return problems
    lines, _ = with_spread_taxes(order, tuple(_lines(order, taken, days)), ())
    if not lines:
        return (
            problem(ProblemCode.NOTHING_TO_POST, "sales-order", ("order",), document=order.number, state=order.status),
        )
    slip = plan_delivery(order, undelivered, invoice_date) if any(undelivered.values()) else None
    net = sum((line.net_amount for line in lines), ZERO)
    tax = sum((line.tax_amount for line in lines), ZERO)
    cost = sum((line.cost_amount for line in lines), ZERO)
    entries = voucher(*booked(SALES_INVOICE.rows, {Figure.NET: net, Figure.TAX: tax, Figure.COST: cost}))
    settlements = settle(net + tax, Matching(settlement, invoice_date), order.open_items)
    return Plan(
        document_type=DocumentType.INVOICE,
        order_ids=(order.id,),
        customer_id=order.customer_id,
        currency=order.currency,
        invoice_date=invoice_date,
        document_date=invoice_date,
        net_amount=net,
        tax_amount=tax,
        due_date=due_date(invoice_date, net + tax, order.terms_days, terms_on_credit_notes=False),
        entries=by_tax_accounts(entries, by_account(lines)),
        settlements=settlements,
        balances=(BalanceChange(order.customer_id, net + tax),),
        slips=() if slip is None else (slip,),
        lines=lines,
        actuals=tuple(billed_line(order, line, RULE, invoice_date, index, index) for index, line in enumerate(lines)),
        changes=(*_changes(order, taken), *settled_changes(settlements, order.open_items)),
        warnings=packing_slip_warnings((line.moved_on for line in order.lines if taken[line.id]), invoice_date),
        taxes=breakdown_of(lines, ()),
        tax_rounding=order.rounding,
    )


def packing_slip_warnings(moved_on: Iterable[date | None], invoice_date: date) -> tuple[Warned, ...]:
    """A warning where the document is dated before the goods on it moved (returns 3.5)."""
    latest = max((day for day in moved_on if day is not None), default=invoice_date)
    if invoice_date >= latest:
        return ()
    return (
        warned(
            WarningCode.INVOICE_BEFORE_PACKING_SLIP,
            "invoice-before-slip",
            ("invoiceDate",),
            date=invoice_date,
            slip=latest,
        ),
    )


def _finished(order: SalesOrder) -> Problems:
    if order.status is OrderStatus.CANCELED:
        return (problem(ProblemCode.ORDER_CANCELED, "sales-order", ("order",), document=order.number),)
    if order.status is OrderStatus.INVOICED:
        return (
            problem(
                ProblemCode.ALREADY_INVOICED,
                "sales-order",
                ("order",),
                document=order.number,
                documents=", ".join(order.documents),
            ),
        )
    return ()


def _open_quantity(line: SalesLine, quantity: QuantitySelection) -> Decimal:
    upper = line.delivered if quantity is QuantitySelection.PACKING_SLIP else line.quantity
    return max(upper - line.invoiced, ZERO)


def _supplied_on(line: SalesLine, undelivered: Decimal, invoice_date: date) -> date:
    """The day of its last packing slip, which may go with the invoice; the rate of its tax code is that day's."""
    if line.moved_on is None:
        return invoice_date
    return max(line.moved_on, invoice_date) if undelivered else line.moved_on


def _rates_missing(order: SalesOrder, taken: Mapping[int, Decimal], days: Mapping[int, date]) -> Problems:
    return tuple(
        one
        for line in order.lines
        if taken[line.id]
        for one in rate_problems(
            line.code,
            days[line.id],
            phrase("line", line=line.line_number, description=line.description, document=order.number),
        )
    )


def _lines(order: SalesOrder, taken: Mapping[int, Decimal], days: Mapping[int, date]) -> Iterator[PlannedLine]:
    places = order.places
    number = 0
    for line in order.lines:
        part = taken[line.id]
        if part == 0:
            continue
        number += 1
        taxed = taxed_on(line.code, days[line.id])
        rate = line.tax_rate if taxed is None else taxed.per_cent
        full_tax = tax_on(line.net_amount, rate, places)
        full_discount = gross(line.quantity, line.unit_price, places) - line.net_amount
        full_cost = gross(line.quantity, line.unit_cost, places)
        wholes = (line.net_amount, full_tax, full_discount, full_cost)
        net, tax, discount, cost = _parts(line, wholes, part, places)
        if taxed is not None and line.billed is not None:
            tax = tax_on(net, rate, places)  # what stands may have been taxed at another rate
        yield PlannedLine(
            line_number=number,
            order_line_number=line.line_number,
            description=line.description,
            product_id=line.product_id,
            quantity=part,
            unit_price=line.unit_price,
            discount_percent=line.discount_percent,
            tax_rate=rate,
            net_amount=net,
            tax_amount=tax,
            discount_amount=discount,
            cost_amount=cost,
            sales_order_line_id=line.id,
            taxed=taxed,
        )


def _parts(line: SalesLine, wholes: Sequence[Decimal], part: Decimal, places: int) -> list[Decimal]:
    """What a part takes of each amount: where an invoice was canceled, what keeps those that stand exact with it."""
    if line.billed is None:
        return [allocated(whole, line.invoiced, part, line.quantity, places) for whole in wholes]
    upto = [allocated(whole, ZERO, line.invoiced + part, line.quantity, places) for whole in wholes]
    return [one - billed for one, billed in zip(upto, line.billed, strict=True)]


def _changes(order: SalesOrder, taken: Mapping[int, Decimal]) -> Iterator[Change]:
    everything = True
    for line in order.lines:
        invoiced = line.invoiced + taken[line.id]
        if taken[line.id]:
            yield Change("SalesOrderLine", line.id, "invoiced_quantity", line.invoiced, invoiced)
        everything = everything and invoiced == line.quantity
    if everything:
        delivered = all(line.delivered == line.quantity for line in order.lines)
        before = order.status if delivered else OrderStatus.DELIVERED  # by the packing slip that goes with the invoice
        yield Change("SalesOrder", order.id, "status", before, OrderStatus.INVOICED)


def plan_delivery(order: SalesOrder, moved_quantity: Mapping[int, Decimal], day: date) -> SlipPlan:
    """The packing slip that sends out `moved_quantity` by line id (returns 2.3)."""
    lines = []
    changes = []
    for line in order.lines:
        part = moved_quantity.get(line.id, ZERO)
        if part == 0:
            continue
        cost = gross(line.quantity, line.unit_cost, order.places)
        lines.append(
            SlipLine(
                product_id=line.product_id,
                quantity=part,
                on_hand_change=-part,
                cost_amount=allocated(cost, line.delivered, part, line.quantity, order.places),
                sales_order_line_id=line.id,
            )
        )
        changes.append(Change("SalesOrderLine", line.id, "delivered_quantity", line.delivered, line.delivered + part))
    if all(line.delivered + moved_quantity.get(line.id, ZERO) == line.quantity for line in order.lines):
        changes.append(Change("SalesOrder", order.id, "status", order.status, OrderStatus.DELIVERED))
    cost = sum((line.cost_amount for line in lines), ZERO)
    return SlipPlan(
        order_id=order.id,
        customer_id=order.customer_id,
        currency=order.currency,
        date=day,
        lines=tuple(lines),
        entries=voucher(*booked(DELIVERY.rows, {Figure.COST: cost})),
        changes=tuple(changes),
    )
