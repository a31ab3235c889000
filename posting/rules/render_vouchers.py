"""Renders the account table: its part of the page docs/posting-rules.md."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ...models.vocabulary import PostingType
from .vouchers import ACCOUNTS, GOODS_BACK, VOUCHERS, Figure, GoodsBack, Side, VoucherRow, VoucherRule

SIDES = {Side.DEBIT: "Dr", Side.CREDIT: "Cr"}
INTRODUCTION = """Documents, packing slips and payments have balanced vouchers; approved work has none. The entries of
one account are added up, and those of zero left out. A figure below zero stands on the other side: a negative payment,
a retainer that is applied, a project invoice that credits.

| account | what stands on it |
|---|---|
"""
GOODS_HEAD = """### Goods that come back

`return.credit` (returns 3.7, 3.9). The stock and the voucher of the packing slip follow the disposition; so does the
cost part of the voucher of the credit note. Whether packing slips are posted in the ledger is a parameter of the books;
where they are not, the credit note moves the cost directly.

| disposition | stock a unit | packing slip | credit note, cost part | the same without packing slips in the ledger |
|---|---|---|---|---|
"""


def rendered_vouchers() -> Iterator[str]:
    """The accounts, what becomes of goods that come back, and the voucher of every posting."""
    yield INTRODUCTION + "".join(f"| {account} | {meaning} |\n" for account, meaning in ACCOUNTS.items())
    yield GOODS_HEAD + "".join(_goods(one) for one in GOODS_BACK)
    yield from (_voucher(one) for one in VOUCHERS)


def _goods(goods: GoodsBack) -> str:
    slip = "(no packing slip)" if goods.slip is None else in_words(goods.slip)
    cells = (", ".join(goods.actions), f"+{goods.on_hand}" if goods.on_hand else "0")
    return f"| {' | '.join((*cells, slip, in_words(goods.cleared), in_words(goods.direct)))} |\n"


def in_words(rows: Sequence[VoucherRow]) -> str:
    """The entries at cost as a bookkeeper writes them down.

    >>> in_words(GOODS_BACK[0].cleared)
    'Dr RETURNS_RECEIVED, Cr COST_OF_GOODS_SOLD'
    """
    sums: dict[tuple[PostingType, tuple[Figure, ...]], int] = defaultdict(int)
    for row in rows:
        sums[row.account, row.figures] += row.side.value
    if not any(sums.values()):
        return "none (in and out, net zero)" if rows else "none"
    return ", ".join(f"{SIDES[row.side]} {row.account}" for row in rows)


def _voucher(rule: VoucherRule) -> str:
    head = "| # | | account | figures |\n|---|---|---|---|\n"
    rows = "".join(
        f"| {number} | {SIDES[row.side]} | {row.account} | {' + '.join(one.value for one in row.figures)} |\n"
        for number, row in enumerate(rule.rows, 1)
    )
    return f"### {rule.label}\n\n{rule.text} ({rule.source})\n\n{head}{rows}"
