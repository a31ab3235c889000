"""Writing vouchers."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, select

from ...models import bulk, tables
from ...models.rows import read_all
from ...models.vocabulary import PostingType
from ..command.lookup import keys_by_number
from ..command.transaction import Transaction
from ..plan import Entry, PlannedVoucher, VoucherOwner
from .records import AccountRow
from .series import draw_numbers

ENTRY_COLUMNS = ("voucher_id", "position", "posting_type", "account", "account_name", "amount", "is_correction")
Owners = Mapping[tuple[VoucherOwner, int], int]


def write_vouchers(transaction: Transaction, vouchers: Sequence[PlannedVoucher], owners: Owners) -> None:
    """Write balanced vouchers, numbered in the order given; `owners` are the keys of what they are of."""
    if not vouchers:
        return
    connection = transaction.connection
    numbers = draw_numbers(transaction, "VOUCHER", len(vouchers))
    headers = (
        (
            number,
            one.date,
            one.currency,
            *(owners[one.owner, one.position] if of is one.owner else None for of in VoucherOwner),
        )
        for number, one in zip(numbers, vouchers, strict=True)
    )
    bulk.append(connection, tables.voucher, ("number", "date", "currency", *VoucherOwner), headers)
    keys, accounts = keys_by_number(connection, tables.voucher, numbers), _accounts(connection)
    rows = (
        row
        for number, one in zip(numbers, vouchers, strict=True)
        for row in _entry_rows(keys[number], one.entries, accounts)
    )
    bulk.append(connection, tables.voucher_entry, ENTRY_COLUMNS, rows)


def _accounts(connection: Connection) -> dict[PostingType, AccountRow]:
    return {row.posting_type: row for row in read_all(connection, select(tables.posting_account), AccountRow)}


def _entry_rows(
    voucher_id: int, entries: Sequence[Entry], accounts: Mapping[PostingType, AccountRow]
) -> Iterator[tuple[object, ...]]:
    for position, entry in enumerate(entries, 1):
        account = accounts[entry.posting_type]
        yield voucher_id, position, entry.posting_type, account.account, account.name, entry.amount, entry.is_correction
