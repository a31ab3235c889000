"""Each row of the ledger as one sentence that a customer could be sent.

What a row says follows from what it is (its side of the ledger, whether it takes another back, whether it still
stands) and not from the scenario that wrote it, so that new scenarios need no new sentences.
"""

from decimal import Decimal

from ....models.vocabulary import BillingType, TransactionClass, TransactionType
from ....models.wording import ENGLISH, Language, message_of
from ....posting.rules.first_confirmation import WRITE_OFF_BILLED
from ....posting.rules.names import Occasion, RowName
from ....posting.rules.scenarios import project_scenario
from .facts import Entry
from .numbers import EXPLANATION, discount_of, money_text, price_text, quantity_text

WHOLE = {TransactionClass.MILESTONE: "milestone", TransactionClass.RETAINER: "retainer"}  # sold whole, not by the piece
UNCHARGED = frozenset({BillingType.NON_CHARGEABLE, BillingType.COMPLIMENTARY})
PAYING_BACK = frozenset(
    rule
    for occasion in (Occasion.REFUNDED, Occasion.REFUND_CORRECTION)
    for rule in project_scenario(TransactionClass.RETAINER, occasion).rules.values()
)


def sentence(entry: Entry, reversed_by: Entry | None, language: Language = ENGLISH) -> str:
    """What the row says; `reversed_by` is the row that takes it back, where that is known."""
    return message_of(EXPLANATION, _variant(entry, reversed_by), _words(entry), language)


def _variant(entry: Entry, reversed_by: Entry | None) -> str:
    if entry.document is None:
        return _approval(entry)
    if entry.type is TransactionType.BILLED_SALES:
        return _billing(entry)
    if entry.is_reversal:  # unbilled sales that a posting takes back: they are billed by it, here or in another way
        return "reckoned-anew" if entry.transaction_class is TransactionClass.RETAINER else "taken-off"
    billed_at_once = reversed_by is not None and reversed_by.document == entry.document
    if billed_at_once and entry.transaction_class is not TransactionClass.RETAINER:  # the way to what it bills
        return "to-be-billed" if entry.billing_type is BillingType.CHARGEABLE else "not-to-be-charged"
    return _left(entry)


def _approval(entry: Entry) -> str:
    """Rows that no document wrote: approved work, its cost, and approvals that were withdrawn."""
    if entry.is_reversal:
        return "approval-withdrawn"
    if entry.type is TransactionType.COST:
        return "cost"
    return "approved-and-open" if entry.stands else "approved"


def _billing(entry: Entry) -> str:
    if entry.transaction_class is TransactionClass.RETAINER and _before_sign(entry) < 0:
        done = "paid-back" if entry.rule in PAYING_BACK else "applied"
        return f"{done}-taken-back" if entry.is_reversal else done
    if entry.is_reversal:
        return "credit-taken-back" if entry.quantity > 0 else "taken-back"
    if entry.rule.endswith(f".{WRITE_OFF_BILLED}"):
        return "waived"
    if entry.rule.endswith(f".{RowName.RETURNED_PART}"):
        return "left-as-billed"
    if entry.quantity < 0:
        return "credited"
    return "billed" if entry.billing_type is BillingType.CHARGEABLE else "listed"


def _left(entry: Entry) -> str:
    """Unbilled sales that wait: the remainder of a correction, the rest of a retainer."""
    if entry.transaction_class is TransactionClass.RETAINER:
        return "retainer-left" if entry.stands else "retainer-was-left"
    return "remains" if entry.stands else "remained"


def _words(entry: Entry) -> dict[str, str]:
    """What any sentence speaks of: the thing without the sign of a reversal or a credit, and what it is worth."""
    negative_work = entry.type is TransactionType.UNBILLED_SALES and _before_sign(entry) < 0
    shows_sign = entry.document is None and not entry.is_reversal  # as it was approved
    size = abs(entry.quantity)
    words = {
        "description": entry.description,
        "day": str(entry.date),
        "quantity": quantity_text(entry.quantity if shows_sign else -size if negative_work else size),
        "count": "1" if size == 1 else "2",
        "price": price_text(entry.unit_price, entry.currency),
        "amount": money_text(entry.amount, entry.currency),
        "part": money_text(abs(entry.amount), entry.currency),
    }
    if entry.document is not None:
        document = entry.document
        words |= {"type": document.type, "document": str(document.number), "date": str(document.date)}
    if entry.tax_amount:
        words["tax"] = money_text(entry.tax_amount, entry.currency)
    if entry.billing_type in UNCHARGED:
        words["uncharged"] = entry.billing_type
    if entry.transaction_class in WHOLE:
        words["whole"] = WHOLE[entry.transaction_class]
    discount = discount_of(entry)
    return words if discount is None else words | {"discount": discount}


def _before_sign(entry: Entry) -> Decimal:
    """The quantity of the row, or of the row that it takes back."""
    return -entry.quantity if entry.is_reversal else entry.quantity
