"""What a posted document is matched with on the customer's account (returns 3.8; putting-right 5.1).

The family of an invoice is the invoice and every document that corrects, credits or cancels it, or one of these; it is
named by the key of that first invoice. A document's share in a family is what its lines and charges there come to.
"""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from ...models.vocabulary import SettlementMode, WarningCode
from ..amounts import ZERO
from ..planned.changes import Change
from ..planned.documents import PlannedCharge, PlannedLine
from ..planned.settlements import PlannedSettlement
from ..planned.warnings import Warned, warned

Shares = Mapping[int, Decimal]  # by family, with the sign of what they come to


@dataclass(frozen=True)
class OpenItem:
    """A posted document on the customer's account; amounts have the sign of its total."""

    invoice_id: int
    number: str
    due_date: date
    invoice_date: date
    total_amount: Decimal
    settled_amount: Decimal
    families: tuple[int, ...] = ()

    @property
    def open_amount(self) -> Decimal:
        """What is not settled yet."""
        return self.total_amount - self.settled_amount


@dataclass(frozen=True)
class Matching:
    """How a document of a day is matched; `corrects` are those that it corrects or credits itself."""

    mode: SettlementMode
    day: date
    shares: Shares = field(default_factory=dict)
    corrects: Container[int] = ()


def settle(total: Decimal, matching: Matching, items: Iterable[OpenItem]) -> tuple[PlannedSettlement, ...]:
    """Settlements of a document with `total` with what is open of the other sign.

    ORIGINAL_INVOICE matches it within its families, in each up to its share of the total's sign: first what it corrects
    itself, then the oldest due, then by number. AUTOMATIC matches it with all that is open, the oldest due first.
    """
    if matching.mode is SettlementMode.NONE or total == 0:
        return ()
    left = abs(total)
    room = {family: abs(share) for family, share in matching.shares.items() if share * total > 0}
    found = []
    for item in sorted(items, key=lambda one: _turn(one, matching)):
        if item.open_amount * total >= 0:
            continue
        amount = min(left, abs(item.open_amount))
        if matching.mode is SettlementMode.ORIGINAL_INVOICE:
            amount = _taken(amount, item.families, room)
        if amount > 0:
            debit, credit = (None, item.invoice_id) if total > 0 else (item.invoice_id, None)
            day = item.invoice_date if item.invoice_date > matching.day else None
            found.append(PlannedSettlement(amount, debit, credit, day))
            left -= amount
    return tuple(found)


def _turn(item: OpenItem, matching: Matching) -> tuple[bool, date, bool, int, str, int]:
    """When an item's turn is; what a run has not posted yet, and so has no number, comes last on its day."""
    is_original = matching.mode is SettlementMode.ORIGINAL_INVOICE and item.invoice_id in matching.corrects
    return not is_original, item.due_date, not item.number, len(item.number), item.number, item.invoice_id


def _taken(most: Decimal, families: Iterable[int], room: dict[int, Decimal]) -> Decimal:
    """What of `most` has room in the families, which is no longer there then."""
    taken = ZERO
    for family in families:
        part = min(most - taken, room.get(family, ZERO))
        if part > 0:
            room[family] -= part
            taken += part
    return taken


def shares_of(
    lines: Iterable[PlannedLine], charges: Collection[PlannedCharge], originals: Mapping[int, int]
) -> dict[int, Decimal]:
    """What lines and charges come to by family; `originals` has that of each invoice line that is credited.

    A charge of the whole document counts where all of it is of one family; else the total alone knows of it.
    """
    found: dict[int, Decimal] = defaultdict(Decimal)
    family_of: dict[int, int] = {}  # by the place of the line
    for place, line in enumerate(lines):
        if line.credits_line_id is not None:
            family = family_of[place] = originals[line.credits_line_id]
            found[family] += line.net_amount + line.tax_amount
    only = next(iter(found)) if len(found) == 1 else None
    for charge in charges:
        at = only if charge.document_line is None else family_of.get(charge.document_line)
        if at is not None:
            found[at] += charge.amount + charge.tax_amount
    return found


def each_once(items: Iterable[OpenItem]) -> tuple[OpenItem, ...]:
    """Each document once, in all the families that any of the items has it in."""
    found: dict[int, OpenItem] = {}
    for item in items:
        known = found.setdefault(item.invoice_id, item)
        if known.families != item.families:
            families = tuple(sorted({*known.families, *item.families}))
            found[item.invoice_id] = replace(known, families=families)
    return tuple(found.values())


def added_up(several: Iterable[Shares]) -> dict[int, Decimal]:
    """The shares of several parts of a document together."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    for shares in several:
        for family, share in shares.items():
            found[family] += share
    return found


def settled_changes(settlements: Iterable[PlannedSettlement], items: Iterable[OpenItem]) -> tuple[Change, ...]:
    """How the other documents move towards being closed."""
    known = {item.invoice_id: item for item in items}
    return tuple(
        Change("Invoice", item.invoice_id, "settled_amount", item.settled_amount, _after(item, one.amount))
        for one in settlements
        for item in (known[one.invoice_id],)
    )


def already_paid(items: Collection[OpenItem], credited: Container[int], mode: SettlementMode) -> Iterator[Warned]:
    """A warning for each of the families that is `credited` where nothing in it is open to be matched."""
    still_open = {family for item in items if item.open_amount > 0 for family in item.families}
    for item in items:
        is_first = item.invoice_id in credited and item.invoice_id not in still_open
        if mode is SettlementMode.ORIGINAL_INVOICE and is_first:
            yield warned(WarningCode.ORIGINAL_ALREADY_PAID, "original", ("settlement",), document=item.number)


def _after(item: OpenItem, amount: Decimal) -> Decimal:
    return item.settled_amount + (amount if item.total_amount > 0 else -amount)


def due_date(invoice_date: date, total: Decimal, terms_days: int, *, terms_on_credit_notes: bool) -> date:
    """An invoice is due after the customer's terms of payment, a credit note at once (returns 3.5)."""
    if total < 0 and not terms_on_credit_notes:
        return invoice_date
    return invoice_date + timedelta(days=min(terms_days, (date.max - invoice_date).days))
