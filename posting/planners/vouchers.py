"""The journal entries of each posting (returns 3.7): who is debited, who is credited, always balanced."""

from collections import defaultdict
from decimal import Decimal

from ...models.vocabulary import DispositionAction, PostingType
from ..amounts import ZERO
from ..plan import Entry

SCRAPPED = frozenset({DispositionAction.SCRAP, DispositionAction.REPLACE_AND_SCRAP})
REPLACED = frozenset({DispositionAction.REPLACE_AND_CREDIT, DispositionAction.REPLACE_AND_SCRAP})


def voucher(*amounts: tuple[PostingType, Decimal], correction: bool = False) -> tuple[Entry, ...]:
    """Entries of one voucher: amounts of one posting type together, zeros left out; debits positive.

    >>> voucher((PostingType.REVENUE, Decimal(8)), (PostingType.RECEIVABLES, Decimal(-8)))[0].amount
    Decimal('8')
    """
    sums: dict[PostingType, Decimal] = defaultdict(Decimal)
    for posting_type, amount in amounts:
        sums[posting_type] += amount
    assert sum(sums.values()) == 0, f"the voucher does not balance: {sums}"
    return tuple(Entry(kind, amount + ZERO, correction) for kind, amount in sums.items() if amount != 0)


def customer_part(
    net: Decimal, fees: Decimal, tax: Decimal, advances: Decimal = ZERO
) -> list[tuple[PostingType, Decimal]]:
    """What the customer owes by the document: an invoice is positive, a credit note negative.

    Retainers, billed or applied, are `advances`: no revenue until the work that they pay for is billed.
    """
    return [
        (PostingType.RECEIVABLES, net + fees + tax + advances),
        (PostingType.REVENUE, -net),
        (PostingType.FEES, -fees),
        (PostingType.ADVANCES, -advances),
        (PostingType.SALES_TAX, -tax),
    ]


def moved(debit: PostingType, credit: PostingType, amount: Decimal) -> list[tuple[PostingType, Decimal]]:
    """An amount from one posting type to another."""
    return [(debit, amount), (credit, -amount)]


def receiving_type(action: DispositionAction | None) -> PostingType:
    """Where the cost of goods that came back goes: into stock, or lost."""
    return PostingType.SCRAP if action in SCRAPPED else PostingType.INVENTORY
