"""The journal entries of each posting: the account table with figures in it (returns 3.7), always balanced."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from ...models.vocabulary import DispositionAction, PostingType
from ..amounts import ZERO
from ..planned.vouchers import Entry
from ..rules.vouchers import GOODS_BACK_BY_ACTION, Figure, GoodsBack, VoucherRow

Booked = list[tuple[PostingType, Decimal]]  # accounts and amounts, debits positive


def booked(rows: Iterable[VoucherRow], figures: Mapping[Figure, Decimal]) -> Booked:
    """What the rows of a voucher amount to, debits positive; figures that are not given are zero.

    >>> from ..rules.vouchers import PAYMENT
    >>> [(str(account), str(amount)) for account, amount in booked(PAYMENT.rows, {Figure.PAYMENT: Decimal(8)})]
    [('BANK', '8'), ('RECEIVABLES', '-8')]
    """
    rows = tuple(rows)
    assert figures.keys() <= {one for row in rows for one in row.figures}, f"not all of {figures} is booked"
    return [(row.account, row.side.value * sum((figures.get(one, ZERO) for one in row.figures), ZERO)) for row in rows]


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


def by_tax_accounts(
    entries: Iterable[Entry], taxes: Iterable[tuple[str | None, Decimal]], *, correction: bool = False
) -> tuple[Entry, ...]:
    """Entries with that of SALES_TAX parted by the accounts of tax codes (documents 2.10).

    `taxes` are accounts, None for that of SALES_TAX, and signed tax of a document: what is billed is credited.

    >>> whole = voucher((PostingType.RECEIVABLES, Decimal(40)), (PostingType.SALES_TAX, Decimal(-40)))
    >>> parted = by_tax_accounts(whole, [(None, Decimal(25)), ("2701", Decimal(15))])
    >>> [(str(one.posting_type), str(one.amount), one.account) for one in parted]
    [('RECEIVABLES', '40', None), ('SALES_TAX', '-25', None), ('SALES_TAX', '-15', '2701')]
    """
    sums: dict[str | None, Decimal] = defaultdict(Decimal)
    for account, amount in taxes:
        sums[account] -= amount
    entries = tuple(entries)
    if not any(sums[account] for account in sums if account is not None):
        return entries
    parts = [
        Entry(PostingType.SALES_TAX, amount + ZERO, correction, account) for account, amount in sums.items() if amount
    ]
    others = [one for one in entries if one.posting_type is not PostingType.SALES_TAX]
    booked_tax = sum((one.amount for one in entries if one.posting_type is PostingType.SALES_TAX), ZERO)
    assert booked_tax == sum(sums.values()), f"{booked_tax} is booked of the taxes {sums}"
    return (*others, *parts)


def taken_back(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The same entries with the opposite amounts, on the accounts that they were posted to.

    >>> [(str(one.amount), one.account) for one in taken_back([Entry(PostingType.BANK, Decimal(8), account="1920")])]
    [('-8', '1920')]
    """
    return tuple(replace(one, amount=-one.amount) for one in entries)


def goods_back(action: DispositionAction | None) -> GoodsBack:
    """What becomes of goods that came back; nothing is received or credited without a disposition code."""
    assert action is not None, "a line that is received or credited has its disposition code"
    return GOODS_BACK_BY_ACTION[action]
