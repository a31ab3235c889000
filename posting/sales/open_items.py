"""What is open on customers' accounts: all of it, or the families of some invoices (putting-right 5.1)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Integer, cast, null, select

from ...models import tables
from ...models.given_keys import given_keys, is_given
from ...models.several import Part
from ..planners.settlements import OpenItem

INVOICE, CORRECTION = tables.invoice, tables.invoice_correction
CUSTOMERS = given_keys("customers")
COLUMNS = (
    INVOICE.c.id.label("invoice_id"),
    *(INVOICE.c[name] for name in ("number", "due_date", "invoice_date", "total_amount", "settled_amount")),
    INVOICE.c.customer_id,
)


@dataclass(frozen=True)
class AccountItem:
    """A document on an account, whose it is, and the family that it was looked for in, by its first invoice."""

    invoice_id: int
    number: str
    due_date: date
    invoice_date: date
    total_amount: Decimal
    settled_amount: Decimal
    customer_id: int
    family: int | None


def family_items(firsts: ColumnElement[bool]) -> Part[AccountItem]:
    """Posted documents in the families of the invoices that are chosen, oldest due first; in each family once."""
    first = select(INVOICE.c.id.label("invoice_id"), INVOICE.c.id.label("family")).where(firsts)
    member = first.cte("member", recursive=True)
    later = select(CORRECTION.c.invoice_id, member.c.family).join(
        member, CORRECTION.c.corrects_id == member.c.invoice_id
    )
    member = member.union(later)
    statement = select(*COLUMNS, member.c.family).join(member, member.c.invoice_id == INVOICE.c.id)
    posted = statement.where(INVOICE.c.posted_at.is_not(None))
    return Part(posted.order_by(INVOICE.c.due_date, INVOICE.c.id, member.c.family), AccountItem)


ALL_OPEN = Part(
    select(*COLUMNS, cast(null(), Integer).label("family"))
    .where(is_given(INVOICE.c.customer_id, CUSTOMERS), INVOICE.c.posted_at.is_not(None))
    .where(INVOICE.c.settled_amount != INVOICE.c.total_amount)
    .order_by(INVOICE.c.due_date, INVOICE.c.id),
    AccountItem,
)


def items_of(rows: Iterable[AccountItem], families: Iterable[int] | None = None) -> tuple[OpenItem, ...]:
    """Each document once, with the families that it was found in; of some `families` alone, where they are given."""
    wanted = None if families is None else set(families)
    by_key: dict[int, AccountItem] = {}
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if wanted is None or row.family in wanted:
            by_key.setdefault(row.invoice_id, row)
            found[row.invoice_id] += [] if row.family is None else [row.family]
    return tuple(_item(row, tuple(found[key])) for key, row in by_key.items())


def _item(row: AccountItem, families: tuple[int, ...]) -> OpenItem:
    return OpenItem(
        invoice_id=row.invoice_id,
        number=row.number,
        due_date=row.due_date,
        invoice_date=row.invoice_date,
        total_amount=row.total_amount,
        settled_amount=row.settled_amount,
        families=families,
    )
