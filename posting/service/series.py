"""Number series: gapless, because a number is drawn under its row's lock in the transaction that uses it.

A refusal or a crash rolls the draw back with everything else. Series rows are the last rows that a posting locks, and
always in the order in which `posting.service.writer` draws them, so that two postings never wait for each other.
"""

from sqlalchemy import Table, select, update

from ...models import tables
from .transaction import Transaction

DIGITS = 6
SERIES_IN_ORDER = ("PACKING_SLIP", "LEDGER", "INVOICE", "CREDIT_NOTE", "VOUCHER")  # as postings draw from them


def lock_series(transaction: Transaction, series: str) -> None:
    """Hold a series until the transaction ends, for those that draw from several more than once."""
    table = tables.number_series
    transaction.connection.execute(select(table.c.next).where(table.c.name == series).with_for_update(key_share=True))


def draw(transaction: Transaction, series: str, count: int = 1) -> int:
    """Take `count` numbers of a series and return the first."""
    table = tables.number_series
    statement = (
        update(table).where(table.c.name == series).values(next=table.c.next + count).returning(table.c.next - count)
    )
    return int(transaction.connection.execute(statement).scalar_one())


def draw_number(transaction: Transaction, series: str) -> str:
    """The next number of a series as documents bear it, e.g. INV-000001."""
    prefix = transaction.connection.scalar(
        select(tables.number_series.c.prefix).where(tables.number_series.c.name == series)
    )
    return f"{prefix}{draw(transaction, series):0{DIGITS}d}"


def draw_free_number(transaction: Transaction, series: str, table: Table) -> str:
    """The next number that no record of `table` bears yet; for records whose number users may choose themselves."""
    while True:
        number = draw_number(transaction, series)
        taken = transaction.connection.scalar(select(table.c.id).where(table.c.number == number))
        if taken is None:
            return number
