"""Writing vouchers."""

from collections.abc import Iterator, Mapping, Sequence

from ...models import tables
from ...models.together import Together
from ...models.vocabulary import PostingType
from ..plan import Entry, PlannedVoucher, VoucherOwner
from .drawing import Drawn
from .records import AccountRow

SERIES = "VOUCHER"
COLUMNS = ("id", "number", "date", "currency", *VoucherOwner)
ENTRY_COLUMNS = ("voucher_id", "position", "posting_type", "account", "account_name", "amount", "is_correction")
Owners = Mapping[tuple[VoucherOwner, int], int]
Accounts = Mapping[PostingType, AccountRow]


def write_vouchers(
    together: Together, vouchers: Sequence[PlannedVoucher], owners: Owners, drawn: Drawn, accounts: Accounts
) -> None:
    """Write balanced vouchers, numbered in the order given; `owners` are the keys of what they are of."""
    if not vouchers:
        return
    numbers, keys = drawn.numbers(SERIES, len(vouchers)), drawn.keys[tables.voucher.name]
    headers = [
        (
            key,
            number,
            one.date,
            one.currency,
            *(owners[one.owner, one.position] if of is one.owner else None for of in VoucherOwner),
        )
        for key, number, one in zip(keys, numbers, vouchers, strict=True)
    ]
    together.append(tables.voucher, COLUMNS, headers)
    rows = [row for key, one in zip(keys, vouchers, strict=True) for row in _entry_rows(key, one.entries, accounts)]
    together.append(tables.voucher_entry, ENTRY_COLUMNS, rows)


def _entry_rows(voucher_id: int, entries: Sequence[Entry], accounts: Accounts) -> Iterator[tuple[object, ...]]:
    for position, entry in enumerate(entries, 1):
        account = accounts[entry.posting_type]
        yield voucher_id, position, entry.posting_type, account.account, account.name, entry.amount, entry.is_correction
