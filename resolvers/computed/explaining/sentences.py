"""Each row of the ledger as one sentence that a customer could be sent.

What a row says follows from what it is (its side of the ledger, whether it takes another back, whether it still
stands) and not from the scenario that wrote it, so that new scenarios need no new sentences.
"""

from decimal import Decimal

from ....models.vocabulary import BillingType, DocumentType, TransactionClass, TransactionType
from ....posting.rules.first_confirmation import WRITE_OFF_BILLED
from ....posting.rules.names import Occasion, RowName
from ....posting.rules.scenarios import project_scenario
from .facts import Document, Entry
from .numbers import discount_text, money_text, price_text, quantity_text

WHOLE = {TransactionClass.MILESTONE: "milestone", TransactionClass.RETAINER: "retainer"}  # sold whole, not by the piece
UNCHARGED = {BillingType.NON_CHARGEABLE: ", not charged", BillingType.COMPLIMENTARY: ", free of charge"}
PAYING_BACK = frozenset(
    rule
    for occasion in (Occasion.REFUNDED, Occasion.REFUND_CORRECTION)
    for rule in project_scenario(TransactionClass.RETAINER, occasion).rules.values()
)


def sentence(entry: Entry, reversed_by: Entry | None) -> str:
    """What the row says; `reversed_by` is the row that takes it back, where that is known."""
    if entry.document is None:
        return _approval(entry)
    if entry.type is TransactionType.BILLED_SALES:
        return _billing(entry, named(entry.document))
    if entry.is_reversal:
        return _taken_off(entry, named(entry.document))
    billed_at_once = reversed_by is not None and reversed_by.document == entry.document
    if billed_at_once and entry.transaction_class is not TransactionClass.RETAINER:
        return _to_be_billed(entry)
    return _left(entry)


def named(document: Document) -> str:
    """What a document is called: "Invoice INV-000001 of 2026-09-01"."""
    kind = "Credit note" if document.type is DocumentType.CREDIT_NOTE else "Invoice"
    return f"{kind} {document.number} of {document.date}"


def _approval(entry: Entry) -> str:
    """Rows that no document wrote: approved work, its cost, and approvals that were withdrawn."""
    if entry.is_reversal:
        return f"The approval of {_what(entry)} was withdrawn{_worth(entry)}."
    each = f"{quantity_text(entry.quantity)} at {price_text(entry.unit_price, entry.currency)}"
    head = f"“{entry.description}” of {entry.date}"
    if entry.type is TransactionType.COST:
        return f"{head} cost {each}: {money_text(entry.amount, entry.currency)}."
    still = " It is open, to be billed or waived." if entry.stands else ""
    return f"{head} was approved, {each}{_worth(entry)}.{still}"


def _billing(entry: Entry, document: str) -> str:
    if entry.transaction_class is TransactionClass.RETAINER and _before_sign(entry) < 0:
        part = money_text(abs(entry.amount), entry.currency)
        done = "paid back" if entry.rule in PAYING_BACK else "applied"
        verb, of = ("took back", f"that were {done} of") if entry.is_reversal else (done, "of")
        return f"{document} {verb} {part} {of} {_what(entry)}."
    if entry.is_reversal:
        credit = "the credit of " if entry.quantity > 0 else ""
        return f"{document} took back {credit}{_what(entry)}{_worth(entry)}."
    if entry.rule.endswith(f".{WRITE_OFF_BILLED}"):
        return f"{document} waived {_what(entry)}{_worth(entry)}."
    if entry.rule.endswith(f".{RowName.RETURNED_PART}"):
        return f"{document} left {_what(entry)}{discount_text(entry)}, which had come back, as billed{_worth(entry)}."
    charged = entry.billing_type is BillingType.CHARGEABLE
    verb = "credited" if entry.quantity < 0 else "billed" if charged else "listed"
    return f"{document} {verb} {_what(entry)}{discount_text(entry)}{_worth(entry)}."


def _taken_off(entry: Entry, document: str) -> str:
    """Unbilled sales that a posting takes back: they are billed by it, here or in another way."""
    if entry.transaction_class is TransactionClass.RETAINER:
        rest = money_text(abs(entry.amount), entry.currency)
        return f"{document} reckoned anew what was open of {_what(entry)}, {rest}."
    return f"{document} took {_what(entry)} off the open work{_worth(entry)}."


def _to_be_billed(entry: Entry) -> str:
    """Unbilled sales that the same posting writes and takes back again: the way to what it bills."""
    purpose = "to be billed" if entry.billing_type is BillingType.CHARGEABLE else "not to be charged"
    return f"{_begun(_what(entry))} {_is(entry.quantity)} {purpose}{_worth(entry, said=True)}."


def _left(entry: Entry) -> str:
    """Unbilled sales that wait: the remainder of a correction, the rest of a retainer."""
    if entry.transaction_class is TransactionClass.RETAINER:
        rest = money_text(abs(entry.amount), entry.currency)
        verb = "is" if entry.stands else "was"
        return f"{rest} of {_what(entry)} {verb} left, to be applied to later invoices."
    if entry.stands:
        verb = "remains" if abs(entry.quantity) == 1 else "remain"
        return f"{_begun(_what(entry))} {verb} open, to be billed or waived{_worth(entry)}."
    return f"{_begun(_what(entry))} remained open{_worth(entry)}."


def _what(entry: Entry) -> str:
    """The thing itself: "10 of “Work” at 100.00", its quantity without the sign of a reversal or a credit."""
    if entry.transaction_class in WHOLE:
        return f"the {WHOLE[entry.transaction_class]} “{entry.description}”"
    negative_work = entry.type is TransactionType.UNBILLED_SALES and _before_sign(entry) < 0
    quantity = -abs(entry.quantity) if negative_work else abs(entry.quantity)
    return f"{quantity_text(quantity)} of “{entry.description}” at {price_text(entry.unit_price, entry.currency)}"


def _before_sign(entry: Entry) -> Decimal:
    """The quantity of the row, or of the row that it takes back."""
    return -entry.quantity if entry.is_reversal else entry.quantity


def _worth(entry: Entry, *, said: bool = False) -> str:
    """The amount and its tax, and whether it is charged where that is not `said` yet."""
    tax = f" and {money_text(entry.tax_amount, entry.currency)} tax" if entry.tax_amount else ""
    uncharged = "" if said else UNCHARGED.get(entry.billing_type, "")
    return f"{uncharged}: {money_text(entry.amount, entry.currency)}{tax}"


def _is(quantity: Decimal) -> str:
    return "is" if abs(quantity) == 1 else "are"


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]
