"""Vouchers: the accounts that entries are posted to, and writing them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select

from ...models import bulk, tables
from ...models.vocabulary import PostingType, ProblemCode
from ..command.lookup import Found, keys_by_number
from ..command.transaction import Transaction
from ..plan import Entry
from ..problems import Problem
from .series import draw_number, draw_numbers

ENTRY_COLUMNS = ("voucher_id", "position", "posting_type", "account", "account_name", "amount", "is_correction")


def missing_accounts(connection: Connection, entries: Iterable[Entry]) -> list[Problem]:
    """A problem for each posting type among `entries` that the posting profile has no account for."""
    wanted = {entry.posting_type for entry in entries}
    table = tables.posting_account
    statement = select(table.c.posting_type).where(table.c.posting_type.in_(wanted), table.c.account.is_(None))
    return [
        Problem(
            ProblemCode.LEDGER_ACCOUNT_MISSING,
            f"The posting profile has no account for {posting_type}, which this posting needs.",
            ("postingAccounts", posting_type),
            "Name one with setPostingAccount.",
        )
        for posting_type in sorted(connection.scalars(statement))
    ]


@dataclass(frozen=True)
class SlipVoucher:
    """The voucher of a packing slip, to be written."""

    packing_slip_id: int
    date: date
    currency: str
    entries: Sequence[Entry]


def write_slip_vouchers(transaction: Transaction, vouchers: Sequence[SlipVoucher]) -> None:
    """Write the balanced vouchers of several packing slips; those without entries have none."""
    connection = transaction.connection
    written = [one for one in vouchers if one.entries]
    if not written:
        return
    numbers = draw_numbers(transaction, "VOUCHER", len(written))
    headers = (
        (number, one.date, one.currency, one.packing_slip_id) for number, one in zip(numbers, written, strict=True)
    )
    bulk.append(connection, tables.voucher, ("number", "date", "currency", "packing_slip_id"), headers)
    keys, accounts = keys_by_number(connection, tables.voucher, numbers), _accounts(connection)
    rows = (
        row
        for number, one in zip(numbers, written, strict=True)
        for row in _entry_rows(keys[number], one.entries, accounts)
    )
    bulk.append(connection, tables.voucher_entry, ENTRY_COLUMNS, rows)


def write_voucher(transaction: Transaction, entries: Sequence[Entry], day: date, currency: str, **owner: int) -> None:
    """Write a balanced voucher of its `owner` (invoice_id, packing_slip_id or payment_id); nothing without entries."""
    if not entries:
        return
    voucher_id = transaction.connection.execute(
        insert(tables.voucher)
        .values(number=draw_number(transaction, "VOUCHER"), date=day, currency=currency, **owner)
        .returning(tables.voucher.c.id)
    ).scalar_one()
    rows = _entry_rows(voucher_id, entries, _accounts(transaction.connection))
    bulk.append(transaction.connection, tables.voucher_entry, ENTRY_COLUMNS, rows)


def _accounts(connection: Connection) -> dict[str, Found]:
    return {row.posting_type: row for row in connection.execute(select(tables.posting_account))}


def _entry_rows(
    voucher_id: int, entries: Sequence[Entry], accounts: Mapping[str, Found]
) -> Iterator[tuple[object, ...]]:
    for position, entry in enumerate(entries, 1):
        account = accounts[entry.posting_type]
        kind = PostingType(entry.posting_type)
        yield voucher_id, position, kind, account.account, account.name, entry.amount, entry.is_correction
