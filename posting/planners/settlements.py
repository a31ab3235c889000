"""What a posted document is matched with on the customer's account (returns 3.8)."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ...models.vocabulary import SettlementMode, WarningCode
from ..amounts import ZERO
from ..plan import Change, PlannedSettlement, Warned


@dataclass(frozen=True)
class OpenItem:
    """A posted document on the customer's account; amounts have the sign of its total."""

    invoice_id: int
    number: str
    due_date: date
    total_amount: Decimal
    settled_amount: Decimal

    @property
    def open_amount(self) -> Decimal:
        """What is not settled yet."""
        return self.total_amount - self.settled_amount


def settle(
    total: Decimal, mode: SettlementMode, items: Iterable[OpenItem], credited: Mapping[int, Decimal]
) -> tuple[PlannedSettlement, ...]:
    """Settlements of a document with `total`, oldest due first; `credited` limits each original invoice.

    ORIGINAL_INVOICE matches a credit with the invoices that its own lines credit, AUTOMATIC with all open documents of
    the other sign.
    """
    if mode is SettlementMode.NONE or (mode is SettlementMode.ORIGINAL_INVOICE and total >= 0):
        return ()
    left = abs(total)
    found = []
    for item in sorted(items, key=lambda one: (one.due_date, one.invoice_id)):
        if item.open_amount * total >= 0:
            continue
        amount = min(left, abs(item.open_amount))
        if mode is SettlementMode.ORIGINAL_INVOICE:
            amount = min(amount, credited.get(item.invoice_id, ZERO))
        if amount > 0:
            debit, credit = (None, item.invoice_id) if total > 0 else (item.invoice_id, None)
            found.append(PlannedSettlement(amount, debit, credit))
            left -= amount
    return tuple(found)


def settled_changes(settlements: Iterable[PlannedSettlement], items: Iterable[OpenItem]) -> tuple[Change, ...]:
    """How the other documents move towards being closed."""
    known = {item.invoice_id: item for item in items}
    return tuple(
        Change("Invoice", item.invoice_id, "settled_amount", item.settled_amount, _after(item, one.amount))
        for one in settlements
        for item in (known[one.invoice_id],)
    )


def already_paid(items: Iterable[OpenItem], originals: Container[int], mode: SettlementMode) -> Iterator[Warned]:
    """A warning for each of the `originals` that is credited where nothing of it is open."""
    for item in items:
        if mode is SettlementMode.ORIGINAL_INVOICE and item.invoice_id in originals and item.open_amount <= 0:
            message = f"Nothing of {item.number} is open: the credit stays on the customer's account."
            yield Warned(WarningCode.ORIGINAL_ALREADY_PAID, message, ("settlement",))


def _after(item: OpenItem, amount: Decimal) -> Decimal:
    return item.settled_amount + (amount if item.total_amount > 0 else -amount)


def due_date(invoice_date: date, total: Decimal, terms_days: int, *, terms_on_credit_notes: bool) -> date:
    """An invoice is due after the customer's terms of payment, a credit note at once (returns 3.5)."""
    if total < 0 and not terms_on_credit_notes:
        return invoice_date
    return invoice_date + timedelta(days=min(terms_days, (date.max - invoice_date).days))
