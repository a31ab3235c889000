"""Histories of sales: goods ordered, delivered and invoiced, that come back in parts and are credited and settled."""

from collections.abc import Callable, Sequence

from rebill.models.vocabulary import DispositionAction, SettlementMode
from rebill.posting.plan import Plan
from tests.planners.histories import CENT, SMALLEST, Step, part_of, step_taken
from tests.planners.sales.orders import claimed
from tests.planners.sales.trade import CREDIT_ONLY, Refused, Trade

ACTIONS = (
    DispositionAction.CREDIT,
    DispositionAction.CREDIT,
    DispositionAction.SCRAP,
    DispositionAction.RETURN_TO_CUSTOMER,
)


def trade_history(taken: Sequence[Step]) -> tuple[Trade, list[Plan]]:
    """A customer to whom goods are sold, and from whom they come back in parts; and the plans that were carried out."""
    trade = Trade(in_ledger=taken[0] % 3 != 0)
    trade.product("33.35", cost="1.115")
    trade.product("249.9", cost="130", tax="15")
    trade.sold((1, "7", "12.5"), (2, "3"))
    plans = [step_taken(trade, one, TRADE_STEPS) for one in taken]
    return trade, [one for one in plans if one is not None]


def sell(trade: Trade, which: int, part: int, how: int) -> None:
    """Goods are ordered, at a discount."""
    discount = ("0", "10", "12.5", "33.333333")[how % 4]
    quantity = ("3", "7", "2.5", "10")[part % 4]
    trade.order((1 + which % 2, quantity, discount), *([(1, "1")] if how % 3 == 0 else []))


def deliver(trade: Trade, which: int, part: int, how: int) -> Plan | None:
    """A part of what is waiting is delivered; or ordered goods are invoiced with what is delivered now."""
    waiting = [one for one in trade.book.all("SalesOrderLine") if one.delivered_quantity < one.quantity]
    if not waiting:
        return None
    line = waiting[which % len(waiting)]
    left = line.quantity - line.delivered_quantity
    trade.deliver(line.order_id, {line.id: min(left, max(part_of(line.quantity, part), SMALLEST))})
    return invoice(trade, which, part, how) if how % 2 else None


def invoice(trade: Trade, which: int, part: int, how: int) -> Plan | None:
    """An order is invoiced."""
    orders = [one.id for one in trade.book.all("Order") if one.type == "SALES_ORDER"]
    if not orders:
        return None
    order = orders[which % len(orders)]
    settlement = ("NONE", "AUTOMATIC", "AUTOMATIC")[how % 3]
    answer = trade.plan_invoice(order, "ALL" if part % 4 == 0 else "PACKING_SLIP", SettlementMode(settlement))
    return None if isinstance(answer, tuple) else trade.carried(answer)


def take_back(trade: Trade, which: int, part: int, how: int) -> None:
    """A return order of a part of what was sold, on one line or on two."""
    lines = [one for one in trade.book.all("InvoiceLine") if one.sales_order_line_id is not None]
    if not lines:
        return
    line = lines[which % len(lines)]
    left = line.quantity - claimed(trade.book, line.id)
    quantity = min(left, max(part_of(line.quantity, part), SMALLEST))
    if left > 0:
        halves = (quantity - SMALLEST, SMALLEST) if which % 2 and quantity > SMALLEST else (quantity,)
        wanted = [(line.id, f"{half:f}") for half in halves]
        order = trade.returns(*wanted, action=CREDIT_ONLY if how % 4 == 0 else None)
        if how % 3 == 0:
            category = ("FIXED", "PER_PIECE", "PERCENT")[part % 3]
            trade.charge(order, category, ("-10", "5", "49.005")[how % 3], line=None if how % 2 else 0)


def arrive(trade: Trade, which: int, part: int, how: int) -> None:
    """A part of what is awaited arrives, alone or with the next line, and is received at once or later."""
    waiting = [one for one in trade.book.all("ReturnOrderLine") if one.return_status == "AWAITING"]
    if not waiting:
        return
    line = waiting[which % len(waiting)]
    place = [one.id for one in trade.lines(line.order_id)].index(line.id)
    quantity = min(line.expected_quantity, max(part_of(line.expected_quantity, part), SMALLEST))
    trade.arrive(line.order_id, place, f"{quantity:f}", ACTIONS[how % len(ACTIONS)])
    if how % 2 and place + 1 < len(trade.lines(line.order_id)):
        after = trade.lines(line.order_id)[place + 1]
        if after.return_status == "AWAITING":
            trade.arrive(line.order_id, place + 1, f"{after.expected_quantity:f}", ACTIONS[how % len(ACTIONS)])
    if how % 3:
        trade.receive(line.order_id)


def lower(trade: Trade, which: int, part: int, how: int) -> None:
    """Goods that come back are credited at a part of their price."""
    lines = [one for one in trade.book.all("ReturnOrderLine") if one.return_status != "INVOICED"]
    if lines:
        line = lines[which % len(lines)]
        place = [one.id for one in trade.lines(line.order_id)].index(line.id)
        trade.price(line.order_id, place, f"{min(part_of(line.unit_price, part), line.unit_price):f}")


def credit(trade: Trade, which: int, part: int, how: int) -> Plan | None:
    """A return order is credited, all of it or typed parts, with or without the packing slip of what is registered."""
    orders = [one.id for one in trade.book.all("Order") if one.type == "RETURN_ORDER"]
    if not orders:
        return None
    order = orders[which % len(orders)]
    more = {"allow_direct_invoice": part % 2 == 0, "credit_correction": how % 5 == 0}
    more |= {"settlement": SettlementMode(("ORIGINAL_INVOICE", "AUTOMATIC", "NONE")[part % 3])}
    more |= {"credit_remaining_quantity": how % 7 != 0}
    received = [one for one in trade.lines(order) if one.return_status == "RECEIVED"]
    try:
        if how % 2 and received:
            typed = {
                one.id: max(part_of(one.received_quantity - one.invoiced_quantity, part), SMALLEST) for one in received
            }
            return trade.credit(order, "DELIVER_NOW", lines=typed, **more).plan
        return trade.credit(order, **more).plan
    except Refused as refused:
        assert refused.codes
        return None


def pay(trade: Trade, which: int, part: int, how: int) -> Plan | None:
    """A part of what is open of a document is paid, or paid back."""
    owed = [one.id for one in trade.book.all("Invoice") if one.settled_amount != one.total_amount]
    if owed:
        key = owed[which % len(owed)]
        left = abs(trade.open_amount(key))
        return trade.pay(key, f"{min(max(part_of(left, part).quantize(CENT), CENT), left):f}")
    return None


def match(trade: Trade, which: int, part: int, how: int) -> Plan | None:
    """An open invoice and an open credit note are settled with each other by hand."""
    documents = [one for one in trade.book.all("Invoice") if one.settled_amount != one.total_amount]
    debits = [one.id for one in documents if one.total_amount > 0]
    credits = [one.id for one in documents if one.total_amount < 0]
    if not debits or not credits:
        return None
    return trade.match(debits[which % len(debits)], credits[part % len(credits)])


TRADE_STEPS: tuple[Callable[[Trade, int, int, int], Plan | None], ...] = (
    credit,
    arrive,
    take_back,
    lower,
    invoice,
    deliver,
    pay,
    match,
    sell,
)
