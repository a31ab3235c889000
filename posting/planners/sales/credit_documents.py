"""The document of a posting on a return order: lines, charges, ledger rows, voucher, settlements (returns 3.4–3.8).

What each line credits is worked out in `shares`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ....models.vocabulary import (
    ConnectionRole,
    DispositionAction,
    ProblemCode,
    QuantitySelection,
    SettlementMode,
    WarningCode,
)
from ...amounts import ZERO, allocated, rounded
from ...canonical import plain
from ...plan import Plan
from ...planned.changes import Change
from ...planned.documents import PlannedCharge, PlannedLine, document_type_of
from ...planned.rows import Link, PlannedActual
from ...planned.settlements import BalanceChange
from ...planned.vouchers import Entry
from ...planned.warnings import Warned, warned
from ...problems import Problems, problem
from ...rules.names import RowName
from ...rules.returns import CHARGE, CREDIT
from ...rules.vouchers import CREDIT_NOTE, Figure
from ...taxes.codes import Taxed
from ..settlements import Matching, already_paid, due_date, settle, settled_changes, shares_of
from ..vouchers import booked, by_tax_accounts, goods_back, voucher
from .billed_rows import billed_charge, billed_line
from .facts import ReturnLine, ReturnOrder
from .invoice import packing_slip_warnings
from .quantities import TypedQuantities, line_name
from .receipt import cost_of, taken_before
from .shares import credited_figures, is_credited, terms_of
from .taxing import (
    breakdown_of,
    by_account,
    charge_rate_problems,
    rate_problems,
    taxed_on,
    with_group_taxes,
    with_spread_taxes,
)

RULE = CREDIT.rules[RowName.BILLED]
CHARGE_RULE = CHARGE.rules[RowName.BILLED]


@dataclass(frozen=True)
class CreditRequest:
    """What the caller asks for; `lines` maps a line's id to a typed quantity, or to None for what is selected.

    Where the caller gave no date (`is_dated`) the document is not dated before what it credits. The date on it is the
    invoice date where the caller gave none.
    """

    quantity: QuantitySelection
    invoice_date: date
    is_dated: bool = True
    document_date: date | None = None
    lines: TypedQuantities | None = None
    credit_remaining_quantity: bool = True
    allow_direct_invoice: bool = False
    settlement: SettlementMode = SettlementMode.ORIGINAL_INVOICE
    credit_correction: bool = False
    terms_on_credit_notes: bool = False
    slips_in_ledger: bool = True


def with_document(
    plan: Plan,
    order: ReturnOrder,
    request: CreditRequest,
    lines: tuple[PlannedLine, ...],
    charges: tuple[PlannedCharge, ...],
) -> Plan:
    """`plan` with the document that its lines and charges come to."""
    lines, charges = with_spread_taxes(order, lines, charges)
    by_id = {line.id: line for line in order.lines}
    credited = [(line, by_id[key]) for line in lines if (key := line.return_order_line_id) and is_credited(by_id[key])]
    net = sum((one.net_amount for one in lines), ZERO) + sum((one.amount for one in charges), ZERO)
    tax = sum((one.tax_amount for one in lines), ZERO) + sum((one.tax_amount for one in charges), ZERO)
    total = net + tax
    corrects = tuple(sorted({source.original.invoice_id for _, source in credited if source.original}))
    shares = shares_of(lines, charges, originals_of(order))
    matching = Matching(request.settlement, request.invoice_date, shares, corrects)
    settlements = settle(total, matching, order.open_items)
    rows = tuple(_actuals(order, charges, credited, request.invoice_date))
    return replace(
        plan,
        document_type=document_type_of(total, credits_something=bool(credited)),
        net_amount=net,
        tax_amount=tax,
        lines=lines,
        charges=charges,
        actuals=rows,
        links=tuple(_links(rows, lines, by_id)),
        changes=(*plan.changes, *_charge_changes(order, charges), *settled_changes(settlements, order.open_items)),
        corrects=corrects,
        due_date=due_date(
            request.invoice_date, total, order.terms_days, terms_on_credit_notes=request.terms_on_credit_notes
        ),
        entries=_entries(lines, charges, credited, correction=request.credit_correction),
        settlements=settlements,
        balances=(BalanceChange(order.customer_id, total),),
        warnings=(
            *packing_slip_warnings((source.moved_on for _, source in credited), request.invoice_date),
            *_warnings(order, credited, total, request.settlement),
        ),
        taxes=breakdown_of(lines, charges),
        tax_rounding=order.rounding,
    )


def _entries(
    lines: tuple[PlannedLine, ...],
    charges: tuple[PlannedCharge, ...],
    credited: list[tuple[PlannedLine, ReturnLine]],
    *,
    correction: bool,
) -> tuple[Entry, ...]:
    """The voucher; as a `correction` what was sold is taken back, while charges are as on any document."""
    net, tax = sum((one.net_amount for one in lines), ZERO), sum((one.tax_amount for one in lines), ZERO)
    goods = booked(CREDIT_NOTE.rows, {Figure.NET: -net, Figure.TAX: -tax})
    for line, source in credited:
        back = goods_back(source.action)
        goods.extend(booked(back.cleared if source.cleared else back.direct, {Figure.COST: -line.cost_amount}))
    fees, fee_tax = sum((one.amount for one in charges), ZERO), sum((one.tax_amount for one in charges), ZERO)
    charged = booked(CREDIT_NOTE.rows, {Figure.CHARGES: fees, Figure.CHARGE_TAX: fee_tax})
    if not correction:
        return by_tax_accounts(voucher(*goods, *charged), by_account((*lines, *charges)))
    of_goods = by_tax_accounts(voucher(*goods, correction=True), by_account(lines), correction=True)
    return (*of_goods, *by_tax_accounts(voucher(*charged), by_account(charges)))


def oversold_problems(order: ReturnOrder, taken: Mapping[int, Decimal]) -> Problems:
    """Where more would be credited of an invoice line than it sold.

    Return orders claim what they credit, so that this is the last line of defence.
    """
    parts = _parts(order, taken)
    return tuple(
        problem(
            ProblemCode.RETURN_QTY_EXCEEDS_INVOICED,
            "order-line",
            ("order",),
            line=line.line_number,
            description=line.description,
            given=plain(after),
            available=plain(line.original.quantity),
        )
        for (line, part), before in zip(parts, taken_before(parts), strict=True)
        if line.original is not None and (after := line.original.credited + before + part) > line.original.quantity
    )


def document_lines(order: ReturnOrder, taken: Mapping[int, Decimal], day: date) -> tuple[PlannedLine, ...]:
    """The lines of the document of a day, from the quantity taken of each order line by its id."""
    originals = (line.original for line in order.lines)
    groups = {one.id: one.group for one in originals if one is not None and one.group is not None}
    return with_group_taxes(tuple(_lines(order, taken, day)), groups, order.places)


def taxed_as(line: ReturnLine, day: date) -> Taxed | None:
    """By which tax code a line is credited: that of what it credits, or its own on the day when the goods came."""
    if line.original is not None:
        return line.original.taxed
    return taxed_on(line.code, line.moved_on or day)


def _lines(order: ReturnOrder, taken: Mapping[int, Decimal], day: date) -> Iterator[PlannedLine]:
    parts = _parts(order, taken)
    befores = zip(taken_before(parts), taken_before(map(_without_goods, parts)), strict=True)
    for number, ((line, part), (credited, costed)) in enumerate(zip(parts, befores, strict=True), 1):
        terms, taxed = terms_of(line), taxed_as(line, day)
        rate = None if taxed is None else taxed.per_cent
        figures = credited_figures(line, part, credited, order.places, rate)
        cost = -_cost(line, part, costed, order.places)
        yield PlannedLine(
            line_number=number,
            order_line_number=line.line_number,
            description=line.description,
            product_id=line.product_id,
            quantity=ZERO - part,
            unit_price=terms.unit_price,
            discount_percent=terms.discount_percent,
            tax_rate=terms.tax_rate if taxed is None else taxed.rate,
            net_amount=ZERO - figures.net,
            tax_amount=ZERO - figures.tax,
            discount_amount=ZERO - figures.discount,
            cost_amount=cost + ZERO,
            return_order_line_id=line.id,
            credits_line_id=line.original.id if line.original else None,
            taxed=taxed,
            is_prorated=line.original is not None,
        )


def rates_missing(order: ReturnOrder, taken: Mapping[int, Decimal], day: date) -> Problems:
    """Where a line by hand or a charge is taxed by a code that has no rate on its day."""
    lines = [line for line in order.lines if line.id in taken]
    charges = [*(one for line in lines for one in line.charges), *order.charges]
    by_hand = [line for line in lines if line.original is None]
    return (
        *(one for line in by_hand for one in rate_problems(line.code, line.moved_on or day, line_name(order, line))),
        *(one for charge in charges for one in charge_rate_problems(charge.code, day, charge.description)),
    )


Part = tuple[ReturnLine, Decimal]  # a line, and what of it is credited


def _parts(order: ReturnOrder, taken: Mapping[int, Decimal]) -> list[Part]:
    return [(line, taken[line.id] if is_credited(line) else ZERO) for line in order.lines if line.id in taken]


def _without_goods(part: Part) -> Part:
    """What the document itself takes the cost of; that of goods was taken back when they arrived."""
    line, quantity = part
    return line, quantity if line.action is DispositionAction.CREDIT_ONLY else ZERO


def _cost(line: ReturnLine, part: Decimal, before: Decimal, places: int) -> Decimal:
    """The cost that its packing slip took back, for its part; a credit-only line has none and is reckoned now."""
    if part == 0:
        return ZERO
    if line.action is DispositionAction.CREDIT_ONLY:
        return cost_of(line, part, before, places)
    return allocated(line.slip_cost, line.invoiced, part, line.received, places)


def originals_of(order: ReturnOrder) -> dict[int, int]:
    """The invoice of each invoice line that the order returns."""
    return {line.original.id: line.original.invoice_id for line in order.lines if line.original is not None}


def _actuals(
    order: ReturnOrder,
    charges: tuple[PlannedCharge, ...],
    credited: list[tuple[PlannedLine, ReturnLine]],
    day: date,
) -> Iterator[PlannedActual]:
    for position, (line, source) in enumerate(credited):
        root = source.original.root_id if source.original else None
        yield billed_line(order, line, RULE, day, position, line.line_number - 1, root)
    for place, charge in enumerate(charges):
        yield billed_charge(order, charge, CHARGE_RULE, day, len(credited) + place, place)


def _links(
    rows: tuple[PlannedActual, ...], lines: tuple[PlannedLine, ...], by_id: Mapping[int, ReturnLine]
) -> Iterator[Link]:
    for row in rows:
        if row.rule == RULE and row.document_line is not None:
            source = by_id[lines[row.document_line].return_order_line_id or 0]
            if source.original is not None:
                original = source.original.actual_id
                yield Link(row.position, ConnectionRole.BILLED_SALES, original, None, ConnectionRole.ORIGINAL)


def _charge_changes(order: ReturnOrder, charges: tuple[PlannedCharge, ...]) -> Iterator[Change]:
    waiting = {one.id for one in (*order.charges, *(c for line in order.lines for c in line.charges)) if not one.posted}
    for charge in charges:
        if charge.return_charge_id in waiting:
            yield Change("ReturnCharge", charge.return_charge_id, "posted", before=False, after=True)


def _warnings(
    order: ReturnOrder,
    credited: list[tuple[PlannedLine, ReturnLine]],
    total: Decimal,
    mode: SettlementMode,
) -> Iterator[Warned]:
    for _, line in credited:
        if line.original is None:
            yield not_linked(line.line_number, line.description, "order")
    if sum((line.net_amount for line, _ in credited), ZERO) < 0 < total:
        values = {"amount": rounded(total, order.places), "currency": order.currency}
        yield warned(WarningCode.CHARGE_TURNS_CREDIT_INTO_INVOICE, "charges", ("order",), **values)
    originals = {line.original.invoice_id for _, line in credited if line.original is not None}
    yield from already_paid(order.open_items, originals, mode)


def not_linked(line_number: int, description: str, *path: str) -> Warned:
    """The warning about a line that was entered by hand (returns 3.4)."""
    return warned(WarningCode.NOT_LINKED_TO_INVOICE, "line", path, line=line_number, description=description)
