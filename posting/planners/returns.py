"""Crediting a return order (returns 3.2–3.4).

The gate is per line: what has been received is credited, the rest stays on the order. A line is prorated from the
stored original, cumulatively, so that a sale that comes back in any number of parts is reversed to the cent.
"""

from collections import defaultdict
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from ...models.vocabulary import (
    BillingStatus,
    BillingType,
    ConnectionRole,
    DispositionAction,
    OrderStatus,
    PostingType,
    ProblemCode,
    QuantitySelection,
    ReturnLineStatus,
    ReturnStatus,
    SettlementMode,
    TransactionClass,
    TransactionType,
    WarningCode,
)
from ..amounts import ZERO, allocated, gross, line_net, rounded, tax_on
from ..plan import Change, Link, Plan, PlannedActual, PlannedCharge, PlannedLine, Warned, document_type_of
from ..problems import Problem, Refused, refuse
from .charges import Posted, charges_of
from .facts import ReturnLine, ReturnOrder
from .packing_slips import cost_of, plan_receipt
from .return_quantities import Skipped, direct_lines, select_lines
from .sales import packing_slip_warnings
from .settlements import due_date, settle, settled_changes
from .vouchers import customer_part, moved, receiving_type, voucher

RULE = "return.credit.billed"
CHARGE_RULE = "return.charge.billed"


@dataclass(frozen=True)
class CreditRequest:
    """What the caller asks for; `lines` maps a line's id to a typed quantity, or to None for what is selected."""

    quantity: QuantitySelection
    invoice_date: date
    document_date: date
    lines: dict[int, Decimal | None] | None = None
    credit_remaining_quantity: bool = True
    allow_direct_invoice: bool = False
    settlement: SettlementMode = SettlementMode.ORIGINAL_INVOICE
    credit_correction: bool = False
    terms_on_credit_notes: bool = False
    slips_in_ledger: bool = True


@dataclass(frozen=True)
class CreditPlan:
    """A plan, and the lines that were left out of it."""

    plan: Plan
    skipped: tuple[Skipped, ...] = field(default=())


def plan_credit_note(order: ReturnOrder, request: CreditRequest) -> CreditPlan:
    """The plan of crediting `order`; raises `Refused` with every blocker."""
    _refuse_not_open(order)
    slip = None
    if request.allow_direct_invoice:
        direct = direct_lines(order, request.quantity, request.lines)
        if direct:
            slip, order = plan_receipt(order, direct, request.invoice_date, in_ledger=request.slips_in_ledger)
    taken, skipped = select_lines(order, request.quantity, request.lines)
    if not taken:
        raise Refused(_nothing_to_post(order, skipped))
    lines = tuple(_lines(order, taken))
    posted = {
        line.return_order_line_id: Posted(index, taken[line.return_order_line_id], line.net_amount)
        for index, line in enumerate(lines)
        if line.return_order_line_id is not None
    }
    charges = tuple(charges_of(order, posted))
    plan = Plan(
        document_type=None,
        order_ids=(order.id,),
        customer_id=order.customer_id,
        currency=order.currency,
        invoice_date=request.invoice_date,
        document_date=request.document_date,
        net_amount=ZERO,
        tax_amount=ZERO,
        slip=slip,
        changes=tuple(_changes(order, taken, request)),
    )
    if charges or any(is_credited(line) for line in order.lines if line.id in taken):
        plan = _with_document(plan, order, request, lines, charges)
    return CreditPlan(plan, skipped)


def is_credited(line: ReturnLine) -> bool:
    """Whether the customer is credited; goods that go back to the customer are not (returns 3.10)."""
    return line.action is not DispositionAction.RETURN_TO_CUSTOMER


def _with_document(
    plan: Plan,
    order: ReturnOrder,
    request: CreditRequest,
    lines: tuple[PlannedLine, ...],
    charges: tuple[PlannedCharge, ...],
) -> Plan:
    by_id = {line.id: line for line in order.lines}
    credited = [(line, by_id[key]) for line in lines if (key := line.return_order_line_id) and is_credited(by_id[key])]
    goods = sum((line.net_amount for line in lines), ZERO)
    fees = sum((charge.amount for charge in charges), ZERO)
    tax = sum((line.tax_amount for line in lines), ZERO) + sum((charge.tax_amount for charge in charges), ZERO)
    total = goods + fees + tax
    settlements = settle(total, request.settlement, order.open_items, _credited_by_invoice(credited))
    amounts = customer_part(goods, fees, tax)
    for line, source in credited:
        credit_only = source.action is DispositionAction.CREDIT_ONLY
        cleared = PostingType.RETURNS_RECEIVED if source.cleared else receiving_type(source.action)
        debit = PostingType.SCRAP if credit_only else cleared
        amounts.extend(moved(debit, PostingType.COST_OF_GOODS_SOLD, -line.cost_amount))
    rows = tuple(_actuals(order, lines, charges, credited, request.invoice_date))
    return replace(
        plan,
        document_type=document_type_of(total, credits_something=bool(credited)),
        net_amount=goods + fees,
        tax_amount=tax,
        lines=lines,
        charges=charges,
        actuals=rows,
        links=tuple(_links(rows, lines, by_id)),
        changes=(*plan.changes, *_charge_changes(order, charges), *settled_changes(settlements, order.open_items)),
        corrects=tuple(sorted({source.original.invoice_id for _, source in credited if source.original})),
        due_date=due_date(
            request.invoice_date, total, order.terms_days, terms_on_credit_notes=request.terms_on_credit_notes
        ),
        entries=voucher(*amounts, correction=request.credit_correction),
        settlements=settlements,
        warnings=(
            *packing_slip_warnings(order.last_packing_slip, request.invoice_date),
            *_warnings(order, credited, goods, total, request.settlement),
        ),
    )


def _credited_by_invoice(credited: list[tuple[PlannedLine, ReturnLine]]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(Decimal)
    for line, source in credited:
        if source.original is not None:
            found[source.original.invoice_id] -= line.net_amount + line.tax_amount
    return found


def _warnings(
    order: ReturnOrder,
    credited: list[tuple[PlannedLine, ReturnLine]],
    goods: Decimal,
    total: Decimal,
    mode: SettlementMode,
) -> Iterator[Warned]:
    for _, line in credited:
        if line.original is None:
            yield not_linked(line.line_number, line.description, "order")
    if goods < 0 < total:
        amount = f"{rounded(total, order.places)} {order.currency}"
        message = f"The charges exceed the credit: the document is an invoice of {amount}."
        yield Warned(WarningCode.CHARGE_TURNS_CREDIT_INTO_INVOICE, message, ("order",))
    originals = {line.original.invoice_id for _, line in credited if line.original is not None}
    for item in order.open_items:
        if mode is SettlementMode.ORIGINAL_INVOICE and item.invoice_id in originals and item.open_amount <= 0:
            message = f"Nothing of {item.number} is open: the credit stays on the customer's account."
            yield Warned(WarningCode.ORIGINAL_ALREADY_PAID, message, ("settlement",))


def not_linked(line_number: int, description: str, *path: str) -> Warned:
    """The warning about a line that was entered by hand (returns 3.4)."""
    message = (
        f"Line {line_number} ({description}) is not linked to an invoice: its price and cost are those entered, and "
        "nothing limits its quantity."
    )
    return Warned(WarningCode.NOT_LINKED_TO_INVOICE, message, path)


def derived_return_status(statuses: list[ReturnLineStatus]) -> ReturnStatus:
    """The status of a return order from those of its lines (returns 2.1).

    >>> derived_return_status([ReturnLineStatus.INVOICED, ReturnLineStatus.AWAITING]).value
    'OPEN'
    """
    live = [status for status in statuses if status is not ReturnLineStatus.CANCELED]
    if live and all(status is ReturnLineStatus.INVOICED for status in live):
        return ReturnStatus.CLOSED
    if any(status is not ReturnLineStatus.AWAITING for status in live):
        return ReturnStatus.OPEN
    return ReturnStatus.CREATED if live or not statuses else ReturnStatus.CANCELED


def _refuse_not_open(order: ReturnOrder) -> None:
    name = f"Return order {order.number}"
    if order.return_status is ReturnStatus.CREATED:
        raise refuse(
            ProblemCode.RETURN_ORDER_NOT_OPEN,
            f"{name} is still CREATED: nothing of it has arrived; it must be OPEN.",
            "order",
            remedy="Register what arrived with registerArrival and post its packing slip, or set a credit-only code.",
        )
    if order.return_status is ReturnStatus.CANCELED:
        raise refuse(ProblemCode.ORDER_CANCELED, f"{name} is CANCELED.", "order")
    if order.return_status is ReturnStatus.CLOSED:
        documents = ", ".join(order.documents)
        raise refuse(ProblemCode.ALREADY_INVOICED, f"{name} is CLOSED: already credited by {documents}.", "order")


def _nothing_to_post(order: ReturnOrder, skipped: tuple[Skipped, ...]) -> list[Problem]:
    if not skipped:
        message = f"Return order {order.number} has no line with a quantity to credit."
        return [Problem(ProblemCode.NOTHING_TO_POST, message, ("order",))]
    return [Problem(skip.code, skip.message, ("order",), skip.remedy) for skip in skipped]


def _lines(order: ReturnOrder, taken: dict[int, Decimal]) -> Iterator[PlannedLine]:
    credited = {line.original.id: line.original.credited for line in order.lines if line.original}
    for number, line in enumerate((line for line in order.lines if line.id in taken), 1):
        part = taken[line.id] if is_credited(line) else ZERO
        net, tax, discount = _credit(line, part, credited, order.places)
        cost = -_cost(line, part, order.places)
        yield PlannedLine(
            line_number=number,
            order_line_number=line.line_number,
            description=line.description,
            product_id=line.product_id,
            quantity=ZERO - part,
            unit_price=line.unit_price,
            discount_percent=line.discount_percent,
            tax_rate=line.tax_rate,
            net_amount=net + ZERO,
            tax_amount=tax + ZERO,
            discount_amount=discount + ZERO,
            cost_amount=cost + ZERO,
            return_order_line_id=line.id,
            credits_line_id=line.original.id if line.original else None,
        )


def _credit(
    line: ReturnLine, part: Decimal, credited: dict[int, Decimal], places: int
) -> tuple[Decimal, Decimal, Decimal]:
    """Signed net, tax and discount: prorated from the stored original, else worked out from the line (returns 3.4)."""
    original = line.original
    if original is None:
        net = line_net(-part, line.unit_price, line.discount_percent, places)
        return net, tax_on(net, line.tax_rate, places), gross(-part, line.unit_price, places) - net
    before = credited[original.id]
    credited[original.id] += part
    wholes = (original.net_amount, original.tax_amount, original.discount_amount)
    net, tax, discount = (-allocated(whole, before, part, original.quantity, places) for whole in wholes)
    return net, tax, discount


def _cost(line: ReturnLine, part: Decimal, places: int) -> Decimal:
    """The cost that its packing slip took back, for its part; a credit-only line has none and is reckoned now."""
    if part == 0:
        return ZERO
    if line.action is DispositionAction.CREDIT_ONLY:
        return cost_of(line, part, places)
    return allocated(line.slip_cost, line.invoiced, part, line.received, places)


def _actuals(
    order: ReturnOrder,
    lines: tuple[PlannedLine, ...],
    charges: tuple[PlannedCharge, ...],
    credited: list[tuple[PlannedLine, ReturnLine]],
    day: date,
) -> Iterator[PlannedActual]:
    for position, (line, source) in enumerate(credited):
        yield PlannedActual(
            position=position,
            transaction_type=TransactionType.BILLED_SALES,
            transaction_class=TransactionClass.PRODUCT,
            billing_type=BillingType.CHARGEABLE,
            description=line.description,
            transaction_date=day,
            quantity=line.quantity,
            unit_price=line.unit_price,
            amount=line.net_amount,
            tax_amount=line.tax_amount,
            rule=RULE,
            order_id=order.id,
            document_line=lines.index(line),
            billing_status=BillingStatus.CUSTOMER_INVOICE_POSTED,
            root=source.original.root_id if source.original else None,
            root_position=None if source.original else position,
        )
    for position, charge in enumerate(charges, len(credited)):
        sign = 1 if charge.amount > 0 else -1
        yield PlannedActual(
            position=position,
            transaction_type=TransactionType.BILLED_SALES,
            transaction_class=TransactionClass.FEE,
            billing_type=BillingType.CHARGEABLE,
            description=charge.description,
            transaction_date=day,
            quantity=Decimal(sign),
            unit_price=abs(charge.amount),
            amount=charge.amount,
            tax_amount=charge.tax_amount,
            rule=CHARGE_RULE,
            order_id=order.id,
            document_line=charge.document_line,
            billing_status=BillingStatus.CUSTOMER_INVOICE_POSTED,
            root_position=position,
        )


def _links(
    rows: tuple[PlannedActual, ...], lines: tuple[PlannedLine, ...], by_id: dict[int, ReturnLine]
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


def _changes(order: ReturnOrder, taken: dict[int, Decimal], request: CreditRequest) -> Iterator[Change]:
    statuses = []
    for line in order.lines:
        status = line.status
        if line.id in taken:
            status = yield from _line_changes(line, taken[line.id], request)
        statuses.append(status)
    after = derived_return_status(statuses)
    if after is not order.return_status:
        yield Change("ReturnOrder", order.id, "return_status", order.return_status, after)
    if after is ReturnStatus.CLOSED:
        yield Change("ReturnOrder", order.id, "status", order.status, OrderStatus.INVOICED)


def _line_changes(line: ReturnLine, part: Decimal, request: CreditRequest) -> Generator[Change, None, ReturnLineStatus]:
    rest = line.expected - line.invoiced - line.released - part
    yield Change("ReturnOrderLine", line.id, "invoiced_quantity", line.invoiced, line.invoiced + part)
    if rest and not request.credit_remaining_quantity:
        yield Change("ReturnOrderLine", line.id, "released_quantity", line.released, line.released + rest)
        rest = ZERO
    if rest:
        return line.status
    yield Change("ReturnOrderLine", line.id, "return_status", line.status, ReturnLineStatus.INVOICED)
    yield Change("ReturnOrderLine", line.id, "closed_on", None, request.invoice_date)
    return ReturnLineStatus.INVOICED
