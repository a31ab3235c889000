"""Writing vouchers."""

from collections.abc import Iterator, Mapping, Sequence

from ...models import tables
from ...models.together import Together
from ...models.vocabulary import PostingType
from ..planned.vouchers import Entry, PlannedVoucher, VoucherOwner
from .keyed import Keyed
from .records import AccountRow

COLUMNS = ("id", "number", "date", "currency", *VoucherOwner)
ENTRY_COLUMNS = ("voucher_id", "position", "posting_type", "account", "account_name", "amount", "is_correction")
Accounts = Mapping[PostingType, AccountRow]


def write_vouchers(together: Together, written: Sequence[Keyed], accounts: Accounts) -> None:
    """Write the balanced vouchers of plans, numbered in their order."""
    named = [
        (key, number, one, voucher)
        for one in written
        for (key, number), voucher in zip(one.named_vouchers, one.vouchers, strict=True)
    ]
    headers = [
        (key, number, voucher.date, voucher.currency, *_owner(one, voucher)) for key, number, one, voucher in named
    ]
    together.append(tables.voucher, COLUMNS, headers)
    rows = [row for key, _, _, voucher in named for row in _entry_rows(key, voucher.entries, accounts)]
    together.append(tables.voucher_entry, ENTRY_COLUMNS, rows)


def _owner(written: Keyed, voucher: PlannedVoucher) -> Iterator[int | None]:
    """The key of what a voucher is of, in the column of its kind."""
    return (_key(written, voucher) if voucher.owner is of else None for of in VoucherOwner)


def _key(written: Keyed, voucher: PlannedVoucher) -> int | None:
    match voucher.owner:
        case VoucherOwner.PACKING_SLIP:
            return written.slips[voucher.position][0]
        case VoucherOwner.DOCUMENT:
            return written.invoice_id
        case VoucherOwner.PAYMENT:
            return written.payment_id
        case VoucherOwner.SETTLEMENT:
            return written.settlement_ids[voucher.position]


def _entry_rows(voucher_id: int, entries: Sequence[Entry], accounts: Accounts) -> Iterator[tuple[object, ...]]:
    for position, entry in enumerate(entries, 1):
        account = accounts[entry.posting_type]
        name = entry.account_name or account.name  # that of a tax code's account is the profile's
        where = (account.account, account.name) if entry.account is None else (entry.account, name)
        yield voucher_id, position, entry.posting_type, *where, entry.amount, entry.is_correction
