"""The physical update of a return order (returns 1.10, 3.9): goods in, their cost back, replacements out.

The cost is fixed here: prorated from the sale, cumulatively, where the line is linked to one. Crediting the line takes
the same cost off the clearing account again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ....models.vocabulary import DispositionAction, OrderStatus, ReturnLineStatus, ReturnStatus
from ...amounts import ZERO, allocated, gross, share
from ...planned.changes import Change
from ...planned.packing_slips import SlipLine, SlipPlan, SoldLine
from ...rules.vouchers import REPLACED, Figure
from ..vouchers import booked, goods_back, voucher
from .facts import ReturnLine, ReturnOrder

ON_ITS_WAY = frozenset({ReturnLineStatus.AWAITING, ReturnLineStatus.QUARANTINE, ReturnLineStatus.REGISTERED})


def plan_receipt(
    order: ReturnOrder, keys: Collection[int], day: date, *, in_ledger: bool
) -> tuple[SlipPlan, ReturnOrder]:
    """The packing slip that receives the REGISTERED lines `keys` in full, and the order as it is afterwards."""
    wanted = frozenset(keys)
    after = _after(order, wanted, day, in_ledger=in_ledger)
    lines = tuple(_slip_line(line) for line in after.lines if line.id in wanted)
    amounts = [
        pair for line in lines for pair in booked(goods_back(line.action).slip or (), {Figure.COST: line.cost_amount})
    ]
    slip = SlipPlan(
        order_id=order.id,
        customer_id=order.customer_id,
        currency=order.currency,
        date=day,
        lines=lines,
        entries=voucher(*amounts) if in_ledger else (),
        changes=(
            *(change for line in order.lines if line.id in wanted for change in _line_changes(line)),
            *_header_changes(order, after),
        ),
        returned=_returned(order, wanted),
        replacements=tuple(_replacements(order, wanted)),
    )
    return slip, after


def _after(order: ReturnOrder, keys: frozenset[int], day: date, *, in_ledger: bool) -> ReturnOrder:
    """The order with the lines `keys` received, and every original knowing what was taken back of it by now."""
    parts = [(line, line.registered if line.id in keys and _takes_cost(line) else ZERO) for line in order.lines]
    back: dict[int, Decimal] = defaultdict(Decimal)
    for line, part in parts:
        if line.original is not None:
            back[line.original.id] += part
    lines = tuple(
        replace(_received(line, before, order.places), cleared=in_ledger, moved_on=day) if line.id in keys else line
        for line, before in zip(order.lines, taken_before(parts), strict=True)
    )
    after = replace(order, lines=tuple(_costed(line, back) for line in lines))
    status = order_status((line.status, line.action) for line in after.lines)
    return replace(after, status=status, return_status=ReturnStatus.OPEN)


def _received(line: ReturnLine, before: Decimal, places: int) -> ReturnLine:
    """A REGISTERED line once it is received; `before` is what earlier lines of the slip take of the same original."""
    cost = cost_of(line, line.registered, before, places)
    return replace(line, status=ReturnLineStatus.RECEIVED, received=line.registered, slip_cost=cost)


def _slip_line(line: ReturnLine) -> SlipLine:
    """What the slip moves of a line that it received."""
    return SlipLine(
        product_id=line.product_id,
        quantity=-line.registered,
        on_hand_change=line.registered * goods_back(line.action).on_hand + ZERO,
        cost_amount=line.slip_cost,
        action=line.action,
        return_order_line_id=line.id,
    )


def taken_before(parts: Iterable[tuple[ReturnLine, Decimal]]) -> Iterator[Decimal]:
    """For each line and its part, what the parts before it take together of the same original."""
    taken: dict[int, Decimal] = defaultdict(Decimal)
    for line, part in parts:
        if line.original is None:
            yield ZERO
        else:
            yield taken[line.original.id]
            taken[line.original.id] += part


def _takes_cost(line: ReturnLine) -> bool:
    return line.action is not DispositionAction.RETURN_TO_CUSTOMER


def cost_of(line: ReturnLine, quantity: Decimal, before: Decimal, places: int) -> Decimal:
    """The cost that `quantity` of a line takes back; nothing where the goods go to the customer again.

    `before` is what the same document takes before of the same invoice line, beyond what was taken back already.
    Goods whose sale booked no cost come back at what was entered (putting-right 7.4).
    """
    if not _takes_cost(line):
        return ZERO
    original = line.original
    if original is None or not original.bears_cost:
        return gross(quantity, line.unit_cost, places)
    room = max(ZERO, original.sold - original.costed - before)
    if quantity > room and (lying := original.lying)[0]:  # some of it came back before, and comes back once more
        again = share(lying[1], quantity - room, lying[0], places)
        return again + (cost_of(line, room, before, places) if room else ZERO)
    cost = allocated(original.cost_amount, original.costed + before, quantity, original.sold, places)
    return cost if before or not quantity else max(ZERO, cost - original.cost_ahead)


def order_status(lines: Iterable[tuple[ReturnLineStatus, DispositionAction | None]]) -> OrderStatus:
    """DELIVERED once nothing is on its way and something is not credited, INVOICED once all is (returns 2.3)."""
    known = [(status, action) for status, action in lines if status is not ReturnLineStatus.CANCELED]
    waiting = any(status in ON_ITS_WAY and action is not DispositionAction.CREDIT_ONLY for status, action in known)
    if not known:
        return OrderStatus.CANCELED
    if all(status is ReturnLineStatus.INVOICED for status, _ in known):
        return OrderStatus.INVOICED
    return OrderStatus.OPEN if waiting else OrderStatus.DELIVERED


def _costed(line: ReturnLine, back: Mapping[int, Decimal]) -> ReturnLine:
    original = line.original
    if original is None:
        return line
    taken = back[original.id]
    after = replace(original, costed=original.costed + taken, cost_ahead=ZERO if taken else original.cost_ahead)
    return replace(line, original=after)


def _line_changes(line: ReturnLine) -> Iterator[Change]:
    yield Change("ReturnOrderLine", line.id, "return_status", line.status, ReturnLineStatus.RECEIVED)
    yield Change("ReturnOrderLine", line.id, "received_quantity", line.received, line.registered)


def _returned(order: ReturnOrder, keys: Collection[int]) -> tuple[tuple[int, Decimal], ...]:
    """What came back to stay, by the sales order line that sold it."""
    counted: dict[int, Decimal] = defaultdict(Decimal)
    for line in order.lines:
        if line.id in keys and line.sales_line_id is not None and _takes_cost(line):
            counted[line.sales_line_id] += line.registered
    return tuple(sorted(counted.items()))


def _header_changes(before: ReturnOrder, after: ReturnOrder) -> Iterator[Change]:
    if after.status is not before.status:
        yield Change("ReturnOrder", before.id, "status", before.status, after.status)
    if after.return_status is not before.return_status:
        yield Change("ReturnOrder", before.id, "return_status", before.return_status, after.return_status)


def _replacements(order: ReturnOrder, keys: Collection[int]) -> Iterator[SoldLine]:
    for line in order.lines:
        if line.id in keys and line.action in REPLACED:
            assert line.replacement is not None, "the service loads the replacement of every REPLACE_… line"
            yield line.replacement
