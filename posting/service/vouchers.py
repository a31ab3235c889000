"""Vouchers: the accounts that entries are posted to, and writing them."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Connection, insert, select

from ...models import tables
from ...models.vocabulary import PostingType, ProblemCode
from ..plan import Entry
from ..problems import Problem
from .series import draw_number
from .transaction import Transaction


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


def write_voucher(transaction: Transaction, entries: Sequence[Entry], day: date, currency: str, **owner: int) -> None:
    """Write a balanced voucher of its `owner` (invoice_id, packing_slip_id or payment_id); nothing without entries."""
    if not entries:
        return
    profile = tables.posting_account
    accounts = {row.posting_type: row for row in transaction.connection.execute(select(profile))}
    voucher_id = transaction.connection.execute(
        insert(tables.voucher)
        .values(number=draw_number(transaction, "VOUCHER"), date=day, currency=currency, **owner)
        .returning(tables.voucher.c.id)
    ).scalar_one()
    transaction.connection.execute(
        insert(tables.voucher_entry),
        [
            {
                "voucher_id": voucher_id,
                "position": position,
                "posting_type": PostingType(entry.posting_type),
                "account": accounts[entry.posting_type].account,
                "account_name": accounts[entry.posting_type].name,
                "amount": entry.amount,
                "is_correction": entry.is_correction,
            }
            for position, entry in enumerate(entries, 1)
        ],
    )
