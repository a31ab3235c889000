"""What a law is, and the pieces that laws are written with."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Table, func, literal, select

from ...models import tables
from ...models.vocabulary import TransactionType
from ..amounts import ZERO
from ..rules.grammar import WORK

ACTUAL, INVOICE, LINE = tables.actual, tables.invoice, tables.invoice_line
ORDER, CUSTOMER = tables.order, tables.customer
MONEY, PIECES = ACTUAL.c.amount.type, ACTUAL.c.quantity.type
BILLED = ACTUAL.c.transaction_type == TransactionType.BILLED_SALES
UNBILLED = ACTUAL.c.transaction_type == TransactionType.UNBILLED_SALES
OF_WORK = ACTUAL.c.transaction_class.in_(WORK)
STANDS = ACTUAL.c.reverses_id.is_(None) & ACTUAL.c.reversed_by_id.is_(None)
POSTED = INVOICE.c.posted_at.is_not(None)


@dataclass(frozen=True)
class Law:
    """A law and how it is checked. `broken` selects the key or number of each row that breaks it."""

    id: str
    statement: str
    looked_at: Select[Any]
    broken: Select[Any]


def rows_of(table: Table, *conditions: Any) -> Select[Any]:
    """Counts the rows that a law looks at."""
    return select(func.count()).select_from(table).where(*conditions)


def sum_of(column: Any, kind: Any = MONEY) -> Any:
    """An exact sum; zero of nothing."""
    return func.coalesce(func.sum(column, type_=kind), literal(ZERO, kind), type_=kind)
