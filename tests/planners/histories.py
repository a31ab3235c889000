"""Histories of contracts and of sales, as lists of small numbers that a generator draws.

Every step is taken on a book in memory by the planners. A step that is refused leaves the book as it was, as it does in
the database; one that has nothing to work on does nothing.
"""

import os
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeVar

from hypothesis import Phase, settings
from hypothesis import strategies as st

from rebill.models.vocabulary import BillingStatus, BillingType, DetailKind, DispositionAction, SettlementMode
from rebill.posting.plan import Plan
from rebill.posting.planners.projects.withdrawal import plan_withdrawal
from rebill.posting.rules.grammar import WORK
from tests.planners.book import ZERO, Book, Row, carried_out
from tests.planners.projects.contract import FIXED, TIME, Contract
from tests.planners.projects.contract import Refused as NotConfirmed
from tests.planners.projects.drafting import available, billed_row, open_rows
from tests.planners.projects.withdrawing import withdrawal
from tests.planners.sales.orders import claimed
from tests.planners.sales.trade import CREDIT_ONLY, Trade
from tests.planners.sales.trade import Refused as NotCredited

SMALLEST, CENT = Decimal("0.000001"), Decimal("0.01")
QUANTITIES = ("10", "7", "2.5", "0.333333", "1", "-4")
PRICES = ("100", "33.37", "0.019999", "0", "249.999999")
TAXES = ("0", "0", "7.77")
CLASSES = ("TIME", "EXPENSE", "MATERIAL", "FEE")
BILLINGS = ("CHARGEABLE", "CHARGEABLE", "CHARGEABLE", "NON_CHARGEABLE", "COMPLIMENTARY")
PARTS = tuple(map(Decimal, ("1", "1", "0", "0.3", "0.5", "0.999999", "1.7")))
Step = int  # a number that says what is done, to which record, how much of it, and how
T = TypeVar("T", Contract, Trade)


def examples(ordinarily: int) -> settings:
    """So many histories, the same ones every time; MACHINE_EXAMPLES asks for twenty times as many as of a machine."""
    asked = os.environ.get("MACHINE_EXAMPLES")
    return settings(
        max_examples=ordinarily if asked is None else max(ordinarily, 20 * int(asked)),
        deadline=None,
        database=None,
        derandomize=asked is None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )


def steps(most: int) -> st.SearchStrategy[list[Step]]:
    """Steps of a history."""
    return st.lists(st.integers(0, 10**12 - 1), min_size=most // 2, max_size=most)


def step_taken(on: T, taken: Step, ways: Sequence[Callable[[T, int, int, int], Plan | None]]) -> Plan | None:
    """Take the step that a number stands for, or the next one that changes anything; the plan that was carried out."""
    (what, which, part, how), before = (taken // 1000**place % 1000 for place in range(4)), on.book
    for place in range(len(ways)):
        plan = ways[(what + place) % len(ways)](on, which, part, how)
        if on.book is not before:
            return plan
    return None


# ---------------------------------------------------------------- contracts
def contract_history(taken: Sequence[Step]) -> tuple[Contract, list[Plan]]:
    """A contract on which the steps were taken one after another, and the plans that were carried out."""
    contract = Contract.of(TIME, FIXED, TIME | {"limit": Decimal(1500)}, limit="4000")
    if taken[0] % 2:
        contract.retained("1000.05")
    plans = [step_taken(contract, one, CONTRACT_STEPS) for one in taken]
    return contract, [one for one in plans if one is not None]


def confirmed(contract: Contract, before: Book, draft: int) -> Plan | None:
    """Confirm a draft; where it is refused, everything is as it was before there was one."""
    try:
        return contract.confirm(draft)
    except NotConfirmed as refused:
        assert refused.problems
        assert all(one.message.endswith(".") for one in refused.problems)
        contract.book = before
        return None


def approve(contract: Contract, which: int, part: int, how: int) -> None:
    """Work is approved."""
    quantity = QUANTITIES[which % len(QUANTITIES)]
    billing = BILLINGS[how % len(BILLINGS)]
    tax = TAXES[part % len(TAXES)] if billing == "CHARGEABLE" and quantity[0] != "-" else "0"
    price, kind = PRICES[part % len(PRICES)], CLASSES[how % len(CLASSES)]
    common = {"line": 3 if which % 5 == 0 else 1, "customer": 1 + (which % 4 == 0)}
    contract.work(quantity, price, kind, tax=tax, billing=billing, **common)
    contract.work("10", PRICES[which % len(PRICES)], CLASSES[part % len(CLASSES)], **common)


def promise(contract: Contract, which: int, part: int, how: int) -> None:
    """A milestone is reached, or a retainer is agreed on."""
    if how % 2:
        contract.milestone(("5000", "333.33", "0.01")[which % 3], tax=TAXES[part % 3], line=2)
    else:
        contract.retainer(("1000", "0.05", "77.77")[which % 3])


def bill(contract: Contract, which: int, part: int, how: int) -> Plan | None:
    """What is ready is drafted, with parts of retainers applied and quantities lowered and raised."""
    before, draft = contract.book, _drafted(contract, which, part, how)
    if not contract.details(draft):
        contract.book = before
        return None
    return confirmed(contract, before, draft)


def correct_and_bill(contract: Contract, which: int, part: int, how: int) -> Plan | None:
    """What is ready is billed on the draft of a correction."""
    before, draft = contract.book, _drafted(contract, which, part, how)
    customer = contract.book.one("Invoice", draft).customer_id
    invoices = [one.id for one in contract.book.all("Invoice") if one.posted and one.customer_id == customer]
    places = _correctable(contract, invoices[which % len(invoices)]) if invoices else []
    if not places:
        contract.book = before
        return None
    contract.correct(invoices[which % len(invoices)], *places, add_to=draft)
    return confirmed(contract, before, draft)


def _drafted(contract: Contract, which: int, part: int, how: int) -> int:
    customer = 1 + (which % 4 == 0)
    draft = contract.draft(customer, **_applied(contract, customer, part) if how % 5 else {})
    if how % 4 == 0:
        contract.by_hand(draft, "0.5", "33.37", line=1 + part % 2)
    for place, one in enumerate(contract.details(draft)):
        if one.kind is DetailKind.TRANSACTION and one.source_id is not None:
            _enter(contract, draft, place, one, which + place, part + place)
    return draft


def _applied(contract: Contract, customer: int, part: int) -> dict[str, str]:
    """Parts of what is left of retainers, up to what is ready to be charged."""
    ready = (row for row in open_rows(contract.book) if row.billing_status is BillingStatus.READY_TO_INVOICE)
    charged = sum((row.amount for row in ready if row.customer_id == customer and row.retainer_id is None), ZERO)
    found = {}
    for one in contract.book.all("Retainer"):
        if one.customer_id == customer and one.refund_status is None and available(one) and charged > 0:
            amount = _part(min(available(one), charged), part).quantize(CENT)
            found |= {f"r{one.id}": f"{amount:f}"} if amount else {}
            charged -= amount
    return found


def _enter(contract: Contract, draft: int, place: int, one: Row, which: int, part: int) -> None:
    """Another quantity of work, or another billing type; what is not charged bears no tax."""
    source = contract.book.one("Actual", one.source_id)
    quantity = _part(source.quantity, part)
    values = {"quantity": quantity, "tax_amount": ZERO if quantity == 0 else one.tax_amount}
    if which % 7 == 0 and not one.correction:
        values = {"billing_type": BillingType.COMPLIMENTARY, "tax_amount": ZERO}
    contract.bill(draft, place, **values)


def _part(whole: Decimal, part: int) -> Decimal:
    return (whole * PARTS[part % len(PARTS)]).quantize(SMALLEST)


def correct(contract: Contract, which: int, part: int, how: int) -> Plan | None:
    """Some details of an invoice, or all of them, are corrected: credited, lowered, raised, or taxed anew."""
    before = contract.book
    invoices = [one.id for one in before.all("Invoice") if one.posted and _correctable(contract, one.id)]
    if not invoices:
        return None
    invoice = invoices[which % len(invoices)]
    places = _correctable(contract, invoice)
    draft = contract.correct(invoice, *(places[how % len(places) :] if how % 2 else places))
    for place, one in enumerate(contract.details(draft)):
        if (which + place) % 3:
            _enter_correction(contract, draft, place, one, part + place)
    return confirmed(contract, before, draft)


def _correctable(contract: Contract, invoice: int) -> list[int]:
    """The places of the details of an invoice that can be corrected."""
    details = enumerate(contract.details(invoice))
    return [place for place, one in details if billed_row(contract.book, one.id) is not None]


def _enter_correction(contract: Contract, draft: int, place: int, one: Row, part: int) -> None:
    source = contract.book.one("Actual", one.source_id)
    if one.kind is DetailKind.TRANSACTION:
        quantity = _part(source.quantity, part)
        tax = ZERO if quantity == 0 else (source.tax_amount * PARTS[part % len(PARTS)]).quantize(CENT)
        contract.bill(draft, place, quantity=quantity, tax_amount=tax)
    elif one.kind in (DetailKind.RETAINER, DetailKind.APPLIED_RETAINER):
        contract.bill(draft, place, amount=abs(_part(source.amount, part)).quantize(CENT))


def bring_back(contract: Contract, which: int, part: int, how: int) -> None:
    """What corrections put back is ready again, or a retainer is to be refunded."""
    retainers = contract.book.all("Retainer")
    if how % 3 == 0 and retainers:
        one = retainers[which % len(retainers)]
        if one.invoice_status is BillingStatus.CUSTOMER_INVOICE_POSTED and one.refund_status is None and available(one):
            contract.to_refund(one.id)
    else:
        contract.ready()


def withdraw(contract: Contract, which: int, part: int, how: int) -> Plan | None:
    """Work that is not billed is withdrawn."""
    rows = [row.id for row in open_rows(contract.book) if row.transaction_class in WORK]
    answer = plan_withdrawal(withdrawal(contract.book, [rows[which % len(rows)]])) if rows else ()
    if isinstance(answer, tuple):
        return None
    contract.book = carried_out(contract.book, answer)
    return answer


CONTRACT_STEPS: tuple[Callable[[Contract, int, int, int], Plan | None], ...] = (
    correct_and_bill,
    bill,
    bring_back,
    correct,
    bill,
    correct,
    approve,
    promise,
    withdraw,
)


# ---------------------------------------------------------------- sales and returns
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
    trade.deliver(line.order_id, {line.id: min(left, max(_part(line.quantity, part), SMALLEST))})
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
    """A return order of a part of what was sold."""
    lines = [one for one in trade.book.all("InvoiceLine") if one.sales_order_line_id is not None]
    if not lines:
        return
    line = lines[which % len(lines)]
    left = line.quantity - claimed(trade.book, line.id)
    quantity = min(left, max(_part(line.quantity, part), SMALLEST))
    if left > 0:
        order = trade.returns((line.id, f"{quantity:f}"), action=CREDIT_ONLY if how % 4 == 0 else None)
        if how % 3 == 0:
            category = ("FIXED", "PER_PIECE", "PERCENT")[part % 3]
            trade.charge(order, category, ("-10", "5", "49.005")[how % 3], line=None if how % 2 else 0)


def arrive(trade: Trade, which: int, part: int, how: int) -> None:
    """A part of what is awaited arrives, and is received at once or later."""
    waiting = [one for one in trade.book.all("ReturnOrderLine") if one.return_status == "AWAITING"]
    if not waiting:
        return
    line = waiting[which % len(waiting)]
    place = [one.id for one in trade.lines(line.order_id)].index(line.id)
    quantity = min(line.expected_quantity, max(_part(line.expected_quantity, part), SMALLEST))
    trade.arrive(line.order_id, place, f"{quantity:f}", ACTIONS[how % len(ACTIONS)])
    if how % 3:
        trade.receive(line.order_id)


def credit(trade: Trade, which: int, part: int, how: int) -> Plan | None:
    """A return order is credited, all of it or typed parts, with or without the packing slip of what is registered."""
    orders = [one.id for one in trade.book.all("Order") if one.type == "RETURN_ORDER"]
    if not orders:
        return None
    order = orders[which % len(orders)]
    more = {"allow_direct_invoice": how % 2 == 0, "credit_correction": how % 5 == 0}
    more |= {"settlement": SettlementMode(("ORIGINAL_INVOICE", "AUTOMATIC", "NONE")[part % 3])}
    more |= {"credit_remaining_quantity": how % 7 != 0}
    received = [one for one in trade.lines(order) if one.return_status == "RECEIVED"]
    try:
        if how % 3 == 0 and received:
            typed = {
                one.id: max(_part(one.received_quantity - one.invoiced_quantity, part), SMALLEST) for one in received
            }
            return trade.credit(order, "DELIVER_NOW", lines=typed, **more).plan
        return trade.credit(order, **more).plan
    except NotCredited as refused:
        assert refused.codes
        return None


def pay(trade: Trade, which: int, part: int, how: int) -> Plan | None:
    """A part of what is open of a document is paid, or paid back."""
    owed = [one.id for one in trade.book.all("Invoice") if one.settled_amount != one.total_amount]
    if owed:
        key = owed[which % len(owed)]
        left = abs(trade.open_amount(key))
        return trade.pay(key, f"{min(max(_part(left, part).quantize(CENT), CENT), left):f}")
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
    invoice,
    deliver,
    pay,
    match,
    sell,
)
