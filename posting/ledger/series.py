"""Number series: gapless, because a number is drawn under its row's lock in the transaction that uses it.

A refusal or a crash rolls the draw back with everything else. Series rows are the last rows that a posting locks, and
always in the order in which `posting.ledger.writer` draws them, so that two postings never wait for each other. Where
numbers of documents follow the calendar, every document locks those of documents earlier.
"""

from collections.abc import Collection

from sqlalchemy import Connection, Table, select, update

from ...models import tables
from ...models.rows import read_all, read_one
from ...models.vocabulary import DocumentType
from ..command.transaction import Transaction

DIGITS = 6
DOCUMENTS = {DocumentType.INVOICE: "INVOICE", DocumentType.CREDIT_NOTE: "CREDIT_NOTE"}


def draw(transaction: Transaction, series: str, count: int = 1) -> int:
    """Take `count` numbers of a series and return the first."""
    table = tables.number_series
    statement = (
        update(table).where(table.c.name == series).values(next=table.c.next + count).returning(table.c.next - count)
    )
    return read_one(transaction.connection, statement, int)


def draw_numbers(transaction: Transaction, series: str, count: int) -> list[str]:
    """The next numbers of a series as documents bear them, e.g. INV-000001."""
    table = tables.number_series
    prefix = read_one(transaction.connection, select(table.c.prefix).where(table.c.name == series), str)
    first = draw(transaction, series, count)
    return [numbered(prefix, number) for number in range(first, first + count)]


def numbered(prefix: str, number: int) -> str:
    """A number of a series as documents bear it.

    >>> numbered("INV-", 1)
    'INV-000001'
    """
    return f"{prefix}{number:0{DIGITS}d}"


def draw_number(transaction: Transaction, series: str) -> str:
    """The next number of a series."""
    return draw_numbers(transaction, series, 1)[0]


def draw_free_numbers(
    transaction: Transaction, series: str, table: Table, count: int, spoken_for: Collection[str] = ()
) -> list[str]:
    """The next numbers that no record of `table` bears; for records whose number users may choose themselves.

    Numbers `spoken_for` are those of records that are about to be added.
    """
    found: list[str] = []
    while missing := count - len(found):
        drawn = draw_numbers(transaction, series, missing)
        taken = numbers_in_use(transaction.connection, table, drawn)
        found += [number for number in drawn if number not in taken and number not in spoken_for]
    return found


def numbers_in_use(connection: Connection, table: Table, numbers: Collection[str]) -> set[str]:
    """Those of `numbers` that records of `table` bear."""
    borne = select(table.c.number).where(table.c.number.in_(numbers))
    return set(read_all(connection, borne, str)) if numbers else set()
