"""Histories of contracts: work approved and withdrawn, drafted, confirmed, corrected and billed again."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from rebill.models.vocabulary import BillingStatus, BillingType, DetailKind
from rebill.posting.plan import Plan
from rebill.posting.planners.projects.withdrawal import plan_withdrawal
from rebill.posting.rules.grammar import WORK
from tests.planners.book import ZERO, Book, Row, carried_out
from tests.planners.histories import CENT, PARTS, Step, part_of, step_taken
from tests.planners.projects.contract import FIXED, TIME, Contract, Refused
from tests.planners.projects.drafting import available, billed_row
from tests.planners.projects.facts import open_rows
from tests.planners.projects.withdrawing import withdrawal

QUANTITIES = ("10", "7", "2.5", "0.333333", "1", "-4")
PRICES = ("100", "33.37", "0.019999", "0", "249.999999")
TAXES = ("0", "0", "7.77")
COSTS = ("0", "60", "33.333333")
CLASSES = ("TIME", "EXPENSE", "MATERIAL", "FEE")
BILLINGS = ("CHARGEABLE", "CHARGEABLE", "CHARGEABLE", "NON_CHARGEABLE", "COMPLIMENTARY")


def contract_history(taken: Sequence[Step]) -> tuple[Contract, list[Plan]]:
    """A contract on which the steps were taken one after another, and the plans that were carried out."""
    contract = Contract.of(TIME, FIXED, TIME | {"limit": Decimal(1500)}, limit="4000")
    if taken[0] % 2:
        contract.retained("1000.05")
    contract.billed("10", "33.37", CLASSES[taken[0] % 3], tax="7.77")
    plans = [step_taken(contract, one, CONTRACT_STEPS) for one in taken]
    return contract, [one for one in plans if one is not None]


def confirmed(contract: Contract, before: Book, draft: int) -> Plan | None:
    """Confirm a draft; where it is refused, everything is as it was before there was one."""
    try:
        return contract.confirm(draft)
    except Refused as refused:
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
    common = {"line": 3 if which % 5 == 0 else 1, "customer": 1 + (which % 4 == 0), "cost": COSTS[part % len(COSTS)]}
    contract.work(quantity, price, kind, tax=tax, billing=billing, **common)
    contract.work(
        "10", PRICES[which % len(PRICES)], CLASSES[part % len(CLASSES)], tax=TAXES[how % len(TAXES)], **common
    )


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
            amount = part_of(min(available(one), charged), part).quantize(CENT)
            found |= {f"r{one.id}": f"{amount:f}"} if amount else {}
            charged -= amount
    return found


def _enter(contract: Contract, draft: int, place: int, one: Row, which: int, part: int) -> None:
    """Another quantity of work, or another billing type; what is not charged bears no tax."""
    source = contract.book.one("Actual", one.source_id)
    quantity = part_of(source.quantity, part)
    values = {"quantity": quantity, "tax_amount": ZERO if quantity == 0 else one.tax_amount}
    if which % 7 == 0 and not one.correction:
        values = {"billing_type": BillingType.COMPLIMENTARY, "tax_amount": ZERO}
    contract.bill(draft, place, **values)


def correct(contract: Contract, which: int, part: int, how: int) -> Plan | None:
    """Some details of an invoice, or all of them, are corrected: credited, lowered, raised, taxed or priced anew.

    Half of the drafts begin with what stands, so that what is not changed goes on no document.
    """
    before = contract.book
    invoices = [one.id for one in before.all("Invoice") if one.posted and _correctable(contract, one.id)]
    if not invoices:
        return None
    invoice = invoices[which % len(invoices)]
    places = _correctable(contract, invoice)
    chosen = places[how % len(places) :] if how % 2 else places
    draft = contract.correct(invoice, *chosen, billed=which % 2 == 0)
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
        quantity = part_of(source.quantity, part)
        tax = ZERO if quantity == 0 else (source.tax_amount * PARTS[part % len(PARTS)]).quantize(CENT)
        values = {"quantity": quantity, "tax_amount": tax}
        is_fixed = one.contract_line_id is not None and contract.method(one.contract_line_id) is FIXED["method"]
        if part % 3 == 0 and not is_fixed:
            values["unit_price"] = Decimal(PRICES[part % len(PRICES)])
        contract.bill(draft, place, **values)
    elif one.kind in (DetailKind.RETAINER, DetailKind.APPLIED_RETAINER):
        contract.bill(draft, place, amount=abs(part_of(source.amount, part)).quantize(CENT))


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
