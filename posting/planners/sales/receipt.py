"""The physical update of a return order (returns 1.10, 3.9): goods in, their cost back, replacements out.

The cost is fixed here: prorated from the sale, cumulatively, where the line is linked to one. Crediting the line takes
the same cost off the clearing account again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ....models.vocabulary import DispositionAction, OrderStatus, ReturnLineStatus, ReturnStatus
from ...amounts import ZERO, allocated, gross
from ...plan import Change, SlipLine, SlipPlan, SoldLine
from ...rules.vouchers import REPLACED, Figure
from ..vouchers import booked, goods_back, voucher
from .facts import ReturnLine, ReturnOrder

ON_ITS_WAY = frozenset({ReturnLineStatus.AWAITING, ReturnLineStatus.QUARANTINE, ReturnLineStatus.REGISTERED})


def plan_receipt(
    order: ReturnOrder, keys: Sequence[int], day: date, *, in_ledger: bool
) -> tuple[SlipPlan, ReturnOrder]:
    """The packing slip that receives the REGISTERED lines `keys` in full, and the order as it is afterwards."""
    costed = {line.original.id: line.original.costed for line in order.lines if line.original}
    lines: list[SlipLine] = []
    changes: list[Change] = []
    received: dict[int, ReturnLine] = {}
    for line in order.lines:
        if line.id not in keys:
            continue
        cost = cost_of(line, line.registered, costed, order.places)
        lines.append(
            SlipLine(
                product_id=line.product_id,
                quantity=-line.registered,
                on_hand_change=line.registered * goods_back(line.action).on_hand + ZERO,
                cost_amount=cost,
                action=line.action,
                return_order_line_id=line.id,
            )
        )
        changes.extend(_line_changes(line))
        received[line.id] = replace(
            line, status=ReturnLineStatus.RECEIVED, received=line.registered, slip_cost=cost, cleared=in_ledger
        )
    after = replace(order, lines=tuple(_costed(received.get(line.id, line), costed) for line in order.lines))
    status = order_status((line.status, line.action) for line in after.lines)
    after = replace(after, status=status, return_status=ReturnStatus.OPEN)
    changes.extend(_header_changes(order, after))
    amounts = [
        pair for line in lines for pair in booked(goods_back(line.action).slip or (), {Figure.COST: line.cost_amount})
    ]
    slip = SlipPlan(
        order_id=order.id,
        customer_id=order.customer_id,
        currency=order.currency,
        date=day,
        lines=tuple(lines),
        entries=voucher(*amounts) if in_ledger else (),
        changes=tuple(changes),
        returned=_returned(order, keys),
        replacements=tuple(_replacements(order, keys)),
    )
    return slip, after


def cost_of(line: ReturnLine, quantity: Decimal, costed: dict[int, Decimal], places: int) -> Decimal:
    """The cost that `quantity` of a line takes back; nothing where the goods go to the customer again.

    `costed` counts, by invoice line, the quantity whose cost was taken back before, and goes up by this one.
    """
    if line.action is DispositionAction.RETURN_TO_CUSTOMER:
        return ZERO
    original = line.original
    if original is None:
        return gross(quantity, line.unit_cost, places)
    before = costed[original.id]
    costed[original.id] += quantity
    return allocated(original.cost_amount, before, quantity, original.quantity, places)


def order_status(lines: Iterable[tuple[ReturnLineStatus, DispositionAction | None]]) -> OrderStatus:
    """DELIVERED once nothing is on its way and something is not credited, INVOICED once all is (returns 2.3)."""
    known = [(status, action) for status, action in lines if status is not ReturnLineStatus.CANCELED]
    waiting = any(status in ON_ITS_WAY and action is not DispositionAction.CREDIT_ONLY for status, action in known)
    if not known:
        return OrderStatus.CANCELED
    if all(status is ReturnLineStatus.INVOICED for status, _ in known):
        return OrderStatus.INVOICED
    return OrderStatus.OPEN if waiting else OrderStatus.DELIVERED


def _costed(line: ReturnLine, costed: dict[int, Decimal]) -> ReturnLine:
    """The line, whose original knows what was taken back of it by now."""
    original = line.original
    return line if original is None else replace(line, original=replace(original, costed=costed[original.id]))


def _line_changes(line: ReturnLine) -> Iterator[Change]:
    yield Change("ReturnOrderLine", line.id, "return_status", line.status, ReturnLineStatus.RECEIVED)
    yield Change("ReturnOrderLine", line.id, "received_quantity", line.received, line.registered)


def _returned(order: ReturnOrder, keys: Sequence[int]) -> tuple[tuple[int, Decimal], ...]:
    """What came back to stay, by the sales order line that sold it."""
    counted: dict[int, Decimal] = defaultdict(Decimal)
    for line in order.lines:
        stays = line.action is not DispositionAction.RETURN_TO_CUSTOMER
        if line.id in keys and line.sales_line_id is not None and stays:
            counted[line.sales_line_id] += line.registered
    return tuple(sorted(counted.items()))


def _header_changes(before: ReturnOrder, after: ReturnOrder) -> Iterator[Change]:
    if after.status is not before.status:
        yield Change("ReturnOrder", before.id, "status", before.status, after.status)
    if after.return_status is not before.return_status:
        yield Change("ReturnOrder", before.id, "return_status", before.return_status, after.return_status)


def _replacements(order: ReturnOrder, keys: Sequence[int]) -> Iterator[SoldLine]:
    for line in order.lines:
        if line.id in keys and line.action in REPLACED:
            assert line.replacement is not None, "the service loads the replacement of every REPLACE_… line"
            yield line.replacement
